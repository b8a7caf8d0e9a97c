// Package pipeline is the order of things: read, normalize, segment, detect, settle, write.
//
// It knows no file system, no clock and no network. The same bytes and the same configuration
// give the same changeset, and the same changeset the same bytes.
package pipeline

import (
	"cmp"
	"fmt"
	"slices"

	"emend/dictionaries"
	"emend/pipeline/correct"
	"emend/pipeline/format"
	"emend/pipeline/review"
	"emend/pipeline/segment"
	"emend/pipeline/text"
	"emend/rules"
)

// Config is what a run is done with. It is not changed by a run and may be shared.
type Config struct {
	Format        string                     // name of a format; empty: by content and name
	Encoding      string                     // name of an encoding, whatever the bytes say; empty: by content
	Fallback      string                     // name of the encoding of files that do not show theirs; empty: windows-1252, with a warning
	ClassMap      string                     // name of what classes of web pages mean; empty: the first of format.ClassMaps
	Classes       map[string]text.RegionKind // what these mean instead, see format.Options
	Lang          string                     // main language of the texts (BCP 47)
	Modes         map[string]rules.Mode      // by rule; a rule not named is off
	Words         rules.Words
	Corrector     Corrector               // nil: no statistical correction
	Library       *Library                // texts that quotations are checked against; nil: none
	Authority     *dictionaries.Authority // names of persons and places; nil: none
	Ledger        *review.Ledger
	MinConfidence float64         // findings below are dropped
	MinVariant    float64         // and of other witnesses' readings those below this: somebody said so, however unlikely it is
	FixConfidence float64         // what the mode fix accepts unasked
	Mark          *format.Mark    // not nil: corrections are marked in the file, where its format can
	MaxHarm       float64         // right words per 1,000 that corrections accepted unasked may be expected to break
	Batched       bool            // what a correction must be worth to be accepted unasked was found for many texts together
	LeastWorth    float64         // that is it
	Narrowed      bool            // only some of the rules were asked for: whether a mark in the file is needed cannot be told
	Fallen        map[string]bool // rules that this archive has shown to be too often wrong for the harm budget
	Propose       bool            // take the first candidate of every open finding as accepted: a proposal to be edited, never written
	Window        int             // bytes of plain text that are checked at a time; 0: 8 MiB
	Memory        Memory          // what was found before; nil: nobody remembers
	Tool          string          // what the program and its words are: Memory holds for the same only; empty: for none
	Progress      func(bytes int) // called each time that many more bytes of a long text are checked; nil: nobody asks
}

// Reading is how files are read.
func (c *Config) Reading() format.Options {
	return format.Options{Format: c.Format, Encoding: c.Encoding, Fallback: c.Fallback, Lang: c.Lang, ClassMap: c.ClassMap, Classes: c.Classes}
}

// Corrector finds probable misreadings in a document.
type Corrector interface {
	Correct(*text.Document) []correct.Correction
}

// run is one file on its way through.
type run struct {
	config   *Config
	path     string
	base     *text.Document // as read
	found    []review.Finding
	used     map[*review.Decision]bool
	silences *silences
	failures []error
	words    int          // of the last text
	hidden   float64      // errors expected that no finding shows
	declared text.Regions // of the last text, those that the format marks
	collated *collated
	noise    float64 // of the last text, as the corrector sees it
	noises   []noise // of each window
	part     text.Range
	stale    []review.Decision
	ids      review.Identifier
	asked    []string // IDs of all findings that the ledger was asked for
}

// Check finds what is to be found in one file and decides what the ledger and the modes decide.
// An error means that the file could not be read at all; what went wrong in one rule is in
// Changeset.Failures.
func Check(config *Config, path string, src []byte) (*review.Changeset, error) {
	r, warnings, err := newRun(config, path, src)
	if err != nil {
		return nil, err
	}
	key, keeps := "", config.remembers()
	if keeps {
		if key, keeps = config.key(path, src); keeps {
			if c := config.recall(key, path, r.base, warnings); c != nil {
				return c, nil
			}
		}
	}
	r.look()
	r.accept()

	c := review.NewChangeset(r.base, r.found)
	c.Words = r.words
	c.Hidden = r.hidden
	c.Failures = r.failures
	for d := range r.used {
		c.Used = append(c.Used, d)
	}
	c.Settle()
	c.Stale = r.stale
	if keeps {
		if value, ok := c.Keep(config.Ledger, path, r.asked); ok {
			config.Memory.Put(key, value)
		}
	}
	for _, w := range warnings {
		c.Warnings = append(c.Warnings, w.String())
	}
	if config.Mark != nil {
		if err := mark(config, c); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func newRun(config *Config, path string, src []byte) (*run, []format.Warning, error) {
	base, warnings, err := format.Read(path, src, config.Reading())
	if err != nil {
		return nil, nil, err
	}
	return &run{config: config, path: path, base: base, used: make(map[*review.Decision]bool), silences: newSilences(base.Comments), ids: make(review.Identifier)}, warnings, nil
}

// look finds what there is to be found, and what the ledger says of it.
func (r *run) look() {
	parts := windows(r.base, cmp.Or(r.config.Window, largeText))
	for _, part := range parts {
		r.in(part, len(parts) == 1)
	}
}

// normalize runs the Normalize rules, each on what the one before left, and segments the last text.
func (r *run) normalize() *text.Document {
	current := r.base.Text
	stage := 0
	for _, rule := range rules.All {
		mode := r.config.Modes[rule.Name]
		if rule.Stage != rules.Normalize || mode == rules.Off {
			continue
		}
		stage++
		doc := *r.base
		doc.Text = current
		proposals := r.propose(rule, rules.Pass{Document: &doc})
		if len(proposals) == 0 {
			continue
		}
		rejected := make(map[text.Span]bool)
		if mode != rules.Read {
			for _, f := range r.findings(rule, stage, &doc, proposals) {
				if f.Status == review.Rejected {
					rejected[f.at] = true
				}
				r.found = append(r.found, f.Finding)
			}
		}
		var changes []text.Change
		for _, p := range proposals {
			if len(p.Candidates) > 0 && p.Confidence >= 0.5 && !rejected[p.At] {
				changes = append(changes, text.Change{Span: p.At, New: p.Candidates[0].New})
			}
		}
		current, _ = current.Overlay(changes) // a change that cannot be made is not read either
	}
	doc := *r.base
	doc.Text = current
	if current != r.base.Text {
		moved := make([]text.Region, len(r.base.Regions.All))
		for i, region := range r.base.Regions.All {
			region.Span = current.Locate(r.base.Text.Origin(region.Span))
			moved[i] = region
		}
		doc.Regions = text.NewRegions(moved)
	}
	r.declared = doc.Regions
	return segment.Document(&doc, r.config.Lang)
}

// protect drops what was proposed inside protected regions, which are known only once the
// last text is segmented, and marks what stands in a quotation.
func (r *run) protect(last *text.Document) {
	r.found = slices.DeleteFunc(r.found, func(f review.Finding) bool {
		return last.Protected(last.Text.Locate(f.Range))
	})
	for i := range r.found {
		r.found[i].InQuote = last.Quoted(last.Text.Locate(r.found[i].Range))
	}
}

// detect runs the Detect rules on the last text and keeps, of those that want the same
// letters, the surest.
func (r *run) detect(last *text.Document) {
	var corrections []correct.Correction
	corrected := r.config.Corrector == nil
	once := func() []correct.Correction {
		if !corrected {
			corrections, corrected = r.config.Corrector.Correct(last), true
		}
		return corrections
	}
	var all []finding
	collation := r.collation(last)
	for _, rule := range rules.All {
		if rule.Stage != rules.Detect || r.config.Modes[rule.Name] < rules.Suggest {
			continue
		}
		proposals := slices.DeleteFunc(r.propose(rule, rules.Pass{Document: last, Corrections: once, Collation: collation}), func(p rules.Proposal) bool {
			return last.Protected(p.At) || r.declared.Touches(text.Foreign, p.At)
		})
		fs := r.findings(rule, review.DetectStage, last, proposals)
		for i := range fs {
			fs[i].InQuote = last.Quoted(fs[i].at)
		}
		all = append(all, fs...)
	}
	all = r.confirmed(all)
	r.hidden = correct.Remaining(corrections, nil)
	for _, c := range corrections {
		r.noise = c.Noise
		if c.Confidence >= r.config.MinConfidence {
			r.hidden -= c.Confidence
		}
	}
	all = slices.DeleteFunc(all, func(f finding) bool { // before the surest are kept: what is silenced ousts nothing
		if f.Because == BySilence {
			r.found = append(r.found, f.Finding)
		}
		return f.Because == BySilence
	})
	for _, f := range surest(all, r.part) {
		r.found = append(r.found, f.Finding)
	}
}

// judge runs the Last rules.
func (r *run) judge(last *text.Document) {
	if len(r.silences.marks) == 0 {
		return
	}
	marks := r.silences.judged(r.config)
	for _, rule := range rules.All {
		if rule.Stage != rules.Last || r.config.Modes[rule.Name] < rules.Suggest {
			continue
		}
		for _, f := range r.findings(rule, review.DetectStage, last, r.propose(rule, rules.Pass{Document: last, Marks: marks})) {
			r.found = append(r.found, f.Finding)
		}
	}
}

// propose runs one rule. A panic in it is a failure of that rule on that file, and no more.
func (r *run) propose(rule *rules.Rule, pass rules.Pass) (proposals []rules.Proposal) {
	defer func() {
		if e := recover(); e != nil {
			proposals = nil
			r.failures = append(r.failures, fmt.Errorf("rule %s failed: %v; the others went on, please report it", rule.Name, e))
		}
	}()
	content := pass.Text.Content
	pass.Words, pass.Authority = r.config.Words, r.config.Authority
	if rule.Name == review.VariantRule {
		pass.Variants = r.variants(content)
	}
	pass.Report = func(p rules.Proposal) {
		if p.At.Start < 0 || p.At.End > len(content) || p.At.Start > p.At.End {
			return
		}
		if len(p.Candidates) > 0 && p.Candidates[0].New == content[p.At.Start:p.At.End] && p.Comment == nil {
			return
		}
		proposals = append(proposals, p)
	}
	rule.Check(&pass)
	return proposals
}

// variants are the readings of other witnesses in a text, and those that an editor accepted.
func (r *run) variants(content string) (ps []rules.Proposal) {
	for _, v := range r.config.Ledger.Variants(r.path, content) {
		p := rules.Proposal{At: v.Span, Candidates: []correct.Candidate{{New: v.New, Confidence: v.Confidence}}, Confidence: v.Confidence, Reason: v.Reason, ID: v.Place.ID}
		for _, o := range v.Others {
			p.Candidates = append(p.Candidates, correct.Candidate{New: o.New, Confidence: min(o.Confidence, 1-v.Confidence)})
			p.Reason += "; " + o.Reason
		}
		ps = append(ps, p)
	}
	return ps
}
