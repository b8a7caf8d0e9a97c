package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

var (
	at    = time.Date(1881, 4, 2, 0, 0, 0, 0, time.UTC).AddDate(100, 0, 0)
	files = []file{{"emend", 0o755, []byte("program")}, {"man/emend.1", 0o644, []byte(".TH")}, {"man/emend-check.1", 0o644, nil}}
)

// What is packed is unpacked, by others than us, and a second time it is the same.
func TestArchives(t *testing.T) {
	made, err := tarred("emend-1/", files, at)
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(made))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil || !h.ModTime.Equal(at) || h.Uid != 0 {
			t.Fatalf("%+v, %v", h, err)
		}
		names = append(names, h.FileInfo().Mode().String()+" "+h.Name)
	}
	if got, want := strings.Join(names, "|"), "drwxr-xr-x emend-1/|-rwxr-xr-x emend-1/emend|drwxr-xr-x emend-1/man/|-rw-r--r-- emend-1/man/emend.1|-rw-r--r-- emend-1/man/emend-check.1"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	again, _ := tarred("emend-1/", files, at)
	if !bytes.Equal(made, again) {
		t.Error("the second archive differs")
	}
	zipFile, err := zipped("emend-1", files, at)
	if err != nil {
		t.Fatal(err)
	}
	r, err := zip.NewReader(bytes.NewReader(zipFile), int64(len(zipFile)))
	if err != nil || len(r.File) != 3 || r.File[0].Name != "emend-1/emend" || r.File[0].Mode() != 0o755 || !r.File[0].Modified.Equal(at) {
		t.Errorf("%+v, %v", r, err)
	}
}

// dpkg reads the package, unpacks it and finds the sums right.
func TestDebian(t *testing.T) {
	dpkg, err := exec.LookPath("dpkg-deb")
	if err != nil {
		t.Skip("no dpkg-deb")
	}
	r := &release{version: "v1.2.0-rc.1", time: at, author: "Ann <ann@example.org>"}
	extras := []file{{"LICENSE", 0o644, []byte("Apache")}, {"completions/_emend", 0o644, []byte("#compdef")}, {"man/emend.1", 0o644, []byte(".TH")}, {"README.md", 0o644, []byte("odd length")}}
	deb, err := debian(r, target{"linux", "arm64"}, []byte("program"), extras)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	name := filepath.Join(dir, "emend.deb")
	if err := os.WriteFile(name, deb, 0o666); err != nil {
		t.Fatal(err)
	}
	for field, want := range map[string]string{"Package": "emend", "Version": "1.2.0~rc.1", "Architecture": "arm64", "Maintainer": "Ann <ann@example.org>"} {
		if got, err := command("", dpkg, "--field", name, field); err != nil || got != want {
			t.Errorf("%s is %q (%v), want %q", field, got, err, want)
		}
	}
	if _, err := command("", dpkg, "--raw-extract", name, filepath.Join(dir, "x")); err != nil {
		t.Fatal(err)
	}
	if out, err := command(filepath.Join(dir, "x"), "md5sum", "--check", "DEBIAN/md5sums"); err != nil {
		t.Errorf("%s %v", out, err)
	}
	info, err := os.Stat(filepath.Join(dir, "x", "usr", "bin", "emend"))
	if err != nil || info.Mode().Perm() != 0o755 {
		t.Errorf("%v %v", info, err)
	}
}

func TestDebianVersion(t *testing.T) {
	order := []string{"v0.0.0-20261125152721-9a4c6b13ece5", "v0.1.0-rc.1", "v0.1.0", "v0.2.0"}
	for i, v := range order[1:] {
		a, b := debianVersion(order[i]), debianVersion(v)
		if _, err := exec.LookPath("dpkg"); err != nil {
			t.Skip("no dpkg")
		}
		if _, err := command("", "dpkg", "--compare-versions", a, "lt", b); err != nil {
			t.Errorf("%s is not before %s", a, b)
		}
	}
}

func TestHomeOf(t *testing.T) {
	for remote, want := range map[string]string{
		"git@github.com:ann/emend.git": "ann/emend", "https://github.com/ann/emend": "ann/emend", "ssh://git@git.example.org/group/emend.git": "https://git.example.org/group/emend",
		"/srv/git/emend": "", "": "",
	} {
		if got := homeOf(remote); got != want {
			t.Errorf("%s is %q, want %q", remote, got, want)
		}
	}
}

// TestMaterials: the bill is valid by CycloneDX's own schema, and names modules and data.
func TestMaterials(t *testing.T) {
	root, err := filepath.Abs("../../../..")
	if err != nil {
		t.Fatal(err)
	}
	r := &release{source: root, version: "v1.0.0", commit: strings.Repeat("0", 40), time: at}
	bom, err := materials(r, []module{{"github.com/spf13/cobra", "v1.10.2", "h1:x=", "Apache-2.0"}, {"std", "1.26.8", "", "BSD-3-Clause"}, {"example.org/odd", "v1.0.0", "", ""}})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"pkg:golang/github.com/spf13/cobra@v1.10.2"`, `"dictionaries/data/en.lexicon"`, `"pipeline/correct/data/en.lm"`, `"vcs:commit"`} {
		if !bytes.Contains(bom, []byte(want)) {
			t.Errorf("no %s", want)
		}
	}
	if testing.Short() {
		return
	}
	out, err := exec.Command("go", "mod", "download", "-json", "github.com/CycloneDX/cyclonedx-go@v0.12.0").Output()
	var got struct{ Dir string }
	if err != nil || json.Unmarshal(out, &got) != nil || got.Dir == "" {
		t.Skip("the schema of CycloneDX cannot be had")
	}
	c := jsonschema.NewCompiler()
	for id, name := range map[string]string{
		"http://cyclonedx.org/schema/bom-1.6.schema.json": "bom-1.6.schema.json", "http://cyclonedx.org/schema/spdx.schema.json": "spdx.schema.json",
		"http://cyclonedx.org/schema/jsf-0.82.schema.json": "jsf-0.82.schemax.json",
	} {
		f, err := os.Open(filepath.Join(got.Dir, "schema", name))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(f)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.AddResource(id, doc); err != nil {
			t.Fatal(err)
		}
	}
	schema, err := c.Compile("http://cyclonedx.org/schema/bom-1.6.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var v map[string]any
	json.Unmarshal(bom, &v)
	if err := schema.Validate(v); err != nil {
		t.Error(err)
	}
	v["components"].([]any)[0].(map[string]any)["type"] = "libary"
	if schema.Validate(v) == nil {
		t.Error("the schema takes anything")
	}
}

// The licences of what is linked are known by their text.
func TestSPDX(t *testing.T) {
	for module, want := range map[string]string{
		"github.com/spf13/cobra": "Apache-2.0", "github.com/agnivade/levenshtein": "MIT", "golang.org/x/text": "BSD-3-Clause", "github.com/spf13/pflag": "BSD-3-Clause",
		"github.com/russross/blackfriday/v2": "BSD-2-Clause",
	} {
		dir, err := command("", "go", "list", "-m", "-f", "{{.Dir}}", module)
		if err != nil || dir == "" {
			t.Skip("the modules are not here")
		}
		text, err := licenceOf(dir)
		if err != nil || spdx(text) != want {
			t.Errorf("%s: %q (%v), want %s", module, spdx(text), err, want)
		}
	}
}
