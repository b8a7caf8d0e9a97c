package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// TestGitLabJob: the script of the job that init writes does in a shell what the job is for: the whole of a new branch, and what a
// merge request adds, with both reports.
func TestGitLabJob(t *testing.T) {
	for _, name := range []string{"git", "sh"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skip("no " + name)
		}
	}
	dir := t.TempDir()
	shell := func(script string, env ...string) (string, error) {
		c := exec.Command("sh", "-ec", script)
		c.Dir = dir
		c.Env = append(os.Environ(), append(env, "GIT_AUTHOR_NAME=Ann", "GIT_AUTHOR_EMAIL=a@example.org", "GIT_COMMITTER_NAME=Ann", "GIT_COMMITTER_EMAIL=a@example.org")...)
		out, err := c.CombinedOutput()
		return string(out), err
	}
	if out, err := shell("git init -q -b main . && emend init -q --for gitlab --from OWNER/emend@0123456789abcdef0123456789abcdef01234567"); err != nil {
		t.Fatal(err, out)
	}
	src, err := os.ReadFile(filepath.Join(dir, ".gitlab", "emend.yml"))
	if err != nil {
		t.Fatal(err)
	}
	var jobs map[string]struct {
		Script    []string
		Image     string
		Variables map[string]string
		Artifacts struct{ Reports map[string]string }
	}
	if err := yaml.Unmarshal(src, &jobs); err != nil {
		t.Fatal(err)
	}
	job := jobs["emend"]
	if job.Variables["EMEND_REF"] != "0123456789abcdef0123456789abcdef01234567" || job.Variables["GIT_DEPTH"] != "0" || !strings.HasPrefix(job.Image, "golang:1.") {
		t.Errorf("%+v", job)
	}
	script := strings.Join(job.Script, "\n")
	write := func(name, content string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	findings := func() int {
		src, err := os.ReadFile(filepath.Join(dir, job.Artifacts.Reports["codequality"]))
		var all []any
		if err != nil || json.Unmarshal(src, &all) != nil {
			t.Fatal(err, string(src))
		}
		if src, err := os.ReadFile(filepath.Join(dir, job.Artifacts.Reports["junit"])); err != nil || !strings.Contains(string(src), "<testsuite") {
			t.Error(err, string(src))
		}
		return len(all)
	}
	write("old.txt", "They went to the the house.\n")
	if out, err := shell("git add -A && git commit -q -m one"); err != nil {
		t.Fatal(err, out)
	}
	if out, err := shell(script, "OLD="+strings.Repeat("0", 40)); err == nil || findings() != 1 {
		t.Errorf("a new branch: %v, %s", err, out)
	}
	old, err := shell("git rev-parse HEAD")
	if err != nil {
		t.Fatal(err)
	}
	write("new.txt", "They came back from the river.\n")
	if out, err := shell("git add -A && git commit -q -m two"); err != nil {
		t.Fatal(err, out)
	}
	if out, err := shell(script, "OLD="+strings.TrimSpace(old)); err != nil || findings() != 0 {
		t.Errorf("a right text: %v, %s", err, out)
	}
	write("new.txt", "They came back by by the river.\n")
	if out, err := shell(script, "OLD="+strings.TrimSpace(old)); err == nil || findings() != 1 {
		t.Errorf("a wrong text: %v, %s", err, out)
	}
}
