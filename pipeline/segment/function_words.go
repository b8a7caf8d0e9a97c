package segment

import (
	"strings"
	"sync"
)

// languages is a set of them, a bit each.
type languages uint8

const (
	english languages = 1 << iota
	german
	french
	italian
	spanish
	latin

	// homograph is no language: the word is an English one too, though no function word. // die, war, on
	homograph
	// particle: the word stands in names that are at home everywhere. // de, la, von
	particle
)

// languageTags are in the order of the bits.
var languageTags = [...]string{"en", "de", "fr", "it", "es", "la"}

// languageOf is the bit of a BCP 47 tag; 0 if the package has no list for it.
func languageOf(tag string) languages {
	tag, _, _ = strings.Cut(strings.ToLower(tag), "-")
	for i, t := range languageTags {
		if t == tag {
			return 1 << i
		}
	}
	return 0
}

// functionWords are the commonest function words of each language: articles, pronouns, prepositions,
// conjunctions, auxiliaries. A word in two lists speaks for neither against the other. Words
// longer than eight bytes are not looked up, so that each fits a machine word.
var functionWords = map[languages]string{
	english: `a about above after again against all also am among an and another any are as at away be because been before
		being between both but by can cannot could did do does done down during each either else even ever every few
		first for from get had has have having he hence her here hers herself him himself his how however i if in indeed
		into is it its itself just last least less like made make many may me might mine more most much must my myself nay neither
		never no none nor not nothing now of off often on once one only or other others ought our ours out over own perhaps
		quite rather said same say see seem shall she should since so some still such than that the thee their theirs them then there these they this
		those thou though through thus thy to too two under unless until up upon us very was we well were what when where whether
		which while who whole whom whose why will with within without would ye yes yet you your yours`,
	german: `aber alle allein aller alles als also am an auch auf aus bei beim bin bis bist da dabei daher damit dann daran darauf
		darum das daß dass dazu dein dem den denn der deren des dessen die dies diese diesem diesen dieser dieses doch dort du durch
		ein eine einem einen einer eines er erst es etwa für gegen gewesen habe haben hat hatte hatten hier hinter ich ihm ihn ihnen
		ihr ihre ihrem ihren ihrer im immer in indem ins ist ja jede jeder jedes jedoch jene jener jetzt kann kein keine keinen können
		man mehr mein meine mich mir mit muß muss nach nicht nichts noch nun nur ob oder ohne schon sehr sein seine seinem seinen
		seiner seit sich sie sind so soll sondern sonst über um und uns unser unter viel vom von vor war waren was weil welche wenn wer werden wie wieder will wir wird
		wo wohl wurde wurden zu zum zur zwar zwei zwischen`,
	french: `à afin ai ainsi alors après au aucun aussi autre autres aux avait avant avec avoir c'est ce ceci cela celle celui ces cet
		cette ceux chaque chez comme contre dans de depuis des deux dont du elle elles en encore entre est et étaient était été être eux
		fait fut il ils j'ai je jusque la là le les leur leurs lui ma mais me même mes moi moins mon ne ni nos notre nous on ont or
		où ou par parce pas peu peut plus pour puis qu'il quand que quel quelle qui quoi sa sans se selon ses si sinon soit son sont
		sous sur ta tant te tes toi ton tous tout toute toutes très tu un une vers voici voilà vos votre vous y`,
	italian: `a ad ai al alla alle allo anche ancora avere aveva che chi ci come con contro così cui da dai dal dalla dalle degli dei
		del della delle dello dentro di dopo dove e è ed era erano essere fra già gli ha hanno ho i il in io la le lei lo loro lui ma me
		mia mio molto ne negli nei nel nella nelle nello noi non nostra nostro o ogni per perché però più poi prima quale quando questa
		questo quella quello qui se senza si sia sono sopra sotto sua sue sul sulla suo suoi te ti tra tutta tutte tutti tutto un una
		uno vi voi`,
	spanish: `a al algo ante antes aquel así aún aunque bien cada como con contra cual cuando de del desde donde dos el él ella ellas ellos
		en entre era eran es esa ese eso esta está este esto estos fue ha había han hasta hay la las le les lo los más me mi mientras muy
		nada ni no nos o otra otro para pero poco por porque pues que qué quien se sea según ser si sí sido sin sino sobre son su sus
		también tan tanto te tiene todo todos tu un una uno unos y ya yo`,
	homograph: `die war man hat bin bald stand rot gut art son ton pour or plus main pas sur comment fine sole due dove per come sin con ex pro post sub super non
		quid vero tan las sue sui ad et ante sans vice versa mine ai la me mi fa ha hay sa ob id re ut si moi o e i y u ho`,
	particle: `de la le du da di del della el los las von van`,
	latin: `a ab ac ad ante apud at atque aut autem cum de dum e ea eam ego eius ejus enim eo eorum erat ergo esse est et etiam eum ex haec
		hic hoc id igitur ille illa illud in inter ipse ita iam jam me mihi nam ne nec neque nisi nobis non nos nunc ob omnes omnia omnis per
		post prae pro propter qua quae quam quem qui quia quibus quid quidem quo quod quoque re se sed semper sibi sic sine sit sub
		sunt super supra tamen tantum te tibi tu ubi usque ut vel vero`,
}

// A wordTable holds short words as numbers, open-addressed: no allocation, no folding of case.
type wordTable struct {
	keys [4096]uint64
	sets [4096]languages
}

var functionTable = sync.OnceValue(func() *wordTable {
	t := new(wordTable)
	for lang, words := range functionWords {
		for _, w := range strings.Fields(words) {
			key, ok := wordKey(w)
			if !ok {
				continue
			}
			i := slot(key)
			for t.keys[i] != 0 && t.keys[i] != key {
				i = (i + 1) % uint64(len(t.keys))
			}
			t.keys[i] = key
			t.sets[i] |= lang
		}
	}
	return t
})

// wordKey packs a word of at most eight bytes, ASCII capitals made small and the apostrophe straight. // C’est -> c'est
func wordKey(w string) (key uint64, ok bool) {
	if len(w) > 10 {
		return 0, false
	}
	n := 0
	for i := 0; i < len(w); i++ {
		c := w[i]
		if class[c]&upperByte != 0 {
			c |= 0x20
		} else if c == 0xE2 && strings.HasPrefix(w[i:], "’") {
			c = '\''
			i += 2
		}
		key = key<<8 | uint64(c)
		n++
	}
	return key, n <= 8
}

func slot(key uint64) uint64 { return key * 0x9E3779B97F4A7C15 >> 52 }

// functionWord is the languages that have the word as a function word.
func functionWord(w string) languages {
	key, ok := wordKey(w)
	if !ok {
		return 0
	}
	t := functionTable()
	for i := slot(key); t.keys[i] != 0; i = (i + 1) % uint64(len(t.keys)) {
		if t.keys[i] == key {
			return t.sets[i]
		}
	}
	return 0
}
