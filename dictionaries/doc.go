// Package dictionaries answers two questions about a word: is it right as it
// stands, and how usual is it. What it may have been before a scanner damaged it
// is a matter of channel and context: see pipeline/correct.
//
// # What is a word
//
// A bigger word list hides errors: OCR damage turns two words in five of two
// or three letters into some word of a large list. So English holds SCOWL to
// size 80 with every form's size, kind, region and variant, and Accepts takes
// a token for a use of a form only by these rules:
//
//   - A word of up to 3 letters is accepted from size 35 down, of 4 or 5 from 60,
//     a longer one from 80. ana and tho are flagged, revanchist is not.
//   - British, American and -ize spelling are all right, always.
//   - A token in small letters is never a name nor a short abbreviation; one
//     with a first capital is a word or a name; one in CAPITALS is anything.
//   - Of single letters only a, I and O are words, V and X numerals.
//   - A closed list (data/closed.txt) has citation shorthand and particles: vol,
//     pp, ibid, von; numerals are figures, ordinals and well-formed roman numbers.
//   - Possessives and elisions are cut (workers’, d’état); ' and ’ are one. An
//     apostrophe at the end belongs to a word only after an s: ana’ does not.
//   - A hyphenated word is right if all its parts are, or are so after a prefix,
//     or if prefix and rest are one word when joined: to-day, pre-eminent. The
//     hyphen of an old line end, collec-tion, is not.
//   - An accent is right where the lists have it (régime), on ligatures and on the
//     diaeresis of coöperate; a speck over a letter (thére) is not.
//   - Words of eight letters and more may be derived from usual stems:
//     technocratism, uncriticised. Shorter ones are damage more often than coinages.
//
// Names are not shipped beyond SCOWL's: most unknown words of clean prose are
// names, and they are learnt from the document and the collection.
//
// What these rules cost on clean text and save on damaged text is measured in
// data/SOURCES.md, with the command.
//
// # Lists over lists
//
// Layer puts a project's own lists (ReadList) and compiled ones (ReadLexicon)
// over the embedded one; the last list that has a form decides. Trace tells
// which list decided on a word and why.
//
// # The file
//
// en.lexicon is a minimal acyclic automaton of cased forms, eight bytes an
// edge, with a perfect hash to two bytes a form. It is read where the linker
// put it: nothing is decoded at start, and a lookup allocates nothing.
package dictionaries
