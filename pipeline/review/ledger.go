package review

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Verdict is what an editor says of a finding.
type Verdict string

const (
	Accept Verdict = "accept" // write New
	Reject Verdict = "reject" // not an error
	Sic    Verdict = "sic"    // an error of the print itself: it stays
)

// Scope is how far a decision reaches.
type Scope string

const (
	Here       Scope = "here"       // this occurrence: these words around it
	File       Scope = "file"       // every finding of this rule and old reading in the file
	Everywhere Scope = "everywhere" // the same in every file
)

// ByLedger is Finding.Because for what the ledger decided.
const ByLedger = "ledger"

// BySic is Finding.Because for what the ledger decided to be an error of the print.
const BySic = ByLedger + ": sic"

// A Decision is one line of the ledger. It quotes what it decides, so that it can be read, and
// reviewed, without the tool.
type Decision struct {
	Finding string  `json:"id"` // Finding.ID
	Verdict Verdict `json:"verdict"`
	Scope   Scope   `json:"scope"`
	Rule    string  `json:"rule"`
	Old     string  `json:"old"`
	New     string  `json:"new,omitempty"` // of Accept
	Before  string  `json:"before"`
	After   string  `json:"after"`
	Path    string  `json:"path"` // where it was taken, with slashes
	By      string  `json:"by,omitempty"`
	Note    string  `json:"note,omitempty"`
	Witness string  `json:"witness,omitempty"` // the text that the finding rested on, as it is cited
}

// ReadLedger reads one decision a line; empty lines and lines that begin with # are skipped, and so
// is a last line that breaks off, for whoever wrote it was killed. An error names the
// line, 1-based.
func ReadLedger(r io.Reader) ([]Decision, error) {
	var ds []Decision
	in := bufio.NewReader(r)
	for line := 1; ; line++ {
		raw, err := in.ReadBytes('\n')
		if err != nil && err != io.EOF {
			return nil, err
		}
		if s := bytes.TrimSpace(raw); len(s) > 0 && s[0] != '#' {
			d := Decision{Scope: Here}
			dec := json.NewDecoder(bytes.NewReader(s))
			dec.DisallowUnknownFields()
			if jerr := dec.Decode(&d); jerr != nil {
				if err == io.EOF && s[0] == '{' && errors.Is(jerr, io.ErrUnexpectedEOF) {
					return ds, nil
				}
				if bytes.HasPrefix(s, []byte("<<<<<<<")) || bytes.HasPrefix(s, []byte("=======")) || bytes.HasPrefix(s, []byte(">>>>>>>")) {
					return nil, fmt.Errorf("%d: merge conflict left in the ledger; keep the lines of both sides and remove the markers", line)
				}
				if s[0] != '{' {
					return nil, fmt.Errorf("%d: not a decision; want one in braces on each line", line)
				}
				return nil, fmt.Errorf("%d: not a decision: %v", line, jerr)
			}
			if verr := d.validate(); verr != nil {
				return nil, fmt.Errorf("%d: %v", line, verr)
			}
			ds = append(ds, d)
		}
		if err == io.EOF {
			return ds, nil
		}
	}
}

func (d *Decision) validate() error {
	if d.Verdict != Accept && d.Verdict != Reject && d.Verdict != Sic {
		return fmt.Errorf("verdict %q; want accept, reject or sic", d.Verdict)
	}
	if d.Scope != Here && d.Scope != File && d.Scope != Everywhere {
		return fmt.Errorf("scope %q; want here, file or everywhere", d.Scope)
	}
	if d.Rule == "" || d.Scope == Here && d.Finding == "" {
		return fmt.Errorf("a decision needs rule and id")
	}
	return nil
}

// WriteLedger writes one decision a line, sorted by ID, so that two branches merge line by line.
// Of two decisions with the same ID and scope the later in ds stands.
func WriteLedger(w io.Writer, ds []Decision) error {
	type key struct {
		id, path string
		scope    Scope
	}
	last := make(map[key]int)
	for i, d := range ds {
		k := key{d.Finding, "", d.Scope}
		if d.Scope == File {
			k.path = d.Path
		}
		last[k] = i
	}
	var kept []Decision
	for i, d := range ds {
		k := key{d.Finding, "", d.Scope}
		if d.Scope == File {
			k.path = d.Path
		}
		if last[k] == i {
			kept = append(kept, d)
		}
	}
	slices.SortStableFunc(kept, func(a, b Decision) int {
		if a.Finding != b.Finding {
			return compare(a.Finding, b.Finding)
		}
		if a.Scope != b.Scope {
			return compare(string(a.Scope), string(b.Scope))
		}
		return compare(a.Path, b.Path)
	})
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	for _, d := range kept {
		for _, f := range []*string{&d.Rule, &d.Old, &d.New, &d.Before, &d.After, &d.Path, &d.By, &d.Note, &d.Witness, &d.Finding} {
			*f = strings.ToValidUTF8(*f, "\uFFFD") // or it would be written one way now and another way when it was read
		}
		if err := enc.Encode(d); err != nil {
			return err
		}
	}
	_, err := w.Write(buf.Bytes())
	return err
}

// Ledger is decisions made ready to be looked up. It is immutable; nil is an empty one.
type Ledger struct {
	here       map[string]*Decision   // by ID
	places     map[string][]*Decision // scope here, by rule and old
	file       map[string]*Decision   // by path, rule and old
	everywhere map[string]*Decision   // by rule and old
	ofPath     map[string][]*Decision // scope here, by path
	readings   map[string]string      // folded new reading, by path (or none) and folded old one
	variants   map[string][]*Decision // of VariantRule, by path; those on everywhere by none
	pending    map[string][]*Variant  // by path
	written    map[string][]*Decision // Accept, by path (none: everywhere) and new reading
	own        map[string][]*Decision // of any scope, by path; those on everywhere by none
}

// NewLedger indexes decisions; of two on the same thing the later stands.
func NewLedger(ds []Decision) *Ledger {
	l := &Ledger{
		here: make(map[string]*Decision), places: make(map[string][]*Decision), file: make(map[string]*Decision), everywhere: make(map[string]*Decision),
		ofPath: make(map[string][]*Decision), readings: make(map[string]string), variants: make(map[string][]*Decision),
		written: make(map[string][]*Decision), own: make(map[string][]*Decision),
	}
	for i := range ds {
		d := &ds[i]
		path := d.Path
		if d.Scope == Everywhere {
			path = ""
		}
		l.own[path] = append(l.own[path], d)
		if d.Verdict == Accept {
			l.written[pair(path, d.New)] = append(l.written[pair(path, d.New)], d)
			if old, read := fold(d.Old), fold(d.New); old != read {
				l.readings[pair(path, old)] = read
			}
		}
		switch d.Scope {
		case Here:
			l.here[d.Finding] = d
		case File:
			l.file[d.Path+"\x00"+pair(d.Rule, d.Old)] = d
		case Everywhere:
			l.everywhere[pair(d.Rule, d.Old)] = d
		}
	}
	for i := range ds {
		if d := &ds[i]; d.Scope == Here && l.here[d.Finding] == d {
			l.places[pair(d.Rule, d.Old)] = append(l.places[pair(d.Rule, d.Old)], d)
			l.ofPath[d.Path] = append(l.ofPath[d.Path], d)
		}
	}
	for i := range ds {
		d := &ds[i]
		switch {
		case d.Rule != VariantRule:
		case d.Scope == Here && l.here[d.Finding] == d, d.Scope == File && l.file[d.Path+"\x00"+pair(d.Rule, d.Old)] == d:
			l.variants[d.Path] = append(l.variants[d.Path], d)
		case d.Scope == Everywhere && l.everywhere[pair(d.Rule, d.Old)] == d:
			l.variants[""] = append(l.variants[""], d)
		}
	}
	return l
}

func pair(rule, old string) string { return rule + "\x00" + old }

// corrected is a folded context as it reads once the accepted decisions on the file are carried out.
func (l *Ledger) corrected(path, context string) string {
	words := strings.Fields(fold(context))
	var out []string
	for i := 0; i < len(words); {
		n := min(2, len(words)-i) // of two words that became one, or one that became two
		for ; n > 0; n-- {
			old := strings.Join(words[i:i+n], " ")
			read, ok := l.readings[pair(path, old)]
			if !ok {
				read, ok = l.readings[pair("", old)]
			}
			if ok {
				out = append(out, read)
				break
			}
		}
		if n == 0 {
			out, n = append(out, words[i]), 1
		}
		i += n
	}
	return strings.Join(out, " ")
}

// fits is how alike the words around are to those that a decision quotes, as they stand or as its neighbours, accepted too,
// have made them.
func (l *Ledger) fits(d *Decision, before, after string) float64 {
	s := likeness(d.Before, d.After, before, after)
	if s < 1 {
		s = max(s, likeness(l.corrected(d.Path, d.Before), l.corrected(d.Path, d.After), before, after))
	}
	return s
}

// Decide sets the status of each finding that the ledger speaks of, those of one file, and
// returns the decisions of scope here that it used. A decision fits by ID; failing that, by rule, old reading
// and at least half of the words around, so that a neighbour's correction does not orphan
// it. What stands here beats the file, the file beats everywhere.
func (l *Ledger) Decide(path string, findings []Finding) (used []*Decision) {
	if l == nil {
		return nil
	}
	claimed := make(map[*Decision]bool)
	for i := range findings {
		f := &findings[i]
		if d := l.here[f.ID]; d != nil && d.Rule == f.Rule && d.Old == f.Old {
			f.decide(d)
			claimed[d] = true
		}
	}
	for i := range findings {
		f := &findings[i]
		if d := l.here[f.ID]; d != nil && claimed[d] {
			continue
		}
		var best *Decision
		score := 0.5
		for _, d := range l.places[pair(f.Rule, f.Old)] {
			if d.Path != path || claimed[d] {
				continue
			}
			if s := l.fits(d, f.Before, f.After); s >= score && (best == nil || s > score) {
				best, score = d, s
			}
		}
		if best == nil {
			if best = l.file[path+"\x00"+pair(f.Rule, f.Old)]; best == nil {
				best = l.everywhere[pair(f.Rule, f.Old)]
			}
		} else {
			claimed[best] = true
		}
		switch {
		case best != nil:
			f.decide(best)
		case f.Status == Open && l.wrote(path, f):
			f.Status, f.Because = Rejected, ByLedger+": an editor's reading"
		}
	}
	for d := range claimed {
		used = append(used, d)
	}
	return used
}

// wrote reports whether an editor put there what the finding doubts.
func (l *Ledger) wrote(path string, f *Finding) bool {
	for _, d := range l.written[pair(path, f.Old)] {
		if d.Scope == File || l.here[d.Finding] == d && l.fits(d, f.Before, f.After) >= 0.5 {
			return true
		}
	}
	return len(l.written[pair("", f.Old)]) > 0
}

func (f *Finding) decide(d *Decision) {
	if f.Status == Unwritable && d.Verdict == Accept {
		return
	}
	switch d.Verdict {
	case Reject:
		f.Status, f.Because = Rejected, ByLedger
	case Sic:
		f.Status, f.Because = Rejected, BySic
	case Accept:
		for i, s := range f.Suggestions {
			if s.New == d.New {
				f.Accept(i, ByLedger)
				return
			}
		}
		// A reading of the editor's own: whoever made the finding can place it.
		f.Status, f.Because, f.taken = Accepted, ByLedger, len(f.Suggestions)
		f.Suggestions = append(f.Suggestions, Suggestion{New: d.New, Confidence: 1})
	}
}

// Wanting reports whether the accepted suggestion still has to be placed: it is a reading that an
// editor typed, and has no edits yet.
func (f *Finding) Wanting() bool {
	return f.Status == Accepted && f.Taken() != nil && f.Taken().Edits == nil && f.Taken().New != f.Old
}

// Stale are the decisions of scope here, taken on the file at path, that were not used and that fit
// nothing: neither the old nor the new reading stands between such words in any of the contents (the file as it reads,
// and as the rules read it). A decision whose new reading stands there has been carried out; one whose old reading
// stands there is asleep. Capitals, marks and spacing do not count. O(words + unused decisions x places of their first word).
func (l *Ledger) Stale(path string, used map[*Decision]bool, contents ...string) []Decision {
	if l == nil {
		return nil
	}
	var stale []Decision
	var in []*concordance
	for _, d := range l.ofPath[path] {
		if used[d] {
			continue
		}
		if in == nil {
			for _, c := range contents {
				in = append(in, newConcordance(c))
			}
		}
		found := false
		for _, c := range in {
			// For the new reading a third of the words around will do: on a bad page most of them were corrected with it.
			found = found || c.has(l, d, fold(d.New), 0.33) || c.has(l, d, l.corrected(path, fold(d.New)), 0.33) || c.has(l, d, fold(d.Old), 0.5)
		}
		if !found {
			stale = append(stale, *d)
		}
	}
	return stale
}

// concordance is the folded words of a content and where each stands.
type concordance struct {
	words []string
	at    map[string][]int
}

func newConcordance(content string) *concordance {
	c := &concordance{words: strings.Fields(fold(content)), at: make(map[string][]int)}
	for i, w := range c.words {
		c.at[w] = append(c.at[w], i)
	}
	return c
}

// has reports whether a folded reading stands where at least that share of the words around is as a decision quotes them.
func (c *concordance) has(l *Ledger, d *Decision, reading string, share float64) bool {
	words := strings.Fields(reading)
	first, shift := "", 0
	if len(words) > 0 {
		first = words[0]
	} else if before := strings.Fields(fold(d.Before)); len(before) > 0 {
		first, shift = before[len(before)-1], 1 // marks alone: they stood behind this word
	}
	for _, i := range c.at[first] {
		from, to := i+shift, i+shift+len(words)
		if to > len(c.words) || !slices.Equal(c.words[from:to], words) {
			continue
		}
		before := strings.Join(c.words[max(0, from-ContextWords):from], " ")
		after := strings.Join(c.words[to:min(len(c.words), to+ContextWords)], " ")
		if l.fits(d, before, after) >= share {
			return true
		}
	}
	return false
}
