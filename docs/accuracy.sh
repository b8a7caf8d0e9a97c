#!/bin/sh
# accuracy.sh DATA TEXTS [LANG] writes docs/accuracy.md, or for another language docs/accuracy-LANG.md: what emend does to texts whose truth is known.
#
# DATA/pairs holds a folder for each set below, with NAME.ocr.txt beside NAME.gt.txt; TEXTS holds clean books of the language, one file
# each. A set that is not there is left out, and the page says so. It takes some minutes.
set -eu
cd "$(dirname "$0")/.."
data=${1:?usage: docs/accuracy.sh DATA TEXTS [LANG]}
texts=${2:?usage: docs/accuracy.sh DATA TEXTS [LANG]}
lang=${3:-en}
page=docs/accuracy.md
[ "$lang" = en ] || page=docs/accuracy-$lang.md
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
go build -o "$work/emend" ./cmd/emend
: >"$work/rows"
: >"$work/sections"
: >"$work/absent"

# measure TITLE FITTED ARGUMENTS…
measure() {
	title=$1 fitted=$2
	shift 2
	if ! [ -e "$1" ]; then
		echo "* $title" >>"$work/absent"
		return
	fi
	echo "accuracy: $title" >&2
	"$work/emend" eval --isolated -q --lang "$lang" --max-harm 0.5 --title "$title" --fitted "$fitted" \
		--output row="$work/row" --output markdown="$work/section" "$@"
	cat "$work/row" >>"$work/rows"
	{ echo; cat "$work/section"; } >>"$work/sections"
}

seen='Confusions, ranker and calibration were fitted on these documents among others: the figures flatter. docs/corrector.md has those of a ranker that did not see the set, docs/languages.md for German and French.'
none='Nothing was fitted on these texts.'
read='No number was fitted on these texts; the rules were written by people who had read them.'

case $lang in
en)
measure 'An article of 1981' "$read" testdata/seed/article.txt testdata/seed/gold.jsonl
measure 'Texts of the same archive' "$read" testdata/archive testdata/archive/gold.jsonl
measure 'Clean books' "$none" "$texts" "$texts" \
	--match '{gutenberg-06456_,gutenberg-16613_,gutenberg-36303_,gutenberg-54187_,eltec-ENG19100_,eltec-ENG18440_}*'
measure 'Typeset pages, degraded; Tesseract 5, Ocrad, GOCR' "$seen" "$data/pairs/tess-dev" --match 'eng-*'
measure 'Scanned books 1823–1920, Tesseract 5' "$seen" "$data/pairs/oldbooks-tess5-en"
measure 'Books of old engines (ICDAR 2017)' "$seen" "$data/pairs/icdar2017-mono-train-en"
measure 'Newspapers of Sydney and the USA (Overproof)' "$seen" "$data/pairs/overproof-hipe-en"
measure 'Newspaper paragraphs (impresso)' "$seen" "$data/pairs/impresso-snippets-en"
measure 'Papers of linguistics (ACL)' "$seen" "$data/pairs/acl-en"
;;
de)
measure 'Clean novels, German' "$none" "$texts" "$texts" --match 'eltec-{DEU023,DEU049,DEU071,DEU087,DEU100}*'
measure 'Typeset pages, degraded, German; Tesseract 5' "$seen" "$data/pairs/tess-dev" --match 'deu-*'
measure 'A novel of 1809 in Fraktur, ABBYY' "$seen" "$data/pairs/goethe-abbyy-de"
measure 'The same, OCRopus' "$seen" "$data/pairs/goethe-ocropus-de"
measure 'The same, Tesseract' "$seen" "$data/pairs/goethe-tess-de"
measure 'Fraktur books 1797–1898, degraded; Tesseract' "$seen" "$data/pairs/dta19-l1-de"
measure 'Newspaper paragraphs, German (impresso)' "$seen" "$data/pairs/impresso-snippets-de"
;;
fr)
measure 'Clean novels, French' "$none" "$texts" "$texts" --match 'eltec-{FRA01501,FRA02301,FRA04701,FRA06101}*'
measure 'Typeset pages, degraded, French; Tesseract 5' "$seen" "$data/pairs/tess-dev" --match 'fra-*'
measure 'Books of the 19th century (ICDAR 2017)' "$seen" "$data/pairs/icdar2017-mono-1800s-fr"
measure 'Newspaper paragraphs, French (impresso)' "$seen" "$data/pairs/impresso-snippets-fr"
;;
*)
echo "accuracy: no sets for language $lang" >&2
exit 2
;;
esac

{
	cat <<'TOP'
# Accuracy

Written by `docs/accuracy.sh`; [eval.md](eval.md) says what each figure means. All with the standard profile and `--max-harm 0.5`: fix
applies unasked what graphic rules are sure of and what the harm budget allows, the rest waits for an editor. *At 0.9* is what accepting every finding of that confidence
or more does.
The texts of a set are one batch: they share the channel and the budget, as those of one `emend fix` do. Who learnt from which texts is in [corrector.md](corrector.md), and
there are the figures of rankers that had not seen the set. In the books of old engines most of what counts as broken is line-end hyphens that their truth keeps.

TOP
	printf '%s\n%s\n' '| texts | documents | words | CER % | cMER % | fixed % | broken /1,000 | fixed % at 0.9 | broken /1,000 at 0.9 | findings /1,000 | precision % | recall % | calibration error |' \
		'|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|'
	cat "$work/rows"
	if [ -s "$work/absent" ]; then
		printf '\nNot measured, for the texts were not there:\n\n'
		cat "$work/absent"
	fi
	cat "$work/sections"
} >"$work/accuracy.md"
case $lang in
de) sed "1s/.*/# Accuracy: German/" "$work/accuracy.md" >"$page" ;;
fr) sed "1s/.*/# Accuracy: French/" "$work/accuracy.md" >"$page" ;;
*) mv "$work/accuracy.md" "$page" ;;
esac
