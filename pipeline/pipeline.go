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

// finding is a Finding with its place in the text that its rule saw.
type finding struct {
	review.Finding
	at text.Span
}

// findings makes findings of the proposals of one rule, and lets the ledger decide them.
func (r *run) findings(rule *rules.Rule, stage int, doc *text.Document, proposals []rules.Proposal) []finding {
	fs := make([]review.Finding, 0, len(proposals))
	at := make([]text.Span, 0, len(proposals))
	for _, p := range proposals {
		f := review.Finding{
			Rule:       rule.Name,
			Stage:      stage,
			Old:        doc.Text.Content[p.At.Start:p.At.End],
			Range:      doc.Text.Origin(p.At),
			Reason:     p.Reason,
			Confidence: p.Confidence,
			Witness:    p.Witness,
		}
		f.Before, f.After = review.Context(doc.Text.Content, p.At)
		if p.Comment != nil {
			f.Old, f.Range = p.Comment.Content, p.Comment.Range
		}
		for i, c := range p.Candidates {
			edits, err := doc.Text.Source(text.Change{Span: p.At, New: c.New})
			if p.Comment != nil {
				edits, err = []text.Edit{{Range: p.Comment.Range}}, nil
			}
			switch {
			case err != nil && i == 0:
				f.Status, f.Because = review.Unwritable, err.Error()
			case err != nil:
				continue // no editor can take it
			}
			f.Suggestions = append(f.Suggestions, review.Suggestion{New: c.New, Confidence: c.Confidence, Edits: edits})
		}
		fs = append(fs, f)
		at = append(at, p.At)
	}
	r.ids.Identify(fs)
	for i, p := range proposals {
		if p.ID != "" {
			fs[i].ID = p.ID
		}
	}
	for i := range fs {
		r.asked = append(r.asked, fs[i].ID)
	}
	for _, d := range r.config.Ledger.Decide(r.path, fs) {
		r.used[d] = true
	}
	if rule.Stage != rules.Last {
		r.silences.apply(fs)
	}
	out := make([]finding, len(fs))
	for i := range fs {
		if f := &fs[i]; f.Wanting() {
			edits, err := doc.Text.Source(text.Change{Span: at[i], New: f.Taken().New})
			if c := proposals[i].Comment; c != nil { // another comment; Write refuses what would be read
				edits, err = []text.Edit{{Range: c.Range, New: f.Taken().New}}, nil
			}
			if f.Taken().Edits = edits; err != nil {
				f.Status, f.Because = review.Unwritable, err.Error()
			}
		}
		out[i] = finding{fs[i], at[i]}
	}
	return out
}

// attested is 1 for a reading that another text has, which weighs more than any guess.
func attested(f *finding) int {
	if f.Witness != nil && len(f.Suggestions) > 0 {
		return 1
	}
	return 0
}

// surest keeps, of findings whose edits overlap, the attested one, or the one with the highest confidence; of equals,
// the one that stands first, then the one whose rule comes first in the alphabet, so that the order in which the rules
// ran leaves no trace. What the ledger decided is always kept. All stand in that part of the source.
func surest(all []finding, part text.Range) []finding {
	slices.SortStableFunc(all, func(a, b finding) int {
		return cmp.Or(-cmp.Compare(attested(&a), attested(&b)), -cmp.Compare(a.Confidence, b.Confidence), cmp.Compare(a.at.Start, b.at.Start), cmp.Compare(a.at.End, b.at.End), cmp.Compare(a.Rule, b.Rule))
	})
	if len(all) < 2 {
		return all
	}
	taken := newByteSet(part)
	return slices.DeleteFunc(all, func(f finding) bool {
		spans := []text.Range{f.Range}
		if len(f.Suggestions) > 0 && len(f.Suggestions[0].Edits) > 0 {
			spans = spans[:0]
			for _, e := range f.Suggestions[0].Edits {
				spans = append(spans, e.Range)
			}
		}
		free := true
		for _, s := range spans {
			free = free && !taken.overlaps(s)
		}
		if !free && f.Because != review.ByLedger {
			return true
		}
		for _, s := range spans {
			taken.add(s)
		}
		return false
	})
}

// accept accepts what the mode fix may and what the harm budget allows.
func (r *run) accept() {
	r.acceptSure()
	if r.config.MaxHarm > 0 {
		r.spend()
	}
	if r.config.Propose {
		r.proposeAll()
	}
}

// acceptSure drops what is too unsure to show, and accepts what the mode fix may.
func (r *run) acceptSure() {
	r.found = slices.DeleteFunc(r.found, func(f review.Finding) bool {
		least := r.config.MinConfidence
		if f.Rule == review.VariantRule {
			least = r.config.MinVariant
		}
		return f.Status == review.Open && f.Confidence < least
	})
	for i := range r.found {
		f := &r.found[i]
		rule := rules.Find(f.Rule)
		if f.Status == review.Open && r.config.Modes[f.Rule] == rules.Fix && len(f.Suggestions) > 0 &&
			f.Suggestions[0].Confidence >= r.config.FixConfidence && (rule.Graphic || !f.InQuote) {
			f.Accept(0, "mode fix")
		}
	}
}

// proposeAll accepts the first candidate of every open finding; of two that want the same bytes the surer one.
func (r *run) proposeAll() {
	order := make([]int, 0, len(r.found))
	taken := newByteSet(text.Range{End: len(r.base.Source)})
	for i := range r.found {
		switch f := &r.found[i]; {
		case f.Status == review.Open && len(f.Suggestions) > 0:
			order = append(order, i)
		case f.Status == review.Accepted && f.Taken() != nil:
			for _, e := range f.Taken().Edits {
				taken.add(e.Range)
			}
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(r.found[b].Confidence, r.found[a].Confidence) })
	for _, i := range order {
		edits := r.found[i].Suggestions[0].Edits
		if slices.ContainsFunc(edits, func(e text.Edit) bool { return taken.overlaps(e.Range) }) {
			continue
		}
		for _, e := range edits {
			taken.add(e.Range)
		}
		r.found[i].Accept(0, "proposed")
	}
}

// risks are the corrections that the harm budget may accept, and their places among the findings.
func (r *run) risks() (risks []correct.Risk, at []int) {
	for i := range r.found {
		f := &r.found[i]
		if correct.IsKind(f.Rule) && f.Status == review.Open && len(f.Suggestions) > 0 {
			risks = append(risks, correct.Risk{Right: f.Suggestions[0].Confidence, Wrong: f.Confidence, Noise: r.noiseAt(f.Range.Start), Quoted: f.InQuote})
			at = append(at, i)
		}
	}
	return risks, at
}

// spend accepts the corrections that are worth most, as many as the harm budget allows.
func (r *run) spend() {
	risks, at := r.risks()
	least := r.config.LeastWorth
	if !r.config.Batched {
		least = correct.Least(risks, r.words, r.config.MaxHarm)
	}
	for k, risk := range risks {
		if risk.Worth() > least {
			r.found[at[k]].Accept(0, "harm budget")
		}
	}
}
