package rules

import (
	"strings"
	"unicode/utf8"
)

// abbreviated reports whether a word is usual with a full stop that ends no sentence. Lower
// case; a single letter always is.
func abbreviated(word string) bool {
	if utf8.RuneCountInString(word) < 2 {
		return true
	}
	var buf [12]byte
	if len(word) > len(buf) {
		return false
	}
	for i := 0; i < len(word); i++ {
		c := word[i]
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		buf[i] = c
	}
	return abbreviations[string(buf[:len(word)])]
}

// abbreviations that English prose and its footnotes write with a full stop.
var abbreviations = setOf(`
	mr mrs ms messrs dr drs st ste ss sr jr prof rev revd hon rt capt col gen lieut lt maj sgt cpl adm gov pres sen rep esq
	mme mlle mm bro bros sis fr ft mt pt
	p pp vol vols no nos ch chs chap chaps sec secs sect art arts fig figs pl pls col cols fol fols ff f n nn ed eds edn edit tr trans
	transl bk bks par pars para paras app pt pts ser suppl supp tab lib cap tom sess ses ver vv l ll fo lxx ms mss op
	etc viz ie eg cf al ibid id loc cit op sc sq seq seqq sqq passim inf sup supra vid vide ca circ cent ult inst prox anon approx
	jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun
	co cos corp inc ltd dept govt univ assn assoc soc bros mfg
	oz percent lb lbs ft in yd yds hr hrs min mins sec secs cwt gal qt pt bu dol dols ct cts cent per pct deg lat long
	am pm ad bc bce ce
	geo wm jas jno thos chas robt saml benj edw alex richd
	ala ariz ark cal calif colo conn del fla ill ind kan ky la mass md me mich minn miss mo mont neb nev okla ore pa penn tenn tex
	va vt wash wis wyo eng engl ger germ gr heb lat ital span fr
	gen exod lev num deut josh judg sam kgs chron neh esth ps prov eccl isa jer lam ezek dan hos matt rom cor gal eph phil thess tim
	heb jas pet bd hft nr hrsg jahrg aufl usw vgl bzw ebd
	ave blvd rd sq bldg
	abr adj adv arr asst attrib bibl biog bk cath chem comp contd cont cp crit def dep diam dim dist div doz dram ead ep epist
	exc ext facs gram hist ibidem illus incl infra int introd jour lit mag mem misc mod mus nat nos obs orig phr pref prob pron pseud
	publ pub quot recd ref refs rel repr rept res resp sat sing spec subj subst syn tech theol transf vb verb vocab
`)

func setOf(words string) map[string]bool {
	m := make(map[string]bool)
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
