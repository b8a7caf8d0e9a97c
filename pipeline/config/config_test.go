package config_test

import (
	"fmt"
	"strings"
	"testing"

	"emend/pipeline/config"
)

var words = config.Vocabulary{
	Profiles: []string{"reading", "diplomatic"},
	Formats:  []string{"plain"},
	Encoding: func(name string) error {
		if name != "latin1" {
			return fmt.Errorf("unknown encoding %q", name)
		}
		return nil
	},
	Nearest: func(word string, of []string) string {
		for _, w := range of {
			if len(w) > 2 && len(word) > 2 && w[:3] == word[:3] {
				return w
			}
		}
		return ""
	},
}

func parse(t *testing.T, src string) *config.File {
	t.Helper()
	f, err := config.Parse("emend.toml", "/archive", []byte(src), words)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestNearestFileWins(t *testing.T) {
	far := parse(t, "profile = \"diplomatic\"\nmin-confidence = 0.7\nwords = [\n  \"one\", # first\n  \"two\",\n]\n[rules]\nligature = \"off\"\n")
	near := parse(t, "root = true\nmin-confidence = 0.9\n[[overrides]]\npaths = [\"drafts/**\"]\nmin-confidence = 0.1\nrules = { ligature = \"fix\" }\n[[overrides]]\npaths = [\"*.tmp.txt\"]\nrules.ligature = \"read\"\n")
	if !near.Root || far.Root {
		t.Error("root is read wrong")
	}
	for _, test := range []struct{ path, key, want, origin string }{
		{"a.txt", "profile", `"diplomatic"`, "emend.toml:1"},
		{"a.txt", "min-confidence", "0.9", "emend.toml:2"},
		{"a.txt", "lang", `"en"`, "default"},
		{"a.txt", "rules.ligature", `"off"`, "emend.toml:8"},
		{"a.txt", "words", `["one", "two"]`, "emend.toml:3"},
		{"drafts/x/a.txt", "min-confidence", "0.1", "emend.toml:5"},
		{"drafts/a.txt", "rules.ligature", `"fix"`, "emend.toml:6"},
		{"drafts/a.tmp.txt", "rules.ligature", `"read"`, "emend.toml:9"}, // the last override that fits
		{"deep/down/a.tmp.txt", "rules.ligature", `"read"`, "emend.toml:9"},
	} {
		s := config.Defaults()
		far.Apply(s, "sub/"+test.path)
		near.Apply(s, test.path)
		kind := config.Text
		for _, k := range config.Keys {
			if k.Name == test.key {
				kind = k.Kind
			}
		}
		if v := s[test.key]; v.String(kind) != test.want || v.Origin != test.origin {
			t.Errorf("%s of %s is %s from %s, want %s from %s", test.key, test.path, v.String(kind), v.Origin, test.want, test.origin)
		}
	}
}

func TestErrors(t *testing.T) {
	for _, test := range []struct{ src, want string }{
		{"profle = 1", `emend.toml:1:1: unknown key "profle"; did you mean "profile"?`},
		{"\n  zebra = 1", `emend.toml:2:3: unknown key "zebra"; emend config lists the keys`},
		{"profile = 3", `emend.toml:1:1: profile wants a string`},
		{"profile = \"reader\"", `emend.toml:1:11: unknown profile "reader"; did you mean "reading"?`},
		{"encoding = \"x\"", `emend.toml:1:12: unknown encoding "x"`},
		{"format = \"tei\"", `emend.toml:1:10: unknown format "tei"; want plain`},
		{"min-confidence = nan", `emend.toml:1:18: min-confidence must be from 0 to 1, not NaN`},
		{"max-harm = -1", `emend.toml:1:12: max-harm must be from 0 to 1000, not -1`},
		{"words = [\"a\", 1]", `emend.toml:1:1: words wants a list of strings`},
		{"root = \"yes\"", `emend.toml:1:1: root wants true or false`},
		{"[rules]\nligature = \"on\"", `emend.toml:2:12: "on" is no mode; want off, read, suggest or fix`},
		{"[rules]\nlig = \"off\"", `emend.toml:2:1: unknown rule "lig"; did you mean "ligature"?`},
		{"[rules.ligature]\nmode = \"off\"", `emend.toml:1:2: rules is one table; write [rules]`},
		{"[[rules]]\n", `emend.toml:1:3: rules is one table; write [rules]`},
		{"[overrides]\npaths = []", `emend.toml:1:2: overrides is a list; write [[overrides]]`},
		{"overrides = 1", `emend.toml:1:1: overrides is a list; write [[overrides]]`},
		{"[[overrides]]\nlang = \"en\"", `emend.toml: [[overrides]] without paths; say which files it is for`},
		{"[[overrides]]\npaths = [\"a\"]\nroot = true", `emend.toml:3:1: unknown key "root"; it stands at the top of the file`},
		{"exclude = [\"[\"]", `emend.toml:1:12: exclude: "[" is no glob`},
		{"profile = \"reading\"\nprofile = \"reading\"", `emend.toml:`},
		{"a = = 1", `emend.toml:1:`},
		{"overrides = [{ paths = [\"a\"], lung = \"x\" }]", `emend.toml:1:31: unknown key "lung"`},
	} {
		_, err := config.Parse("emend.toml", "/", []byte(test.src), words)
		if err == nil || !strings.HasPrefix(err.Error(), test.want) {
			t.Errorf("%q:\n got %v\nwant %s", test.src, err, test.want)
		}
	}
}

func TestAllErrorsAtOnce(t *testing.T) {
	_, err := config.Parse("e", "/", []byte("profle = 1\nlang = 2\n[rules]\nx = \"off\"\n"), words)
	if err == nil || strings.Count(err.Error(), "\n") != 2 {
		t.Errorf("got %v, want three errors", err)
	}
}

func TestMatch(t *testing.T) {
	for _, test := range []struct {
		glob, path string
		want       bool
	}{
		{"*.txt", "a.txt", true}, {"*.txt", "sub/a.txt", true}, {"drafts", "drafts/a.txt", true}, {"drafts", "x/drafts/y/a.txt", true}, {"drafts/", "drafts/a.txt", true},
		{"sub/*.txt", "sub/a.txt", true}, {"sub/*.txt", "x/sub/a.txt", false}, {"sub/*.txt", "sub/x/a.txt", false}, {"**/sub/*.txt", "x/sub/a.txt", true},
		{"/a.txt", "a.txt", true}, {"./a.txt", "a.txt", true}, {"sub/x", "sub/x/y/z.txt", true}, {"letters/{18,19}*", "letters/1848/a.txt", true},
		{"a", "b", false}, {"draft", "drafts/a.txt", false}, {"[", "[", false},
	} {
		if got := config.Match(test.glob, test.path); got != test.want {
			t.Errorf("Match(%q, %q) = %v", test.glob, test.path, got)
		}
	}
}

// A value is written as TOML reads it.
func TestValueString(t *testing.T) {
	for _, s := range []string{"a", `q"b\\`, "<&>", "tab\tend", "\x01", "ſ “x”", "\u2028"} {
		f := parse(t, "profile = \"reading\"\nlang = "+config.Value{Text: s}.String(config.Text)+"\nwords = "+config.Value{List: []string{s, "b"}}.String(config.List)+"\n")
		if f.Top["lang"].Text != s || f.Top["words"].List[0] != s {
			t.Errorf("%q is read as %q", s, f.Top["lang"].Text)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("profile = \"reading\"\nwords = [\"a\"]\n[rules]\nligature = \"off\"\n[[overrides]]\npaths = [\"a\"]\nrules = { ligature = \"fix\" }\n")
	f.Add("overrides = [{ paths = [\"a\"] }]\n\"a b\".c = 1\n")
	f.Fuzz(func(t *testing.T, src string) {
		file, err := config.Parse("e", "/", []byte(src), words)
		if err == nil {
			file.Apply(config.Defaults(), "a/b.txt") // must not panic
		}
	})
}
