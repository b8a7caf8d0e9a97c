package main

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"emend/pipeline/report"
	"emend/pipeline/review/sitting"
)

// witnessAround is how many bytes of a witness are shown on either side of the place that a finding rests on.
const witnessAround = 2000

// showWitness sends the text of the witness around the place that a finding rests on, which ▶ marks.
func (w *web) showWitness(rw http.ResponseWriter, r *http.Request) {
	page, err := w.witnessOfRequest(r)
	if err != nil {
		http.Error(rw, report.Escape(err.Error()), http.StatusNotFound)
		return
	}
	rw.Header().Set("Content-Type", "text/plain; charset=utf-8")
	fmt.Fprint(rw, page)
}

func (w *web) witnessOfRequest(r *http.Request) (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	n, err := whole(r.PathValue("n"), sitting.None)
	if err == nil {
		n, err = w.asked(n)
	}
	if err != nil {
		return "", err
	}
	it := w.sit.Item(n)
	library := w.inputs[it.File].settings.pipeline.Library
	if it.WitnessPath == "" || library == nil {
		return "", errors.New("the finding rests on no other text")
	}
	for i := range library.Index.Witnesses {
		if library.Index.Witnesses[i].Path != it.WitnessPath {
			continue
		}
		from := max(0, it.WitnessAt-witnessAround)
		before, err := library.Read(i, from, it.WitnessAt)
		if err != nil {
			return "", err
		}
		after, err := library.Read(i, it.WitnessAt, it.WitnessAt+witnessAround)
		if err != nil {
			return "", err
		}
		if from > 0 {
			_, before, _ = strings.Cut(before, " ")
		}
		text := strings.ToValidUTF8(before+"▶ "+after, "")
		lines := strings.Split(text, "\n")
		for k := range lines {
			lines[k] = report.Escape(lines[k])
		}
		return report.Escape(it.Witness) + "\n" + report.Escape(it.WitnessPath) + "\n\n" + strings.Join(lines, "\n") + "\n", nil
	}
	return "", errors.New("the text is no more in the library")
}
