package train

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/pelletier/go-toml/v2"
)

// A Recipe says what a language is made of. Folders are slash-separated paths; Training.Open opens them.
type Recipe struct {
	Lang  string  `toml:"lang"`
	Whole bool    `toml:"whole"` // a language of its own: nothing built in is taken from
	About string  `toml:"about"` // sources and licences, for people
	Texts Texts   `toml:"texts"`
	Model Size    `toml:"model"`
	Words Counted `toml:"lexicon"`
	Sets  []Set   `toml:"pairs"`
}

// Texts are clean texts, one paragraph a line, or with blank lines between paragraphs.
type Texts struct {
	Folders []string `toml:"folders"` // folders, everything below them that ends in .txt; or single files
	// HoldOut are globs of names that are kept out of model and lexicon, so that the ranker learns on them what a clean page is. None: every
	// 25th text.
	HoldOut []string `toml:"hold-out"`
	// LeaveOut are globs of names that nothing is made from: for measuring.
	LeaveOut []string `toml:"leave-out"`
}

// Size is how much goes into a model.
type Size struct {
	Min   int     `toml:"min"` // a word seen less often is unknown; 0: 3
	Bi    float64 `toml:"bi"`  // pairs of words whose gain is below are left out; 0: 2
	Tri   float64 `toml:"tri"` // triples likewise; 0: 4
	Every int     `toml:"every"`
}

// Counted is how a lexicon is found by counting.
type Counted struct {
	Min   int  `toml:"min"`   // how often a word must stand in the texts; 0: 3
	Texts int  `toml:"texts"` // in how many of them; 0: 2, or 1 where there are fewer than 4 texts
	Off   bool `toml:"off"`   // no lexicon is counted: the built-in one serves
}

// A Set is pairs of one kind of source: what the ranker says of it is judged by rankers that never saw it.
type Set struct {
	Name   string   `toml:"name"` // empty: the folder's
	Folder string   `toml:"folder"`
	Also   []string `toml:"also"`   // more folders of the same source: the same pages by another engine
	Prefix string   `toml:"prefix"` // only pairs whose names begin so
	From   string   `toml:"from"`   // and are not before
	To     string   `toml:"to"`     // and are before
	Quote  bool     `toml:"quote"`  // its words may be shown as examples in the channel's table
	Half   int      `toml:"half"`   // 1 or 2: in which of the two kinds of very noisy pages its errors are made; 0: in turn
	Sow    bool     `toml:"sow"`    // its misreadings are sown into clean pages; where no set says so, those of all
}

// ParseRecipe reads a recipe. An unknown key is an error.
func ParseRecipe(data []byte) (*Recipe, error) {
	r := &Recipe{}
	d := toml.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(r); err != nil {
		var strict *toml.StrictMissingError
		var at *toml.DecodeError
		if errors.As(err, &strict) && len(strict.Errors) > 0 {
			line, column := strict.Errors[0].Position()
			return nil, fmt.Errorf("%d:%d: unknown key %q", line, column, strings.Join(strict.Errors[0].Key(), "."))
		}
		if errors.As(err, &at) {
			line, column := at.Position()
			return nil, fmt.Errorf("%d:%d: %s", line, column, strings.TrimPrefix(at.Error(), "toml: "))
		}
		return nil, err
	}
	return r, r.Check()
}

// Check finds what cannot be, and fills in names.
func (r *Recipe) Check() error {
	if r.Lang == "" || strings.ContainsFunc(r.Lang, func(c rune) bool { return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && c != '-' }) {
		return fmt.Errorf("lang: %q is no language tag, such as en or de", r.Lang)
	}
	for _, globs := range [][]string{r.Texts.HoldOut, r.Texts.LeaveOut} {
		for _, g := range globs {
			if !doublestar.ValidatePattern(g) {
				return fmt.Errorf("%q is no glob", g)
			}
		}
	}
	seen := map[string]bool{clean: true, sparse: true, noisy: true, noisyToo: true}
	for i := range r.Sets {
		s := &r.Sets[i]
		if s.Folder == "" {
			return fmt.Errorf("pairs %q: no folder", s.Name)
		}
		if s.Name == "" {
			s.Name = path.Base(s.Folder)
			if s.Prefix != "" {
				s.Name += ":" + s.Prefix
			}
		}
		if s.Half < 0 || s.Half > 2 {
			return fmt.Errorf("pairs %q: half is 1 or 2", s.Name)
		}
		if seen[s.Name] {
			return fmt.Errorf("two sets of pairs are named %q, or it is a name of the clean pages; name one of them otherwise", s.Name)
		}
		seen[s.Name] = true
	}
	return nil
}

func fits(globs []string, name string) bool {
	return slices.ContainsFunc(globs, func(g string) bool {
		ok, err := doublestar.Match(g, name)
		return ok && err == nil
	})
}

// A fate is what a text is for.
type fate uint8

const (
	counted fate = iota
	held         // for the ranker
	left         // for measuring only
)

// A source is a text by name.
type source struct {
	fsys fs.FS
	path string // in it
	fate fate
}

func (s source) read() (string, error) {
	data, err := fs.ReadFile(s.fsys, s.path)
	if err != nil {
		return "", err
	}
	return plainText(string(data)), nil
}

// sources lists the texts of the recipe, folder by folder, by path.
func (t *Training) sources() ([]source, error) {
	var out []source
	n := 0
	for _, folder := range t.Recipe.Texts.Folders {
		fsys, err := t.Open(folder)
		if err != nil {
			return nil, err
		}
		names, err := below(fsys, ".txt")
		if err != nil {
			return nil, fmt.Errorf("%s: %w", folder, err)
		}
		for _, name := range names {
			base := path.Base(name)
			s := source{fsys: fsys, path: name}
			switch {
			case fits(t.Recipe.Texts.LeaveOut, base):
				s.fate = left
			case fits(t.Recipe.Texts.HoldOut, base):
				s.fate = held
			default:
				if n++; len(t.Recipe.Texts.HoldOut) == 0 && n%25 == 13 {
					s.fate = held
				}
			}
			out = append(out, s)
		}
	}
	return out, nil
}

// below lists the files below a folder whose names end so, sorted; those of pairs are no texts.
func below(fsys fs.FS, suffix string) ([]string, error) {
	var names []string
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if strings.HasPrefix(d.Name(), ".") && name != "." {
				return fs.SkipDir
			}
			return nil
		}
		if strings.HasSuffix(name, suffix) && (suffix != ".txt" || !strings.HasSuffix(name, ".ocr.txt") && !strings.HasSuffix(name, ".gt.txt")) {
			names = append(names, name)
		}
		return nil
	})
	slices.Sort(names)
	return names, err
}

// plainText is a text as the corrector sees it when the normalizing rules have read it: no long s, umlauts in one piece, line ends one byte.
func plainText(s string) string {
	s = strings.ToValidUTF8(strings.TrimPrefix(s, "\ufeff"), "\uFFFD")
	return asRead.Replace(s)
}

var asRead = strings.NewReplacer(
	"\r\n", "\n", "ſ", "s", "a\u0364", "ä", "o\u0364", "ö", "u\u0364", "ü", "A\u0364", "Ä", "O\u0364", "Ö", "U\u0364", "Ü",
	"a\u0308", "ä", "o\u0308", "ö", "u\u0308", "ü", "ﬁ", "fi", "ﬂ", "fl", "ﬀ", "ff", "ﬃ", "ffi", "ﬄ", "ffl",
)

// A pair is a page as read and as printed.
type pair struct{ name, read, truth string }

// pairs reads NAME.ocr.txt and NAME.gt.txt of a set.
func (t *Training) pairs(s Set) ([]pair, error) {
	var ps []pair
	for _, folder := range append([]string{s.Folder}, s.Also...) {
		more, err := t.pairsOf(s, folder)
		if err != nil {
			return nil, err
		}
		ps = append(ps, more...)
	}
	if len(ps) == 0 {
		return nil, fmt.Errorf("%s: no pairs, NAME.ocr.txt beside NAME.gt.txt, whose names begin with %q", s.Folder, s.Prefix)
	}
	return ps, nil
}

func (t *Training) pairsOf(s Set, folder string) ([]pair, error) {
	fsys, err := t.Open(folder)
	if err != nil {
		return nil, err
	}
	names, err := below(fsys, ".ocr.txt")
	if err != nil {
		return nil, fmt.Errorf("%s: %w", folder, err)
	}
	var ps []pair
	for _, name := range names {
		stem := strings.TrimSuffix(name, ".ocr.txt")
		base := path.Base(stem)
		if !strings.HasPrefix(base, s.Prefix) || base < s.From || s.To != "" && base >= s.To {
			continue
		}
		read, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		truth, err := fs.ReadFile(fsys, stem+".gt.txt")
		if err != nil {
			return nil, fmt.Errorf("%s: %s has no truth beside it, %s.gt.txt", folder, name, stem)
		}
		ps = append(ps, pair{base, plainText(string(read)), plainText(string(truth))})
	}
	return ps, nil
}
