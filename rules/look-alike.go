package rules

import (
	"fmt"
	"strings"
	"unicode"

	"emend/pipeline/text"
)

var lookAlike = &Rule{
	Name:    "look-alike",
	Stage:   Normalize,
	Graphic: true,
	Doc: `Letters of another script that look alike
A Cyrillic а and a Latin a cannot be told apart by eye, and scanners and two-layout keyboards mix
them. The word then is in no dictionary and no search finds it. The rule looks at words that mix
Latin with Cyrillic or Greek letters, and only at those. Letters that have no double in the other
script say which one the word is in; without them the majority of the letters does, then the
paragraph. Where both scripts have letters without a double (Δt, µm, бета-version) the mixture is
meant, and a word wholly in one script is never touched, whatever it looks like. It is wrong for
formulas that multiply Latin with Greek variables; the short ones are left.`,
	Examples: []Example{
		{"Cyrillic a in an English word", "the working cl\u0430ss", "the working class"},
		{"Latin letters in a Russian word", "рабочий клаcc", "рабочий класс"},
		{"a Greek capital", "\u0391merica", "America"},
		{"Latin o in a Greek word", "λόγoς", "λόγος"},
		{"no letter tells, the majority does", "\u0441ocoa", "cocoa"},
		{"wholly Cyrillic, though it looks Latin", "Мао wrote сор", "Мао wrote сор"},
		{"wholly Greek", "the letter ο and the word νους", "the letter ο and the word νους"},
		{"a formula", "Δt, λx, μm and αβx", "Δt, λx, μm and αβx"},
		{"two scripts that are meant", "Шtrasse, µkδ, бета-version", "Шtrasse, µkδ, бета-version"},
		{"a hyphen parts words", "Т-shirt, ρ-meson", "Т-shirt, ρ-meson"},
		{"Russian", "рабочий класс", "рабочий класс"},
		{"the micro sign is of no script", "5 µm", "5 µm"},
	},
	Check: func(p *Pass) {
		s := p.Text.Content
		// The first bytes of Greek (U+0370 to U+03FF) and of the Cyrillic letters of the table.
		eachRun(s, func(r rune) bool { return scriptOf(r) > latin }, letterOrMark, func(at text.Span) { checkScripts(p, at) }, 0xCD, 0xCE, 0xCF, 0xD0, 0xD1, 0xD2, 0xD4)
	},
}

// A script is one of the three that have look-alikes.
type script uint8

const (
	noScript script = iota
	latin
	cyrillic
	greek
)

var scriptNames = [...]string{"", "Latin", "Cyrillic", "Greek"}

func scriptOf(r rune) script {
	switch {
	case r < 0x250 && letterOrMark(r) && r != 'µ' && r != 'ª' && r != 'º', 0x1E00 <= r && r < 0x1F00:
		return latin
	case 0x370 <= r && r < 0x400 || 0x1F00 <= r && r < 0x2000:
		return greek
	case 0x400 <= r && r < 0x530:
		return cyrillic
	}
	return noScript
}

// Letters that look alike in most typefaces, row by row. The last rows go one way only: nobody
// wrote ԛ in a Russian word.
const (
	cyrillicDoubles = "аеорсухіјѕёїАВЕКМНОРСТУХІЈЅЁЇ"
	latinOfCyrillic = "aeopcyxijsëïABEKMHOPCTYXIJSËÏ"
	greekDoubles    = "ονρυαικχόάίϊΑΒΕΖΗΙΚΜΝΟΡΤΥΧΪΫ"
	latinOfGreek    = "ovpuaikxóáíïABEZHIKMNOPTYXÏŸ"
	rareDoubles     = "һԁԛԝѵԌԚԜѴϲϳϹͿ"
	latinOfRare     = "hdqwvGQWVcjCJ"
)

var toLatin, fromLatin = doubles()

// doubles maps the letters of other scripts to Latin ones, and Latin ones to each other script's.
func doubles() (to map[rune]rune, from [greek + 1]map[rune]rune) {
	to = make(map[rune]rune)
	add := func(others, latins string) map[rune]rune {
		from, l := make(map[rune]rune), []rune(latins)
		for i, r := range []rune(others) {
			to[r], from[l[i]] = l[i], r
		}
		return from
	}
	add(rareDoubles, latinOfRare)
	from[cyrillic] = add(cyrillicDoubles, latinOfCyrillic)
	from[greek] = add(greekDoubles, latinOfGreek)
	return to, from
}

// double is the letter of a script that looks like r, or 0.
func double(r rune, want script) rune {
	switch of := scriptOf(r); {
	case of == want:
		return r
	case want == latin:
		return toLatin[r]
	case of == latin:
		return fromLatin[want][r]
	}
	return 0
}

func checkScripts(p *Pass, at text.Span) {
	word := p.Text.Content[at.Start:at.End]
	var count [greek + 1]int
	letters := 0
	for _, r := range word {
		if sc := scriptOf(r); sc != noScript {
			count[sc]++
			letters++
		}
	}
	other := cyrillic
	if count[greek] > 0 {
		other = greek
	}
	if count[latin] == 0 || count[latin]+count[other] != letters || letters < 3 {
		return
	}
	want, evidence, confidence := direction(p.Text.Content, at, other, count[latin]-count[other])
	if want == noScript {
		return
	}
	if other == greek && letters < 4 && strings.ContainsFunc(word, isSmallGreek) {
		return // a formula: αβx
	}
	var new strings.Builder
	var odd rune
	for _, r := range word {
		d := r
		if sc := scriptOf(r); sc != noScript && sc != want {
			if d = double(r, want); odd == 0 {
				odd = r
			}
		}
		new.WriteRune(d)
	}
	p.Suggest(at, confidence, fmt.Sprintf("%c (%U) in this word is %s, but %s", odd, odd, scriptNames[scriptOf(odd)], evidence), new.String())
}

func isSmallGreek(r rune) bool { return scriptOf(r) == greek && unicode.IsLower(r) }

// direction is the script that a mixed word is in, with what says so; noScript if nothing does or the
// mixture is meant. lead is by how many letters Latin leads.
func direction(s string, at text.Span, other script, lead int) (want script, evidence string, confidence float64) {
	word := s[at.Start:at.End]
	var anchor [greek + 1]rune // a letter of each script that has no double in the other
	for _, r := range word {
		switch sc := scriptOf(r); {
		case sc == latin && double(r, other) == 0, sc == other && double(r, latin) == 0:
			anchor[sc] = r
		}
	}
	majority := noScript
	switch {
	case lead > 0:
		majority = latin
	case lead < 0:
		majority = other
	}
	switch {
	case anchor[latin] != 0 && anchor[other] != 0:
		return noScript, "", 0
	case anchor[latin] != 0 || anchor[other] != 0:
		want, confidence = latin, 0.97
		if anchor[other] != 0 {
			want = other
		}
		if majority != want {
			confidence = 0.8
		}
		return want, fmt.Sprintf("%c can only be %s", anchor[want], scriptNames[want]), confidence
	case majority != noScript:
		return majority, "most of its letters are " + scriptNames[majority], 0.9
	}
	of := line(s, at.Start)
	var count [greek + 1]int
	for _, r := range s[of.Start:of.End] {
		count[scriptOf(r)]++
	}
	switch {
	case count[latin] > count[other]:
		return latin, "its paragraph is Latin", 0.8
	case count[latin] < count[other]:
		return other, "its paragraph is " + scriptNames[other], 0.8
	}
	return noScript, "", 0
}
