package report

import (
	"encoding/xml"
	"strings"
)

const xmlHeader = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

// xmlText is a shown text as the content of an element or the value of an attribute. What XML 1.0 has no
// way to write, Escape has named before.
func xmlText(s string) string {
	s = Escape(s)
	if !strings.ContainsAny(s, `&<>"'`) {
		return s
	}
	var b strings.Builder
	xml.EscapeText(&b, []byte(s))
	return b.String()
}
