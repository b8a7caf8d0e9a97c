// Command consumers reads what reports write with the code of those who read it: the schema that go-sarif
// carries, the parsers of reviewdog. It prints how many findings they see.
//
//	consumers sarif|rdjson|rdjsonl < report
package main

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	reviewdog "github.com/reviewdog/reviewdog/parser"
	"github.com/xeipuuv/gojsonschema"
)

func main() {
	if err := read(os.Args[1], os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func read(kind string, r io.Reader) error {
	switch kind {
	case "sarif":
		raw, err := io.ReadAll(r)
		if err != nil {
			return err
		}
		log, err := sarif.FromBytes(raw)
		if err != nil {
			return err
		}
		fmt.Println(len(log.Runs[0].Results))
		return validate(raw)
	case "rdjson":
		ds, err := reviewdog.NewRDJSONParser().Parse(r)
		fmt.Println(len(ds))
		return err
	case "rdjsonl":
		ds, err := reviewdog.NewRDJSONLParser().Parse(r)
		fmt.Println(len(ds))
		return err
	}
	return fmt.Errorf("unknown report %q", kind)
}

// validate holds the bytes themselves against the schema, which go-sarif keeps to itself: its own
// validation sees only the members that it knows.
func validate(raw []byte) error {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/owenrumney/go-sarif/v3").Output()
	if err != nil {
		return err
	}
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(strings.TrimSpace(string(dir)), "pkg/report/v210/sarif/schema.go"), nil, 0)
	if err != nil {
		return err
	}
	schema := ""
	ast.Inspect(file, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok && v.Names[0].Name == "schema" {
			ast.Inspect(v, func(n ast.Node) bool {
				if lit, ok := n.(*ast.BasicLit); ok {
					part, _ := strconv.Unquote(lit.Value)
					schema += part
				}
				return true
			})
		}
		return true
	})
	result, err := gojsonschema.Validate(gojsonschema.NewStringLoader(schema), gojsonschema.NewBytesLoader(raw))
	if err != nil {
		return err
	}
	var all []error
	for _, e := range result.Errors() {
		all = append(all, errors.New(e.String()))
	}
	return errors.Join(all...)
}
