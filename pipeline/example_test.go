package pipeline_test

import (
	"fmt"
	"log"
	"os"

	"emend/dictionaries"
	"emend/pipeline"
	"emend/pipeline/report"
	"emend/pipeline/review"
	"emend/rules"
)

const letter = "The delegates had been brought trom the provinces. Tbe rain fell on the the road.\n"

// A text in, findings out.
func ExampleCheck() {
	config := pipeline.Standard(rules.Profiles[0], dictionaries.English())
	changes, err := pipeline.Check(config, "letter.txt", []byte(letter))
	if err != nil {
		log.Fatal(err) // the encoding cannot be read
	}
	for _, f := range changes.Findings {
		fmt.Printf("byte %d: %s: %q -> %q\n", f.Range.Start, f.Rule, f.Old, f.Suggestions[0].New)
	}
	// Output:
	// byte 31: misspelling: "trom" -> "from"
	// byte 51: misspelling: "Tbe" -> "The"
	// byte 68: doubled-word: "the the" -> "the"
}

// Decisions in, bytes out. Nothing that was not decided is changed.
func ExampleWrite() {
	config := pipeline.Standard(rules.Profiles[0], dictionaries.English())
	changes, err := pipeline.Check(config, "letter.txt", []byte(letter))
	if err != nil {
		log.Fatal(err)
	}
	var decisions []review.Decision
	for _, f := range changes.Findings {
		if f.Rule == "misspelling" {
			decisions = append(decisions, f.Decision(review.Accept, f.Suggestions[0].New, "letter.txt"))
		} else {
			decisions = append(decisions, f.Decision(review.Sic, "", "letter.txt"))
		}
	}
	review.WriteLedger(os.Stdout, decisions[2:])

	changes, err = pipeline.Check(config.Decided(decisions), "letter.txt", []byte(letter))
	if err != nil {
		log.Fatal(err)
	}
	out, err := pipeline.Write(config, changes)
	if err != nil {
		log.Fatal(err) // the result would not read as decided
	}
	os.Stdout.Write(out)
	// Output:
	// {"id":"7cb2a27f1775","verdict":"sic","scope":"here","rule":"doubled-word","old":"the the","before":"rain fell on","after":"road.","path":"letter.txt"}
	// The delegates had been brought from the provinces. The rain fell on the the road.
}

// A web page in ISO-8859-1 stays one: what is written is spliced into its bytes.
func ExampleWrite_bytes() {
	config := pipeline.Standard(rules.Profiles[0], dictionaries.English())
	page := "<meta charset=iso-8859-1><P>He left the caf\xe9 &amp; went trom there.<P>"
	changes, err := pipeline.Check(config, "page.html", []byte(page))
	if err != nil {
		log.Fatal(err)
	}
	for i := range changes.Findings {
		changes.Findings[i].Accept(0, "example")
	}
	changes.Settle()
	out, err := pipeline.Write(config, changes)
	fmt.Printf("%q %v\n", out, err)
	// Output:
	// "<meta charset=iso-8859-1><P>He left the caf\xe9 &amp; went from there.<P>" <nil>
}

// Every report of the command is a function of changesets and their sum.
func Example_report() {
	config := pipeline.Standard(rules.Profiles[0], dictionaries.English())
	changes, err := pipeline.Check(config, "letter.txt", []byte(letter))
	if err != nil {
		log.Fatal(err)
	}
	var sum review.Summary
	sum.Add(changes)
	w := report.Find("words").New(os.Stdout, report.Options{})
	w.File(changes)
	if err := w.Close(&sum); err != nil {
		log.Fatal(err)
	}
	fmt.Println(sum.Findings, "findings in", sum.Words, "words")
	// Output:
	// letter.txt
	//   1: …he delegates had been brought [-trom-]{+from+}? the provinces. [-Tbe-]{+The+}? rain fell on [-the the-]{+the+}? road.
	// 3 findings in 15 words
}
