package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"emend/pipeline/review"
	"emend/pipeline/review/sitting"
)

// pressCard is a key while one finding is shown.
func (d *desk) pressCard(key, arg string) {
	switch key {
	case "j", "down", "right", "tab":
		d.next(1)
		return
	case "k", "up", "left", "shift+tab":
		d.next(-1)
		return
	case "J":
		d.sit.Step(1)
		return
	case "K":
		d.sit.Step(-1)
		return
	case "/":
		d.line("search", "", arg, d.search)
		return
	case "g":
		d.line("go to number", "", arg, d.goTo)
		return
	}
	i := d.sit.Current()
	if i == sitting.None {
		d.message = "no finding is left undecided; u takes the last answer back, q quits"
		if !d.feed.finished() {
			d.message = "no finding yet; the files are being checked"
		}
		return
	}
	it := d.sit.Item(i)
	switch key {
	case "y":
		d.acceptCandidate(i, 0)
	case "1", "2", "3", "4", "5", "6", "7", "8", "9":
		n, _ := strconv.Atoi(key)
		d.acceptCandidate(i, n-1)
	case "n":
		d.answer(d.sit.Leave(i, d.remark), "left as it is: "+named(it.Old))
	case "s":
		d.answer(d.sit.Sic(i, d.remark), "sic: "+named(it.Old)+" stays as it was printed")
	case "e":
		d.line("replace "+named(it.Old)+" by", it.Old, arg, func(text string) { d.typed(i, text) })
	case "a":
		d.acceptRest(d.sit.SeriesOf(i))
	case "d":
		d.leaveRest(d.sit.SeriesOf(i))
	case "v":
		d.never(i)
	case "w":
		d.word(i)
	case "p":
		if d.wider++; d.wider > 4 {
			d.wider = 0
		}
	case "N":
		d.line("note on the next answer", d.remark, arg, d.noteDown)
	default:
		d.message = key + " is no key here; ? shows the keys"
	}
}

func (d *desk) acceptCandidate(i, k int) {
	it := d.sit.Item(i)
	switch {
	case it.Barrier != "":
		d.message = "cannot be written: " + it.Barrier
	case len(it.Candidates) == 0:
		d.message = "there is no candidate; e types a reading, n leaves it"
	case k >= len(it.Candidates):
		d.message = fmt.Sprintf("there is no candidate %d", k+1)
	default:
		reading := it.Candidates[k].New
		d.answer(d.sit.Accept(i, reading, d.remark), named(it.Old)+" becomes "+named(reading))
	}
}

// typed takes a reading of the editor's own, if the file can hold it.
func (d *desk) typed(i int, reading string) {
	it := d.sit.Item(i)
	switch {
	case reading == it.Old:
		d.message = "that is what stands there; n leaves it as it is"
		return
	case !utf8.ValidString(reading):
		d.message = "that is not utf-8"
		return
	}
	st := d.sit.Accept(i, reading, d.remark)
	if err := d.holds(i, reading, st); err != nil {
		d.message = err.Error()
		return
	}
	d.answer(st, named(it.Old)+" becomes "+named(reading))
}

// holds is why the file of an item cannot hold a reading that a step gives it.
func (d *desk) holds(i int, reading string, st sitting.Step) error {
	it := d.sit.Item(i)
	if slices.ContainsFunc(it.Candidates, func(c sitting.Candidate) bool { return c.New == reading }) {
		return nil
	}
	m := &match{Finding: review.Finding{ID: it.ID, Rule: it.Rule, Old: it.Old}, input: d.inputs[it.File], at: d.inputs[it.File].shown, line: it.Line, column: it.Column}
	return d.writable(chosen{m, wish{new: reading, hasNew: true}}, st.Rulings[0].Decision)
}

// soFar says that more may come.
func (d *desk) soFar() string {
	if d.checked < d.total {
		return " found so far"
	}
	return ""
}

func (d *desk) acceptRest(se sitting.Series) {
	st := d.sit.AcceptAll(se.Items, d.remark)
	if len(st.Items) == 0 {
		d.message = "none of them can be accepted"
		return
	}
	d.confirm(fmt.Sprintf("accept %s -> %s in all %s%s?", named(se.Old), named(se.New), count(len(st.Items), "place"), d.soFar()), func() {
		d.answer(st, fmt.Sprintf("%s becomes %s in %s", named(se.Old), named(se.New), count(len(st.Items), "place")))
	})
}

func (d *desk) leaveRest(se sitting.Series) {
	st := d.sit.LeaveAll(se.Items, d.remark)
	if len(st.Items) == 0 {
		d.message = "none of them is undecided"
		return
	}
	d.confirm(fmt.Sprintf("leave %s as it is in all %s%s?", named(se.Old), count(len(st.Items), "place"), d.soFar()), func() {
		d.answer(st, fmt.Sprintf("%s is left in %s", named(se.Old), count(len(st.Items), "place")))
	})
}

func (d *desk) never(i int) {
	it := d.sit.Item(i)
	st := d.sit.Never(i, d.remark)
	d.confirm(fmt.Sprintf("%s: leave %s everywhere in this project, %s%s, and never ask again?", it.Rule, named(it.Old), count(len(st.Items), "place"), d.soFar()), func() {
		d.answer(st, named(it.Old)+" is left everywhere")
	})
}

// word puts the old reading into the project's word list, if that silences the finding.
func (d *desk) word(i int) {
	it := d.sit.Item(i)
	set := d.inputs[it.File].settings
	switch {
	case someWords(nil, []string{it.Old}) != nil:
		d.message = named(it.Old) + " is no single word; v leaves it everywhere"
		return
	case set.lexicon.Accepts(it.Old):
		d.message = named(it.Old) + " is a word already, and " + it.Rule + " doubts it all the same; n leaves it, v leaves it everywhere"
		return
	}
	list, err := d.addWord(set, it.Old)
	if err != nil {
		d.message = err.Error()
		return
	}
	st := d.sit.Word(i)
	say := named(it.Old) + " is a word now, in " + list
	if n := len(st.Items); n > 1 {
		say += fmt.Sprintf("; %s go with it", count(n, "finding"))
	}
	if rule := d.stillDoubted(it); rule != "" {
		say += "; but " + rule + " doubts it here all the same, and will ask next time"
	}
	d.answer(st, say)
}

func (d *desk) openList() {
	d.lists = d.sit.Series(2)
	d.at = min(d.at, max(len(d.lists)-1, 0))
	if d.view != seriesList && d.view != seriesCard {
		d.at = 0
	}
	if d.view = seriesList; len(d.lists) == 0 {
		d.view = cardView
		d.message = "no series: no two undecided findings are alike"
	}
}

func (d *desk) pressList(key, arg string) {
	switch key {
	case "j", "down":
		d.at = min(d.at+1, len(d.lists)-1)
	case "k", "up":
		d.at = max(d.at-1, 0)
	case "pgdown", "space":
		d.at = min(d.at+10, len(d.lists)-1)
	case "pgup":
		d.at = max(d.at-10, 0)
	case "g":
		d.line("go to series", "", arg, func(text string) {
			if n, err := strconv.Atoi(strings.TrimSpace(text)); err == nil && n >= 1 && n <= len(d.lists) {
				d.at = n - 1
			}
		})
	case "enter", "o":
		d.openSeries(d.lists[d.at])
	default:
		d.message = "j k choose, o opens, q goes back"
	}
}

func (d *desk) openSeries(se sitting.Series) {
	d.series, d.view, d.at = se, seriesCard, 0
	d.marked = make(map[int]bool, len(se.Items))
	for _, i := range se.Items {
		d.marked[i] = true
	}
}

// pressSeries is a key while a series is shown.
func (d *desk) pressSeries(key, arg string) {
	se := d.series
	after := func(took bool) {
		if took {
			d.view = cardView
			if len(d.lists) > 0 {
				d.openList()
			} else {
				d.arrive()
			}
		}
	}
	switch key {
	case "j", "down":
		d.at = min(d.at+1, len(se.Items)-1)
	case "k", "up":
		d.at = max(d.at-1, 0)
	case "pgdown":
		d.at = min(d.at+10, len(se.Items)-1)
	case "pgup":
		d.at = max(d.at-10, 0)
	case "space", "x":
		if n, err := strconv.Atoi(arg); err == nil && n >= 1 && n <= len(se.Items) {
			d.at = n - 1
		}
		i := se.Items[d.at]
		d.marked[i] = !d.marked[i]
	case "a":
		st := d.sit.AcceptAll(se.Items, d.remark)
		d.confirm(fmt.Sprintf("accept all %d?", len(st.Items)), func() {
			after(d.answer(st, fmt.Sprintf("%s becomes %s in %s", named(se.Old), named(se.New), count(len(st.Items), "place"))))
		})
	case "y":
		these := slices.DeleteFunc(slices.Clone(se.Items), func(i int) bool { return !d.marked[i] })
		st := d.sit.AcceptAll(these, d.remark)
		d.confirm(fmt.Sprintf("accept the %d marked, leave %d undecided?", len(st.Items), len(se.Items)-len(st.Items)), func() {
			after(d.answer(st, fmt.Sprintf("%s becomes %s in %s", named(se.Old), named(se.New), count(len(st.Items), "place"))))
		})
	case "d", "n":
		st := d.sit.LeaveAll(se.Items, d.remark)
		d.confirm(fmt.Sprintf("leave all %d as they are?", len(st.Items)), func() {
			after(d.answer(st, fmt.Sprintf("%s is left in %s", named(se.Old), count(len(st.Items), "place"))))
		})
	case "v":
		i, st := se.Items[0], d.sit.Never(se.Items[0], d.remark)
		d.confirm(fmt.Sprintf("leave %s everywhere, %s, and never ask again?", named(d.sit.Item(i).Old), count(len(st.Items), "place")), func() {
			after(d.answer(st, named(d.sit.Item(i).Old)+" is left everywhere"))
		})
	case "w":
		d.word(se.Items[0])
		after(d.sit.State(se.Items[0]) == sitting.Silenced)
	case "N":
		d.line("note on the next answer", d.remark, arg, d.noteDown)
	case "o", "enter":
		d.sit.Visit(se.Items[d.at])
		d.view = cardView
	default:
		d.message = key + " is no key here; ? shows the keys"
	}
}

// noteDown keeps a note for the next answer.
func (d *desk) noteDown(text string) {
	if d.remark = strings.TrimSpace(text); d.remark == "" {
		d.message = "no note"
		return
	}
	d.message = "noted for the next answer: " + d.remark
}
