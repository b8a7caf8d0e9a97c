package evaluate

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// contractVersion changes when a field changes its meaning or goes; a field that joins does not change it.
const contractVersion = 1

type jsonRun struct {
	Version   int            `json:"version"`
	Complete  bool           `json:"complete"`
	Skipped   []jsonSkipped  `json:"skipped"`
	Title     string         `json:"title,omitempty"`
	Truth     string         `json:"truth"`
	Fitted    string         `json:"fitted,omitempty"`
	Shown     float64        `json:"min_confidence"`
	Pooled    jsonDocument   `json:"pooled"`
	Intervals jsonIntervals  `json:"intervals"`
	Documents []jsonDocument `json:"documents"`
	Missed    []jsonMissed   `json:"missed"`
	Spoiled   []jsonSpoiled  `json:"spoiled"`
}

type jsonSkipped struct {
	Path   string `json:"path"`
	Reason string `json:"reason"`
}

type jsonDocument struct {
	Path        string                   `json:"path,omitempty"`
	Documents   int                      `json:"documents"`
	Before      jsonScore                `json:"before"`
	Fix         jsonEffect               `json:"fix"`
	Accept      []jsonEffect             `json:"accept"`
	Detection   map[string]jsonDetection `json:"detection"`
	Suggestions jsonSuggested            `json:"suggestions"`
	Classes     map[string]jsonSuggested `json:"classes"`
	Rules       map[string]jsonRule      `json:"rules"`
	Reliability jsonReliabilities        `json:"reliability"`
}

type jsonCount struct {
	Errors int     `json:"errors"`
	Of     int     `json:"of"`
	Rate   float64 `json:"rate"`
}

type jsonScore struct {
	CER  jsonCount `json:"cer"`
	CMER jsonCount `json:"cmer"`
	WER  jsonCount `json:"wer"`
}

type jsonEffect struct {
	Confidence *float64  `json:"confidence,omitempty"` // of accept
	Findings   int       `json:"findings"`
	After      jsonScore `json:"after"`
	Wrong      int       `json:"wrong"`
	Fixed      int       `json:"fixed"`
	Right      int       `json:"right"`
	Broken     int       `json:"broken"`
	FixedShare float64   `json:"fixed_share"`
	Per1000    float64   `json:"broken_per_1000"`
}

type jsonDetection struct {
	Flagged   int     `json:"flagged"`
	Wrong     int     `json:"wrong"`
	Both      int     `json:"both"`
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F         float64 `json:"f"`
}

type jsonSuggested struct {
	Errors   int `json:"errors"`
	Detected int `json:"detected"`
	First    int `json:"first_right"`
	Three    int `json:"three_right"`
	Fixed    int `json:"fixed"`
}

type jsonRule struct {
	Findings      int `json:"findings"`
	Wrong         int `json:"warranted"`
	First         int `json:"first_right"`
	Three         int `json:"three_right"`
	Spoils        int `json:"spoils"`
	Applied       int `json:"applied"`
	AppliedRight  int `json:"applied_right"`
	AppliedSpoils int `json:"applied_spoils"`
}

type jsonReliabilities struct {
	Findings   jsonReliability `json:"findings"`
	Candidates jsonReliability `json:"candidates"`
}

type jsonReliability struct {
	ECE  float64   `json:"ece"`
	Bins []jsonBin `json:"bins"` // ten, from 0 to 1
}

type jsonBin struct {
	Count int     `json:"count"`
	True  int     `json:"true"`
	Mean  float64 `json:"mean"`
}

type jsonIntervals struct {
	Before  jsonEffectIntervals              `json:"before"`
	Fix     jsonEffectIntervals              `json:"fix"`
	Accept  []jsonEffectIntervals            `json:"accept"`
	Detects map[string]jsonDetectionInterval `json:"detection"`
}

type jsonInterval [2]float64

type jsonEffectIntervals struct {
	CER    jsonInterval  `json:"cer"`
	CMER   jsonInterval  `json:"cmer"`
	WER    jsonInterval  `json:"wer"`
	Fixed  *jsonInterval `json:"fixed_share,omitempty"`
	Broken *jsonInterval `json:"broken_per_1000,omitempty"`
}

type jsonDetectionInterval struct {
	Precision jsonInterval `json:"precision"`
	Recall    jsonInterval `json:"recall"`
	F         jsonInterval `json:"f"`
}

type jsonMissed struct {
	Read   string `json:"read"`
	Truth  string `json:"truth"`
	Count  int    `json:"count"`
	Class  string `json:"class"`
	Path   string `json:"path"`
	Line   int    `json:"line"`
	Before string `json:"before"`
	After  string `json:"after"`
}

type jsonSpoiled struct {
	Old        string  `json:"old"`
	New        string  `json:"new"`
	Truth      string  `json:"truth"`
	Rule       string  `json:"rule"`
	Confidence float64 `json:"confidence"`
	Applied    bool    `json:"applied"`
	Path       string  `json:"path"`
	Line       int     `json:"line"`
	Before     string  `json:"before"`
	After      string  `json:"after"`
}

func writeJSON(w io.Writer, r *Run) error {
	j := jsonRun{
		Version: contractVersion, Complete: len(r.Skipped) == 0, Skipped: []jsonSkipped{}, Title: r.Title, Truth: r.Truth, Fitted: r.Fitted, Shown: r.Options.MinConfidence,
		Pooled: r.inJSON("", &r.Pooled), Intervals: r.intervals().inJSON(), Documents: []jsonDocument{}, Missed: []jsonMissed{}, Spoiled: []jsonSpoiled{},
	}
	for _, s := range r.Skipped {
		j.Skipped = append(j.Skipped, jsonSkipped(s))
	}
	for i := range r.Documents {
		j.Documents = append(j.Documents, r.inJSON(r.Documents[i].Path, &r.Documents[i].Tally))
	}
	for _, m := range r.Missed {
		j.Missed = append(j.Missed, jsonMissed{m.Read, m.Truth, m.Count, m.Class.String(), m.Path, m.Line, m.Before, m.After})
	}
	for _, s := range r.Spoiled {
		j.Spoiled = append(j.Spoiled, jsonSpoiled{s.Old, s.New, s.Truth, s.Rule, rounded(s.Confidence), s.Applied, s.Path, s.Line, s.Before, s.After})
	}
	out, err := json.MarshalIndent(j, "", " ")
	if err != nil {
		return err
	}
	_, err = w.Write(append(visible(out), '\n'))
	return err
}

// visible is JSON with all that does not show written \uXXXX: the same to a program, and harmless in a terminal.
func visible(raw []byte) []byte {
	out := make([]byte, 0, len(raw)+64)
	for i := 0; i < len(raw); {
		r, n := utf8.DecodeRune(raw[i:])
		switch {
		case r == '\n' || unicode.IsPrint(r):
			out = append(out, raw[i:i+n]...)
		case r > 0xFFFF:
			a, b := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, a, b)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
		i += n
	}
	return out
}

func (r *Run) inJSON(path string, t *Tally) jsonDocument {
	d := jsonDocument{
		Path: path, Documents: t.Documents, Before: t.Fix.Before.inJSON(), Fix: t.Fix.inJSON(t.Applied, nil), Accept: []jsonEffect{},
		Detection:   map[string]jsonDetection{"all": t.All.inJSON(), "wording": t.Wording.inJSON()},
		Suggestions: jsonSuggested(t.Errors), Classes: make(map[string]jsonSuggested), Rules: make(map[string]jsonRule),
		Reliability: jsonReliabilities{t.Findings.inJSON(), t.Candidates.inJSON()},
	}
	for i := range t.Accepted {
		d.Accept = append(d.Accept, t.Accepted[i].Effect.inJSON(t.Accepted[i].Findings, &r.Options.Accept[i]))
	}
	for c := None + 1; c < classes; c++ {
		if t.Classes[c].Errors > 0 {
			d.Classes[c.String()] = jsonSuggested(t.Classes[c])
		}
	}
	for name, u := range t.Rules {
		d.Rules[name] = jsonRule(*u)
	}
	return d
}

func (c Count) inJSON() jsonCount { return jsonCount{c.Errors, c.Of, rounded(c.Rate())} }

func (s Score) inJSON() jsonScore {
	return jsonScore{s.Characters.inJSON(), s.Letters.inJSON(), s.Words.inJSON()}
}

func (e *Effect) inJSON(findings int, confidence *float64) jsonEffect {
	return jsonEffect{confidence, findings, e.After.inJSON(), e.Wrong, e.Fixed, e.Right, e.Broken, rounded(e.FixedShare()), rounded(e.Harm())}
}

func (d Detection) inJSON() jsonDetection {
	return jsonDetection{d.Flagged, d.Wrong, d.Both, rounded(d.Precision()), rounded(d.Recall()), rounded(d.F())}
}

func (r *Reliability) inJSON() jsonReliability {
	j := jsonReliability{ECE: rounded(r.ECE())}
	for _, b := range r {
		j.Bins = append(j.Bins, jsonBin{b.Count, b.True, rounded(b.Mean())})
	}
	return j
}

func (i Interval) inJSON() jsonInterval { return jsonInterval{rounded(i.Low), rounded(i.High)} }

func (e *effectIntervals) inJSON() jsonEffectIntervals {
	f, b := e.Fixed.inJSON(), e.Broken.inJSON()
	return jsonEffectIntervals{e.Characters.inJSON(), e.Letters.inJSON(), e.Words.inJSON(), &f, &b}
}

func (d *detectionIntervals) inJSON() jsonDetectionInterval {
	return jsonDetectionInterval{d.Precision.inJSON(), d.Recall.inJSON(), d.F.inJSON()}
}

func (iv *intervals) inJSON() jsonIntervals {
	j := jsonIntervals{Before: iv.Before.inJSON(), Fix: iv.Fix.inJSON(), Accept: []jsonEffectIntervals{}}
	j.Before.Fixed, j.Before.Broken = nil, nil
	for i := range iv.Accepted {
		j.Accept = append(j.Accept, iv.Accepted[i].inJSON())
	}
	j.Detects = map[string]jsonDetectionInterval{"all": iv.All.inJSON(), "wording": iv.Wording.inJSON()}
	return j
}

// rounded is a figure with six digits behind the point, the same on every machine.
func rounded(v float64) float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	return math.Round(v*1e6) / 1e6
}
