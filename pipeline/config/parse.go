package config

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"

	"emend/rules"
)

// A Vocabulary is what belongs to other packages.
type Vocabulary struct {
	Profiles []string
	Formats  []string
	Maps     []string // what class-map may be
	Parts    []string // what a class may mean
	Encoding func(name string) error
	// Nearest is the word of a list that another was probably meant to be, or "".
	Nearest func(word string, of []string) string
}

// Check is the error of a value that a key of Text or Number, or a rule, cannot have.
func (v Vocabulary) Check(key string, val Value) error {
	if rule, ok := strings.CutPrefix(key, "rules."); ok {
		if err := v.CheckRule(rule); err != nil {
			return err
		}
		m, ok := rules.ParseMode(val.Text)
		switch {
		case !ok:
			return fmt.Errorf("%q is no mode; want off, read, suggest or fix", val.Text)
		case m == rules.Read && rules.Find(rule).Stage != rules.Normalize:
			return fmt.Errorf("rule %s reads nothing for others; want off, suggest or fix", rule)
		}
		return nil
	}
	if class, ok := strings.CutPrefix(key, "classes."); ok {
		if class == "" || strings.ContainsAny(class, " \t\n") {
			return fmt.Errorf("%q is no class; want CLASS, ELEMENT.CLASS or <ELEMENT>", class)
		}
		return v.oneOf("part", val.Text, v.Parts)
	}
	k := find(Keys, key)
	switch {
	case key == "profile":
		return v.oneOf("profile", val.Text, v.Profiles)
	case key == "format" && val.Text != "auto":
		return v.oneOf("format", val.Text, v.Formats)
	case key == "class-map":
		return v.oneOf("class map", val.Text, v.Maps)
	case key == "encoding" && val.Text != "auto":
		return v.Encoding(val.Text)
	case k.Kind == Number && !(val.Number >= k.Least && val.Number <= k.Most): // a NaN is neither
		return fmt.Errorf("%s must be from %v to %v, not %v", key, k.Least, k.Most, val.Number)
	}
	return nil
}

// CheckRule is the error of a name that no rule has.
func (v Vocabulary) CheckRule(name string) error {
	if rules.Find(name) != nil {
		return nil
	}
	var names []string
	for _, r := range rules.All {
		names = append(names, r.Name)
	}
	return fmt.Errorf("unknown rule %q; %s", name, v.hint(name, names, "emend rules lists them"))
}

func (v Vocabulary) oneOf(what, word string, of []string) error {
	if slices.Contains(of, word) {
		return nil
	}
	return fmt.Errorf("unknown %s %q; %s", what, word, v.hint(word, of, "want "+strings.Join(of, ", ")))
}

func (v Vocabulary) hint(word string, of []string, otherwise string) string {
	if near := v.Nearest(word, of); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return otherwise
}

// parser is one file on its way in.
type parser struct {
	unstable.Parser
	file     *File
	words    Vocabulary
	override *Override // the one that the keys at hand belong to
	errs     []error
}

// Parse reads a file; name is for messages, dir for its relative paths. All errors are reported,
// joined, each as name:line:column: what; hint.
func Parse(name, dir string, src []byte, words Vocabulary) (*File, error) {
	var any map[string]any
	if err := toml.Unmarshal(src, &any); err != nil { // syntax, keys set twice
		var de *toml.DecodeError
		if errors.As(err, &de) {
			line, column := de.Position()
			return nil, fmt.Errorf("%s:%d:%d: %s", name, line, column, strings.TrimPrefix(de.Error(), "toml: "))
		}
		return nil, fmt.Errorf("%s: %s", name, strings.TrimPrefix(err.Error(), "toml: "))
	}
	p := &parser{file: &File{Name: name, Dir: dir, Base: dir, Top: make(Settings)}, words: words}
	p.Reset(src)
	var table []string
	for p.NextExpression() {
		e := p.Expression()
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			table = p.table(e)
		case unstable.KeyValue:
			p.pair(table, e)
		}
	}
	for _, o := range p.file.Overrides {
		if len(o.Paths) == 0 {
			p.errs = append(p.errs, fmt.Errorf("%s: [[overrides]] without paths; say which files it is for", name))
		}
	}
	if p.errs != nil {
		return nil, errors.Join(p.errs...)
	}
	return p.file, nil
}

func (p *parser) fail(at *unstable.Node, format string, args ...any) {
	place := p.place(at)
	p.errs = append(p.errs, fmt.Errorf("%s:%d:%d: %s", p.file.Name, place.Line, place.Column, fmt.Sprintf(format, args...)))
}

func (p *parser) place(at *unstable.Node) Place {
	start := p.Shape(at.Raw).Start
	return Place{start.Line, start.Column}
}

// tables are those of settings, with what a line of each looks like.
var tables = map[string]string{"rules": `NAME = "off"`, "classes": `quoteb = "block-quotation"`}

// table takes a [table] or [[table]] in and returns the keys that what follows stands under.
func (p *parser) table(e *unstable.Node) []string {
	keys, first, last := names(e.Key())
	if keys[0] == "overrides" {
		switch {
		case e.Kind == unstable.ArrayTable && len(keys) == 1:
			p.begin()
		case e.Kind == unstable.Table && len(keys) == 2 && p.override != nil && tables[keys[1]] != "":
		case len(keys) == 1:
			p.fail(first, "overrides is a list; write [[overrides]]")
		default:
			p.fail(last, "unknown table %q", strings.Join(keys, "."))
		}
		return keys
	}
	p.override = nil
	switch {
	case tables[keys[0]] == "":
		p.unknown(keys, first)
		return []string{"?"}
	case len(keys) != 1 || e.Kind == unstable.ArrayTable:
		p.fail(first, "%s is one table; write [%[1]s] and below it %s", keys[0], tables[keys[0]])
		return []string{"?"}
	}
	return keys
}

func (p *parser) begin() {
	p.file.Overrides = append(p.file.Overrides, Override{Settings: make(Settings)})
	p.override = &p.file.Overrides[len(p.file.Overrides)-1]
}

// pair takes key = value in, under the keys of its table.
func (p *parser) pair(table []string, e *unstable.Node) {
	keys, first, last := names(e.Key())
	full := append(slices.Clone(table), keys...)
	val := e.Value()
	switch {
	case full[0] == "?":
		return
	case full[0] == "overrides" && p.override == nil:
		p.inline(last, val)
		return
	case full[0] == "overrides":
		full = full[1:]
	}
	if val.Kind == unstable.InlineTable && tables[full[0]] != "" && len(full) == 1 {
		for kids := val.Children(); kids.Next(); {
			if kid := kids.Node(); kid.Kind == unstable.KeyValue {
				p.pair(append(slices.Clone(table), keys...), kid)
			}
		}
		return
	}
	p.set(full, first, last, val)
}

// inline takes overrides = [{…}, {…}] in.
func (p *parser) inline(at, list *unstable.Node) {
	if list.Kind != unstable.Array {
		p.fail(at, "overrides is a list; write [[overrides]]")
		return
	}
	for kids := list.Children(); kids.Next(); {
		kid := kids.Node()
		switch {
		case kid.Kind == unstable.Comment:
			continue
		case kid.Kind != unstable.InlineTable:
			p.fail(at, "overrides is a list of tables; write [[overrides]]")
			return
		}
		p.begin()
		for pairs := kid.Children(); pairs.Next(); {
			if pairs.Node().Kind == unstable.KeyValue {
				p.pair([]string{"overrides"}, pairs.Node())
			}
		}
		p.override = nil
	}
}

func (p *parser) set(keys []string, first, last, val *unstable.Node) {
	name := strings.Join(keys, ".")
	if k := find(p.own(), name); k != nil {
		p.structure(k, last, val)
		return
	}
	kind := Text
	switch {
	case len(keys) > 1 && keys[0] == "classes":
	case len(keys) == 2 && keys[0] == "rules":
		if err := p.words.CheckRule(keys[1]); err != nil {
			p.fail(last, "%v", err)
			return
		}
	default:
		k := find(Keys, name)
		if k == nil {
			p.unknown(keys, first)
			return
		}
		kind = k.Kind
	}
	v, ok := p.value(name, kind, last, val)
	if !ok {
		return
	}
	if err := p.words.Check(name, v); err != nil {
		p.fail(val, "%v", err)
		return
	}
	p.globs(name, v)
	v.Origin, v.File = p.origin(first), p.file
	if p.override != nil {
		p.override.Settings[name] = v
	} else {
		p.file.Top[name] = v
	}
}

func (p *parser) origin(at *unstable.Node) string {
	return fmt.Sprintf("%s:%d", p.file.Name, p.place(at).Line)
}

// own are the keys that mean something only where the parser is: at the top, or in an override.
func (p *parser) own() []Key {
	if p.override != nil {
		return OverrideKeys
	}
	return FileKeys
}

// structure takes in a key that is no setting of a text.
func (p *parser) structure(k *Key, key, val *unstable.Node) {
	v, ok := p.value(k.Name, k.Kind, key, val)
	if !ok {
		return
	}
	p.globs(k.Name, v)
	switch k.Name {
	case "root":
		p.file.Root = string(val.Data) == "true"
	case "extends":
		v.Origin, v.File = p.origin(key), p.file
		p.file.Extends = v
	case "paths":
		p.override.Paths = v.List
	}
}

// value reads what stands after a key.
func (p *parser) value(name string, kind Kind, key, n *unstable.Node) (Value, bool) {
	v := Value{}
	ok := true
	switch {
	case kind == Text && n.Kind == unstable.String:
		v.Text = string(n.Data)
	case kind == Switch && n.Kind == unstable.Bool:
	case kind == Number && (n.Kind == unstable.Integer || n.Kind == unstable.Float):
		var err error
		v.Number, err = strconv.ParseFloat(strings.ReplaceAll(string(n.Data), "_", ""), 64)
		ok = err == nil
	case kind == List && n.Kind == unstable.Array:
		v.List = []string{}
		for kids := n.Children(); ok && kids.Next(); {
			if kid := kids.Node(); kid.Kind != unstable.Comment {
				ok = kid.Kind == unstable.String
				v.List = append(v.List, string(kid.Data))
				v.Places = append(v.Places, p.place(kid))
			}
		}
	default:
		ok = false
	}
	if !ok {
		p.fail(key, "%s wants %s", name, kindNames[kind])
	}
	return v, ok
}

// globs finds those that can fit nothing.
func (p *parser) globs(name string, v Value) {
	if !globs[name] {
		return
	}
	for i, g := range v.List {
		if err := CheckGlob(g); err != nil {
			at := v.Places[i]
			p.errs = append(p.errs, fmt.Errorf("%s:%d:%d: %s: %w", p.file.Name, at.Line, at.Column, name, err))
		}
	}
}

func (p *parser) unknown(keys []string, at *unstable.Node) {
	name := strings.Join(keys, ".")
	known := []string{"rules", "classes"}
	if p.override == nil {
		known = append(known, "overrides")
	}
	for _, k := range slices.Concat(p.own(), Keys) {
		known = append(known, k.Name)
	}
	hint := "emend config lists the keys"
	if p.override != nil && find(FileKeys, name) != nil {
		hint = "it stands at the top of the file"
	} else if rules.Find(name) != nil {
		hint = "a rule stands below [rules]"
	} else if near := p.words.Nearest(name, known); near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	p.fail(at, "unknown key %q; %s", name, hint)
}

// names are the parts of a dotted key, with the nodes of the first and the last.
func names(it unstable.Iterator) (parts []string, first, last *unstable.Node) {
	for it.Next() {
		last = it.Node()
		if first == nil {
			first = last
		}
		parts = append(parts, string(last.Data))
	}
	return parts, first, last
}
