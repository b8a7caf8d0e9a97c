package rules

import (
	"fmt"
	"strings"

	"emend/pipeline/correct"
)

var unusedMark = &Rule{
	Name:  "unused-mark",
	Stage: Last,
	Doc: `A mark for emend in a comment that does nothing

emend:off in a comment silences the rules it names, or all of them, up to emend:on or the end of the file. One that
silences nothing any more hides the next error; one that names no rule, or says neither off nor on, hides nothing at all.
Accepting the finding takes a comment out that does nothing.

Left alone: a mark of a rule that does not run, any mark where only some rules were asked for (--select, --ignore), and a comment
that only mentions emend.`,
	Format: "html",
	Examples: []Example{
		{"nothing there", "<p>A house.<!-- emend:off --> By the river.</p>", "<p>A house. By the river.</p>"},
		{"nothing was off", "<p>A house.<!-- emend:on --> By the river.</p>", "<p>A house. By the river.</p>"},
		{"off twice", "<p><!-- emend:off bracket -->A house.<!-- emend:on bracket --> <!--emend:on bracket-->It fell.</p>", "<p><!-- emend:off bracket -->A house.<!-- emend:on bracket --> It fell.</p>"},
		{"a rule that does not run", "<p>A house.<!-- emend:off misspelling; dialect --> By the river.</p>", "<p>A house.<!-- emend:off misspelling; dialect --> By the river.</p>"},
		{"prose", "<p>A house.<!-- checked with emend: fine --></p>", "<p>A house.<!-- checked with emend: fine --></p>"},
	},
	Check: checkUnusedMark,
}

func checkUnusedMark(p *Pass) {
	for i := range p.Marks {
		m := &p.Marks[i]
		q := Proposal{At: p.Text.Locate(m.Range), Comment: &m.Comment, Confidence: 0.99}
		switch {
		case !m.Off() && !m.On():
			q.Reason = fmt.Sprintf("after emend: stands “%s”; it is off or on", m.Verb)
		case m.Unknown != nil:
			q.Reason = fmt.Sprintf("no rule is called “%s”; emend rules lists them", m.Unknown[0])
		case len(m.Idle) == 0:
			continue
		case m.On():
			q.Reason = "nothing is off here that it would put on again"
		default:
			q.Reason = "it silences nothing"
		}
		switch whole := len(m.Idle) > 0 && len(m.Idle) == max(1, len(m.Rules)); {
		case whole && m.Unknown == nil:
			q.Candidates = []correct.Candidate{{Confidence: 0.99}}
		case m.Unknown == nil && len(m.Idle) > 0:
			q.Reason += ": " + strings.Join(m.Idle, ", ")
		}
		p.Report(q)
	}
}
