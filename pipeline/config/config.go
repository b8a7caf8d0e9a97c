// Package config reads emend.toml, from bytes: it knows no file system.
//
// Its laws: an unknown key is an error that names its place and the nearest key; the nearest
// file wins per key, and in one file the last override that fits wins over what stands above it;
// a file wins over those it extends, of which the later win; each effective value says where it came from.
package config

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// Name is what a configuration file is called.
const Name = "emend.toml"

// Kind is the type of a key's value.
type Kind uint8

const (
	Text   Kind = iota // a string
	Number             // an integer or a float
	List               // an array of strings
	Switch             // true or false
)

var kindNames = [...]string{"a string", "a number", "a list of strings", "true or false"}

// A Key is what may be set.
type Key struct {
	Name    string
	Kind    Kind
	Doc     string
	Least   float64 // bounds of a Number
	Most    float64
	Default Value
}

// Keys lists them in the order of the manual. The table [rules] has one key for each rule
// besides, the value its mode; the table [classes] one for each class of web pages or element, the value a part of a text.
var Keys = []Key{
	{Name: "profile", Kind: Text, Doc: "what the text is for; sets the mode of every rule", Default: Value{Text: "reading"}},
	{Name: "min-confidence", Kind: Number, Most: 1, Doc: "findings less sure than this are not shown", Default: Value{Number: 0.5}},
	{Name: "max-harm", Kind: Number, Most: 1000, Doc: "right words per 1,000 that unasked corrections may be expected to break", Default: Value{Number: 0}},
	{Name: "lang", Kind: Text, Doc: "language of the texts (BCP 47)", Default: Value{Text: "en"}},
	{Name: "pack", Kind: Text, Doc: "file that emend train made, for the words and the corrector of the language; empty: what is built in"},
	{Name: "learned", Kind: Text, Doc: "file that emend train --ledger made of decisions; empty: .emend/learned.toml beside the ledger, none: no such file"},
	{Name: "format", Kind: Text, Doc: "format of the files; auto: by name and content", Default: Value{Text: "auto"}},
	{Name: "encoding", Kind: Text, Doc: "encoding of files that do not show theirs; auto: windows-1252, with a warning", Default: Value{Text: "auto"}},
	{Name: "class-map", Kind: Text, Doc: "what classes of web pages mean that [classes] does not name: marxists or none", Default: Value{Text: "marxists"}},
	{Name: "dictionaries", Kind: List, Doc: "word lists, one word a line; emend words add writes to the first", Default: Value{List: []string{"words.txt"}}},
	{Name: "words", Kind: List, Doc: "words that are right"},
	{Name: "names", Kind: List, Doc: "names that are right, capitals as written"},
	{Name: "never", Kind: List, Doc: "words that are never right"},
	{Name: "include", Kind: List, Doc: "files to take in besides those that a format takes by name"},
	{Name: "exclude", Kind: List, Doc: "files and folders to leave out"},
}

// FileKeys are the keys that stand at the top of a file only and say what the file is, OverrideKeys those of
// [[overrides]] only.
var (
	FileKeys = []Key{
		{Name: "root", Kind: Switch, Doc: "no emend.toml in a folder above counts"},
		{Name: "extends", Kind: List, Doc: "configuration files that this one builds on, later ones over earlier ones, this one over all"},
	}
	OverrideKeys = []Key{
		{Name: "paths", Kind: List, Doc: "globs of the files it is for"},
	}
)

// globs are the lists whose elements are globs.
var globs = map[string]bool{"include": true, "exclude": true, "paths": true}

func find(keys []Key, name string) *Key {
	for i := range keys {
		if keys[i].Name == name {
			return &keys[i]
		}
	}
	return nil
}

// A Value is one setting. Which of Text, Number and List counts follows from the key's Kind.
type Value struct {
	Text   string
	Number float64
	List   []string
	Origin string // default, profile NAME, FILE:LINE or flag --NAME
	File   *File  // nil unless from a file
	Places []Place
}

// A Place is where an element of a list stands: 1-based, columns in bytes.
type Place struct{ Line, Column int }

// String renders the value as TOML.
func (v Value) String(k Kind) string {
	switch k {
	case Number:
		return strconv.FormatFloat(v.Number, 'g', -1, 64)
	case List:
		quoted := make([]string, len(v.List))
		for i, s := range v.List {
			quoted[i] = quote(s)
		}
		return "[" + strings.Join(quoted, ", ") + "]"
	}
	return quote(v.Text)
}

// quote is a string as TOML writes it; JSON's escapes are all TOML's, too.
func quote(s string) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		return strconv.Quote(s) // strings are always encoded
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// Settings are values by key; the mode of a rule has the key rules.NAME.
type Settings map[string]Value

// A File is one emend.toml, or one that it extends.
type File struct {
	Name      string // for messages
	Dir       string // the folder it stands in; what word lists and the files it extends are relative to
	Base      string // what its globs are relative to: Dir, or that of the file which extends it
	Root      bool   // no file above it counts
	Extends   Value  // a List of files, each wins over those before it
	Top       Settings
	Overrides []Override
}

// An Override sets keys for some of the files.
type Override struct {
	Paths []string // globs, relative to File.Base
	Settings
}

// For is the file as one that a file in the folder base extends.
func (f *File) For(base string) *File {
	to := *f
	to.Base = base
	move := func(s Settings) Settings {
		out := make(Settings, len(s))
		for k, v := range s {
			v.File = &to
			out[k] = v
		}
		return out
	}
	to.Top, to.Overrides = move(f.Top), slices.Clone(f.Overrides)
	for i, o := range to.Overrides {
		to.Overrides[i].Settings = move(o.Settings)
	}
	return &to
}

// Defaults are the values of the keys that nobody set.
func Defaults() Settings {
	s := make(Settings, len(Keys))
	for _, k := range Keys {
		v := k.Default
		v.Origin = "default"
		s[k.Name] = v
	}
	return s
}

// Apply lays what the file says of a path, relative to its Base and with slashes, over s. The
// files are applied from the farthest to the nearest.
func (f *File) Apply(s Settings, path string) {
	for k, v := range f.Top {
		s[k] = v
	}
	for _, o := range f.Overrides {
		if MatchAny(o.Paths, path) {
			for k, v := range o.Settings {
				s[k] = v
			}
		}
	}
}

// Match reports whether a glob fits a path or a folder above it. A glob without a slash fits
// a name at any depth (*.txt, drafts); one with a slash is relative to where it stands, and
// ** crosses folders. A bad glob fits nothing; CheckGlob says so beforehand.
func Match(glob, file string) bool {
	glob = strings.TrimSuffix(strings.TrimPrefix(glob, "./"), "/")
	anyDepth := !strings.Contains(glob, "/")
	glob = strings.TrimPrefix(glob, "/")
	for file != "." && file != "/" && file != "" {
		name := file
		if anyDepth {
			name = path.Base(file)
		}
		if ok, err := doublestar.Match(glob, name); ok && err == nil {
			return true
		}
		file = path.Dir(file)
	}
	return false
}

// MatchAny reports whether one of the globs fits.
func MatchAny(globs []string, path string) bool {
	for _, g := range globs {
		if Match(g, path) {
			return true
		}
	}
	return false
}

// CheckGlob is the error of a glob that can fit nothing.
func CheckGlob(glob string) error {
	if glob == "" || !doublestar.ValidatePattern(glob) {
		return fmt.Errorf("%q is no glob; * stands for anything but a slash, ** for folders, {a,b} for either", glob)
	}
	return nil
}
