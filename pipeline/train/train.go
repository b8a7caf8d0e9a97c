// Package train builds the data of the corrector: language model, channel, words that may be proposed, rivals, ranker. It reads clean texts, one
// paragraph a line, and pairs, NAME.ocr.txt beside NAME.gt.txt.
//
// Laws: the same input gives the same bytes; of texts and pairs nothing leaves but counts, words and weights.
package train

import "io/fs"

// A Folder is a folder of texts or of pairs; files count whose names begin with Prefix.
type Folder struct {
	Name   string // the last part of its path
	FS     fs.FS
	Prefix string
}
