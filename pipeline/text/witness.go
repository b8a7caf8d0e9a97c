package text

// A Witness is another text that a finding rests on: the source of a quotation, or the same passage elsewhere.
type Witness struct {
	Name  string // as it is cited, with volume and page where they are known
	Path  string // of its file, from the folder of the project, with slashes; empty if there are several
	At    int    // byte of its reading text, 0-based
	Here  string // the words around the place in the text that is checked
	There string // and in the witness
}
