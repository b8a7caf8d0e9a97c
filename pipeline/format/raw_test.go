package format

import "testing"

// What a title is, is read whatever case its tag is written in.
func TestRawName(t *testing.T) {
	for _, src := range []string{"<title>a</title><p>b</p>", "<TITLE>a</TITLE><p>b</p>", "<Title>a</tItle><P>b</P>"} {
		if d, _ := mustRead(t, src, Options{Format: "html"}); shown(d) != "¶⟦heading a⟧\n\n¶b" {
			t.Errorf("%s reads %q", src, shown(d))
		}
	}
}
