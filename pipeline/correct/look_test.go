package correct

import (
	"testing"

	"emend/dictionaries"
	"emend/pipeline/correct/ngram"
)

// TestWholes: no word of the model is dearer by the table than by the model, however it is parted, and most pairs that are none are told so.
func TestWholes(t *testing.T) {
	c := New(dictionaries.English())
	p := &page{Corrector: c, whole: c.wholes()}
	var before *form
	common, pairs := 0, 0
	c.model.Words(func(fold string, w ngram.Word) {
		f := &form{fold: fold}
		for cut := range fold {
			left, right := (&form{fold: fold[:cut]}).look(), (&form{fold: fold[cut:]}).look()
			if least := p.leastWhole(&left, &right); least > c.model.Uni(w) {
				t.Fatalf("%q and %q: at least %v, and the model says %v", fold[:cut], fold[cut:], least, c.model.Uni(w))
			}
		}
		if before != nil {
			left, right := before.look(), f.look()
			pairs++
			if p.leastWhole(&left, &right) < 9 {
				common++
			}
		}
		before = f
	})
	if 10*common > pairs {
		t.Errorf("%d of %d pairs are taken for common words", common, pairs)
	}
}
