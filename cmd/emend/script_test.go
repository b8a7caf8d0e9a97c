package main

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	// No test is to find what another one left, nor leave anything in the user's folder.
	if os.Getenv("EMEND_CACHE") == "" {
		dir, err := os.MkdirTemp("", "emend-cache-")
		if err != nil {
			panic(err)
		}
		os.Setenv("EMEND_CACHE", dir)
		defer os.RemoveAll(dir)
	}
	testscript.Main(m, map[string]func(){"emend": main})
}

// TestScripts are the promises that a user could type: one theme a file.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("..", "..", "testdata", "script"),
		Setup: func(env *testscript.Env) error {
			env.Setenv("EMEND_CACHE", filepath.Join(env.WorkDir, ".cache"))
			env.Setenv("EMEND_REVIEWER", "Tester")
			testdata, err := filepath.Abs(filepath.Join("..", "..", "testdata"))
			if err != nil {
				return err
			}
			env.Setenv("TESTDATA", testdata)
			env.Setenv("NO_COLOR", "")
			env.Setenv("CLICOLOR_FORCE", "")
			env.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
			return nil
		},
		Condition: func(name string) (bool, error) {
			switch name {
			case "root":
				return os.Geteuid() == 0, nil
			case "unix":
				return runtime.GOOS != "windows", nil
			}
			return false, errors.New("unknown condition " + name)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"break":   breakFiles,
			"exits":   exits,
			"zipped":  zipped,
			"getid":   getID,
			"longrun": longLine,
			"paths":   paths,
		},
	})
}

// exits CODE COMMAND… runs a command that must end with that code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var ee *exec.ExitError
		if !errors.As(err, &ee) {
			ts.Fatalf("%v", err)
		}
		got = ee.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// break FOLDER changes the last byte of every file below a folder.
func breakFiles(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: break FOLDER")
	}
	root := ts.MkAbs(args[0])
	ts.Check(filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		src, err := os.ReadFile(path)
		if err == nil && len(src) > 0 {
			src[len(src)-1] ^= 1
			err = os.WriteFile(path, src, 0o600)
		}
		return err
	}))
}

// zipped OUT FOLDER makes a ZIP file of the files in a folder, mimetype first and as it is.
func zipped(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: zipped OUT FOLDER")
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	add := func(name string, method uint16) {
		f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		ts.Check(err)
		_, err = io.WriteString(f, ts.ReadFile(filepath.Join(args[1], name)))
		ts.Check(err)
	}
	root := ts.MkAbs(args[1])
	if _, err := os.Stat(filepath.Join(root, "mimetype")); err == nil {
		add("mimetype", zip.Store)
	}
	ts.Check(fs.WalkDir(os.DirFS(root), ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && path != "mimetype" {
			add(path, zip.Deflate)
		}
		return err
	}))
	ts.Check(w.Close())
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o666))
}

// getid NAME RULE sets a variable to the ID of the rule's first finding in the jsonl report on
// standard output.
func getID(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: getid NAME RULE")
	}
	lines := bufio.NewScanner(strings.NewReader(ts.ReadFile("stdout")))
	for lines.Scan() {
		var f struct{ ID, Rule string }
		if json.Unmarshal(lines.Bytes(), &f) == nil && f.Rule == args[1] && f.ID != "" {
			ts.Setenv(args[0], f.ID)
			return
		}
	}
	ts.Fatalf("no finding of %s in the report", args[1])
}

// longrun FILE BYTES makes a file that is one line of words.
func longLine(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: longrun FILE BYTES")
	}
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	const words = "the river ran past the house and nobody had crossed it since the spring, "
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Repeat(words, n/len(words)+1)[:n]), 0o666))
}

// paths FILE prints the distinct paths of a jsonl report, in its order.
func paths(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: paths FILE")
	}
	last := ""
	lines := bufio.NewScanner(strings.NewReader(ts.ReadFile(args[0])))
	for lines.Scan() {
		var f struct{ ID, Path string }
		if json.Unmarshal(lines.Bytes(), &f) == nil && f.ID != "" && f.Path != last {
			last = f.Path
			ts.Stdout().Write([]byte(last + "\n"))
		}
	}
}
