// Package witness finds where a quoted passage stands in other texts, and lays the two side by side.
//
// A witness, in the language of textual criticism, is a text that hands down another one: the work that is quoted, or the same
// passage transcribed elsewhere. Passages are found by fingerprints (Schleimer, Wilkerson and Aiken 2003) of letters folded into
// classes of shape (Spitz 1995), so that most of a scanner's confusions leave them as they are; seeds on one diagonal are extended
// and collated word by word, with the channel's costs for letters.
//
// Laws: what an index says is only where to look; a passage counts as found where its words stand in the text itself, so a damaged
// index hides passages and never invents one. Any bytes are a legal index: Open says what is wrong with them. Same
// texts in the same order, same index, byte for byte.
package witness
