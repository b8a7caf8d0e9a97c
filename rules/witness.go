package rules

var witness = &Rule{
	Name:  "witness",
	Stage: Detect,
	Doc: `A word that other transcriptions of the same passage read otherwise

Where several texts of an archive have a passage in common (one article printed twice, one speech in two papers), each
transcription is a witness of it. They vote word by word, each with what the scanner's confusions make of its reading, and
what is clearly the better reading is proposed. emend sources add --witness says which texts are asked.

A word gives way to another word only where two witnesses at least have that, and more than have the word; spelling and
word division are left alone. The examples are of an archive in which two other texts have the opening of Washington's
Farewell Address. Wrong where a reprint was revised, or copied with its errors.`,
	Examples: []Example{
		{"no word", "Friends and fellow citizens: the period for a new election of a citizen to administer the executive governrnent of the United States being not far distant.", "Friends and fellow citizens: the period for a new election of a citizen to administer the executive government of the United States being not far distant."},
		{"another word", "The period for a new election or a citizen to administer the executive government of the United States being not far distant, and the time actually arrived.", "The period for a new election of a citizen to administer the executive government of the United States being not far distant, and the time actually arrived."},
		{"as the others", "The period for a new election of a citizen to administer the executive government of the United States being not far distant, and the time actually arrived.", "The period for a new election of a citizen to administer the executive government of the United States being not far distant, and the time actually arrived."},
		{"revised", "The period for a new election of a president to administer the executive government of the United States being not far distant, and the time actually arrived.", "The period for a new election of a president to administer the executive government of the United States being not far distant, and the time actually arrived."},
	},
	Check: func(p *Pass) { p.proposeCollation("witness") },
}
