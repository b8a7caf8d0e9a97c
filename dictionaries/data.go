package dictionaries

// EnglishData is the file that English reads in place: what a version of it is made of.
func EnglishData() string { return englishData }
