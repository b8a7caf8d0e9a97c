package rules

// proposeCorrections proposes what the corrector found of one kind.
func (p *Pass) proposeCorrections(kind string) {
	if p.Corrections == nil {
		return
	}
	for _, c := range p.Corrections() {
		if c.Kind == kind {
			p.Report(Proposal{At: c.Span, Candidates: c.Candidates, Confidence: c.Confidence, Reason: c.Reason})
		}
	}
}
