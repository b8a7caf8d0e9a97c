package witness

// Unlike is how many words of a passage stand otherwise in another text, capitals and stops not counted: changed, lost, or run together.
func Unlike(passage, other string) int {
	none := func(at int) int { return at }
	p, w := words(passage, 0, len(passage), none), words(other, 0, len(other), none)
	ops, _, ok := (&aligner{}).align(p, w)
	if !ok {
		return len(p)
	}
	n := 0
	for _, o := range ops {
		if o.from < o.to && (o.like == o.upto || o.distance > 0 || o.to-o.from != o.upto-o.like) {
			n += o.to - o.from
		}
	}
	return n
}
