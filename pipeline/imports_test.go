package pipeline_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// mayImport is who may import whom, by folder; the longest prefix counts. "std" is the standard
// library but for what forbidden names.
var mayImport = map[string][]string{
	"cmd":                     {"*"},
	"pipeline":                {"std", "emend/pipeline/", "emend/rules", "emend/dictionaries"},
	"pipeline/config":         {"std", "emend/rules", "emend/dictionaries", "github.com/pelletier/go-toml/v2", "github.com/pelletier/go-toml/v2/", "github.com/bmatcuk/doublestar/v4"},
	"pipeline/report":         {"std", "emend/pipeline/review", "emend/pipeline/criticmarkup", "emend/pipeline/text", "golang.org/x/text/", "github.com/sergi/go-diff/"},
	"pipeline/report/errata":  {"std", "emend/pipeline/report", "emend/pipeline/review"},
	"pipeline/review":         {"std", "emend/pipeline/text"},
	"pipeline/review/sitting": {"std", "emend/pipeline/review", "emend/pipeline/text"},
	"pipeline/adopt":          {"std", "emend/pipeline", "emend/pipeline/"},
	"pipeline/collection":     {"std", "emend/pipeline/text", "emend/pipeline/correct", "emend/pipeline/correct/ngram", "emend/dictionaries"},
	"pipeline/collate":        {"std", "emend/pipeline/evaluate", "emend/pipeline/correct/align", "emend/pipeline/review", "emend/pipeline/text"},
	"pipeline/criticmarkup":   {"std", "emend/pipeline/text"},
	"pipeline/learn":          {"std", "emend/pipeline/correct", "emend/pipeline/correct/", "emend/pipeline/review", "github.com/pelletier/go-toml/v2"},
	"pipeline/patch":          {"std"},
	"pipeline/segment":        {"std", "emend/pipeline/text", "golang.org/x/text/"},
	"pipeline/format":         {"std", "emend/pipeline/text", "golang.org/x/text/"},
	"pipeline/correct":        {"std", "emend/pipeline/text", "emend/dictionaries", "emend/pipeline/correct/", "golang.org/x/text/", "github.com/agnivade/levenshtein"},
	"pipeline/evaluate":       {"std", "emend/pipeline/", "emend/dictionaries", "golang.org/x/text/", "github.com/agnivade/levenshtein"},
	"pipeline/train":          {"std", "emend/pipeline/", "emend/dictionaries", "github.com/pelletier/go-toml/v2", "github.com/bmatcuk/doublestar/v4"},
	"rules":                   {"std", "emend/pipeline/text", "emend/dictionaries", "emend/pipeline/correct", "golang.org/x/text/"},
	"pipeline/text":           {"std", "golang.org/x/text/"},
	"pipeline/witness":        {"std", "emend/pipeline/text", "emend/pipeline/correct/", "golang.org/x/text/", "github.com/pelletier/go-toml/v2"},
	"dictionaries":            {"std", "emend/dictionaries/", "golang.org/x/text/"},
}

// forbidden below cmd: files, network, clock, chance.
var forbidden = []string{"os", "os/", "net", "net/", "syscall", "math/rand", "math/rand/", "crypto/rand", "time"}

// TestImportLaw reads the imports of every file that is part of the program, tests and
// generators (internal folders, package main) left out.
func TestImportLaw(t *testing.T) {
	root := ".."
	files := 0
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, file)
		rel = filepath.ToSlash(rel)
		if d.IsDir() {
			if strings.HasPrefix(d.Name(), ".") && rel != "." || d.Name() == "testdata" || d.Name() == "internal" && !strings.HasPrefix(rel, "cmd") {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(rel, ".go") || strings.HasSuffix(rel, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		files++
		if f.Name.Name == "main" && !strings.HasPrefix(rel, "cmd/") {
			return nil // a generator, excluded from the program by its build tag
		}
		allowed, ok := law(path.Dir(rel))
		if !ok {
			t.Errorf("%s: no law for this folder; add one to mayImport", rel)
			return nil
		}
		for _, spec := range f.Imports {
			imported, _ := strconv.Unquote(spec.Path.Value)
			if !permitted(imported, allowed) {
				t.Errorf("%s must not import %s", rel, imported)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 20 {
		t.Fatalf("read only %d files below %s", files, root)
	}
}

func law(dir string) ([]string, bool) {
	for dir != "." {
		if allowed, ok := mayImport[dir]; ok {
			return allowed, true
		}
		dir = path.Dir(dir)
	}
	return nil, false
}

func permitted(imported string, allowed []string) bool {
	for _, a := range allowed {
		switch {
		case a == "*", a == imported, strings.HasSuffix(a, "/") && strings.HasPrefix(imported, a):
			return true
		case a == "std" && !strings.Contains(strings.SplitN(imported, "/", 2)[0], ".") && !strings.HasPrefix(imported, "emend"):
			for _, f := range forbidden {
				if imported == f || strings.HasSuffix(f, "/") && strings.HasPrefix(imported, f) {
					return false
				}
			}
			return true
		}
	}
	return false
}

// TestTopLevel: the folders of the project are those of docs/architecture.md.
func TestTopLevel(t *testing.T) {
	allowed := map[string]bool{
		"cmd": true, "pipeline": true, "rules": true, "dictionaries": true, "testdata": true, "docs": true,
		".ci": true, ".git": true, ".gitignore": true, ".gitattributes": true, "go.mod": true, "go.sum": true,
		"README.md": true, "LICENSE": true, "NOTICE": true,
	}
	entries, err := os.ReadDir("..")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !allowed[e.Name()] {
			t.Errorf("%s has no place at the top level", e.Name())
		}
	}
}
