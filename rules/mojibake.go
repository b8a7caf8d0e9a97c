package rules

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"emend/pipeline/text"
)

var mojibake = &Rule{
	Name:    "mojibake",
	Stage:   Normalize,
	Graphic: true,
	Doc: `UTF-8 that was read as another encoding
A file in UTF-8 that some program took for Windows-1252, Latin-1 or Mac OS Roman shows each
accented letter as two or three others: é as Ã©, ’ as â€™ or ‚Äô. The damage follows from the encodings alone
and can be undone, also where it was done twice (ÃƒÂ©). The rule asks for strong evidence, as ftfy
does (Robyn Speer, 2012), from which the idea comes: what results must be a character that a text has, and what
stands there must be what no text has. MARQUÉ…, GARÇON™ and „Ä“ can be undone too, and are right as they
are, so after a capital, and with a quotation mark, a dash or dots as the second half, the letters around decide.
A run of which a part stays doubtful is left whole. It is wrong where mojibake is quoted to be shown.`,
	Examples: []Example{
		{"an apostrophe", "the workersâ€™ party", "the workers’ party"},
		{"quotation marks and a dash", "â€œCapitalâ€\u009D â€“ he said", "“Capital” – he said"},
		{"French", "rÃ©gime, dÃ©jÃ\u00A0 vu, franÃ§ais", "régime, déjà vu, français"},
		{"German", "Ã–sterreich, KÃ¶ln, StraÃŸe", "Österreich, Köln, Straße"},
		{"a no-break space", "the end.Â\u00A0 A new", "the end.\u00A0 A new"},
		{"a no-break space that has become a space", "the end.Â  A new", "the end.  A new"},
		{"an à that has become Ã and a space", "voilÃ  tout", "voilà  tout"},
		{"as Latin-1", "the workersâ\u0080\u0099 rÃ\u00A9gime", "the workers’ régime"},
		{"twice", "rÃƒÂ©gime, workersÃ¢â‚¬â„¢", "régime, workers’"},
		{"signs", "Â§ 5, Â£10, Â© 1981", "§ 5, £10, © 1981"},
		{"Mac OS Roman", "workers‚Äô caf√© ‚Äì the end", "workers’ café – the end"},
		{"Russian and Greek", "Ð›ÐµÐ½Ð¸Ð½, Î±Î²Î³", "Ленин, αβγ"},
		{"Czech and Polish", "DvoÅ™Ã¡k, cÅ“ur", "Dvořák, cœur"},
		{"a byte-order mark", "ï»¿The end", "The end"},

		{"a capital before dots and a sign", "PARCE QUE SUR LEURS PLAQUES IL Y MARQUÉ…™", "PARCE QUE SUR LEURS PLAQUES IL Y MARQUÉ…™"},
		{"Portuguese", "AMANHÃ… NÃO, SÃO MANHû", "AMANHÃ… NÃO, SÃO MANHû"},
		{"letters spoken of", "die Laute „Ä“, „Ö“ und «Â», â", "die Laute „Ä“, „Ö“ und «Â», â"},
		{"not all of it can be undone", "it costs Â£ÂÂ", "it costs Â£ÂÂ"},
		{"a trade mark", "AHÅ™, the sofa", "AHÅ™, the sofa"},
		{"French marks", "«\u00A0À\u00A0», âgé, «\u00A0Ô\u00A0!\u00A0»", "«\u00A0À\u00A0», âgé, «\u00A0Ô\u00A0!\u00A0»"},
		{"a footnote mark", "il pâlit, voilâ† et", "il pâlit, voilâ† et"},
		{"a formula", "2√π, √∂ and ¬p", "2√π, √∂ and ¬p"},
		{"German quotation marks", "‚Änderung‘, ‚Ärger‘ und Spaß…“", "‚Änderung‘, ‚Ärger‘ und Spaß…“"},
		{"Scandinavian and Spanish", "Å, Ålesund, ESPAÑA», Ñ°", "Å, Ålesund, ESPAÑA», Ñ°"},
		{"right letters", "the workers’ régime – “Köln” § 5, 20 °C", "the workers’ régime – “Köln” § 5, 20 °C"},
	},
	Check: func(p *Pass) {
		s := p.Text.Content
		part := func(r rune) bool { return r >= utf8.RuneSelf || letterOrMark(r) }
		end := 0
		for _, i := range misreadPlaces(s) {
			if i < end {
				continue
			}
			at := around(s, text.Span{Start: i, End: i}, part)
			end = at.End
			if new, confidence := undo(s, at); confidence > 0 {
				if new == "" && line(s, at.Start) == at {
					continue // all there is on its line
				}
				at, new = betweenBlanks(s, at, new)
				p.Suggest(at, confidence, fmt.Sprintf("%s is what %s in UTF-8 becomes when it is read as another encoding",
					shown(s[at.Start:at.End]), shown(new)), new)
			}
		}
	},
}

// misreadPlaces are the offsets where a misreading may begin: at what the first byte of
// a character in UTF-8 becomes, when more follows that is no ASCII. O(n).
func misreadPlaces(s string) (places []int) {
	for i := 0; ; i += 2 {
		j := strings.IndexByte(s[i:], 0xC3)
		if j < 0 || i+j+2 > len(s) {
			break
		}
		i += j
		// Â to ß, â and ï: the first bytes of two and three; ð of four.
		if c := s[i+1]; c >= 0x82 && c <= 0x9F || c == 0xA2 || c == 0xAF || c == 0xB0 {
			if i+2 < len(s) && s[i+2] >= 0x80 || c == 0x82 || c == 0x83 {
				places = append(places, i)
			}
		}
	}
	mac := func(r rune) bool { return r == '√' || r == '¬' || r == '‚' } // C3, C2 and E2
	for _, lead := range []byte{0xC2, 0xE2} {
		for i := nextWanted(s, 0, lead, mac); i < len(s); i = nextWanted(s, i+2, lead, mac) {
			if n := utf8.RuneLen(runeAt(s, i)); i+n < len(s) && s[i+n] >= 0x80 {
				places = append(places, i)
			}
		}
	}
	slices.Sort(places)
	return places
}

// undo is what the word read before it was misread, with the lowest confidence of its parts; 0 if
// nothing in it is mojibake.
func undo(s string, at text.Span) (string, float64) {
	var out strings.Builder
	confidence := 1.0
	for i := at.Start; i < at.End; {
		if s[i] < utf8.RuneSelf {
			out.WriteByte(s[i])
			i++
			continue
		}
		run := text.Span{Start: i, End: i}
		for run.End < at.End && s[run.End] >= utf8.RuneSelf {
			run.End++
		}
		new, sure := undoRun(s[run.Start:run.End], runeBefore(s, run.Start), runeAt(s, run.End))
		out.WriteString(new)
		confidence = min(confidence, sure)
		i = run.End
	}
	if out.String() == s[at.Start:at.End] {
		return "", 0
	}
	return out.String(), confidence
}

// undoRun undoes a run of characters outside ASCII, as often as it was done. l and r are its neighbours.
func undoRun(run string, l, r rune) (string, float64) {
	confidence := 1.0
	for again := len(run) <= longestRun; again; {
		again = false
		for _, m := range misreadings {
			if new, sure, _ := m.undo(run, l, r); sure > 0 && new != run {
				run, confidence, again = new, min(confidence, sure), true
				break
			}
		}
	}
	// Where byte A0 has become a space nothing is left but the first half.
	body, last := "", l
	if n := len(run); n >= 2 {
		if body = run[:n-2]; body != "" {
			last = runeBefore(body, len(body))
		}
	}
	switch ends := isBlankOrStop(r); {
	case ends && strings.HasSuffix(run, "Ã") && isLower(last): // voilÃ tout
		run, confidence = body+"à", min(confidence, 0.85)
	case ends && strings.HasSuffix(run, "Â") && (isLower(last) || last != 0 && strings.ContainsRune(".,;:!?)”’", last)):
		run, confidence = body, min(confidence, 0.85)
	}
	return run, confidence
}

// longestRun bounds the work, which grows with the square of a run's length in the worst case.
const longestRun = 2048

func isBlankOrStop(r rune) bool {
	return r == ' ' || r == '\n' || r == 0 || strings.ContainsRune(".,;:!?)", r)
}

// betweenBlanks narrows a change to what lies between no-break spaces that both readings share.
func betweenBlanks(s string, at text.Span, new string) (text.Span, string) {
	const blank = "\u00A0"
	for {
		i := strings.Index(new, blank)
		if i < 0 || !strings.HasPrefix(s[at.Start:at.End], new[:i+len(blank)]) {
			break
		}
		at.Start, new = at.Start+i+len(blank), new[i+len(blank):]
	}
	for {
		i := strings.LastIndex(new, blank)
		if i < 0 || !strings.HasSuffix(s[at.Start:at.End], new[i:]) || at.End-len(new)+i <= at.Start {
			break
		}
		at.End, new = at.End-len(new)+i, new[:i]
	}
	return at, new
}
