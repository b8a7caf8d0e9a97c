// Command release builds what is given to users: for each system an archive with the program, its manual, completions and
// the licences of all it is made of; a Debian package; a bill of materials; checksums.
//
//	go run ./cmd/emend/internal/release OUT
//
// It builds the commit that is checked out, from a clone, so that nothing else gets in. The same commit and the same Go give
// the same bytes on any machine: no clock, no paths, no order of a file system; -check proves it by a second build.
package main

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A target is a system that is built for.
type target struct{ system, processor string }

func (t target) String() string { return t.system + "/" + t.processor }

var targets = []target{
	{"linux", "amd64"}, {"linux", "arm64"}, {"darwin", "amd64"}, {"darwin", "arm64"}, {"windows", "amd64"}, {"windows", "arm64"},
}

// A release is one commit on its way out.
type release struct {
	source  string // a clone of the commit
	work    string // for what is made on the way
	cache   string // GOCACHE; empty: the user's
	version string
	home    string // what emend init takes emend from
	commit  string
	author  string    // of the commit: who answers for the package
	time    time.Time // of the commit
	targets []target
	log     func(format string, args ...any)
}

func main() {
	version := flag.String("version", "", "`NAME` of the version (default: git's tag, or v0.0.0 and the commit)")
	home := flag.String("home", "", "`[URL/]OWNER/REPO` that emend init takes emend from (default: git's remote origin)")
	only := flag.String("targets", "", "build for these `SYSTEM/PROCESSOR`s only, with commas between")
	check := flag.Bool("check", false, "build the first target again elsewhere, without any cache, and compare")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: go run ./cmd/emend/internal/release [flags] OUT")
		flag.PrintDefaults()
		os.Exit(2)
	}
	if err := run(flag.Arg(0), *version, *home, *only, *check); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

func run(out, version, home, only string, check bool) error {
	work, err := os.MkdirTemp("", "emend-release")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if work, err = filepath.EvalSymlinks(work); err != nil { // as go list says it
		return err
	}
	r := &release{work: work, source: filepath.Join(work, "source"), targets: targets, log: func(format string, args ...any) { fmt.Printf(format+"\n", args...) }}
	if only != "" {
		r.targets = nil
		for name := range strings.SplitSeq(only, ",") {
			i := slices.IndexFunc(targets, func(t target) bool { return t.String() == name })
			if i < 0 {
				return fmt.Errorf("no target %s; want some of %v", name, targets)
			}
			r.targets = append(r.targets, targets[i])
		}
	}
	if err := r.clone(version, home); err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o777); err != nil {
		return err
	}
	if err := r.make(out); err != nil {
		return err
	}
	if check {
		return r.again(out)
	}
	return nil
}

// clone takes the commit that is checked out, and what git says of it.
func (r *release) clone(version, home string) error {
	if dirty, err := command("", "git", "status", "--porcelain", "--untracked-files=no"); err != nil {
		return err
	} else if dirty != "" {
		return errors.New("files are changed; a release is built from a commit")
	}
	top, err := command("", "git", "rev-parse", "--show-toplevel")
	if err != nil {
		return err
	}
	if r.commit, err = command("", "git", "rev-parse", "HEAD"); err != nil {
		return err
	}
	if _, err = command("", "git", "clone", "--quiet", "--no-checkout", top, r.source); err != nil {
		return err
	}
	if _, err = command(r.source, "git", "-c", "advice.detachedHead=false", "-c", "core.autocrlf=false", "checkout", "--quiet", r.commit); err != nil {
		return err
	}
	stamp, err := command(r.source, "git", "show", "--no-patch", "--format=%ct", r.commit)
	if err != nil {
		return err
	}
	if r.author, err = command(r.source, "git", "show", "--no-patch", "--format=%aN <%aE>", r.commit); err != nil {
		return err
	}
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil {
		return err
	}
	r.time = time.Unix(seconds, 0).UTC()
	if r.version = version; version == "" {
		if r.version, err = command(r.source, "git", "describe", "--tags", "--exact-match", r.commit); err != nil {
			r.version = "v0.0.0-" + r.time.Format("20060102150405") + "-" + r.commit[:12]
		}
	}
	if r.home = home; home == "" {
		if remote, err := command(top, "git", "remote", "get-url", "origin"); err == nil {
			r.home = homeOf(remote)
		}
	}
	for _, v := range []string{r.version, r.home} {
		if !plain.MatchString(v) {
			return fmt.Errorf("%q has more in it than letters, digits and the marks . _ - + : /; give another", v)
		}
	}
	return nil
}

var plain = regexp.MustCompile(`^[A-Za-z0-9._+/:-]*$`)

// homeOf is a remote as emend init takes it. // git@github.com:ann/emend.git -> ann/emend
func homeOf(remote string) string {
	m := regexp.MustCompile(`^(?:https://|ssh://git@|git@)([^/:]+)[/:](.+?)(?:\.git)?$`).FindStringSubmatch(remote)
	switch {
	case m == nil:
		return ""
	case m[1] == "github.com":
		return m[2]
	}
	return "https://" + m[1] + "/" + m[2]
}

// make builds everything into a folder.
func (r *release) make(out string) error {
	var programs []string
	for _, t := range r.targets {
		program, err := r.build(t)
		if err != nil {
			return err
		}
		programs = append(programs, program)
	}
	extras, err := r.extras()
	if err != nil {
		return err
	}
	made := make(map[string][]byte)
	var parts []module
	for i, t := range r.targets {
		licences, modules, err := r.modules(programs[i])
		if err != nil {
			return err
		}
		parts = append(parts, modules...)
		extras := append(extras[:len(extras):len(extras)], licences)
		program, err := os.ReadFile(programs[i])
		if err != nil {
			return err
		}
		name := fmt.Sprintf("emend-%s-%s-%s", r.version, t.system, t.processor)
		files := slices.Concat([]file{{"emend", 0o755, program}}, extras)
		if t.system == "windows" {
			files[0].name = "emend.exe"
			made[name+".zip"], err = zipped(name, files, r.time)
		} else {
			made[name+".tar.gz"], err = tarred(name+"/", files, r.time)
		}
		if err != nil {
			return err
		}
		if t.system == "linux" {
			deb, err := debian(r, t, program, extras)
			if err != nil {
				return err
			}
			made[fmt.Sprintf("emend_%s_%s.deb", debianVersion(r.version), t.processor)] = deb
		}
	}
	if made["emend-"+r.version+".cdx.json"], err = materials(r, distinct(parts)); err != nil {
		return err
	}
	return r.write(out, made)
}

// write writes the files and their checksums.
func (r *release) write(out string, made map[string][]byte) error {
	names := make([]string, 0, len(made))
	for name := range made {
		names = append(names, name)
	}
	slices.Sort(names)
	var sums bytes.Buffer
	for _, name := range names {
		fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256(made[name]), name)
		r.log("%9d  %s", len(made[name]), name)
		if err := os.WriteFile(filepath.Join(out, name), made[name], 0o666); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(out, "SHA256SUMS"), sums.Bytes(), 0o666)
}

// build builds the program for a target.
func (r *release) build(t target) (string, error) {
	program := filepath.Join(r.work, "emend-"+t.system+"-"+t.processor)
	flags := "-s -w -buildid= -X main.release=" + r.version + " -X main.home=" + r.home
	c := exec.Command("go", "build", "-trimpath", "-buildvcs=true", "-ldflags="+flags, "-o", program, "./cmd/emend")
	c.Dir = r.source
	c.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+t.system, "GOARCH="+t.processor, "GOAMD64=v1", "GOARM64=v8.0", "GOFLAGS=", "GOEXPERIMENT=", "GOWORK=off")
	if r.cache != "" {
		c.Env = append(c.Env, "GOCACHE="+r.cache)
	}
	if out, err := c.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%s: %w\n%s", t, err, out)
	}
	return program, nil
}

// extras are what goes with the program on every system: made by the program itself, built for this one.
func (r *release) extras() (files []file, err error) {
	program, err := r.build(target{runtime.GOOS, runtime.GOARCH})
	if err != nil {
		return nil, err
	}
	man := filepath.Join(r.work, "man")
	if _, err := command(r.source, program, "man", man); err != nil {
		return nil, err
	}
	err = filepath.WalkDir(man, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(name)
		files = append(files, file{"man/" + d.Name(), 0o644, content})
		return err
	})
	if err != nil {
		return nil, err
	}
	for shell, name := range map[string]string{"bash": "emend.bash", "zsh": "_emend", "fish": "emend.fish", "powershell": "emend.ps1"} {
		script, err := exec.Command(program, "completion", shell).Output()
		if err != nil {
			return nil, fmt.Errorf("completion %s: %w", shell, err)
		}
		files = append(files, file{"completions/" + name, 0o644, script})
	}
	for _, name := range []string{"LICENSE", "NOTICE", "README.md"} {
		content, err := os.ReadFile(filepath.Join(r.source, name))
		if err != nil {
			return nil, err
		}
		files = append(files, file{name, 0o644, content})
	}
	slices.SortFunc(files, func(a, b file) int { return strings.Compare(a.name, b.name) })
	return files, nil
}

// again builds the first target from another clone, in another folder and with an empty cache, and compares.
func (r *release) again(out string) error {
	work, err := os.MkdirTemp("", "another-folder-with-a-longer-name")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	other := *r
	other.work, other.source, other.cache = work, filepath.Join(work, "elsewhere"), filepath.Join(work, "cache")
	other.targets, other.log = r.targets[:1], func(string, ...any) {}
	if _, err := command("", "git", "clone", "--quiet", r.source, other.source); err != nil {
		return err
	}
	second := filepath.Join(work, "out")
	if err := os.Mkdir(second, 0o777); err != nil {
		return err
	}
	if err := other.make(second); err != nil {
		return err
	}
	made, err := os.ReadDir(second)
	if err != nil {
		return err
	}
	same := 0
	for _, d := range made {
		if d.Name() == "SHA256SUMS" || strings.HasSuffix(d.Name(), ".json") && len(r.targets) > 1 {
			continue // they speak of all targets
		}
		a, err := os.ReadFile(filepath.Join(out, d.Name()))
		if err != nil {
			return err
		}
		b, err := os.ReadFile(filepath.Join(second, d.Name()))
		if err != nil {
			return err
		}
		if !bytes.Equal(a, b) {
			return fmt.Errorf("%s: built twice, the bytes differ", d.Name())
		}
		same++
	}
	r.log("built twice: %d files are the same, byte for byte", same)
	return nil
}

// command is the output of a program, without the line end.
func command(dir, name string, args ...string) (string, error) {
	c := exec.Command(name, args...)
	c.Dir = dir
	var errs bytes.Buffer
	c.Stderr = &errs
	out, err := c.Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w: %s", name, strings.Join(args, " "), err, strings.TrimSpace(errs.String()))
	}
	return strings.TrimSpace(string(out)), nil
}
