package report

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"emend/pipeline/review"
	"emend/pipeline/text"
)

var sarifReport = Report{
	Name: "sarif",
	Doc:  "SARIF 2.1.0, with fixes, for code scanning and editors",
	New: func(w io.Writer, o Options) Writer {
		s := &sarifWriter{printer: newPrinter(w, false), encoder: newEncoder(), o: o, surest: best[sarifEntry]{limit: sarifResults}}
		s.print(`{"$schema":"`, sarifSchema, `","version":"2.1.0","runs":[{`, "\n")
		return s
	},
}

const (
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	// sarifResults are what GitHub shows of a run; it refuses one of more than 25,000.
	sarifResults = 5000
	// sarifLevel is that of all results: a finding is a probability that an editor weighs, and never an error
	// of the build. How sure it is says its rank.
	sarifLevel = "warning"
)

// sarifWriter writes at the end: which results are the surest is known only then. It keeps
// them encoded.
type sarifWriter struct {
	*printer
	*encoder
	o      Options
	surest best[sarifEntry]
	err    error
}

type sarifEntry struct {
	rule     string
	artifact *sarifArtifact
	result   []byte
}

func (w *sarifWriter) File(c *review.Changeset) error {
	var lines *text.Lines
	var artifact *sarifArtifact
	for i := range c.Findings {
		f := &c.Findings[i]
		if !shown(f) {
			continue
		}
		if lines == nil {
			lines = text.NewLines(c.Document.Source, c.Document.Encoding)
			artifact = &sarifArtifact{
				Location: sarifURI{percentEncoded(repositoryPath(c.Document.Path))},
				Length:   len(c.Document.Source), Encoding: c.Document.Encoding, Hashes: map[string]string{"sha-256": c.Digest},
			}
		}
		w.surest.offer(f.Confidence, func() sarifEntry {
			line, err := w.marshal(sarifOf(c.Document, artifact.Location, f, lines))
			w.err = cmp.Or(w.err, err)
			return sarifEntry{f.Rule, artifact, slices.Clone(line)}
		})
	}
	return w.err
}

func sarifOf(doc *text.Document, uri sarifURI, f *review.Finding, lines *text.Lines) *sarifResult {
	region := sarifTextRegion(lines, f.Range)
	region.ByteOffset, region.ByteLength = &f.Range.Start, sarifLength(f.Range)
	r := &sarifResult{
		RuleID: f.Rule, Level: sarifLevel, Rank: math.Round(rounded(f.Confidence)*1e4) / 100,
		Message:             sarifText{sarifPlain(message(f))},
		Locations:           []sarifLocation{{sarifPhysical{uri, region}}},
		PartialFingerprints: map[string]string{"findingID/v1": f.ID},
		Properties:          sarifProperties{f.Status.String(), f.Because, f.InQuote},
	}
	for _, s := range readings(f) {
		if len(s.Edits) == 0 {
			continue
		}
		change := sarifChange{Location: uri}
		for _, e := range s.Edits {
			change.Replacements = append(change.Replacements, sarifReplacementOf(doc, e, lines))
		}
		r.Fixes = append(r.Fixes, sarifFix{sarifText{sarifPlain(quoted(s.New) + " " + percent(s.Confidence))}, []sarifChange{change}})
	}
	return r
}

// sarifReplacementOf is an edit in characters where a file in UTF-8 is edited, and in bytes elsewhere:
// what the new bytes are in another encoding no consumer need find out.
func sarifReplacementOf(doc *text.Document, e text.Edit, lines *text.Lines) sarifReplacement {
	if (doc.Encoding == "utf-8" || doc.Encoding == "") && utf8.ValidString(e.New) {
		return sarifReplacement{sarifTextRegion(lines, e.Range), &sarifContent{Text: &e.New}}
	}
	binary := base64.StdEncoding.EncodeToString([]byte(e.New))
	return sarifReplacement{sarifRegion{ByteOffset: &e.Start, ByteLength: sarifLength(e.Range)}, &sarifContent{Binary: &binary}}
}

func sarifTextRegion(lines *text.Lines, r text.Range) (g sarifRegion) {
	g.StartLine, g.StartColumn = lines.At(r.Start)
	g.EndLine, g.EndColumn = lines.At(r.End)
	return g
}

func sarifLength(r text.Range) *int {
	n := r.Len()
	return &n
}

func (w *sarifWriter) Close(s *review.Summary) error {
	entries := w.surest.surest()
	names, files := make(map[string]bool), make(map[*sarifArtifact]bool)
	for _, e := range entries {
		names[e.value.rule], files[e.value.artifact] = true, true
	}
	w.member("tool", sarifTool{sarifDriver{"emend", w.o.Version, w.rules(names)}})
	w.member("columnKind", "unicodeCodePoints")
	w.member("newlineSequences", []string{"\r\n", "\n", "\r"})
	artifacts := slices.AppendSeq(make([]*sarifArtifact, 0, len(files)), maps.Keys(files))
	slices.SortFunc(artifacts, func(a, b *sarifArtifact) int { return cmp.Compare(a.Location.URI, b.Location.URI) })
	w.member("artifacts", artifacts)
	w.member("invocations", []sarifInvocation{w.invocation(s, len(entries))})
	w.print(`"results":[`)
	for i, e := range entries {
		if i > 0 {
			w.print(",")
		}
		w.print("\n")
		w.Write(e.value.result)
	}
	w.print("\n]}]}\n")
	return cmp.Or(w.err, w.Flush())
}

// member writes a member of the run that another one follows.
func (w *sarifWriter) member(name string, v any) {
	line, err := w.marshal(v)
	w.err = cmp.Or(w.err, err)
	w.print(`"`, name, `":`)
	w.Write(line)
	w.print(",\n")
}

// rules describes those that the results name.
func (w *sarifWriter) rules(names map[string]bool) []sarifRule {
	docs := make(map[string]RuleDoc)
	for _, d := range w.o.Rules {
		docs[d.Name] = d
	}
	rules := []sarifRule{}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		d := docs[name]
		title := cmp.Or(d.Title, name)
		doc := cmp.Or(strings.TrimSpace(d.Doc), title)
		short, full := sarifText{sarifPlain(title)}, doc
		if i := strings.Index(full, "\n\n"); i >= 0 {
			full = full[:i]
		}
		rules = append(rules, sarifRule{
			ID: name, Short: short, Full: sarifText{sarifPlain(full)}, Help: sarifHelp{sarifPlain(doc), doc},
			Default: sarifDefault{sarifLevel},
		})
	}
	return rules
}

func (w *sarifWriter) invocation(s *review.Summary, listed int) sarifInvocation {
	v := sarifInvocation{Successful: s.Complete()}
	if n := w.surest.given - listed; n > 0 {
		v.Notifications = append(v.Notifications, sarifNotification{Level: "warning", Message: sarifText{
			fmt.Sprintf("%d of %d findings are left out, the least sure ones; another report has them all", n, w.surest.given)}})
	}
	for _, k := range s.Skipped {
		v.Notifications = append(v.Notifications, sarifNotification{
			Level: "error", Message: sarifText{sarifPlain("not checked: " + Escape(k.Reason))},
			Locations: []sarifFileLocation{{sarifFile{sarifURI{percentEncoded(repositoryPath(k.Path))}}}},
		})
	}
	return v
}

// percentEncoded is a path as a URI: relative, or of the scheme file where it begins with a slash.
// // a b/50%.txt -> a%20b/50%25.txt
func percentEncoded(path string) string {
	var b strings.Builder
	if strings.HasPrefix(path, "/") {
		b.WriteString("file://")
	}
	for _, c := range []byte(path) {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("-._~/", c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// sarifPlain is a text as the text of a message, where a brace before a digit is a place for an
// argument, and [words](address) a link. // {0} -> {{0}}
func sarifPlain(s string) string {
	if strings.Contains(s, "](") {
		s = strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`).Replace(s)
	}
	if i := strings.IndexByte(s, '{'); i >= 0 && strings.ContainsAny(s[i:], "0123456789") {
		s = strings.NewReplacer("{", "{{", "}", "}}").Replace(s)
	}
	return s
}
