package witness

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// A Manifest says which texts a library is made of, how they are cited, and which pages of works what stands on, where there is no text.
type Manifest struct {
	Works   map[string]string `toml:"works"` // title by abbreviation: SCW = "Stalin, Collected Works"
	Sources []Source          `toml:"source"`
	Pages   []Pages           `toml:"pages"`
}

// A Source is a text.
type Source struct {
	Path    string `toml:"path"` // relative to the manifest's project, with slashes
	Title   string `toml:"title,omitempty"`
	Work    string `toml:"work,omitempty"` // an abbreviation of Works
	Volume  int    `toml:"volume,omitempty"`
	Witness bool   `toml:"witness,omitempty"` // a text of the archive: not quoted, but another witness of what it has in common with others
	Page    int    `toml:"page,omitempty"`    // the number of the first page, where form feeds part the pages and nothing numbers them
}

// Pages says on which pages of a work something stands.
type Pages struct {
	Work    string `toml:"work"`
	Volume  int    `toml:"volume,omitempty"`
	Section string `toml:"section,omitempty"`
	From    int    `toml:"from"`
	To      int    `toml:"to"`
}

// ParseManifest reads a manifest. The error names line and column, 1-based.
func ParseManifest(src []byte) (*Manifest, error) {
	m := &Manifest{}
	dec := toml.NewDecoder(bytes.NewReader(src))
	dec.DisallowUnknownFields()
	if err := dec.Decode(m); err != nil {
		var strict *toml.StrictMissingError
		if errors.As(err, &strict) && len(strict.Errors) > 0 {
			line, column := strict.Errors[0].Position()
			return nil, fmt.Errorf("%d:%d: unknown key %q; want works, source or pages", line, column, strings.Join(strict.Errors[0].Key(), "."))
		}
		var at *toml.DecodeError
		if errors.As(err, &at) {
			line, column := at.Position()
			return nil, fmt.Errorf("%d:%d: %s", line, column, strings.TrimPrefix(at.Error(), "toml: "))
		}
		return nil, fmt.Errorf("1:1: %w", err)
	}
	return m, m.check()
}

func (m *Manifest) check() error {
	seen := make(map[string]bool)
	for i, s := range m.Sources {
		switch {
		case s.Path == "":
			return fmt.Errorf("source %d has no path", i+1)
		case seen[s.Path]:
			return fmt.Errorf("source %q stands there twice", s.Path)
		case s.Volume < 0 || s.Page < 0:
			return fmt.Errorf("source %q: volume and page are at least 1", s.Path)
		}
		seen[s.Path] = true
		if err := m.work(s.Work); err != nil {
			return fmt.Errorf("source %q: %w", s.Path, err)
		}
	}
	for _, p := range m.Pages {
		if p.Work == "" || p.From < 1 || p.To < p.From {
			return fmt.Errorf("pages want work, from and to, and to is not less than from")
		}
		if err := m.work(p.Work); err != nil {
			return err
		}
	}
	return nil
}

func (m *Manifest) work(abbreviation string) error {
	if _, ok := m.Works[abbreviation]; abbreviation != "" && !ok {
		names := slices.Sorted(maps.Keys(m.Works))
		if len(names) == 0 {
			return fmt.Errorf("no work %q; put it under [works]", abbreviation)
		}
		return fmt.Errorf("no work %q under [works], only %s", abbreviation, strings.Join(names, ", "))
	}
	return nil
}

// Name is how a source is cited: title and volume, or its path.
func (m *Manifest) Name(s *Source) string {
	name := s.Title
	if title := m.Works[s.Work]; title != "" {
		if name != "" && name != title {
			name = title + ", " + name
		} else {
			name = title
		}
	}
	if name == "" {
		name = s.Path
	}
	if s.Volume > 0 {
		name += ", vol. " + strconv.Itoa(s.Volume)
	}
	return name
}

// WithSource is a manifest's text with a source put at its end. Comments and order stay.
func WithSource(src []byte, s Source, title string) ([]byte, error) {
	m, err := ParseManifest(src)
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	b.Write(src)
	if len(src) > 0 && src[len(src)-1] != '\n' {
		b.WriteByte('\n')
	}
	text := b.String()
	if s.Work != "" && m.Works[s.Work] == "" {
		if title == "" {
			return nil, fmt.Errorf("no work %q yet; say what it is: %s=TITLE", s.Work, s.Work)
		}
		line := key(s.Work) + " = " + strconv.Quote(title) + "\n"
		if at := strings.Index("\n"+text, "\n[works]\n"); at >= 0 {
			at += len("[works]\n")
			text = text[:at] + line + text[at:]
		} else {
			text += "[works]\n" + line
		}
	}
	text += "\n[[source]]\npath = " + strconv.Quote(s.Path) + "\n"
	if s.Work != "" {
		text += "work = " + strconv.Quote(s.Work) + "\n"
	}
	if s.Title != "" {
		text += "title = " + strconv.Quote(s.Title) + "\n"
	}
	if s.Volume > 0 {
		text += "volume = " + strconv.Itoa(s.Volume) + "\n"
	}
	if s.Page > 0 {
		text += "page = " + strconv.Itoa(s.Page) + "\n"
	}
	if s.Witness {
		text += "witness = true\n"
	}
	text = strings.TrimPrefix(text, "\n")
	_, err = ParseManifest([]byte(text))
	return []byte(text), err
}

// key is a bare key, or a quoted one.
func key(s string) string {
	for i := range len(s) {
		if !letter(s[i]) && !digit(s[i]) && s[i] != '-' && s[i] != '_' {
			return strconv.Quote(s)
		}
	}
	return s
}

// WithoutSource is a manifest's text without the table of a source; false if it has none.
func WithoutSource(src []byte, path string) ([]byte, bool, error) {
	m, err := ParseManifest(src)
	if err != nil {
		return nil, false, err
	}
	n := slices.IndexFunc(m.Sources, func(s Source) bool { return s.Path == path })
	if n < 0 {
		return src, false, nil
	}
	lines := strings.SplitAfter(string(src), "\n")
	start, end := -1, len(lines)
	for i, line := range lines {
		head := strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(head, "[[source]]"):
			if n--; n == -1 {
				start = i
			} else if start >= 0 && end == len(lines) {
				end = i
			}
		case strings.HasPrefix(head, "[") && start >= 0 && end == len(lines):
			end = i
		}
	}
	if start < 0 {
		return nil, false, errors.New("sources are not written as [[source]] there; take it out by hand")
	}
	for start > 0 && strings.TrimSpace(lines[start-1]) == "" {
		start--
	}
	if start > 0 && end < len(lines) {
		lines[end] = "\n" + lines[end]
	}
	out := []byte(strings.Join(append(lines[:start:start], lines[end:]...), ""))
	_, err = ParseManifest(out)
	return out, true, err
}
