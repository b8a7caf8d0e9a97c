package main

import (
	"crypto/sha256"
	"fmt"
	"strconv"
	"strings"

	"emend/pipeline/report"
	"emend/pipeline/review"
	"emend/pipeline/review/sitting"
)

// A desk is a sitting with its files, ledgers and word lists: what keys do, whatever shows it.
type desk struct {
	*session
	sit      *sitting.Sitting
	order    sitting.Order
	inputs   []*input
	digests  [][sha256.Size]byte // of the files as they were checked
	feed     *feed
	journals map[string]*journal
	roots    []string
	page     *page

	checked, total int
	answers        int
	problems       []string // to be said in the end
	cut            bool     // ctrl+c ended it
	errors         []unread

	view    view
	wider   int    // how much context
	remark  string // on the next answer
	message string
	ask     *question
	lists   []sitting.Series             // of seriesList
	at      int                          // in lists, or in the items of series
	series  sitting.Series               // of seriesCard
	marked  map[int]bool                 // items of series
	found   string                       // searched last
	words   map[string][][]string        // what a list said of a word before w
	both    map[string][]review.Decision // by ID: what two ledgers said, see emend ledger merge
	others  map[string]review.Decision   // by ID: what others decided while this lasted
}

type unread struct {
	shown string
	err   error
}

type view uint8

const (
	cardView view = iota // one finding
	seriesList
	seriesCard
	helpView
)

// A question wants a line of text, or yes or no, before anything else happens.
type question struct {
	prompt, text string
	yesNo        bool
	then         func(answer string)
}

func (s *session) newDesk(inputs []*input, order sitting.Order, by string) (*desk, error) {
	d := &desk{
		session: s, sit: sitting.New(order, by), order: order, inputs: inputs, total: len(inputs),
		digests: make([][sha256.Size]byte, len(inputs)), journals: make(map[string]*journal), words: make(map[string][][]string), both: make(map[string][]review.Decision), others: make(map[string]review.Decision),
	}
	for _, in := range inputs {
		root := in.settings.place.root
		if d.journals[root] != nil {
			continue
		}
		j, ds, err := s.openJournal(root)
		if err != nil {
			return nil, err
		}
		d.journals[root], d.roots = j, append(d.roots, root)
		d.sit.Learn(root, ds)
		conflicts, err := s.readConflicts(root)
		if err != nil {
			return nil, err
		}
		for _, c := range conflicts {
			d.both[c.Finding] = append(d.both[c.Finding], c)
		}
	}
	d.feed = s.startFeed(inputs)
	return d, nil
}

// learn takes in what others have decided meanwhile, and says whether that decides a question.
func (d *desk) learn(root string, others []review.Decision) bool {
	for _, o := range others {
		d.others[o.Finding] = o
	}
	return d.sit.Learn(root, others) > 0
}

// take takes in what the feed has checked.
func (d *desk) take(batches []batch) {
	for _, b := range batches {
		d.checked++
		d.problems = append(d.problems, b.problems...)
		if b.err != nil {
			d.errors = append(d.errors, unread{d.inputs[b.file].shown, b.err})
			continue
		}
		d.digests[b.file] = b.digest
		d.sit.Add(b.items...)
	}
	if d.view == seriesCard && len(batches) > 0 && len(d.series.Items) > 0 {
		se := d.sit.SeriesOf(d.series.Items[0])
		for _, i := range se.Items {
			if _, shown := d.marked[i]; !shown {
				d.marked[i] = true
			}
		}
		d.series = se
	}
}

// begin goes to the first finding, if there is none yet.
func (d *desk) begin() {
	if d.sit.Current() == sitting.None && d.sit.Open() > 0 {
		d.next(1)
	}
}

// next goes to the next undecided finding, or with -1 to the one before. In the order of gain a
// series comes as one.
func (d *desk) next(by int) {
	move := d.sit.Next
	if by < 0 {
		move = d.sit.Previous
	}
	wrapped, ok := move()
	switch {
	case !ok && d.sit.Current() != sitting.None:
		d.message = "no other undecided finding"
	case wrapped && by > 0:
		d.message = "from the beginning again"
	case wrapped:
		d.message = "from the end again"
	}
	d.arrive()
}

// arrive is called where another finding has become the current one.
func (d *desk) arrive() {
	i := d.sit.Current()
	if i == sitting.None || d.order != sitting.ByGain || d.view != cardView {
		return
	}
	if se := d.sit.SeriesOf(i); len(se.Items) > 1 {
		d.openSeries(se)
	}
}

// press does what a key stands for. arg is what a line of --plain has after it; without one, a key
// that needs text asks. It reports whether the sitting is over.
func (d *desk) press(key, arg string) (quit bool) {
	d.message = ""
	switch key {
	case "ctrl+c":
		d.cut = true
		return true
	case "q", "ctrl+d":
		if d.view != cardView {
			d.back()
			return false
		}
		return true
	case "?":
		d.view = helpView
		return false
	case "u":
		d.undo()
		return false
	case "S":
		d.openList()
		return false
	case "f":
		d.line("filter (rule:NAME path:PART sure:0.8 words; empty: all)", d.sit.Filtered(), arg, d.filter)
		return false
	case "esc":
		d.back()
		return false
	}
	switch d.view {
	case helpView:
		d.view = cardView
	case seriesList:
		d.pressList(key, arg)
	case seriesCard:
		d.pressSeries(key, arg)
	default:
		d.pressCard(key, arg)
	}
	return false
}

func (d *desk) back() {
	switch d.view {
	case seriesCard:
		if len(d.lists) > 0 {
			d.openList()
			return
		}
	case cardView:
		d.message = "q saves and quits"
	}
	d.view, d.lists = cardView, nil
}

// line asks for a line of text, unless it came with the key.
func (d *desk) line(prompt, text, arg string, then func(string)) {
	if arg != "" {
		then(arg)
		return
	}
	d.ask = &question{prompt: prompt, text: text, then: then}
}

// confirm asks for yes or no.
func (d *desk) confirm(prompt string, then func()) {
	d.ask = &question{prompt: prompt, yesNo: true, then: func(answer string) {
		if answer == "y" {
			then()
		} else {
			d.message = "nothing was decided"
		}
	}}
}

// reply answers what is asked; ok is false where the editor thought better of it.
func (d *desk) reply(text string, ok bool) {
	q := d.ask
	d.ask = nil
	if !ok {
		d.message = "nothing was decided"
		return
	}
	q.then(text)
}

func (d *desk) filter(text string) {
	if err := d.sit.Filter(text); err != nil {
		d.message = err.Error()
		return
	}
	d.message = fmt.Sprintf("%s undecided here", count(d.sit.Visible(), "finding"))
	if d.view == seriesList {
		d.openList()
	}
}

func (d *desk) search(text string) {
	if text == "" {
		text = d.found
	}
	if d.found = text; text == "" {
		return
	}
	if !d.sit.Search(text) {
		d.message = "no finding with “" + text + "”"
		return
	}
	d.message = "/ and the enter key alone go on"
}

func (d *desk) goTo(text string) {
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil || !d.sit.Goto(n) {
		d.message = fmt.Sprintf("no finding %s; there are %d", strings.TrimSpace(text), d.sit.Len())
	}
}

// named is a reading as it is quoted in prompts and messages.
func named(s string) string {
	if s == "" {
		return "nothing"
	}
	return "“" + report.Escape(strings.ReplaceAll(s, "\n", "↵")) + "”"
}
