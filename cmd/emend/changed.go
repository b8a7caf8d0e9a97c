package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"emend/pipeline/review"
	"emend/pipeline/text"
)

// newness is what the flags say about what counts as new.
type newness struct {
	rev, base, patch string
	changed          string // lines or files
	baseline         string
}

func (n *newness) bind(f *pflag.FlagSet) {
	f.StringVar(&n.rev, "new-from-rev", "", "report only what stands in lines changed since the revision `REV` of git")
	f.StringVar(&n.base, "new-from-merge-base", "", "the same, since this branch left `REV`")
	f.StringVar(&n.patch, "new-from-patch", "", "the same, in lines that the unified diff in `FILE` adds; -: standard input")
	n.changed = "lines"
	f.Var(&choice{&n.changed, []string{"lines", "files"}}, "changed", "with --new-from-…: the changed lines, or all of each changed file")
	f.StringVar(&n.baseline, "baseline", "", "leave out the findings of `FILE`, as emend baseline create writes it")
}

// changed is what is new in the texts. A nil one lets everything through.
type changed struct {
	root    string                  // what the paths are relative to; links resolved
	files   map[string]*fileChanges // by path with slashes
	tracked map[string]bool         // what git knows; all else is new. Nil: what is not in files is old
	whole   bool                    // of a changed file everything is new
	met     bool                    // one of the files is among those to check
	unread  int                     // files in which nothing is new
	hidden  int                     // findings
}

// newness reads what the flags of check ask for; nil where they ask for nothing.
func (s *session) newness(args []string) (c *changed, b *baseline, err error) {
	if n := &s.opts.newness; n.patch == "-" && (s.opts.filesFrom == "-" || slices.Contains(args, "-")) {
		return nil, nil, errors.New("standard input cannot be the patch and something else; name a FILE with --new-from-patch")
	}
	if c, err = s.changed(); err != nil || s.opts.newness.baseline == "" {
		return c, nil, err
	}
	if b, err = s.baseline(s.projects.abs(s.opts.newness.baseline)); err == nil && b.src == nil {
		err = fmt.Errorf("--baseline %s: no such file; emend baseline create writes it", s.opts.newness.baseline)
	}
	return c, b, err
}

// changed reads what the flags ask for; nil if they ask for nothing.
func (s *session) changed() (*changed, error) {
	n := &s.opts.newness
	asked := 0
	for _, v := range []string{"new-from-rev", "new-from-merge-base", "new-from-patch"} {
		if s.opts.flags.Changed(v) {
			asked++
		}
	}
	switch {
	case asked > 1:
		return nil, errors.New("--new-from-rev, --new-from-merge-base and --new-from-patch exclude each other")
	case asked == 0 && s.opts.flags.Changed("changed"):
		return nil, errors.New("--changed goes with --new-from-rev, --new-from-merge-base or --new-from-patch")
	case asked == 0:
		return nil, nil
	}
	c := &changed{whole: n.changed == "files"}
	if s.opts.flags.Changed("new-from-patch") {
		return c, s.fromPatch(c, n.patch)
	}
	flag, rev := "--new-from-rev", n.rev
	if s.opts.flags.Changed("new-from-merge-base") {
		flag, rev = "--new-from-merge-base", n.base
	}
	if err := s.fromRevision(c, rev, flag == "--new-from-merge-base"); err != nil {
		return nil, fmt.Errorf("%s %s: %w", flag, rev, err)
	}
	return c, nil
}

func (s *session) fromPatch(c *changed, name string) error {
	var src []byte
	var err error
	if name == "-" {
		src, err = s.readStdin(1 << 30)
	} else {
		src, err = os.ReadFile(s.projects.abs(name))
	}
	if errors.Is(err, errInterrupted) {
		return err
	}
	if err != nil {
		return fmt.Errorf("--new-from-patch %s: %w", name, reason(err))
	}
	if c.files, err = parsePatch(src); err != nil {
		return fmt.Errorf("--new-from-patch %s:%w", name, err)
	}
	// git writes paths from the root of the repository, wherever it is called.
	c.root = resolved(s.projects.cwd)
	if top, err := s.git(s.projects.cwd, "rev-parse", "--show-toplevel"); err == nil {
		if top := resolved(oneName(top)); c.anyBelow(top) || !c.anyBelow(c.root) {
			c.root = top
		}
	}
	return nil
}

// anyBelow reports whether a file of the patch exists below a folder.
func (c *changed) anyBelow(dir string) bool {
	for name := range c.files {
		if exists(filepath.Join(dir, filepath.FromSlash(name))) {
			return true
		}
	}
	return false
}

func (s *session) fromRevision(c *changed, rev string, mergeBase bool) error {
	top, err := s.git(s.projects.cwd, "rev-parse", "--show-toplevel")
	if err != nil {
		return fmt.Errorf("%w; --new-from-patch FILE does without a repository", err)
	}
	root := oneName(top)
	c.root = resolved(root)
	if rev == "" || strings.HasPrefix(rev, "-") {
		return errors.New("no revision; want a branch, a tag, a commit or HEAD~1")
	}
	commit, err := s.git(root, "rev-parse", "--verify", "--quiet", rev+"^{commit}")
	if _, unborn := s.git(root, "symbolic-ref", "--quiet", "HEAD"); err != nil && rev == "HEAD" && unborn == nil && !mergeBase {
		commit, err = s.git(root, "hash-object", "-t", "tree", "--stdin") // before the first commit: all is new
	}
	if err != nil {
		return errors.New("git knows no such revision; in a shallow clone it may have to be fetched")
	}
	if mergeBase {
		if commit, err = s.git(root, "merge-base", oneName(commit), "HEAD"); err != nil {
			return errors.New("git knows no common ancestor with HEAD; in a shallow clone more history may have to be fetched")
		}
	}
	patch, err := s.git(root, "diff", "--text", "--unified=0", "--inter-hunk-context=0", "--find-renames", "--no-color", "--no-ext-diff", "--no-textconv",
		"--no-relative", "--ignore-submodules=all", "--src-prefix=a/", "--dst-prefix=b/", oneName(commit), "--")
	if err != nil {
		return err
	}
	if c.files, err = parsePatch(patch); err != nil {
		return fmt.Errorf("git diff:%w", err)
	}
	known, err := s.git(root, "ls-files", "-z", "--")
	if err != nil {
		return err
	}
	c.tracked = make(map[string]bool)
	for name := range strings.SplitSeq(string(known), "\x00") {
		c.tracked[name] = true
	}
	return nil
}

// git is the output of a git command in a folder. Nothing that the repository could have it run is run: no
// hook, no monitor of the file system, no other diff program.
func (s *session) git(dir string, args ...string) ([]byte, error) {
	c := exec.CommandContext(s.ctx, "git", append([]string{"-C", dir, "--no-pager", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=" + os.DevNull}, args...)...)
	c.Env = append(os.Environ(), "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "LC_ALL=C")
	var errs bytes.Buffer
	c.Stderr = &errs
	out, err := c.Output()
	switch {
	case s.ctx.Err() != nil:
		return nil, errInterrupted
	case errors.Is(err, exec.ErrNotFound):
		return nil, errors.New("git is not installed")
	case err != nil:
		line, _, _ := strings.Cut(strings.TrimSpace(errs.String()), "\n")
		if line == "" {
			line = err.Error()
		}
		return nil, fmt.Errorf("git: %s", strings.TrimPrefix(line, "fatal: "))
	}
	return out, nil
}

// oneName is the one name in what git said; a name may end in blanks.
func oneName(out []byte) string { return strings.TrimSuffix(string(out), "\n") }

// resolved is a path without symbolic links, as far as it exists.
func resolved(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	return path
}

// only leaves out the files in which nothing is new: they need not be read.
func (c *changed) only(s *session, inputs []*input) []*input {
	if c == nil {
		return inputs
	}
	return slices.DeleteFunc(inputs, func(in *input) bool {
		f := c.of(s.place(in))
		c.met = c.met || f != nil
		if f != nil && (f.all || c.whole || len(f.lines) > 0) {
			return false
		}
		c.unread++
		return true
	})
}

// narrow leaves in a result only what is new.
func (c *changed) narrow(s *session, r *result) {
	if c == nil || c.whole {
		return
	}
	changes := c.of(s.place(r.input))
	if changes.all {
		return
	}
	src := r.changes.Document.Source
	line, counted := 1, 0
	c.hidden += r.keep(func(f *review.Finding) bool {
		line += bytes.Count(src[counted:f.Range.Start], []byte{'\n'})
		counted = f.Range.Start
		last := line + bytes.Count(inner(src, f.Range), []byte{'\n'})
		return changes.touches(line, last)
	})
}

// inner is a range without its last byte: a line end there begins no line that the finding is in.
func inner(src []byte, r text.Range) []byte { return src[r.Start:max(r.Start, r.End-1)] }

// of is what is new in a file, given absolute; nil if nothing is known to be.
func (c *changed) of(abs string) *fileChanges {
	name := relative(c.root, resolved(abs))
	if f := c.files[name]; f != nil {
		return f
	}
	if c.tracked != nil && !c.tracked[name] {
		return &fileChanges{all: true}
	}
	return nil
}

// place is where a file is or, of standard input, would be.
func (s *session) place(in *input) string {
	if in.path != "" {
		return in.path
	}
	return s.projects.abs(in.shown)
}

// keep takes findings out of a result, as if they had not been made, and counts those that would
// have been shown.
func (r *result) keep(stays func(*review.Finding) bool) (hidden int) {
	kept := *r.changes
	kept.Findings = slices.DeleteFunc(slices.Clone(kept.Findings), func(f review.Finding) bool {
		if stays(&f) {
			return false
		}
		if f.Status != review.Rejected && f.Status != review.Superseded {
			hidden++
		}
		return true
	})
	r.changes = &kept
	return hidden
}

// sum is what was left out, for the end of a run.
func (c *changed) sum(s *session) {
	switch {
	case c == nil:
		return
	case !c.met && c.tracked == nil && len(c.files) > 0:
		s.say("no file of the patch is among those to check; it names them from %s", s.projects.shown(c.root))
	case c.unread > 0:
		s.note("%s without changes not read", count(c.unread, "file"))
	}
	if c.hidden > 0 {
		s.note("%s in old lines not shown", count(c.hidden, "finding"))
	}
}
