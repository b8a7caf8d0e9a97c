package correct

// Without names ingredients that a corrector does without, to see what each is worth.
type Without struct {
	Splits     bool // no blank is thought lost or put in
	RealWords  bool // no word of the lexicon is doubted
	Adaptation bool // the channel does not learn from the document
	Aliens     bool // no page is taken for one in another language: a model of no frequencies takes all for one
}

// Without is c without some ingredients.
func (c *Corrector) Without(w Without) *Corrector {
	d := *c
	d.without = w
	return &d
}

// ByLattice is a ranker that takes the lattice at its word: what is likely there is the probability.
func ByLattice() *Ranker {
	q := Question{Weights: make([]float64, featureCount), Calibration: Calibration{Scale: 1}}
	q.Weights[fOdds] = 1
	return &Ranker{Right: q, Wrong: q}
}
