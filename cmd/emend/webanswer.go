package main

import (
	"maps"
	"net/http"
	"slices"
	"strconv"

	"emend/pipeline/report"
	"emend/pipeline/review"
	"emend/pipeline/review/sitting"
)

// A webAnswer is an answer of the editor.
type webAnswer struct {
	N      int     `json:"n"`
	Do     string  `json:"do"`    // accept, leave, sic, word
	New    *string `json:"new"`   // of accept; the first candidate if it is left out
	Scope  string  `json:"scope"` // here, series, file, everywhere; here if it is left out
	Except []int   `json:"except"`
	Count  int     `json:"count"` // of the series as it was shown, or of the findings that file or everywhere decides
	Note   string  `json:"note"`
	Seen   string  `json:"seen"` // the state of the finding that the editor saw
	File   int     `json:"file"` // which file is shown
}

// A webOutcome is what an answer, or taking one back, has come to.
type webOutcome struct {
	Say     string             `json:"say"`
	Next    int                `json:"next"`              // the next undecided finding, or the one that is open again; -1: none
	Finding *webFinding        `json:"finding,omitempty"` // the one at Next
	Count   int                `json:"count"`
	Marks   map[string]webMark `json:"marks"` // of the file that is shown
	Files   []webFile          `json:"files"` // that it touches; null: too many, ask
	State   webState           `json:"state"`
}

func (w *web) postAnswer(r *http.Request) (any, error) {
	var in webAnswer
	if err := decodeJSON(r, &in); err != nil {
		return nil, err
	}
	n, err := w.asked(in.N)
	if err != nil {
		return nil, err
	}
	if now := w.sit.State(n).String(); in.Seen != "" && in.Seen != now {
		var f webFinding
		w.decided(&f, n, w.sit.Item(n))
		return nil, refuse(http.StatusConflict, "nothing was decided: this is %s meanwhile. %s", now, f.Decision)
	}
	before := w.answers
	w.sit.Visit(n)
	w.remark, w.message = in.Note, ""
	err = w.carryOut(n, &in)
	w.remark = ""
	if err != nil {
		return nil, err
	}
	if w.answers == before {
		return nil, refuse(http.StatusConflict, "%s", w.message)
	}
	w.revision++
	return w.outcome(w.sit.Last().Items, in.File), nil
}

// carryOut decides what was answered; where nothing was decided the desk's message says why.
func (w *web) carryOut(n int, in *webAnswer) error {
	it := w.sit.Item(n)
	verdict, ok := map[string]review.Verdict{"accept": review.Accept, "leave": review.Reject, "sic": review.Sic}[in.Do]
	reading := ""
	switch {
	case in.Do == "word":
		w.word(n)
		return nil
	case !ok:
		return refuse(http.StatusBadRequest, "%q is no answer; want accept, leave, sic or word", in.Do)
	case verdict != review.Accept:
	case it.Barrier != "" && in.New == nil:
		return refuse(http.StatusUnprocessableEntity, "cannot be written: %s", it.Barrier)
	case in.New != nil:
		reading = *in.New
	case len(it.Candidates) == 0:
		return refuse(http.StatusUnprocessableEntity, "there is no candidate; type a reading, or leave it")
	default:
		reading = it.Candidates[0].New
	}
	switch in.Scope {
	case "", string(review.Here):
		switch verdict {
		case review.Accept:
			w.typed(n, reading)
		case review.Sic:
			w.answer(w.sit.Sic(n, in.Note), "sic: "+named(it.Old)+" stays as it was printed")
		default:
			w.answer(w.sit.Leave(n, in.Note), "left as it is: "+named(it.Old))
		}
		return nil
	case "series":
		return w.decideSeries(n, in, verdict)
	case string(review.File), string(review.Everywhere):
		return w.reachOut(n, in, verdict, reading)
	}
	return refuse(http.StatusBadRequest, "%q is no scope; want here, series, file or everywhere", in.Scope)
}

// decideSeries answers for the findings of a pair, but for those that are excepted. It decides no more than were
// shown: the check of the files may have found others meanwhile.
func (w *web) decideSeries(n int, in *webAnswer, verdict review.Verdict) error {
	se := w.sit.SeriesOf(n)
	if verdict == review.Sic || in.New != nil {
		return refuse(http.StatusBadRequest, "a series is accepted with its first candidate, or left")
	}
	if len(se.Items) > in.Count {
		return refuse(http.StatusConflict, "nothing was decided: there are %d of them now, not %d", len(se.Items), in.Count)
	}
	except := make(map[int]bool, len(in.Except))
	for _, i := range in.Except {
		except[i] = true
	}
	items := slices.DeleteFunc(se.Items, func(i int) bool { return except[i] })
	if verdict == review.Accept {
		st := w.sit.AcceptAll(items, in.Note)
		w.answer(st, named(se.Old)+" becomes "+named(se.New)+" in "+count(len(st.Items), "place"))
		return nil
	}
	st := w.sit.LeaveAll(items, in.Note)
	w.answer(st, named(se.Old)+" is left in "+count(len(st.Items), "place"))
	return nil
}

// reachOut answers for all findings of a rule and an old reading in the file or the project, now and later.
func (w *web) reachOut(n int, in *webAnswer, verdict review.Verdict, reading string) error {
	it, scope := w.sit.Item(n), review.Scope(in.Scope)
	st := w.sit.Reach(n, scope, verdict, reading, in.Note)
	switch {
	case len(st.Items) > in.Count:
		return refuse(http.StatusConflict, "nothing was decided: there are %d of them now, not %d", len(st.Items), in.Count)
	case verdict == review.Accept && reading == it.Old:
		return refuse(http.StatusUnprocessableEntity, "that is what stands there; leave it as it is")
	case verdict == review.Accept:
		if err := w.holds(n, reading, st); err != nil {
			return err
		}
		w.answer(st, named(it.Old)+" becomes "+named(reading)+reach(scope))
	case verdict == review.Sic:
		w.answer(st, "sic: "+named(it.Old)+" stays as it was printed"+reach(scope))
	default:
		w.answer(st, named(it.Old)+" is left"+reach(scope))
	}
	return nil
}

func (w *web) postUndo(r *http.Request) (any, error) {
	var in struct{ File int }
	if err := decodeJSON(r, &in); err != nil {
		return nil, err
	}
	var items []int
	if st := w.sit.Last(); st != nil {
		items = slices.Clone(st.Items)
	}
	before := w.answers
	if w.undo(); w.answers == before {
		return nil, refuse(http.StatusConflict, "%s", w.message)
	}
	w.revision++
	return w.outcome(items, in.File), nil
}

// outcome is what has changed.
func (w *web) outcome(items []int, shown int) webOutcome {
	say := report.Escape(w.message)
	out := webOutcome{Say: say, Finding: w.current(), Next: w.sit.Current(), Count: len(items), Marks: make(map[string]webMark), State: w.state()}
	files := make(map[int]bool)
	for _, i := range items {
		file := w.sit.Item(i).File
		if files[file] = true; file == shown {
			out.Marks[strconv.Itoa(i)] = w.mark(i)
		}
	}
	const most = 50
	if len(files) <= most {
		all := w.fileCounts()
		for _, f := range slices.Sorted(maps.Keys(files)) {
			out.Files = append(out.Files, all[f])
		}
	}
	return out
}

// postView sets the filter and the order.
func (w *web) postView(r *http.Request) (any, error) {
	var in struct{ Filter, Order *string }
	if err := decodeJSON(r, &in); err != nil {
		return nil, err
	}
	if in.Order != nil {
		order := slices.Index(sitting.Orders, *in.Order)
		if order < 0 {
			return nil, refuse(http.StatusBadRequest, "%q is no order; want file, confidence or gain", *in.Order)
		}
		w.arrangement = sitting.Order(order)
		w.sit.Reorder(w.arrangement)
	}
	if in.Filter != nil {
		w.sit.Visit(sitting.None)
		if err := w.sit.Filter(*in.Filter); err != nil {
			return nil, err
		}
	}
	w.revision++
	return w.state(), nil
}

// postEnd ends the review; what was answered is in the ledger already.
func (w *web) postEnd(*http.Request) (any, error) {
	w.end.Do(func() { close(w.over) })
	return map[string]string{"say": "the review has ended"}, nil
}
