package text

// A Scan is what a file that OCR made says of the pages and words it was read from. Its spans are those of the text as
// it was read from the file, before any Overlay.
type Scan struct {
	Pages []ScanPage // in order
	Words []ScanWord // in order; none unless whoever read the file asked for them
}

// A ScanPage is a page and the image of it.
type ScanPage struct {
	Span
	Image string // file name or path as the file has it; empty if it has none
	Box   Box    // the whole image; zero if unknown
}

// A ScanWord is what an OCR engine took for one word.
type ScanWord struct {
	Span
	Confidence float64 // 0 to 1, in the engine's own opinion; negative if it has none
	Box        Box
}

// A Box is a rectangle of an image in pixels, 0-based from its upper left corner, Right and Bottom exclusive. The zero
// Box is unknown. (ALTO may measure in tenths of a millimetre: its boxes are then in those.)
type Box struct{ Left, Top, Right, Bottom int }
