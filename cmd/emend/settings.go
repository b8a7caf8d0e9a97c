package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"emend/dictionaries"
	"emend/pipeline"
	"emend/pipeline/config"
	"emend/pipeline/correct"
	"emend/pipeline/format"
	"emend/pipeline/learn"
	"emend/pipeline/text"
	"emend/rules"
)

// settings are what holds for a file.
type settings struct {
	values   config.Settings
	place    *place
	pipeline *pipeline.Config // nil until a file needs it
	lexicon  *dictionaries.Lexicon
}

// effective are the settings of a file or folder, given absolute: defaults, profile,
// configuration files, flags, later ones over earlier ones.
func (p *projects) effective(abs string) (*settings, error) {
	at, err := p.at(abs)
	if err != nil {
		return nil, err
	}
	key := filepath.Dir(abs)
	for _, f := range at.files {
		for _, o := range f.Overrides {
			key += "\x00"
			if config.MatchAny(o.Paths, relative(f.Base, abs)) {
				key += "+"
			}
		}
	}
	if s, ok := p.settings[key]; ok {
		return s, nil
	}
	values := config.Defaults()
	for i := len(at.files) - 1; i >= 0; i-- {
		at.files[i].Apply(values, relative(at.files[i].Base, abs))
	}
	if err := p.flags(values); err != nil {
		return nil, err
	}
	modes(values)
	p.fall(values, at.root)
	s := &settings{values: values, place: at}
	p.settings[key] = s
	return s, nil
}

// fromLedger begins the origin of what decisions have changed.
const fromLedger = "ledger: "

// fall lets rules in the mode fix suggest only, where decisions on this archive show that they are wrong too often.
func (p *projects) fall(values config.Settings, root string) {
	l, err := p.ledger(root)
	if err != nil {
		return // whoever needs it says so
	}
	for name, r := range l.records() {
		key := "rules." + name
		if v, ok := values[key]; ok && v.Text == rules.Fix.String() && r.Under(fixConfidence) {
			values[key] = config.Value{Text: rules.Suggest.String(), Origin: fmt.Sprintf("%s%v, under %.0f%%; it was fix by %s", fromLedger, r, 100*fixConfidence, v.Origin)}
		}
	}
}

// statisticalBar is what a statistical rule must reach on an archive for the harm budget to reach it.
const statisticalBar = 0.5

// fallen says which rules decisions have made suggest only.
func (s *session) fallen(inputs []*input) {
	said := make(map[string]bool)
	for _, in := range inputs {
		for _, r := range rules.All {
			v := in.settings.values["rules."+r.Name]
			line := ""
			if origin, ok := strings.CutPrefix(v.Origin, fromLedger); ok {
				line = fmt.Sprintf("rule %s only suggests: %s", r.Name, origin)
			} else if in.settings.pipeline.Fallen[r.Name] && in.settings.pipeline.MaxHarm > 0 {
				l, err := s.projects.ledger(in.settings.place.root)
				if err != nil {
					continue
				}
				line = fmt.Sprintf("rule %s only suggests, whatever the harm budget: %v, under %.0f%%", r.Name, l.records()[r.Name], 100*statisticalBar)
			}
			if line != "" && !said[line] {
				said[line] = true
				s.note("%s", line)
			}
		}
	}
}

// flags lays the flags that were given over the values.
func (p *projects) flags(values config.Settings) error {
	o := &p.session.opts
	given := map[string]config.Value{
		"profile": {Text: o.profile}, "lang": {Text: o.lang}, "pack": {Text: o.pack}, "encoding": {Text: o.encoding}, "format": {Text: o.format},
		"min-confidence": {Number: o.minConfidence}, "max-harm": {Number: o.maxHarm},
	}
	words := vocabulary()
	for _, k := range config.Keys {
		v, ok := given[k.Name]
		if !ok || o.flags == nil || !o.flags.Changed(k.Name) {
			continue
		}
		if err := words.Check(k.Name, v); err != nil {
			return fmt.Errorf("--%s: %w", k.Name, err)
		}
		v.Origin = "flag --" + k.Name
		values[k.Name] = v
	}
	for _, r := range append(append([]string(nil), o.selected...), o.ignored...) {
		if err := words.CheckRule(r); err != nil {
			return err
		}
	}
	selected := make(map[string]bool)
	for _, r := range o.selected {
		selected[r] = true
	}
	for _, r := range rules.All {
		name := "rules." + r.Name
		mode := modeOf(values, r.Name)
		switch {
		case len(selected) > 0 && selected[r.Name] && mode < rules.Suggest:
			values[name] = config.Value{Text: rules.Suggest.String(), Origin: "flag --select"}
		case len(selected) > 0 && !selected[r.Name]:
			silence(values, r, mode, "flag --select")
		}
	}
	for _, name := range o.ignored {
		silence(values, rules.Find(name), modeOf(values, name), "flag --ignore")
	}
	return nil
}

// silence keeps a rule from reporting. One that others see through is still read, so that
// the others find the same.
func silence(values config.Settings, r *rules.Rule, mode rules.Mode, origin string) {
	quiet := rules.Off
	if r.Stage == rules.Normalize && mode != rules.Off {
		quiet = rules.Read
	}
	if quiet != mode {
		values["rules."+r.Name] = config.Value{Text: quiet.String(), Origin: origin}
	}
}

// modeOf is the mode of a rule: what was set, else the profile's. A rule that the profile does
// not speak of suggests.
func modeOf(values config.Settings, rule string) rules.Mode {
	if v, ok := values["rules."+rule]; ok {
		m, _ := rules.ParseMode(v.Text)
		return m
	}
	for _, p := range rules.Profiles {
		if p.Name == values["profile"].Text {
			if m, ok := p.Modes[rule]; ok {
				return m
			}
			return rules.Suggest
		}
	}
	return rules.Off
}

// modes fills in the modes that only the profile says.
func modes(values config.Settings) {
	for _, r := range rules.All {
		if _, ok := values["rules."+r.Name]; !ok {
			values["rules."+r.Name] = config.Value{Text: modeOf(values, r.Name).String(), Origin: "profile " + values["profile"].Text}
		}
	}
}

// ready is the settings of a file with all that a check needs.
func (p *projects) ready(abs string) (*settings, error) {
	s, err := p.effective(abs)
	if err != nil || s.pipeline != nil {
		return s, err
	}
	fingerprint := s.place.root + fmt.Sprint(s.values)
	if done, ok := p.checked[fingerprint]; ok {
		s.pipeline, s.lexicon = done.pipeline, done.lexicon
		return s, nil
	}
	data, err := p.data(s)
	if err != nil {
		return nil, err
	}
	learned, err := p.learned(s)
	if err != nil {
		return nil, err
	}
	if s.lexicon, err = p.lexicon(s, data, learned); err != nil {
		return nil, err
	}
	corrector, err := data.Corrector(s.lexicon)
	if err != nil {
		return nil, err
	}
	if learned != nil {
		corrector = corrector.Learn(learned.Entries(), learned.Offset)
	}
	l, err := p.ledger(s.place.root)
	if err != nil {
		return nil, err
	}
	c := &pipeline.Config{
		Format:        automatic(s.values["format"].Text),
		Lang:          data.Lang,
		Modes:         make(map[string]rules.Mode),
		Words:         s.lexicon,
		Corrector:     corrector,
		Ledger:        l.index,
		MinConfidence: s.values["min-confidence"].Number,
		FixConfidence: fixConfidence,
		MaxHarm:       s.values["max-harm"].Number,
		Narrowed:      len(p.session.opts.selected)+len(p.session.opts.ignored) > 0,
		Propose:       p.session.opts.proposals,
	}
	c.Fallen = make(map[string]bool)
	for name, r := range l.records() {
		if r.Under(statisticalBar) {
			c.Fallen[name] = true
		}
	}
	if s.values["min-confidence"].Origin != config.Defaults()["min-confidence"].Origin {
		c.MinVariant = c.MinConfidence
	}
	if c.Library, err = p.library(s.place.root, s.lexicon, corrector); err != nil {
		return nil, err
	}
	c.ClassMap = s.values["class-map"].Text
	for key, v := range s.values {
		if class, ok := strings.CutPrefix(key, "classes."); ok {
			if c.Classes == nil {
				c.Classes = make(map[string]text.RegionKind)
			}
			c.Classes[class], _ = format.ParsePart(v.Text)
		}
	}
	if o := &p.session.opts; o.mark {
		c.Mark = &format.Mark{Resp: o.resp}
	}
	if c.Authority, err = p.authority(s.place.root); err != nil {
		return nil, err
	}
	if p.session.opts.anyConfidence {
		c.MinConfidence, c.MinVariant = 0, 0
	}
	if enc := s.values["encoding"]; enc.File == nil {
		c.Encoding = automatic(enc.Text)
	} else {
		c.Fallback = automatic(enc.Text)
	}
	for _, r := range rules.All {
		c.Modes[r.Name] = modeOf(s.values, r.Name)
	}
	if kept := p.session.cache; kept != nil && c.Library == nil { // what a library says hangs on its files
		c.Memory, c.Tool = kept, p.fingerprint(s)
	}
	s.pipeline = c
	p.checked[fingerprint] = s
	return s, nil
}

func automatic(name string) string {
	if name == "auto" {
		return ""
	}
	return name
}

// data is what the corrector knows of the language: the pack's, or what is built in.
func (p *projects) data(s *settings) (*correct.Data, error) {
	lang, named := s.values["lang"], s.values["pack"]
	if named.Text == "" {
		if d := correct.Builtin(lang.Text); d != nil {
			return d, nil
		}
		return nil, fmt.Errorf("%s: nothing is built in for language %q; want %s, or a pack: emend train --lang %s makes one",
			lang.Origin, lang.Text, strings.Join(correct.Languages(), ", "), lang.Text)
	}
	path := filepath.FromSlash(named.Text)
	if !filepath.IsAbs(path) {
		dir := p.cwd
		if named.File != nil {
			dir = named.File.Dir
		}
		path = filepath.Join(dir, path)
	}
	d, ok := p.packs[path]
	if !ok {
		var err error
		if d, err = readPack(path, p.shown(path)); err != nil {
			return nil, fmt.Errorf("%s: %w", named.Origin, err)
		}
		p.packs[path] = d
	}
	if lang.Origin != config.Defaults()["lang"].Origin && !strings.EqualFold(lang.Text, d.Lang) {
		return nil, fmt.Errorf("%s: the pack %s is of language %s, not %s", named.Origin, p.shown(path), d.Lang, lang.Text)
	}
	return d, nil
}

// lexicon layers the project's words over the language's.
func (p *projects) lexicon(s *settings, data *correct.Data, learned *learn.Learned) (*dictionaries.Lexicon, error) {
	language, err := data.Dictionary()
	if err != nil {
		return nil, err
	}
	layers := []*dictionaries.Lexicon{language}
	if learned != nil && len(learned.Words) > 0 {
		words, err := learnedWords(learned)
		if err != nil {
			return nil, err
		}
		layers = append(layers, words)
	}
	lists := s.values["dictionaries"]
	for i := range lists.List {
		path := p.listPath(s, i)
		if err := p.within(s, i); err != nil {
			return nil, err
		}
		l, err := p.list(path)
		switch {
		case errors.Is(err, fs.ErrNotExist) && lists.File == nil:
			continue // the list that words add would begin
		case errors.Is(err, fs.ErrNotExist):
			at := lists.Places[i]
			return nil, fmt.Errorf("%s:%d:%d: %w", lists.File.Name, at.Line, at.Column, err)
		case err != nil:
			return nil, err
		}
		layers = append(layers, l)
	}
	for _, key := range []string{"words", "names", "never"} {
		v := s.values[key]
		var lines []string
		for i, w := range v.List {
			if key == "never" {
				w = "!" + w
			}
			if _, err := dictionaries.ReadList(key, strings.NewReader(w+"\n")); err != nil || strings.ContainsAny(w, "\r\n") {
				at := v.Places[i]
				return nil, fmt.Errorf("%s:%d:%d: %s: %q is no word", v.File.Name, at.Line, at.Column, key, v.List[i])
			}
			lines = append(lines, w)
		}
		if len(lines) > 0 {
			l, err := dictionaries.ReadList(v.Origin, strings.NewReader(strings.Join(lines, "\n")))
			if err != nil {
				return nil, err
			}
			layers = append(layers, l)
		}
	}
	return dictionaries.Layer(layers...), nil
}

// within refuses a word list that lies outside the project's folder: a configuration of somebody else's
// must not make this program read and show, or write, any file there is. --config is the user's own word.
func (p *projects) within(s *settings, i int) error {
	lists, path := s.values["dictionaries"], p.listPath(s, i)
	if lists.File != nil && p.trusted(lists.File) || inside(s.place.root, path) {
		return nil
	}
	err := errors.New("a word list outside the project's folder; --config allows that")
	if lists.File == nil {
		return fmt.Errorf("%s: %w", p.shown(path), err)
	}
	at := lists.Places[i]
	return fmt.Errorf("%s:%d:%d: %w", lists.File.Name, at.Line, at.Column, err)
}

// listPath is where the word list of that index lies.
func (p *projects) listPath(s *settings, i int) string {
	v := s.values["dictionaries"]
	dir := s.place.root
	if v.File != nil {
		dir = v.File.Dir
	}
	if path := filepath.FromSlash(v.List[i]); filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, filepath.FromSlash(v.List[i]))
}

func (p *projects) list(path string) (*dictionaries.Lexicon, error) {
	src, err := readBounded(path, maxListSize)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", p.shown(path), reason(err))
	}
	return dictionaries.ReadList(p.shown(path), bytes.NewReader(src))
}
