package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"emend/pipeline/review"
	"emend/pipeline/review/sitting"
)

// addWord puts a word into the first word list of some settings and returns the list's name.
func (d *desk) addWord(set *settings, word string) (list string, err error) {
	var before []string
	list, err = d.changeWords(set, word, func(l *wordList) {
		before = slices.DeleteFunc(slices.Clone(l.lines), func(line string) bool { return bare(wordOf(line)) != word })
		l.drop(word)
		l.insert(word)
	})
	if err == nil {
		d.words[word] = append(d.words[word], before)
	}
	return list, err
}

// dropWord takes a word out again, and puts back what the list said of it before.
func (d *desk) dropWord(set *settings, word string) error {
	last := len(d.words[word]) - 1
	_, err := d.changeWords(set, word, func(l *wordList) {
		l.drop(word)
		for _, line := range d.words[word][last] {
			l.insert(line)
		}
	})
	if err == nil {
		d.words[word] = d.words[word][:last]
	}
	return err
}

func (d *desk) changeWords(set *settings, word string, edit func(*wordList)) (list string, err error) {
	if len(set.values["dictionaries"].List) == 0 {
		return "", errors.New("dictionaries is empty in emend.toml; name a word list there")
	}
	path := d.projects.listPath(set, 0)
	list = d.projects.shown(path)
	for try := 0; ; try++ {
		src, err := os.ReadFile(path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("%s: %w", list, reason(err))
		}
		l := parseWordList(src)
		edit(l)
		out := l.bytes()
		if string(out) == string(src) {
			return list, nil
		}
		if !d.gate.enter() {
			return "", errInterrupted
		}
		err = writeAtomic(path, out, src)
		d.gate.leave()
		if err == nil {
			return list, nil
		}
		if !errors.Is(err, errChanged) || try == 99 {
			return "", fmt.Errorf("%s: %w", list, reason(err))
		}
	}
}

// stillDoubted is the rule that doubts the place of an item with the word lists as they are now,
// where that is another than the item's; empty if none does.
func (d *desk) stillDoubted(it *sitting.Item) (rule string) {
	in, err := d.afresh(it.File)
	if err != nil {
		return ""
	}
	r := d.examine(in)
	if r.changes == nil {
		return ""
	}
	for _, f := range r.changes.Findings {
		if f.Status == review.Open && f.Rule != it.Rule && f.Range.Start < it.Range.End && it.Range.Start < f.Range.End {
			return f.Rule
		}
	}
	return ""
}

// afresh is a file with its word lists and its ledger as they are now on disk.
func (d *desk) afresh(file int) (*input, error) {
	in := *d.inputs[file]
	d.projects.checked, d.projects.settings = make(map[string]*settings), make(map[string]*settings)
	delete(d.projects.ledgers, in.settings.place.root)
	var err error
	if in.settings, err = d.projects.ready(in.path); err == nil {
		d.join(&in, d.inputs[file].settings)
	}
	return &in, err
}
