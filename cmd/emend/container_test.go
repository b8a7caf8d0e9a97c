package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestContainer: the container file takes nothing from anywhere but a folder with the program and its licences. Where buildah can
// make one, the program finds an error in texts that it may only read, as a user who owns nothing.
func TestContainer(t *testing.T) {
	file := filepath.Join("..", "..", "docs", "ci", "Containerfile")
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var froms, copied, rest []string
	for line := range strings.Lines(string(src)) {
		switch words := strings.Fields(line); {
		case len(words) == 0 || strings.HasPrefix(line, "#"):
		case words[0] == "FROM":
			froms = append(froms, words[1:]...)
		case words[0] == "COPY":
			copied = append(copied, words[1:len(words)-1]...)
		default:
			rest = append(rest, words[0])
		}
	}
	if !slices.Equal(froms, []string{"scratch"}) || !slices.Equal(copied, []string{"emend", "LICENSE", "NOTICE"}) || !slices.Equal(rest, []string{"WORKDIR", "USER", "ENTRYPOINT", "CMD"}) {
		t.Errorf("from %q, copies %q, then %q", froms, copied, rest)
	}
	if _, err := exec.LookPath("buildah"); err != nil || os.Geteuid() != 0 || testing.Short() {
		t.Skip("buildah and root's rights are needed to build it")
	}
	dir, texts, store := t.TempDir(), t.TempDir(), t.TempDir()
	run := func(name string, args ...string) (string, error) {
		c := exec.Command(name, args...)
		c.Env = append(os.Environ(), "CGO_ENABLED=0", "BUILDAH_ISOLATION=chroot", "STORAGE_DRIVER=vfs")
		out, err := c.CombinedOutput()
		return strings.TrimSpace(string(out)), err
	}
	must := func(name string, args ...string) string {
		t.Helper()
		out, err := run(name, args...)
		if err != nil {
			t.Fatalf("%s %q: %v\n%s", name, args, err, out)
		}
		return out
	}
	must("go", "build", "-trimpath", "-ldflags=-s -w", "-o", filepath.Join(dir, "emend"), ".")
	for _, name := range []string{"LICENSE", "NOTICE"} {
		must("cp", filepath.Join("..", "..", name), dir)
	}
	if err := os.WriteFile(filepath.Join(texts, "a.txt"), []byte("They came to the the river.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	must("chmod", "755", texts, filepath.Dir(texts))
	buildah := func(args ...string) []string {
		return append([]string{"--root", filepath.Join(store, "root"), "--runroot", filepath.Join(store, "run")}, args...)
	}
	if out, err := run("buildah", buildah("bud", "-q", "-f", file, "-t", "emend", dir)...); err != nil {
		if strings.Contains(out, "permitted") {
			t.Skipf("no container can be built here: %s", out)
		}
		t.Fatalf("%v\n%s", err, out)
	}
	container := must("buildah", buildah("from", "-q", "emend")...)
	defer run("buildah", buildah("rm", container)...)
	out, err := run("buildah", buildah("run", "-v", texts+":/texts:ro", container, "--", "/usr/bin/emend", "check", "--output", "concise")...)
	if err == nil || !strings.Contains(out, "a.txt:1:14: doubled-word") {
		t.Errorf("%v\n%s", err, out)
	}
}
