package review

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"emend/pipeline/text"
)

// VariantRule is the rule of decisions on readings that no rule proposed: an editor's own, or another witness's.
const VariantRule = "variant"

// A Variant is a reading of another witness, or of an editor's hand, that no rule proposes. Those that nobody has decided
// on yet are lines of .emend/variants.jsonl; an accepted one is found again by its decision alone.
type Variant struct {
	ID         string  `json:"id"` // see Places
	Old        string  `json:"old"`
	New        string  `json:"new"`
	Before     string  `json:"before"`
	After      string  `json:"after"`
	Path       string  `json:"path"`
	By         string  `json:"by,omitempty"` // the witness
	Plausible  bool    `json:"plausible"`    // channel, lexicon or context explain it
	Confidence float64 `json:"confidence"`   // the probability that it is right
	Reason     string  `json:"reason"`
}

// ReadVariants reads one a line; empty lines and those that begin with # are skipped. An error names the line, 1-based.
func ReadVariants(r io.Reader) ([]Variant, error) {
	src, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	var vs []Variant
	line := 0
	for raw := range bytes.SplitSeq(src, []byte{'\n'}) {
		line++
		if raw = bytes.TrimSpace(raw); len(raw) == 0 || raw[0] == '#' {
			continue
		}
		var v Variant
		dec := json.NewDecoder(bytes.NewReader(raw))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&v); err != nil {
			return nil, fmt.Errorf("%d: not a variant: %v", line, err)
		}
		if v.ID == "" || v.Path == "" || v.Old == v.New || !(v.Confidence >= 0 && v.Confidence <= 1) {
			return nil, fmt.Errorf("%d: a variant needs id, path, two readings, and a confidence from 0 to 1", line)
		}
		vs = append(vs, v)
	}
	return vs, nil
}

// WriteVariants writes one a line, sorted by path and ID; of two of the same place and reading the later stands.
func WriteVariants(w io.Writer, vs []Variant) error {
	last := make(map[[3]string]int, len(vs))
	for i, v := range vs {
		last[[3]string{v.Path, v.ID, v.New}] = i
	}
	var kept []Variant
	for i, v := range vs {
		if last[[3]string{v.Path, v.ID, v.New}] == i {
			kept = append(kept, v)
		}
	}
	slices.SortFunc(kept, func(a, b Variant) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.ID, b.ID), strings.Compare(a.New, b.New))
	})
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	for _, v := range kept {
		for _, f := range []*string{&v.Old, &v.New, &v.Before, &v.After, &v.Path, &v.By, &v.Reason} {
			*f = strings.ToValidUTF8(*f, "\uFFFD")
		}
		if err := enc.Encode(v); err != nil {
			return err
		}
	}
	_, err := w.Write(buf.Bytes())
	return err
}

// Places knows where readings stand in a text, each with the ID that a variant has there: as of Identify, but that all places are
// counted where the reading stands between such words, not the findings alone, and the path goes in. So one of two places that look
// alike is told from the other. It is not safe for use from several goroutines.
type Places struct {
	path, content string
	of            map[string][]Place
}

// A Place is where a reading stands, and between which words.
type Place struct {
	text.Span
	ID, Before, After string
}

// NewPlaces is that of the reading text of a file, named as the ledger names it.
func NewPlaces(path, content string) *Places {
	return &Places{path, content, make(map[string][]Place)}
}

// WordRune reports whether a character belongs to a word: readings of variants are cut where none does, on both sides.
func WordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}

// Of are the places of a reading, in order: whole words, not parts of them. O(bytes) the first time.
func (p *Places) Of(old string) []Place {
	if ps, ok := p.of[old]; ok || old == "" {
		return ps
	}
	first, _ := utf8.DecodeRuneInString(old)
	final, _ := utf8.DecodeLastRuneInString(old)
	seen := make(map[string]int)
	var ps []Place
	for from := 0; ; {
		i := strings.Index(p.content[from:], old)
		if i < 0 {
			break
		}
		s := text.Span{Start: from + i, End: from + i + len(old)}
		_, size := utf8.DecodeRuneInString(p.content[s.Start:])
		from = s.Start + size
		l, _ := utf8.DecodeLastRuneInString(p.content[:s.Start])
		r, _ := utf8.DecodeRuneInString(p.content[s.End:])
		if WordRune(first) && WordRune(l) || WordRune(final) && WordRune(r) || s.End < len(p.content) && unicode.Is(unicode.M, r) {
			continue
		}
		before, after := Context(p.content, s)
		key := VariantRule + "\x00" + old + "\x00" + fold(before) + "\x00" + fold(after) + "\x00"
		sum := sha256.Sum256([]byte(key + p.path + "\x00" + strconv.Itoa(seen[key]) + "\x00"))
		seen[key]++
		ps = append(ps, Place{s, hex.EncodeToString(sum[:6]), before, after})
	}
	p.of[old] = ps
	return ps
}

// At is the place of a span; ok is false if it cuts a word.
func (p *Places) At(s text.Span) (Place, bool) {
	ps := p.Of(p.content[s.Start:s.End])
	i, ok := slices.BinarySearchFunc(ps, s.Start, func(q Place, at int) int { return q.Start - at })
	if !ok {
		return Place{}, false
	}
	return ps[i], true
}

// WithVariants is the ledger with variants that are still to be decided.
func (l *Ledger) WithVariants(vs []Variant) *Ledger {
	if l == nil {
		l = NewLedger(nil)
	}
	n := *l
	n.pending = make(map[string][]*Variant)
	for i := range vs {
		n.pending[vs[i].Path] = append(n.pending[vs[i].Path], &vs[i])
	}
	return &n
}

// A Placed variant has been found in a text.
type Placed struct {
	Place
	Variant
	Others []Variant // what other witnesses read there, likelier ones first
}

// Variants finds those of a file in its reading text: what is pending, and what was accepted. Each stands at the place with its ID,
// or else where its old reading stands between words at least half of which are those it quotes; what fits nowhere is left out, and
// so is what was rejected. They are in order and do not overlap: what was accepted goes first.
func (l *Ledger) Variants(path, content string) []Placed {
	if l == nil || len(l.pending[path]) == 0 && len(l.variants[path]) == 0 && len(l.variants[""]) == 0 {
		return nil
	}
	places := NewPlaces(path, content)
	taken := make(map[int]bool) // by start
	var out []Placed
	add := func(p Place, v Variant) {
		taken[p.Start] = true
		out = append(out, Placed{p, v, nil})
	}
	spoken := make(map[string]bool) // IDs that the ledger decides
	var adrift []*Decision
	for _, d := range l.variants[path] {
		if d.Scope != Here {
			continue
		}
		spoken[d.Finding] = true
		if p, ok := byID(places.Of(d.Old), d.Finding); !ok {
			adrift = append(adrift, d)
		} else if d.Verdict == Accept {
			add(p, d.variant())
		} else {
			taken[p.Start] = true
		}
	}
	for _, d := range adrift {
		if p, ok := l.nearest(places, d, taken); ok && d.Verdict == Accept {
			add(p, d.variant())
		} else if ok {
			taken[p.Start] = true
		}
	}
	at := make(map[string]int) // of out, by ID
	pending := slices.Clone(l.pending[path])
	slices.SortStableFunc(pending, func(a, b *Variant) int { return cmp.Compare(b.Confidence, a.Confidence) })
	for _, v := range pending {
		if spoken[v.ID] {
			continue
		}
		if i, ok := at[v.ID]; ok && out[i].Variant.Old == v.Old {
			out[i].Others = append(out[i].Others, *v)
			continue
		}
		p, ok := byID(places.Of(v.Old), v.ID)
		if !ok {
			p, ok = l.nearest(places, &Decision{Old: v.Old, New: v.New, Before: v.Before, After: v.After, Path: path}, taken)
		}
		if ok && !taken[p.Start] {
			at[v.ID] = len(out)
			add(p, *v)
		}
	}
	for _, d := range slices.Concat(l.variants[path], l.variants[""]) {
		if d.Scope == Here || d.Verdict != Accept {
			continue
		}
		for _, p := range places.Of(d.Old) {
			if !taken[p.Start] {
				add(p, d.variant())
			}
		}
	}
	// Of two that overlap the one found first stays.
	rank := make(map[int]int, len(out))
	for i := range out {
		rank[out[i].Start] = i
	}
	slices.SortStableFunc(out, func(a, b Placed) int { return a.Start - b.Start })
	kept := out[:0]
	for _, v := range out {
		for len(kept) > 0 && kept[len(kept)-1].End > v.Start && rank[kept[len(kept)-1].Start] > rank[v.Start] {
			kept = kept[:len(kept)-1]
		}
		if len(kept) == 0 || kept[len(kept)-1].End <= v.Start {
			kept = append(kept, v)
		}
	}
	return kept
}

func byID(ps []Place, id string) (Place, bool) {
	for _, p := range ps {
		if p.ID == id {
			return p, true
		}
	}
	return Place{}, false
}

// nearest is the free place with the most words around that a decision quotes, at least half; of several the first. Where the new reading
// stands already, the decision has been carried out.
func (l *Ledger) nearest(places *Places, d *Decision, taken map[int]bool) (best Place, ok bool) {
	score := 0.0
	for _, p := range places.Of(d.Old) {
		if s := l.fits(d, p.Before, p.After); !taken[p.Start] && s >= 0.5 && s > score && !places.reads(p, d.Old, d.New) {
			best, ok, score = p, true, s
		}
	}
	return best, ok
}

// reads reports whether the new reading, which holds the old one, stands at a place. // very long, for long
func (p *Places) reads(at Place, old, new string) bool {
	for k := 0; k+len(old) <= len(new); k++ {
		if from := at.Start - k; new[k:k+len(old)] == old && from >= 0 && strings.HasPrefix(p.content[from:], new) {
			return true
		}
	}
	return false
}

func (d *Decision) variant() Variant {
	who := d.By
	if who == "" {
		who = "an editor"
	}
	return Variant{
		ID: d.Finding, Old: d.Old, New: d.New, Before: d.Before, After: d.After, Path: d.Path, By: d.By,
		Plausible: true, Confidence: 1, Reason: fmt.Sprintf("%s reads “%s” here", who, d.New),
	}
}
