package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"

	"emend/pipeline/review"
	"emend/pipeline/review/sitting"
)

// answer writes a step down and takes it.
func (d *desk) answer(st sitting.Step, say string) bool {
	if len(st.Items) == 0 {
		d.message = "nothing to decide"
		return false
	}
	if err := d.write(st); err != nil {
		d.message = err.Error()
		return false
	}
	d.answers++
	d.remark, d.message, d.wider = "", say, 0
	d.sit.Take(st)
	d.arrive()
	return true
}

// write puts the rulings of a step into their ledgers. What others wrote meanwhile is taken in; where
// they ruled otherwise on the same finding, nothing is written.
func (d *desk) write(st sitting.Step) error {
	var done []string
	byRoot := rulings(st.Rulings)
	for _, root := range d.roots {
		others, err := d.journals[root].append(byRoot[root])
		if err == nil {
			if d.learn(root, others); len(byRoot[root]) > 0 {
				done = append(done, root)
			}
			continue
		}
		for _, r := range done { // one answer is one: what went into other ledgers goes out again
			if back := d.journals[r].takeBack(byRoot[r], nil); back != nil {
				err = errors.Join(err, back)
			}
		}
		if errors.Is(err, errMeanwhile) {
			return d.meanwhile(root, others, byRoot[root])
		}
		return err
	}
	return nil
}

// meanwhile takes in what others decided, but for what is to be decided here, and says that.
func (d *desk) meanwhile(root string, others, own []review.Decision) error {
	contested := contradicting(own)
	first := others[slices.IndexFunc(others, contested)]
	d.learn(root, slices.DeleteFunc(slices.Clone(others), contested))
	return fmt.Errorf("%s has meanwhile decided: %s; the same key again overrules that", by(first), ruled(first))
}

// ruled is a decision in a few words.
func ruled(d review.Decision) string {
	switch d.Verdict {
	case review.Accept:
		return fmt.Sprintf("accept “%s”", d.New)
	case review.Sic:
		return "sic"
	}
	return "leave as it is"
}

func rulings(rs []sitting.Ruling) map[string][]review.Decision {
	byRoot := make(map[string][]review.Decision)
	for _, r := range rs {
		byRoot[r.Project] = append(byRoot[r.Project], r.Decision)
	}
	return byRoot
}

// undo takes the last answer back.
func (d *desk) undo() {
	st := d.sit.Last()
	if st == nil {
		d.message = "nothing to take back in this sitting; emend undecide takes back earlier decisions"
		return
	}
	put, back := rulings(st.Rulings), rulings(st.Replaced)
	for _, root := range d.roots {
		if err := d.journals[root].takeBack(put[root], back[root]); err != nil {
			d.message = err.Error()
			return
		}
	}
	if st.Word != "" {
		if err := d.dropWord(d.inputs[d.sit.Item(st.Items[0]).File].settings, st.Word); err != nil {
			d.message = err.Error()
			return
		}
	}
	for _, i := range st.Items {
		if file := d.sit.Item(i).File; !d.sit.Placed(i) { // its file has changed since: it is looked for there again
			d.digests[file], d.page = [sha256.Size]byte{}, nil
		}
	}
	n := len(st.Items)
	d.sit.Untake()
	d.answers--
	d.view = cardView
	d.message = "taken back"
	if n > 1 {
		d.message = fmt.Sprintf("taken back: %s are open again", count(n, "finding"))
	}
}
