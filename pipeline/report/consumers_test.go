package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"emend/pipeline/review"
)

// consumers is the program in testdata/consumers, or why it cannot be had.
var consumers = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "emend-consumers")
	if err != nil {
		return "", err
	}
	file := filepath.Join(dir, "consumers")
	build := exec.Command("go", "build", "-o", file, ".")
	build.Dir = filepath.Join("testdata", "consumers")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%s", out)
	}
	return file, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if built {
		if file, err := consumers(); err == nil {
			os.RemoveAll(filepath.Dir(file))
		}
	}
	os.Exit(code)
}

var built bool

// TestConsumers: SARIF is valid by its schema, and reviewdog reads what is written for it.
func TestConsumers(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program of other modules")
	}
	built = true
	program, err := consumers()
	if err != nil {
		if strings.Contains(err.Error(), "# consumers") {
			t.Fatal(err)
		}
		t.Skipf("the modules of the consumers cannot be had: %v", err)
	}
	read := func(report, in string) (string, error) {
		c := exec.Command(program, report)
		c.Dir, c.Stdin = filepath.Join("testdata", "consumers"), strings.NewReader(in)
		out, err := c.CombinedOutput()
		return strings.TrimSpace(string(out)), err
	}
	for _, report := range []string{"sarif", "rdjson", "rdjsonl"} {
		for findings, cs := range map[string][]*review.Changeset{"33": samples(), "0": nil} {
			if got, err := read(report, runOf(t, report, Options{Version: "1.2.3", Rules: ruleDocs}, cs)); err != nil || got != findings {
				t.Errorf("%s of %s findings: the consumer says %v: %s", report, findings, err, got)
			}
		}
	}
	if got, err := read("sarif", strings.Replace(runOf(t, "sarif", Options{}, nil), "columnKind", "columnKin", 1)); err == nil {
		t.Errorf("a member that SARIF has not is valid: %s", got)
	}
}

// wellFormed is an error of what is no XML 1.0.
func wellFormed(s string) error {
	dec := xml.NewDecoder(strings.NewReader(s))
	depth, roots := 0, 0
	for {
		token, err := dec.Token()
		switch {
		case err == io.EOF && roots == 1 && depth == 0:
			return nil
		case err == io.EOF:
			return errors.New("not one element that ends")
		case err != nil:
			return err
		}
		switch token.(type) {
		case xml.StartElement:
			if depth == 0 {
				roots++
			}
			depth++
		case xml.EndElement:
			depth--
		}
	}
}

// TestXML holds that the XML is that of the schemas, as far as their elements and attributes go, and that
// libxml2 reads it.
func TestXML(t *testing.T) {
	for report, schema := range map[string]string{"junit": junitSchema, "checkstyle": checkstyleSchema} {
		got := runOf(t, report, Options{Version: "1.2.3"}, samples())
		if err := wellFormed(got); err != nil {
			t.Errorf("%s: %v", report, err)
		}
		lint, err := exec.LookPath("xmllint")
		if err != nil {
			t.Skip("xmllint is not installed; it is in libxml2-utils")
		}
		dir := t.TempDir()
		file, dtd := filepath.Join(dir, "report.xml"), filepath.Join(dir, "report.dtd")
		for name, content := range map[string]string{file: got, dtd: schema} {
			if err := os.WriteFile(name, []byte(content), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		var said bytes.Buffer
		c := exec.Command(lint, "--nonet", "--noout", "--dtdvalid", dtd, file)
		c.Stdout, c.Stderr = &said, &said
		if err := c.Run(); err != nil {
			t.Errorf("%s: %v: %s", report, err, said.String())
		}
	}
}

// The documents as the JUnit reader of Jenkins and the logger of Checkstyle have them.
const (
	junitSchema = `
<!ELEMENT testsuites (testsuite*)>
<!ATTLIST testsuites name CDATA #IMPLIED tests CDATA #IMPLIED failures CDATA #IMPLIED errors CDATA #IMPLIED>
<!ELEMENT testsuite (testcase*)>
<!ATTLIST testsuite name CDATA #REQUIRED tests CDATA #REQUIRED failures CDATA #IMPLIED errors CDATA #IMPLIED>
<!ELEMENT testcase (skipped?, error*, failure*)>
<!ATTLIST testcase name CDATA #REQUIRED classname CDATA #IMPLIED time CDATA #IMPLIED>
<!ELEMENT skipped (#PCDATA)>
<!ELEMENT failure (#PCDATA)>
<!ATTLIST failure type CDATA #IMPLIED message CDATA #IMPLIED>
<!ELEMENT error (#PCDATA)>
<!ATTLIST error type CDATA #IMPLIED message CDATA #IMPLIED>`
	checkstyleSchema = `
<!ELEMENT checkstyle (file*)>
<!ATTLIST checkstyle version CDATA #REQUIRED>
<!ELEMENT file (error*)>
<!ATTLIST file name CDATA #REQUIRED>
<!ELEMENT error EMPTY>
<!ATTLIST error line CDATA #REQUIRED column CDATA #IMPLIED severity CDATA #REQUIRED message CDATA #REQUIRED source CDATA #REQUIRED>`
)
