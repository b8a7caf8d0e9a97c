package format

var plain = Format{
	Name: "plain",
	Doc: `plain text
All of the file is read. Paragraphs, headings and quotations are found later, by how the text
looks. Line ends are kept as they are, whichever kind each of them is.`,
	Match: func(string, []byte) bool { return true },
	Read: func(src []byte, enc Encoding, _ Options) (Reading, error) {
		return Reading{Text: enc.Text(src)}, nil
	},
}
