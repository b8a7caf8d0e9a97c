package main

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"text/template"

	"github.com/spf13/cobra"

	"emend/pipeline/config"
)

// home is where this program's source can be had from, as --from takes it; a release has it linked in.
var home = ""

//go:embed starter
var starters embed.FS

// The platforms that init knows, in the order of the help.
var platforms = []string{"github", "gitlab", "pre-commit"}

// starter is what the files are filled in with.
type starter struct {
	Branch          string // that uploads go to
	URL, Repository string // of emend: https://github.com/owner/emend, owner/emend
	Ref, Version    string // of emend: a commit, and how people call it
	Go              string // version
}

// A starting is the run of init.
type starting struct {
	*session
	root  string
	dir   *os.Root
	show  bool
	wrote bool
	data  starter
}

func (s *session) initCommand() *cobra.Command {
	var from string
	var wanted []string
	var show bool
	c := &cobra.Command{
		Use: "init", GroupID: "reference", Short: "write emend.toml, a workflow and a hook for this repository",
		Long: `Init writes the files that a repository of texts needs: emend.toml, and a check of new texts for the
platforms it is on. It never changes a file that is there, and asks nothing.

  github       .github/workflows/emend.yml, with the right to read and no other
  gitlab       .gitlab/emend.yml, and .gitlab-ci.yml to include it
  pre-commit   .pre-commit-config.yaml, with the emend of your PATH

Without --for the repository's remotes and files say which. The workflows build emend from --from at one
commit, so that what checks your texts changes only when you change it.`,
		Example: "  emend init\n  emend init --for github --from OWNER/emend@COMMIT\n  emend init --for none --print",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return s.init(cmd, from, wanted, show)
		},
	}
	f := c.Flags()
	f.StringSliceVar(&wanted, "for", nil, "the platforms: "+strings.Join(platforms, ", ")+" or none (default: those of the repository)")
	f.StringVar(&from, "from", home, "where emend is built from, `[URL/]OWNER/REPO[@REF]`; REF is by default the commit that this emend was built from")
	f.BoolVar(&show, "print", false, "print the files instead of writing them")
	return c
}

func (s *session) init(cmd *cobra.Command, from string, wanted []string, show bool) error {
	for _, w := range wanted {
		if w != "none" && !slices.Contains(platforms, w) {
			return fmt.Errorf("--for: unknown platform %q; %s", w, didYouMean(w, platforms, "want "+strings.Join(platforms, ", ")+" or none"))
		}
	}
	if slices.Contains(wanted, "none") && len(wanted) > 1 {
		return errors.New("--for none goes alone")
	}
	in := &starting{session: s, show: show}
	var err error
	if in.root, err = os.Getwd(); err != nil {
		return err
	}
	if top, err := s.git(in.root, "rev-parse", "--show-toplevel"); err == nil {
		in.root = filepath.FromSlash(oneName(top))
	}
	if in.dir, err = os.OpenRoot(in.root); err != nil {
		return err
	}
	defer in.dir.Close()
	in.data.Branch = in.branch()
	in.data.Go = strings.TrimPrefix(strings.Fields(runtime.Version())[0], "go")
	asked := len(wanted) > 0
	if !asked {
		wanted = in.detected()
	}
	if slices.Contains(wanted, "github") || slices.Contains(wanted, "gitlab") {
		if err := in.source(from, slices.Contains(wanted, "github")); err != nil {
			if asked {
				return err
			}
			s.note("%v; no workflow is written", err)
			wanted = slices.DeleteFunc(wanted, func(w string) bool { return w != "pre-commit" })
		}
	}
	if err := in.write("emend.toml", starterConfig()); err != nil {
		return err
	}
	for _, w := range platforms {
		if slices.Contains(wanted, w) {
			if err := in.platform(w); err != nil {
				return err
			}
		}
	}
	if in.wrote {
		s.note("next: emend check; emend review; then commit these files with the ledger, .emend/ledger.jsonl")
	}
	return nil
}

func (in *starting) platform(name string) error {
	switch name {
	case "github":
		return in.fill(".github/workflows/emend.yml", "github.yml")
	case "gitlab":
		if err := in.fill(".gitlab/emend.yml", "gitlab.yml"); err != nil {
			return err
		}
		if in.has(".gitlab-ci.yml") && !in.show {
			in.note(".gitlab-ci.yml is there already; put this into it: include: [{ local: .gitlab/emend.yml }]")
			return nil
		}
		return in.fill(".gitlab-ci.yml", "gitlab-ci.yml")
	}
	if in.has(".pre-commit-config.yaml") && !in.show {
		in.note(".pre-commit-config.yaml is there already; emend init --for pre-commit --print shows the hook to put below its repos:")
		return nil
	}
	return in.fill(".pre-commit-config.yaml", "pre-commit.yaml")
}

// branch is the one that uploads go to, as far as git knows.
func (in *starting) branch() string {
	for _, ask := range [][]string{{"symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"}, {"symbolic-ref", "--quiet", "--short", "HEAD"}} {
		if out, err := in.git(in.root, ask...); err == nil {
			name := strings.TrimPrefix(oneName(out), "origin/")
			if plainName.MatchString(name) {
				return name
			}
		}
	}
	return "main"
}

// plainName is what stands in YAML as it is.
var plainName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._/-]*$`)

// detected are the platforms that the repository's remotes and files speak of.
func (in *starting) detected() (found []string) {
	remotes, _ := in.git(in.root, "remote", "-v") // no git: the files alone say it
	for _, p := range []struct {
		name, host string
		files      []string
	}{
		{"github", "github.com", []string{".github"}},
		{"gitlab", "gitlab", []string{".gitlab-ci.yml", ".gitlab"}},
		{"pre-commit", "\n", []string{".pre-commit-config.yaml"}},
	} {
		if slices.ContainsFunc(p.files, in.has) || p.host != "\n" && bytes.Contains(remotes, []byte(p.host)) {
			found = append(found, p.name)
		}
	}
	return found
}

func (in *starting) has(name string) bool {
	_, err := in.dir.Lstat(name)
	return err == nil
}

// source takes --from apart.
func (in *starting) source(from string, github bool) error {
	if from == "" {
		return errors.New("where emend can be had from is not known; say where you cloned it from: --from OWNER/REPO or --from OWNER/REPO@COMMIT")
	}
	where, ref, _ := strings.Cut(from, "@")
	if !strings.Contains(where, "://") {
		where = "https://github.com/" + where
	}
	if ref == "" {
		commit, clean := built()
		if !clean {
			return fmt.Errorf("which version of %s? this emend was not built from a commit; write --from %s@COMMIT", from, from)
		}
		ref, in.data.Version = commit, "emend "+version()
	}
	host, repository, ok := strings.Cut(strings.TrimPrefix(where, "https://"), "/")
	if !ok || !strings.HasPrefix(where, "https://") || !plainName.MatchString(host) || !plainName.MatchString(repository) || !plainName.MatchString(ref) {
		return fmt.Errorf("--from %s: want OWNER/REPO@REF, or https:// and a host before it", from)
	}
	if github && host != "github.com" {
		return fmt.Errorf("--from %s: a workflow of GitHub takes actions from github.com only", from)
	}
	if !commitName.MatchString(ref) {
		in.note("%s may be moved to another commit by whoever owns %s; the 40 digits of a commit cannot", ref, repository)
	}
	in.data.URL, in.data.Repository, in.data.Ref = strings.TrimSuffix(where, ".git"), strings.TrimSuffix(repository, ".git"), ref
	return nil
}

var commitName = regexp.MustCompile(`^([0-9a-f]{40}|[0-9a-f]{64})$`)

// fill writes a file from its template.
func (in *starting) fill(name, from string) error {
	t, err := template.ParseFS(starters, "starter/"+from)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := t.Execute(&out, in.data); err != nil {
		return err
	}
	return in.write(name, out.Bytes())
}

// write makes a file that is not there yet, or shows it.
func (in *starting) write(name string, src []byte) error {
	if in.show {
		fmt.Fprintf(in.out, "# %s\n%s\n", name, src)
		return nil
	}
	if in.has(name) {
		in.note("%s is there already and stays as it is", name)
		return nil
	}
	if err := in.dir.MkdirAll(path.Dir(name), 0o777); err != nil {
		return fmt.Errorf("%s: %w", name, reason(err))
	}
	f, err := in.dir.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s: came into being meanwhile; nothing was overwritten", name)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, reason(err))
	}
	if _, err := f.Write(src); err != nil {
		f.Close()
		in.dir.Remove(name)
		return fmt.Errorf("%s: %w", name, reason(err))
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("%s: %w", name, reason(err))
	}
	in.wrote = true
	fmt.Fprintln(in.out, "wrote", escape(in.shownRoot(name)))
	return nil
}

// shownRoot is a file of the repository as messages name it.
func (in *starting) shownRoot(name string) string {
	cwd, err := os.Getwd()
	if err != nil {
		return name
	}
	return relative(cwd, filepath.Join(in.root, filepath.FromSlash(name)))
}

// starterConfig is an emend.toml that changes nothing yet: each key with its default, as a comment.
func starterConfig() []byte {
	var b bytes.Buffer
	b.WriteString("# How emend reads the texts of this repository. A line that begins with #key shows the default.\n# emend config shows what holds for a file; docs/configuration.md of emend says more.\nroot = true\n\n")
	for _, k := range config.Keys {
		fmt.Fprintf(&b, "# %s\n#%s = %s\n", k.Doc, k.Name, k.Default.String(k.Kind))
	}
	b.WriteString("\n#[rules] # emend rules lists them\n#dash-spacing = \"off\"\n\n#[[overrides]]\n#paths = [\"1921/**\"]\n#encoding = \"windows-1252\"\n")
	return b.Bytes()
}
