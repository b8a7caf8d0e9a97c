#!/bin/sh
# docs/batch.sh TEXTS [FILES [BYTES]]: measures emend and codespell on the same input in the same run: a folder of
# FILES files (100,000) of some 3 kB and one file of BYTES (1,000,000,000), both made of the plain texts in the folder
# TEXTS. It needs codespell, GNU time and python3, and prints the table that docs/batch.md has. EMEND names the program.
set -eu
texts=$1 files=${2:-100000} bytes=${3:-1000000000}
emend=${EMEND:-emend}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 - "$texts" "$dir" "$files" "$bytes" <<'PY'
import os, sys
texts, dir, files, size = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
paragraphs = []
for name in sorted(os.listdir(texts)):
    with open(os.path.join(texts, name), 'rb') as f:
        try:
            text = f.read().decode().replace('\r\n', '\n')
        except UnicodeDecodeError:
            continue
    paragraphs += [p for p in text.split('\n') if p.strip()]
at = 0
for i in range(files):
    if i % 1000 == 0:
        os.makedirs(f'{dir}/files/{i // 1000:03}')
    page = ''
    while len(page) < 3000:
        page += paragraphs[at % len(paragraphs)] + '\n\n'
        at += 1
    with open(f'{dir}/files/{i // 1000:03}/{i:06}.txt', 'w') as f:
        f.write(page)
whole = '\n\n'.join(paragraphs).encode() + b'\n\n'
with open(f'{dir}/large.txt', 'wb') as f:
    while f.tell() < size:
        f.write(whole[:size - f.tell()])
PY
run() { # LABEL BYTES COMMAND…: its time, its memory and how much it read in a second
	label=$1 size=$2
	shift 2
	/usr/bin/time -o "$dir/time" -f '%e %U %S %M' "$@" >"$dir/out" 2>"$dir/err" || [ $? -lt 100 ] && :
	tail -n 1 "$dir/time" | awk -v l="$label" -v n="$size" '{ printf "%-36s %8.1f s %8.1f s %8.2f MB/s %8d MB\n", l, $1, $2 + $3, n / 1e6 / ($2 + $3), $4 / 1024 }'
}
export EMEND_CACHE="$dir/cache"
n=$(find "$dir/files" -type f -exec cat {} + | wc -c)
printf '%-36s %10s %10s %13s %11s\n' "$files files, $n bytes" elapsed processor 'a second of it' memory
run 'emend check' "$n" "$emend" check -q --isolated --output "jsonl=$dir/1.jsonl" "$dir/files"
run 'emend check again' "$n" "$emend" check -q --isolated --output "jsonl=$dir/2.jsonl" "$dir/files"
run 'codespell' "$n" codespell "$dir/files"
cmp "$dir/1.jsonl" "$dir/2.jsonl"
printf '%s\n' "one file, $bytes bytes"
run 'emend check' "$bytes" "$emend" check -q --isolated --no-cache --max-file-size 2G --output "jsonl=$dir/4.jsonl" "$dir/large.txt"
run 'codespell' "$bytes" codespell "$dir/large.txt"
