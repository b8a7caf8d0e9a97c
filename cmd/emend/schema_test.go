package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/pelletier/go-toml/v2"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"emend/pipeline/config"
	"emend/rules"
)

func schema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(config.Schema(vocabulary())))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("emend.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("emend.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestSchemaAgrees: what the parser takes is valid by the schema, and what it refuses is not.
func TestSchemaAgrees(t *testing.T) {
	s := schema(t)
	all := "[rules]\n"
	for _, r := range rules.All {
		all += r.Name + " = \"suggest\"\n"
	}
	for _, test := range []struct {
		src string
		ok  bool
	}{
		{"", true},
		{all, true},
		{"root = true\nextends = [\"house.toml\"]", true},
		{"profile = \"diplomatic\"\nmin-confidence = 1\nmax-harm = 0.3\nlang = \"en-GB\"\nformat = \"auto\"\nencoding = \"latin1\"", true},
		{"dictionaries = []\nwords = [\"a\"]\nnames = [\"B\"]\nnever = [\"c\"]\ninclude = [\"*.md\"]\nexclude = [\"x/**\"]", true},
		{"[[overrides]]\npaths = [\"a/**\"]\nmax-harm = 1\nrules.ligature = \"read\"\n[[overrides]]\npaths = [\"b\"]\n[overrides.rules]\nbracket = \"off\"", true},
		{"overrides = [{ paths = [\"*.txt\"], profile = \"reading\" }]", true},
		{"profle = \"reading\"", false},
		{"profile = \"reader\"", false},
		{"profile = 1", false},
		{"format = \"pdf\"", false},
		{"min-confidence = 1.1", false},
		{"max-harm = -1", false},
		{"words = \"a\"", false},
		{"words = [1]", false},
		{"include = [\"\"]", false},
		{"root = \"yes\"", false},
		{"extends = \"house.toml\"", false},
		{"paths = [\"a\"]", false},
		{"[rules]\nligatur = \"off\"", false},
		{"[rules]\nbracket = \"mend\"", false},
		{"[rules]\nbracket = \"read\"", false},
		{"[rules]\nbracket = true", false},
		{"[rulez]\na = 1", false},
		{"[[overrides]]\nmax-harm = 1", false},
		{"[[overrides]]\npaths = []", false},
		{"[[overrides]]\npaths = [\"a\"]\nroot = true", false},
		{"[[overrides]]\npaths = [\"a\"]\nextends = [\"b\"]", false},
		{"[overrides]\npaths = [\"a\"]", false},
		{"[[rules]]\nbracket = \"off\"", false},
	} {
		var v map[string]any
		if err := toml.Unmarshal([]byte(test.src), &v); err != nil {
			t.Fatal(err)
		}
		_, parsed := config.Parse("emend.toml", "/archive", []byte(test.src), vocabulary())
		valid := s.Validate(plainJSON(v))
		if (parsed == nil) != test.ok || (valid == nil) != test.ok {
			t.Errorf("%q: want ok %v\nparser: %v\nschema: %v", test.src, test.ok, parsed, valid)
		}
	}
}

// FuzzSchema: whatever the parser takes is valid by the schema.
func FuzzSchema(f *testing.F) {
	for _, seed := range []string{
		"root = true\nextends = [\"a\"]\nmax-harm = 0.3", "profile = \"diplomatic\"\n[rules]\nbracket = \"off\"", "words = [\n \"a\", # b\n]",
		"[[overrides]]\npaths = [\"a/**\"]\nrules.ligature = \"read\"\n[overrides.rules]\nnfc = \"fix\"", "overrides = [{ paths = [\"*.txt\"], rules = { bracket = \"off\" } }]",
		"rules.bracket = \"off\"\nrules.nfc = \"off\"", "min-confidence = 1_0e-1\n[rules]", "overrides = []", "\"profile\" = 'reading'",
	} {
		f.Add(seed)
	}
	s, words := schema(f), vocabulary()
	f.Fuzz(func(t *testing.T, src string) {
		if _, err := config.Parse("emend.toml", "/archive", []byte(src), words); err != nil {
			return
		}
		var v map[string]any
		if err := toml.Unmarshal([]byte(src), &v); err != nil {
			t.Fatal(err)
		}
		if v == nil {
			v = map[string]any{}
		}
		if err := s.Validate(plainJSON(v)); err != nil {
			t.Errorf("%q is taken, and not valid: %v", src, err)
		}
	})
}

// plainJSON is what a validator of JSON reads in place of the integers of TOML.
func plainJSON(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, e := range v {
			v[k] = plainJSON(e)
		}
	case []any:
		for i, e := range v {
			v[i] = plainJSON(e)
		}
	case int64:
		return float64(v)
	}
	return v
}

// TestSchemaPublished: docs/emend.schema.json is what emend config schema prints. -update rewrites it.
func TestSchemaPublished(t *testing.T) {
	file := filepath.Join("..", "..", "docs", "emend.schema.json")
	want := config.Schema(vocabulary())
	if *update {
		if err := os.WriteFile(file, want, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s is not what emend config schema prints (%v); go test ./cmd/emend -run Schema -update", file, err)
	}
}
