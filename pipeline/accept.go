package pipeline

import (
	"cmp"
	"slices"

	"emend/pipeline/correct"
	"emend/pipeline/review"
	"emend/pipeline/text"
	"emend/rules"
)

// accept accepts what the mode fix may and what the harm budget allows.
func (r *run) accept() {
	r.acceptSure()
	if r.config.MaxHarm > 0 {
		r.spend()
	}
	if r.config.Propose {
		r.proposeAll()
	}
}

// acceptSure drops what is too unsure to show, and accepts what the mode fix may.
func (r *run) acceptSure() {
	r.found = slices.DeleteFunc(r.found, func(f review.Finding) bool {
		least := r.config.MinConfidence
		if f.Rule == review.VariantRule {
			least = r.config.MinVariant
		}
		return f.Status == review.Open && f.Confidence < least
	})
	for i := range r.found {
		f := &r.found[i]
		rule := rules.Find(f.Rule)
		if f.Status == review.Open && r.config.Modes[f.Rule] == rules.Fix && len(f.Suggestions) > 0 &&
			f.Suggestions[0].Confidence >= r.config.FixConfidence && (rule.Graphic || !f.InQuote) {
			f.Accept(0, "mode fix")
		}
	}
}

// proposeAll accepts the first candidate of every open finding; of two that want the same bytes the surer one.
func (r *run) proposeAll() {
	order := make([]int, 0, len(r.found))
	taken := newByteSet(text.Range{End: len(r.base.Source)})
	for i := range r.found {
		switch f := &r.found[i]; {
		case f.Status == review.Open && len(f.Suggestions) > 0:
			order = append(order, i)
		case f.Status == review.Accepted && f.Taken() != nil:
			for _, e := range f.Taken().Edits {
				taken.add(e.Range)
			}
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(r.found[b].Confidence, r.found[a].Confidence) })
	for _, i := range order {
		edits := r.found[i].Suggestions[0].Edits
		if slices.ContainsFunc(edits, func(e text.Edit) bool { return taken.overlaps(e.Range) }) {
			continue
		}
		for _, e := range edits {
			taken.add(e.Range)
		}
		r.found[i].Accept(0, "proposed")
	}
}

// risks are the corrections that the harm budget may accept, and their places among the findings.
func (r *run) risks() (risks []correct.Risk, at []int) {
	for i := range r.found {
		f := &r.found[i]
		if correct.IsKind(f.Rule) && f.Status == review.Open && len(f.Suggestions) > 0 {
			risks = append(risks, correct.Risk{Right: f.Suggestions[0].Confidence, Wrong: f.Confidence, Noise: r.noiseAt(f.Range.Start), Quoted: f.InQuote})
			at = append(at, i)
		}
	}
	return risks, at
}

// spend accepts the corrections that are worth most, as many as the harm budget allows.
func (r *run) spend() {
	risks, at := r.risks()
	least := r.config.LeastWorth
	if !r.config.Batched {
		least = correct.Least(risks, r.words, r.config.MaxHarm)
	}
	for k, risk := range risks {
		if risk.Worth() > least {
			r.found[at[k]].Accept(0, "harm budget")
		}
	}
}
