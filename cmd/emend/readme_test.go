package main

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite what the commands of the README print")

var console = regexp.MustCompile("(?ms)^```console\n(.*?)^```\n")

// TestReadme runs every command of the README's console blocks, in order, in a copy of the
// sample texts, and compares what they print.
func TestReadme(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no sh on this machine")
	}
	readme := filepath.Join("..", "..", "README.md")
	want, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "testdata"), os.DirFS(filepath.Join("..", "..", "testdata"))); err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	bin := filepath.Join(t.TempDir(), "emend")
	if err := os.Symlink(self, bin); err != nil {
		t.Skip(err)
	}
	commands := 0
	got := console.ReplaceAllFunc(want, func(block []byte) []byte {
		var out bytes.Buffer
		out.WriteString("```console\n")
		for _, line := range strings.Split(string(block), "\n") {
			command, ok := strings.CutPrefix(line, "$ ")
			if !ok {
				continue
			}
			commands++
			cmd := exec.Command(sh, "-c", command+" 2>&1")
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), "PATH="+filepath.Dir(bin)+string(os.PathListSeparator)+os.Getenv("PATH"), "EMEND_REVIEWER=reader", "NO_COLOR=1", "GIT_CEILING_DIRECTORIES="+filepath.Dir(dir))
			printed, err := cmd.Output()
			if exit, failed := err.(*exec.ExitError); err != nil && (!failed || exit.ExitCode() != 1) {
				t.Errorf("%s: %v\n%s", command, err, printed)
			}
			out.WriteString(line + "\n")
			out.Write(printed)
		}
		out.WriteString("```\n")
		return out.Bytes()
	})
	if commands == 0 {
		t.Fatal("no command in the README")
	}
	if bytes.Equal(got, want) {
		return
	}
	if *update {
		if err := os.WriteFile(readme, got, 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	gl, wl := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range gl {
		if i >= len(wl) || gl[i] != wl[i] {
			t.Fatalf("README.md:%d: the command prints something else (go test ./cmd/emend -run Readme -update rewrites it):\n%s", i+1, gl[i])
		}
	}
	t.Fatal("the commands of the README print less than it says")
}

// TestReadmeCommands: the two commands that the README gives for running and testing are those of .ci/run.
func TestReadmeCommands(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	ci, err := os.ReadFile(filepath.Join("..", "..", ".ci", "run"))
	if err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"go run ./cmd/emend check testdata/seed/article.txt", "go test ./..."} {
		if !bytes.Contains(readme, []byte("```sh\n"+command+"\n```")) {
			t.Errorf("the README does not say %q", command)
		}
	}
	if !bytes.Contains(ci, []byte("./...")) || !bytes.Contains(ci, []byte("go run ./cmd/emend check testdata/seed/article.txt")) {
		t.Error(".ci/run does not run the README's commands")
	}
}

var (
	link = regexp.MustCompile(`\]\(([^)#:]+)(#[^)]*)?\)`)
	code = regexp.MustCompile("``[^\n]*?``|`[^`\n]*`")
)

// TestLinks: what the README and the documents point to is there.
func TestLinks(t *testing.T) {
	root := filepath.Join("..", "..")
	docs, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range append(docs, filepath.Join(root, "README.md"), filepath.Join(root, "rules", "README.md")) {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range link.FindAllSubmatch(code.ReplaceAll(src, nil), -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(file), string(m[1]))); err != nil {
				t.Errorf("%s points to %s, which is not there", file, m[1])
			}
		}
	}
}
