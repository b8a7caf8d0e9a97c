package evaluate

import (
	"fmt"
	"math"
)

// A chart is coordinates, in units of its view box, that a template draws.
type chart struct {
	Width, Height            int
	Left, Right, Top, Bottom float64 // of the field
	XTicks, YTicks           []tick
	XLabel, YLabel, Label    string // Label: for those who hear the page
	Diagonal                 bool
	Lines                    []polyline
	Points                   []point
}

type tick struct {
	At   float64
	Text string
}

type polyline struct{ Class, Points string }

// A point has a cross of its interval, if it has one, and a title shown where a pointer rests.
type point struct {
	Class              string
	X, Y, R            float64
	X1, X2, Y1, Y2     float64
	Cross              bool
	Text, Title        string
	TextX, TextY       float64
	AnchorEnd, Diamond bool
}

func field() chart {
	return chart{Width: 420, Height: 320, Left: 48, Right: 404, Top: 14, Bottom: 272}
}

// tradeChart draws fixed words over broken ones, a point for each threshold. Broken ones stand on a scale of square roots, for the
// interest is in the small.
func (r *Run) tradeChart(iv *intervals) chart {
	c := field()
	c.Label = "fixed words over broken words, for each threshold"
	c.XLabel, c.YLabel = "broken of 1,000 right words (scale of square roots)", "fixed, % of wrong words"
	maxX, maxY := 1.0, 0.1
	widen := func(e *Effect, i *effectIntervals) {
		maxX, maxY = max(maxX, e.Harm(), i.Broken.High), max(maxY, e.FixedShare(), i.Fixed.High)
	}
	widen(&r.Pooled.Fix, &iv.Fix)
	for i := range r.Pooled.Accepted {
		widen(&r.Pooled.Accepted[i].Effect, &iv.Accepted[i])
	}
	maxY = min(1, math.Ceil(maxY*10)/10)
	maxX *= 1.05
	x := func(v float64) float64 { return c.Left + (c.Right-c.Left)*math.Sqrt(v/maxX) }
	y := func(v float64) float64 { return c.Bottom - (c.Bottom-c.Top)*v/maxY }
	last := math.Inf(-1)
	for _, v := range []float64{0, 0.1, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000} {
		if v <= maxX && x(v)-last > 28 {
			c.XTicks = append(c.XTicks, tick{x(v), trimZeros(v)})
			last = x(v)
		}
	}
	step := 0.1
	if maxY > 0.5 {
		step = 0.2
	}
	for v := 0.0; v <= maxY+1e-9; v += step {
		c.YTicks = append(c.YTicks, tick{y(v), percent(v, 0)})
	}
	line := ""
	place := func(class, text, title string, e *Effect, i *effectIntervals) point {
		p := point{
			Class: class, R: 4, X: x(e.Harm()), Y: y(e.FixedShare()), Cross: true,
			X1: x(i.Broken.Low), X2: x(i.Broken.High), Y1: y(i.Fixed.Low), Y2: y(i.Fixed.High),
			Text: text, Title: fmt.Sprintf("%s: fixed %s %%, broken %s of 1,000", title, percent(e.FixedShare(), 1), decimal(e.Harm(), 2)),
		}
		p.TextX, p.TextY = p.X+7, p.Y+16
		if p.X > c.Right-50 {
			p.TextX, p.AnchorEnd = p.X-7, true
		}
		if p.TextY > c.Bottom-2 {
			p.TextY = p.Y - 9
		}
		for _, q := range c.Points {
			if q.Text != "" && math.Abs(q.TextX-p.TextX) < 46 && math.Abs(q.TextY-p.TextY) < 12 {
				p.Text = "" // its title says it
			}
		}
		return p
	}
	for i := range r.Pooled.Accepted {
		e, t := &r.Pooled.Accepted[i].Effect, trimZeros(r.Options.Accept[i])
		p := place("a", "≥ "+t, "accept ≥ "+t, e, &iv.Accepted[i])
		line += fmt.Sprintf("%.1f,%.1f ", p.X, p.Y)
		c.Points = append(c.Points, p)
	}
	c.Lines = append(c.Lines, polyline{"a", line})
	p := place("b", "fix", "fix, unasked", &r.Pooled.Fix, &iv.Fix)
	p.Diamond = true
	if p.TextY = p.Y - 9; p.TextY < c.Top+10 {
		p.TextY = p.Y + 16
	}
	c.Points = append(c.Points, p)
	return c
}

// reliabilityChart draws what came true over what was said, for findings and for candidates.
func (r *Run) reliabilityChart() chart {
	c := field()
	c.Label = "share that came true over confidence"
	c.XLabel, c.YLabel, c.Diagonal = "confidence, %", "came true, %", true
	x := func(v float64) float64 { return c.Left + (c.Right-c.Left)*v }
	y := func(v float64) float64 { return c.Bottom - (c.Bottom-c.Top)*v }
	for v := 0; v <= 100; v += 20 {
		c.XTicks = append(c.XTicks, tick{x(float64(v) / 100), number(v)})
		c.YTicks = append(c.YTicks, tick{y(float64(v) / 100), number(v)})
	}
	series := func(class, what string, rel *Reliability) {
		line, n := "", rel.Count()
		for _, b := range rel {
			if b.Count == 0 {
				continue
			}
			p := point{Class: class, X: x(b.Mean()), Y: y(b.Rate()), R: 2 + 9*math.Sqrt(float64(b.Count)/float64(n))}
			p.Title = fmt.Sprintf("%s %s of confidence %s %%: %s %% came true", number(b.Count), what, percent(b.Mean(), 1), percent(b.Rate(), 1))
			line += fmt.Sprintf("%.1f,%.1f ", p.X, p.Y)
			c.Points = append(c.Points, p)
		}
		c.Lines = append(c.Lines, polyline{class, line})
	}
	series("a", "findings", &r.Pooled.Findings)
	series("b", "candidates", &r.Pooled.Candidates)
	return c
}

// classChart draws for each class of error how many there are, how many are detected, and of how many the first candidate is right.
type classChart struct {
	Width, Height int
	Bars          []classBar
}

type classBar struct {
	Y, Middle              float64
	Name, Text, Title      string
	All, Detected, First   float64 // widths
	Left, TextX, BarHeight float64
}

func (r *Run) classChart() classChart {
	const left, right, row, height = 92, 366, 24, 15
	c := classChart{Width: 420}
	most := 1
	for k := None + 1; k < classes; k++ {
		if k != LineEnd && k != Missing {
			most = max(most, r.Pooled.Classes[k].Errors)
		}
	}
	for k := None + 1; k < classes; k++ {
		s := r.Pooled.Classes[k]
		if s.Errors == 0 || k == LineEnd || k == Missing {
			continue
		}
		width := func(n int) float64 { return float64(n) / float64(most) * (right - left) }
		b := classBar{
			Y: float64(8 + row*len(c.Bars)), Name: k.String(), Left: left, BarHeight: height,
			All: width(s.Errors), Detected: width(s.Detected), First: width(s.First),
			Text:  number(s.Errors),
			Title: fmt.Sprintf("%s: %s errors, %s %% detected, first candidate right for %s %%", k, number(s.Errors), share(s.Detected, s.Errors), share(s.First, s.Errors)),
		}
		b.Middle, b.TextX = b.Y+height-3, left+b.All+6
		c.Bars = append(c.Bars, b)
	}
	c.Height = 12 + row*len(c.Bars)
	return c
}
