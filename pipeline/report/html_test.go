package report

import (
	"crypto/sha256"
	"encoding/base64"
	"regexp"
	"slices"
	"strings"
	"testing"

	"emend/pipeline/review"
	"emend/pipeline/text"
)

// TestPageLoadsNothing holds that the page has no script, no address but its own anchors, and no
// tag or attribute that a text brought in.
func TestPageLoadsNothing(t *testing.T) {
	page := runOf(t, "html", Options{Version: "<script>1"}, samples())
	tags := strings.Fields(`!doctype html head meta title style body main section h2 bdi ol li p del ins b mark a span code header h1 table
		caption tbody tr th td div ul footer`)
	for _, tag := range regexp.MustCompile(`<[/]?([!a-zA-Z][^\s>]*)`).FindAllStringSubmatch(page, -1) {
		if !slices.Contains(tags, strings.ToLower(tag[1])) {
			t.Errorf("tag <%s>", tag[1])
		}
	}
	for _, attr := range regexp.MustCompile(`(?i)\s(on\w+|src|style|action|srcset|data|xlink:href)\s*=`).FindAllString(page, -1) {
		t.Errorf("attribute %q", attr)
	}
	for _, href := range regexp.MustCompile(`href="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		if !strings.HasPrefix(href[1], "#") || strings.Count(page, `id="`+href[1][1:]+`"`) != 1 {
			t.Errorf("a link to %q", href[1])
		}
	}
	for _, word := range []string{"://", "url(", "@import"} {
		if strings.Contains(page, word) {
			t.Errorf("the page has %q", word)
		}
	}
}

func TestPagePolicyAllowsItsStyle(t *testing.T) {
	page := runOf(t, "html", Options{}, nil)
	style := regexp.MustCompile(`(?s)<style>(.*?)</style>`).FindAllStringSubmatch(page, -1)
	policy := regexp.MustCompile(`content="default-src 'none'; style-src 'sha256-([^']+)'; base-uri 'none'; form-action 'none'"`).FindStringSubmatch(page)
	if len(style) != 1 || policy == nil {
		t.Fatalf("%d styles, policy %q", len(style), policy)
	}
	hash := sha256.Sum256([]byte(style[0][1]))
	if want := base64.StdEncoding.EncodeToString(hash[:]); policy[1] != want {
		t.Errorf("the policy allows a style of hash %s, the page has %s", policy[1], want)
	}
	if i := strings.Index(page, "Content-Security-Policy"); i > strings.Index(page, "<style>") {
		t.Error("the policy comes after what it is to judge")
	}
}

// TestPageAnchors: the same passage in two files has the same ID.
func TestPageAnchors(t *testing.T) {
	cs := append(samples(), samples()...)
	page := runOf(t, "html", Options{}, cs)
	seen := make(map[string]bool)
	for _, id := range regexp.MustCompile(`<li id="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		if seen[id[1]] {
			t.Errorf("anchor %q twice", id[1])
		}
		seen[id[1]] = true
	}
	var s review.Summary
	for _, c := range cs {
		s.Add(c)
	}
	if len(seen) != s.Findings {
		t.Errorf("%d anchors for %d findings", len(seen), s.Findings)
	}
}

// TestPageApparatus: what rests on another text stands in the apparatus of its file, as editions print it.
func TestPageApparatus(t *testing.T) {
	doc := document("a.txt", "He met them on a hattle-field of <b>that</b> war.\n")
	f := find(doc, 0, "quotation", "hattle", "the source has “battle”", to("battle", 0.97))
	f.Witness = &text.Witness{Name: "Lincoln, <i>Works</i>, p. 20", Path: "books/a b\"<i>.txt", There: "on a great battle-field"}
	note := find(doc, 0, "misquotation", "met", "the source has “saw”")
	note.Witness = &text.Witness{Name: "Works", There: "He saw them on"}
	findings := []review.Finding{f, note, find(doc, 0, "misspelling", "war", "no word", to("was", 0.6))}
	review.Identify(findings)
	page := runOf(t, "html", Options{}, []*review.Changeset{review.NewChangeset(doc, findings)})
	apparatus := regexp.MustCompile(`(?s)<p class="apparatus">.*?</p>`).FindAllString(page, -1)
	if len(apparatus) != 1 {
		t.Fatalf("%d apparatuses in %s", len(apparatus), page)
	}
	for _, want := range []string{
		`>1</a> <bdi>hattle</bdi>] <bdi>battle</bdi> <b><a href="books/a%20b%22%3Ci%3E.txt#:~:text=on%20a%20great%20battle%2Dfield" rel="noreferrer"><bdi>Lincoln, &lt;i&gt;Works&lt;/i&gt;, p. 20</bdi></a></b>`,
		`<bdi>met</bdi>] <bdi>He saw them on</bdi> <b><bdi>Works</bdi></b>`,
	} {
		if !strings.Contains(apparatus[0], want) {
			t.Errorf("no %s in %s", want, apparatus[0])
		}
	}
	if strings.Contains(apparatus[0], "war") {
		t.Errorf("a guess stands there: %s", apparatus[0])
	}
	if page := runOf(t, "html", Options{}, samples()); strings.Contains(page, `class="apparatus"`) {
		t.Error("an apparatus of nothing")
	}
}
