package main

import (
	"errors"
	"fmt"
	"math"
	"runtime"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"emend/pipeline"
	"emend/pipeline/correct"
)

// The thresholds that hold where nobody says otherwise.
const (
	minConfidence = pipeline.ShownFrom
	fixConfidence = pipeline.FixedFrom
	maxFileSize   = 256 << 20 // bytes; a larger file is an error
	largeFile     = 32 << 20  // bytes; of larger ones one is worked on at a time, for it takes ten times that in memory
)

// options are the flags of all commands.
type options struct {
	color          string
	quiet, verbose bool

	selected, ignored         []string
	profile                   string
	minConfidence, maxHarm    float64
	lang, encoding, format    string
	mark                      bool
	resp                      string
	pack                      string
	include, exclude          []string
	noIgnore, hidden          bool
	forceExclude, followLinks bool
	filesFrom                 string
	null                      bool
	stdinName                 string
	config                    string
	isolated                  bool
	library                   string
	noLibrary                 bool
	jobs                      int
	noCache                   bool
	shard                     shard
	maxSize                   size

	newness newness // of check

	outputs []string
	context int
	exit0   bool
	out     string // folder of --out
	inPlace bool   // --write
	force   bool   // with --out

	proposals bool // of diff: as if every open finding were accepted

	unwritten     bool // the corrected files are of no use
	anyConfidence bool // findings are named by ID: show all
	deciding      bool // stale decisions are no failure

	flags *pflag.FlagSet // those of the command that runs
}

func (o *options) bindGlobal(f *pflag.FlagSet) {
	o.color = "auto"
	f.Var(&choice{&o.color, []string{"auto", "always", "never"}}, "color", "auto, always or never; NO_COLOR and CLICOLOR_FORCE count where this says auto")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "no summary, no progress, no hints")
	f.BoolVarP(&o.verbose, "verbose", "v", false, "say what is left out, and why")
}

// bindFinding binds what decides on findings and files. check, diff, fix and the decisions
// share it, so that a flag means the same everywhere.
func (o *options) bindFinding(f *pflag.FlagSet) {
	f.StringSliceVar(&o.selected, "select", nil, "only these `RULE`s report (repeatable, or with commas); one that is off suggests")
	f.StringSliceVar(&o.ignored, "ignore", nil, "these `RULE`s do not report (repeatable, or with commas)")
	f.StringVar(&o.profile, "profile", "", "`NAME` of what the text is for: reading or diplomatic (default: the configuration's, or reading)")
	f.Float64Var(&o.minConfidence, "min-confidence", minConfidence, "leave out findings less sure than `P`, 0 to 1")
	f.Float64Var(&o.maxHarm, "max-harm", 0, "let fix apply the surest statistical corrections: at most `N` right words per 1,000 of all texts together may be expected to break")
	o.bindReading(f)
	o.bindFiles(f)
}

// bindMark binds how corrections are written.
func (o *options) bindMark(f *pflag.FlagSet) {
	f.BoolVar(&o.mark, "mark", false, "in TEI, keep what stood there: <choice><sic>tbe</sic><corr>the</corr></choice>; errors of the print become <sic>")
	f.StringVar(&o.resp, "resp", "", "with --mark, who answers for the corrections: `POINTER` as in resp=\"#ed\"")
}

// checkMark is the error of flags that do not fit together.
func (o *options) checkMark() error {
	if o.resp != "" && !o.mark {
		return errors.New("--resp says who answers for marked corrections; give --mark, too")
	}
	if strings.ContainsAny(o.resp, "\x00\r\n") {
		return errors.New("--resp wants one line")
	}
	return nil
}

// bindReading binds how a text is read.
func (o *options) bindReading(f *pflag.FlagSet) {
	o.bindLanguage(f)
	f.StringVar(&o.encoding, "encoding", "auto", "`NAME` of the encoding, whatever the bytes say; auto: find out")
	f.BoolVar(&o.noCache, "no-cache", false, "check every file anew, and keep nothing for the next run")
	f.StringVar(&o.format, "format", "auto", "`NAME` of the format; auto: by name and content")
}

func (o *options) bindLanguage(f *pflag.FlagSet) {
	f.StringVar(&o.lang, "lang", "", "language `TAG` of the texts: "+strings.Join(correct.Languages(), ", ")+", or that of the pack (default en)")
	f.StringVar(&o.pack, "pack", "", "`FILE` that emend train made: words and corrector of the language")
}

func (o *options) bindFiles(f *pflag.FlagSet) {
	o.maxSize = maxFileSize
	f.StringArrayVar(&o.include, "include", nil, "in folders, take in files that fit `GLOB`, too (repeatable)")
	f.StringArrayVar(&o.exclude, "exclude", nil, "in folders, leave out what fits `GLOB` (repeatable)")
	f.BoolVar(&o.forceExclude, "force-exclude", false, "leave out excluded files even when they are named (for hooks)")
	f.BoolVar(&o.noIgnore, "no-ignore", false, "do not heed .gitignore")
	f.BoolVar(&o.hidden, "hidden", false, "in folders, take in files and folders that begin with a dot")
	f.StringVar(&o.filesFrom, "files-from", "", "read paths from `FILE`, one a line; -: standard input")
	f.BoolVarP(&o.null, "null", "0", false, "paths in --files-from end in a zero byte, not a line end")
	f.Var(&o.shard, "shard", "of all files only those of part `I/N`, such as 2/4; emend merge puts the reports together")
	f.StringVar(&o.stdinName, "stdin-filename", "", "`NAME` of standard input (-): decides on its format, its configuration, its decisions")
	f.Var(&o.maxSize, "max-file-size", "refuse larger files; bytes, or with k, M, G")
	f.IntVarP(&o.jobs, "jobs", "j", runtime.GOMAXPROCS(0), "files at a time; the result is the same for any `N`")
	o.bindConfig(f)
}

func (o *options) bindConfig(f *pflag.FlagSet) {
	f.StringVar(&o.config, "config", "", "use this `FILE` as the configuration, and no other")
	f.StringVar(&o.library, "library", "", "check quotations against the sources of the project in `FOLDER`, not of this one")
	f.BoolVar(&o.noLibrary, "no-library", false, "check no quotations against sources")
	f.BoolVar(&o.isolated, "isolated", false, "use no configuration file")
	f.BoolVar(&o.followLinks, "follow-symlinks", false, "let .emend be a symbolic link; fix --write replaces the file that one points to")
}

func (o *options) bindOutput(f *pflag.FlagSet, standard string) {
	f.StringArrayVar(&o.outputs, "output", nil, "report as `FORMAT[=PATH]` (repeatable): "+reportNames()+standard)
	f.IntVar(&o.context, "context", 3, "`N` unchanged lines around each change of a diff")
	f.SetNormalizeFunc(func(_ *pflag.FlagSet, name string) pflag.NormalizedName {
		if name == "rule" {
			name = "select" // the flag of accept and reject, which people try here
		}
		return pflag.NormalizedName(name)
	})
	f.BoolVar(&o.exit0, "exit-zero", false, "exit 0 though findings remain; still 2 on failure")
}

// check finds flags whose values cannot be.
func (o *options) check() error {
	switch {
	case o.jobs < 1:
		return fmt.Errorf("--jobs must be at least 1, not %d", o.jobs)
	case o.null && o.filesFrom == "":
		return fmt.Errorf("-0 goes with --files-from")
	case o.config != "" && o.isolated:
		return fmt.Errorf("--config and --isolated exclude each other")
	case o.flags != nil && o.flags.Changed("context") && o.context < 1:
		return fmt.Errorf("--context must be at least 1; a patch without context fits anywhere")
	}
	return nil
}

// choice is a flag with a fixed set of values.
type choice struct {
	value *string
	of    []string
}

func (c *choice) String() string {
	if c.value == nil {
		return ""
	}
	return *c.value
}

func (c *choice) Type() string { return strings.Join(c.of, "|") }

func (c *choice) Set(s string) error {
	for _, v := range c.of {
		if s == v {
			*c.value = s
			return nil
		}
	}
	return fmt.Errorf("want %s", strings.Join(c.of, ", "))
}

// size is a number of bytes, as people write it: 10M, 256MiB, 5000.
type size int64

func (n *size) String() string { return showSize(int64(*n)) }
func (n *size) Type() string   { return "SIZE" }

func (n *size) Set(s string) error {
	digits := strings.TrimRight(s, "kKmMgGiIbB")
	unit, ok := map[string]float64{"": 1, "b": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}[strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(s[len(digits):]), "b"), "i")]
	v, err := strconv.ParseFloat(digits, 64)
	if v *= unit; !ok || err != nil || !(v >= 0 && v < math.MaxInt64) {
		return fmt.Errorf("want a number of bytes, such as 5000, 64k or 256MiB")
	}
	*n = size(v)
	return nil
}

func showSize(n int64) string {
	units := []string{"bytes", "KiB", "MiB", "GiB", "TiB"}
	v, i := float64(n), 0
	for ; v >= 1024 && i < len(units)-1; i++ {
		v /= 1024
	}
	return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64) + " " + units[i]
}
