// Package segment finds the parts of a text: its words, paragraphs, headings, notes, running heads and the
// block that names source and licence; what is quoted, cited, exhibited, or an editor's; what is in another language.
//
// It reads, and changes nothing. No input makes it fail, and its time is linear in the input's length,
// whatever marks and brackets the input is made of. It prefers to miss a part: what it marks is checked less.
package segment
