package format

import "testing"

// FuzzExpected: an end tag that was expected is read as one that was not.
func FuzzExpected(f *testing.F) {
	for _, s := range append(hostile, "<A><b:c d='</b:c>'>x</b:c></A></A >", "<a><br><p>b</p/></a", "<x></x></x></y>") {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, xml := range []bool{false, true} {
			quick, plain := scanner{s: s, xml: xml}, scanner{s: s, xml: xml}
			for {
				plain.depth = 0
				more := quick.next()
				if more != plain.next() || quick.token != plain.token || more && quick.attributes != plain.attributes {
					t.Fatalf("xml %v, %q: %+v, want %+v", xml, s, quick.token, plain.token)
				}
				if !more {
					break
				}
			}
		}
	})
}
