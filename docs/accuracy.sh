#!/bin/sh
# accuracy.sh DATA TEXTS writes docs/accuracy.md: what emend does to texts whose truth is known.
#
# DATA/pairs holds a folder for each set below, with NAME.ocr.txt beside NAME.gt.txt; TEXTS holds clean English books, one file
# each. A set that is not there is left out, and the page says so. It takes some minutes.
set -eu
cd "$(dirname "$0")/.."
data=${1:?usage: docs/accuracy.sh DATA TEXTS}
texts=${2:?usage: docs/accuracy.sh DATA TEXTS}
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
	"$work/emend" eval --isolated -q --max-harm 0.5 --title "$title" --fitted "$fitted" \
		--output row="$work/row" --output markdown="$work/section" "$@"
	cat "$work/row" >>"$work/rows"
	{ echo; cat "$work/section"; } >>"$work/sections"
}

seen='Confusions, ranker and calibration were fitted on these documents among others: the figures flatter. docs/corrector.md has those of a ranker that did not see the set.'
none='Nothing was fitted on these texts.'
read='No number was fitted on these texts; the rules were written by people who had read them.'

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

{
	cat <<'TOP'
# Accuracy

Written by `docs/accuracy.sh`; [eval.md](eval.md) says what each figure means. All with the standard profile and `--max-harm 0.5`: fix
applies unasked what graphic rules are sure of and what the harm budget allows, the rest waits for an editor. *At 0.9* is what accepting every finding of that confidence
or more does.

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
mv "$work/accuracy.md" docs/accuracy.md
