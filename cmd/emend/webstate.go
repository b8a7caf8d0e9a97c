package main

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"emend/pipeline/report"
	"emend/pipeline/review"
	"emend/pipeline/review/sitting"
)

// A webState is where the review stands.
type webState struct {
	Key        string   `json:"key"` // that every change carries
	Revision   int      `json:"revision"`
	By         string   `json:"by"`
	Findings   int      `json:"findings"`
	Undecided  int      `json:"undecided"`
	Visible    int      `json:"visible"` // undecided, and let through by the filter
	Answers    int      `json:"answers"`
	Checked    int      `json:"checked"` // files
	Files      int      `json:"files"`
	Filter     string   `json:"filter"`
	Order      string   `json:"order"`
	Undo       bool     `json:"undo"` // there is an answer to take back
	Unreadable []string `json:"unreadable,omitempty"`
	Problems   []string `json:"problems,omitempty"`
}

func (w *web) state() webState {
	s := webState{
		Key: w.porter.key, Revision: w.revision, By: w.sit.By, Findings: w.sit.Len(), Undecided: w.sit.Open(), Visible: w.sit.Visible(),
		Answers: w.answers, Checked: w.checked, Files: w.total, Filter: w.sit.Filtered(), Order: sitting.Orders[w.arrangement], Undo: w.sit.Last() != nil,
	}
	for _, e := range w.errors {
		s.Unreadable = append(s.Unreadable, report.Escape(e.err.Error()))
	}
	for _, p := range w.problems {
		s.Problems = append(s.Problems, report.Escape(p))
	}
	const most = 100
	s.Unreadable, s.Problems = s.Unreadable[:min(len(s.Unreadable), most)], s.Problems[:min(len(s.Problems), most)]
	return s
}

func (w *web) getState(*http.Request) (any, error) { return w.state(), nil }

// A webFile is a file and how far it has come.
type webFile struct {
	N         int    `json:"n"`
	Path      string `json:"path"`
	Findings  int    `json:"findings"`
	Undecided int    `json:"undecided"`
	First     int    `json:"first"` // its first finding; -1: none
}

// getFiles lists the files that have findings, in their order. O(findings).
func (w *web) getFiles(*http.Request) (any, error) {
	all := w.fileCounts()
	return map[string]any{"files": slices.DeleteFunc(all, func(f webFile) bool { return f.Findings == 0 })}, nil
}

func (w *web) fileCounts() []webFile {
	all := make([]webFile, len(w.inputs))
	for i, in := range w.inputs {
		f := &all[i]
		f.N, f.Path, f.First = i, report.Escape(in.shown), -1
		for _, k := range w.sit.OfFile(i) {
			switch w.sit.State(int(k)) {
			case sitting.Gone:
				continue
			case sitting.Undecided:
				f.Undecided++
			}
			if f.Findings++; f.First < 0 {
				f.First = int(k)
			}
		}
	}
	return all
}

// getMove is the next finding from one (by=1), or the one before (by=-1); with all=1 decided ones count, too; with search= the
// next that the text stands in; with place= the one with that number in the order.
func (w *web) getMove(r *http.Request) (any, error) {
	q := r.URL.Query()
	from, err := whole(q.Get("from"), sitting.None)
	if err != nil {
		return nil, err
	}
	if from >= w.sit.Len() || from < sitting.None {
		return nil, refuse(http.StatusNotFound, "no finding %d; there are %d", from, w.sit.Len())
	}
	w.sit.Visit(from)
	var wrapped, ok bool
	switch by := q.Get("by"); {
	case q.Get("search") != "":
		if ok = w.sit.Search(q.Get("search")); !ok {
			return nil, refuse(http.StatusNotFound, "no finding with “%s”", q.Get("search"))
		}
	case q.Get("place") != "":
		place, err := whole(q.Get("place"), 0)
		if err != nil || !w.sit.Goto(place) {
			return nil, refuse(http.StatusNotFound, "no finding %s; there are %d", q.Get("place"), w.sit.Len())
		}
		ok = true
	case q.Get("all") == "1":
		wrapped, ok = w.sit.Step(sign(by))
	case by == "-1":
		wrapped, ok = w.sit.Previous()
	default:
		wrapped, ok = w.sit.Next()
	}
	f := w.current() // which may find the file changed, and be another one then
	return map[string]any{"n": w.sit.Current(), "wrapped": wrapped, "moved": ok, "finding": f}, nil
}

// current is the finding that is asked now; nil if there is none, or its file cannot be read: then who asks for it is told why.
func (w *web) current() *webFinding {
	for range 2 { // the first may be gone, for its file has changed
		i := w.sit.Current()
		if i == sitting.None {
			return nil
		}
		if f, err := w.finding(i); err == nil && w.sit.Current() == i {
			return f
		}
	}
	return nil
}

func sign(by string) int {
	if by == "-1" {
		return -1
	}
	return 1
}

func whole(s string, otherwise int) (int, error) {
	if s == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0, refuse(http.StatusBadRequest, "%q is no number", s)
	}
	return n, nil
}

// A webSeries is the undecided findings of one pair.
type webSeries struct {
	N        int        `json:"n"` // one of them
	Rule     string     `json:"rule"`
	Old      string     `json:"old"`
	New      string     `json:"new"`
	Reason   string     `json:"reason"`
	Count    int        `json:"count"`
	Files    int        `json:"files"`
	Expected float64    `json:"expected"` // errors that accepting all removes
	Accepted int        `json:"accepted"` // decisions on the same reading, before
	Left     int        `json:"left"`
	Places   []webPlace `json:"places"` // some of them, spread over the files
}

// A webPlace is where a finding of a series stands.
type webPlace struct {
	N      int    `json:"n"`
	Path   string `json:"path"`
	Line   int    `json:"line"`
	Before string `json:"before"`
	Old    string `json:"old"`
	After  string `json:"after"`
}

func (w *web) place(i int) webPlace {
	it := w.sit.Item(i)
	return webPlace{i, report.Escape(w.inputs[it.File].shown), it.Line, oneLine(it.Before), oneLine(it.Old), oneLine(it.After)}
}

func (w *web) seriesOf(se sitting.Series) webSeries {
	out := webSeries{
		N: sitting.None, Rule: se.Rule, Old: oneLine(se.Old), New: oneLine(se.New), Count: len(se.Items), Files: se.Files, Expected: se.Expected,
		Places: []webPlace{},
	}
	if len(se.Items) > 0 {
		out.N = se.Items[0]
		out.Reason = report.Escape(w.sit.Item(out.N).Reason)
		out.Accepted, out.Left = w.sit.Decided(out.N)
	}
	return out
}

// getSeries lists the series, most errors first.
func (w *web) getSeries(r *http.Request) (any, error) {
	from, count, err := window(r, 30)
	if err != nil {
		return nil, err
	}
	all := w.sit.Series(2)
	out := []webSeries{}
	for _, se := range all[min(from, len(all)):min(from+count, len(all))] {
		one := w.seriesOf(se)
		const samples = 3
		for k := range min(samples, len(se.Items)) {
			one.Places = append(one.Places, w.place(se.Items[k*len(se.Items)/min(samples, len(se.Items))]))
		}
		out = append(out, one)
	}
	return map[string]any{"of": len(all), "from": from, "series": out}, nil
}

// getPlaces is one series with its places.
func (w *web) getPlaces(r *http.Request) (any, error) {
	n, err := whole(r.PathValue("n"), 0)
	if err == nil {
		n, err = w.asked(n)
	}
	if err != nil {
		return nil, err
	}
	from, count, err := window(r, 200)
	if err != nil {
		return nil, err
	}
	se := w.sit.SeriesOf(n)
	out := w.seriesOf(se)
	for _, i := range se.Items[min(from, len(se.Items)):min(from+count, len(se.Items))] {
		out.Places = append(out.Places, w.place(i))
	}
	return out, nil
}

// window is which part of a list is asked for.
func window(r *http.Request, standard int) (from, count int, err error) {
	if from, err = whole(r.URL.Query().Get("from"), 0); err == nil {
		count, err = whole(r.URL.Query().Get("count"), standard)
	}
	if err == nil && (from < 0 || count < 1 || count > 1000) {
		err = refuse(http.StatusBadRequest, "want from 0 on, and 1 to 1000")
	}
	return from, count, err
}

// A webFinding is all that is said of a finding.
type webFinding struct {
	N          int            `json:"n"`
	File       int            `json:"file"`
	Path       string         `json:"path"`
	Line       int            `json:"line"`
	Column     int            `json:"column"`
	Place      int            `json:"place"` // in the order, 1-based
	InFile     int            `json:"in_file"`
	OfFile     int            `json:"of_file"`
	Rule       string         `json:"rule"`
	Reason     string         `json:"reason"`
	Old        string         `json:"old"`     // as it is shown
	Reading    string         `json:"reading"` // as it stands, to be edited
	Confidence float64        `json:"confidence"`
	Candidates []webCandidate `json:"candidates"`
	Barrier    string         `json:"barrier,omitempty"`   // why none can be written
	Witness    string         `json:"witness,omitempty"`   // that the finding rests on; /witness/N shows its place
	Quotation  string         `json:"quotation,omitempty"` // that it stands in
	Citation   string         `json:"citation,omitempty"`  // that closes it
	Twins      int            `json:"twins"`               // places that one answer holds for
	Alike      int            `json:"alike"`               // undecided ones of the same pair
	AlikeFiles int            `json:"alike_files"`
	OfReading  int            `json:"of_reading"`         // undecided ones of the same rule and old reading, in the project
	InThisFile int            `json:"in_this_file"`       // and in its file
	Accepted   int            `json:"accepted"`           // decisions on the same reading, before
	Left       int            `json:"left"`               //
	Open       []string       `json:"merge,omitempty"`    // what a merge of two ledgers left open
	State      string         `json:"state"`              // "undecided" or what was decided
	Decision   string         `json:"decision,omitempty"` // in words
	Note       string         `json:"note,omitempty"`
	Word       bool           `json:"word"` // w may add it to the word list
	Scan       *webScan       `json:"scan,omitempty"`
	Changed    bool           `json:"changed,omitempty"` // the file was changed, and checked again
	Edition    string         `json:"edition"`           // of the file: another one is another text
}

type webCandidate struct {
	New        string  `json:"new"`
	Shown      string  `json:"shown"`
	Confidence float64 `json:"confidence"`
	Names      string  `json:"names,omitempty"` // U+00A0 -> U+0020
}

func (w *web) getFinding(r *http.Request) (any, error) {
	n, err := whole(r.PathValue("n"), 0)
	if err == nil {
		n, err = w.asked(n)
	}
	if err != nil {
		return nil, err
	}
	return w.finding(n)
}

func (w *web) finding(n int) (*webFinding, error) {
	p, changed, err := w.open(n)
	if changed {
		w.revision++
		p, _, err = w.open(n)
	}
	if w.sit.State(n) == sitting.Gone {
		return nil, refuse(http.StatusGone, "the file has changed, and this is no more in it")
	}
	it := w.sit.Item(n)
	if err != nil || p == nil {
		return nil, refuse(http.StatusNotFound, "%s cannot be read: %v", w.inputs[it.File].shown, err)
	}
	f := &webFinding{
		N: n, File: it.File, Path: report.Escape(w.inputs[it.File].shown), Line: it.Line, Column: it.Column, Place: w.sit.Place(n),
		Rule: it.Rule, Reason: report.Escape(it.Reason), Old: oneLine(it.Old), Reading: it.Old, Confidence: it.Confidence, Candidates: []webCandidate{},
		Barrier: report.Escape(it.Barrier), Twins: w.sit.Twins(n), State: w.sit.State(n).String(), Changed: changed,
		Word: someWords(nil, []string{it.Old}) == nil, Edition: w.edition(it.File),
	}
	f.InFile, f.OfFile = w.sit.InFile(n)
	for _, c := range it.Candidates[:min(len(it.Candidates), 9)] {
		f.Candidates = append(f.Candidates, webCandidate{c.New, oneLine(c.New), c.Confidence, report.Named(it.Old, c.New)})
	}
	f.Alike, f.AlikeFiles = w.sit.Alike(n)
	f.OfReading, f.InThisFile = w.sit.OfReading(n)
	f.Accepted, f.Left = w.sit.Decided(n)
	w.quoted(f, p, it)
	w.decided(f, n, it)
	if it.WitnessPath != "" {
		f.Witness = report.Escape(it.Witness)
	}
	f.Scan = w.scanOf(p, it)
	return f, nil
}

// edition names the bytes of a file as it was checked last.
func (w *web) edition(file int) string { return fmt.Sprintf("%x", w.digests[file][:8]) }

// quoted says which quotation a finding stands in, and what closes it.
func (w *web) quoted(f *webFinding, p *page, it *sitting.Item) {
	ps := p.passage(it, 0)
	q, c := ps.inQuotation, ps.citation
	if q.Len() == 0 {
		return
	}
	content := p.doc.Text.Content
	if c.Len() > 0 {
		f.Citation = oneLine(content[c.Start:c.End])
		if c.Start < q.End {
			q.End = c.Start
		}
	}
	f.Quotation = ends(oneLine(strings.TrimSpace(content[q.Start:q.End])), 90)
}

// decided says what has become of a finding, here or with others.
func (w *web) decided(f *webFinding, n int, it *sitting.Item) {
	for _, c := range w.both[it.ID] {
		if c.Rule == it.Rule && c.Old == it.Old {
			f.Open = append(f.Open, report.Escape(by(c)+" said "+ruled(c)))
		}
	}
	if r := w.sit.Ruling(n); r != nil {
		f.Decision, f.Note = report.Escape(ruled(r.Decision)+reach(r.Scope)), report.Escape(r.Note)
	} else if d, ok := w.others[it.ID]; ok && w.sit.State(n) == sitting.Settled {
		f.Decision, f.Note = report.Escape(fmt.Sprintf("%s decided: %s%s", by(d), ruled(d), reach(d.Scope))), report.Escape(d.Note)
	}
}

func reach(s review.Scope) string {
	switch s {
	case review.File:
		return ", in all of this file"
	case review.Everywhere:
		return ", everywhere in this project"
	}
	return ""
}
