package main

import (
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"emend/pipeline/review"
	"emend/pipeline/review/sitting"
)

// reviewing are the flags of review.
type reviewing struct {
	order, by  string
	plain, web bool
	port       int
}

func (s *session) reviewCommand() *cobra.Command {
	r := &reviewing{order: sitting.Orders[sitting.ByFile]}
	c := &cobra.Command{
		Use:     "review [PATH…]",
		GroupID: "decisions",
		Short:   "go through the findings one by one, in the terminal or the browser",
		Long: `Review shows one finding after the other with its sentence, its reason and its candidates, and
takes an answer: y accept, n leave as it is, e type a reading, 1-9 take that candidate,
? all keys. Nothing is written but the ledger and, with w, the word list; emend fix writes
the texts.

Every answer is on disk before the next is asked, and u takes it back, as often as
wanted. Review goes on where it stopped: what the ledger decides is not asked again. The
files are checked while the first findings are shown already.

--order gain asks first where an answer removes most errors for what there is to read:
findings alike are shown as one series. What another text says (a quotation's source, another
witness) comes before what is guessed, there and with --order confidence. --plain asks line by line on standard input and
output, with the same keys, for screen readers and scripts. --web prints a link to a page
on this machine: the text with its findings marked, the same keys, the mouse, and the scan
beside the word where OCR's boxes and the page's picture are there. The link opens once.

Exit code 0 says that all is decided, 1 that findings are left.`,
		Example: `  emend review letters/
  emend review --order gain --min-confidence 0.8 .
  emend review --web scans/
  emend review --select quote-mark letters/1848.txt
  printf 'y\nn\nq\n' | emend review --plain letters/1848.txt`,
		RunE: func(cmd *cobra.Command, args []string) error { return s.review(cmd, args, r) },
	}
	f := c.Flags()
	f.Var(&choice{&r.order, sitting.Orders}, "order", "what is asked first: file, as it stands; confidence, the surest; gain, most errors for the words to read")
	f.BoolVar(&r.plain, "plain", false, "ask line by line on standard input and output")
	f.BoolVar(&r.web, "web", false, "review in the browser: prints a link to a page on this machine")
	f.IntVar(&r.port, "port", 0, "with --web, listen on this port (default a free one)")
	f.StringVar(&r.by, "by", "", "`NAME` of who decides (default EMEND_REVIEWER, else git's user.name)")
	s.opts.bindFinding(f)
	return c
}

func (s *session) review(cmd *cobra.Command, args []string, r *reviewing) error {
	s.opts.flags = cmd.Flags()
	if slices.Contains(args, "-") || s.opts.filesFrom == "-" {
		return errors.New("review takes its answers from standard input; name the files")
	}
	_, in := terminal(s.in)
	_, out := terminal(s.out.to)
	switch {
	case r.plain && r.web:
		return errors.New("--plain and --web exclude each other")
	case !r.web && cmd.Flags().Changed("port"):
		return errors.New("--port goes with --web")
	case r.port < 0 || r.port > 65535:
		return fmt.Errorf("--port %d: want 1 to 65535, or 0 for a free one", r.port)
	}
	if !r.plain && !r.web && (!in || !out || os.Getenv("TERM") == "dumb") {
		return errors.New("review needs a terminal, and not a dumb one; --plain asks line by line on standard input and output")
	}
	if err := s.prepare(); err != nil {
		return err
	}
	s.opts.deciding = true
	inputs, err := s.gather(args)
	if err != nil {
		return err
	}
	if len(inputs) == 0 {
		s.note("no files to review")
		return nil
	}
	d, err := s.newDesk(inputs, sitting.Order(slices.Index(sitting.Orders, r.order)), s.reviewer(r.by, inputs[0].settings.place.root))
	if err != nil {
		return err
	}
	defer d.feed.stop()
	switch {
	case r.web:
		err = d.browser(r.port)
	case r.plain:
		err = d.plain()
	default:
		err = d.screen()
	}
	return d.close(err)
}

// close ends a sitting: the ledgers are sorted, what went wrong is said, and what was done.
func (d *desk) close(err error) error {
	d.feed.stop()
	for _, root := range d.roots {
		if cerr := d.journals[root].compact(); cerr != nil && err == nil {
			err = cerr
		}
	}
	for _, root := range d.roots {
		if d.answers > 0 && err == nil {
			err = d.settleConflicts(root)
		}
	}
	d.take(d.feed.drain())
	for _, p := range d.problems {
		d.say("%s", p)
	}
	for _, e := range d.errors {
		d.skip(e.shown, e.err)
	}
	if err != nil {
		return err
	}
	if d.cut || d.ctx.Err() != nil {
		return errInterrupted
	}
	line := count(d.answers, "answer") + ", " + count(d.sit.Open(), "finding") + " undecided"
	if n := d.total - d.checked; n > 0 {
		line += fmt.Sprintf(", %s not checked yet", count(n, "file"))
	}
	if d.sit.Open() > 0 || d.checked < d.total {
		line += "; emend review goes on here"
		d.raise(found)
	} else {
		line += "; emend diff shows what fix will write"
	}
	d.session.note("%s", line)
	return nil
}

// itemsOf are the findings of a checked file that an editor is to be asked about.
func itemsOf(r *result, file int) []sitting.Item {
	var items []sitting.Item
	var lines lineIndex
	for i := range r.changes.Findings {
		f := &r.changes.Findings[i]
		if f.Status != review.Open && f.Status != review.Unwritable {
			continue
		}
		it := sitting.Item{
			ID: f.ID, Rule: f.Rule, Old: f.Old, Before: f.Before, After: f.After, Reason: f.Reason, Confidence: f.Confidence,
			Project: r.settings.place.root, Path: r.key, File: file, Range: f.Range, InQuote: f.InQuote,
		}
		if f.Status == review.Unwritable {
			it.Barrier = f.Because
		}
		if f.Witness != nil {
			it.Witness, it.WitnessPath, it.WitnessAt = f.Witness.Name, f.Witness.Path, f.Witness.At
		}
		for _, s := range f.Suggestions {
			it.Candidates = append(it.Candidates, sitting.Candidate{New: s.New, Confidence: s.Confidence})
		}
		it.Part = r.changes.Document.PartAt(f.Range.Start)
		it.Line, it.Column = lines.of(r.changes.Document).At(f.Range.Start)
		items = append(items, it)
	}
	return items
}
