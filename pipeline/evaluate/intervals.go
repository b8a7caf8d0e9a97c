package evaluate

// effectIntervals are those of the figures of an Effect.
type effectIntervals struct{ Characters, Letters, Words, Fixed, Broken Interval }

type detectionIntervals struct{ Precision, Recall, F Interval }

// intervals are those of a run.
type intervals struct {
	Before       effectIntervals // of the text as read: the rates alone
	Fix          effectIntervals
	Accepted     []effectIntervals
	All, Wording detectionIntervals
}

// intervals draws documents. O(samples · documents · thresholds).
func (r *Run) intervals() *intervals {
	iv := &intervals{Accepted: make([]effectIntervals, len(r.Options.Accept))}
	var into []*Interval
	effect := func(e *effectIntervals) {
		into = append(into, &e.Characters, &e.Letters, &e.Words, &e.Fixed, &e.Broken)
	}
	effect(&iv.Before)
	effect(&iv.Fix)
	for i := range iv.Accepted {
		effect(&iv.Accepted[i])
	}
	for _, d := range []*detectionIntervals{&iv.All, &iv.Wording} {
		into = append(into, &d.Precision, &d.Recall, &d.F)
	}
	got := Intervals(len(r.Documents), len(into), r.drawn)
	for i, to := range into {
		*to = got[i]
	}
	return iv
}

// drawn are the figures, in the order of intervals, of documents drawn that often.
func (r *Run) drawn(times []int, out []float64) {
	var fix Effect
	accepted := make([]Effect, len(r.Options.Accept))
	var all, wording Detection
	for i, n := range times {
		if n == 0 {
			continue
		}
		t := &r.Documents[i].Tally
		fix.Add(t.Fix.times(n))
		for k := range accepted {
			accepted[k].Add(t.Accepted[k].Effect.times(n))
		}
		all.add(t.All.times(n))
		wording.add(t.Wording.times(n))
	}
	out = out[:0]
	score := func(s Score, fixed, broken float64) {
		out = append(out, s.Characters.Rate(), s.Letters.Rate(), s.Words.Rate(), fixed, broken)
	}
	score(fix.Before, 0, 0)
	score(fix.After, fix.FixedShare(), fix.Harm())
	for _, e := range accepted {
		score(e.After, e.FixedShare(), e.Harm())
	}
	for _, d := range []Detection{all, wording} {
		out = append(out, d.Precision(), d.Recall(), d.F())
	}
}

func (c Count) times(n int) Count { return Count{c.Errors * n, c.Of * n} }

func (s Score) times(n int) Score {
	return Score{s.Characters.times(n), s.Letters.times(n), s.Words.times(n), s.Plain.times(n)}
}

func (e Effect) times(n int) Effect {
	return Effect{Before: e.Before.times(n), After: e.After.times(n), Wrong: e.Wrong * n, Fixed: e.Fixed * n, Right: e.Right * n, Broken: e.Broken * n}
}

func (d Detection) times(n int) Detection { return Detection{d.Flagged * n, d.Wrong * n, d.Both * n} }
