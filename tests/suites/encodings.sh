#!/bin/bash
# One table in many encodings: the made site is the same, byte for byte, and what is told stands at the same place.
. "$(dirname "$0")/../tap.sh"

# site NAME ICONV DECLARED: the small golden site with one table, in an encoding; DECLARED is `encoding: …` of the descriptor, or nothing.
site() {
	local folder=$tap_scratch/$1
	rm -rf "$folder"
	cp -R tests/sites/minimal/in "$folder"
	sed -i "s/^    path: metas.csv/&\n    ${3:-format: csv}/" "$folder/data/poa/datapackage.yaml"
	printf 'meta_id,descripcion,valor\r\na-1,"Educación de la niñez,\r\n2ª etapa",1.50\r\na-2,¿Cómo? ¡Así! Ü,%s\r\n' "${VALUE-2}" |
		iconv -f UTF-8 -t "$2" >"$folder/data/poa/metas.csv"
	[ -z "${MARK-}" ] || { printf '%b' "$MARK" | cat - "$folder/data/poa/metas.csv" >"$folder/x" && mv "$folder/x" "$folder/data/poa/metas.csv"; }
}

build() {
	(cd "$tap_scratch/$1" && SOURCE_DATE_EPOCH=1700000000 timeout 60 "$VITRINA" build -o public --lang en 2>messages)
}

# settled NAME: copies of the made pages and tables, without what tells the warning, which is published too.
settled() {
	rm -rf "$tap_scratch/settled.$1"
	mkdir "$tap_scratch/settled.$1"
	(cd "$tap_scratch/$1/public" && cp -R --parents index.html en/index.html metas en/metas acerca datos/metas.* "$tap_scratch/settled.$1")
}

# equal NAME ICONV DECLARED [WARNING]: made of this encoding, the site is that of plain UTF-8; WARNING is said, or nothing.
equal() {
	site "$1" "$2" "${3-}"
	build "$1" || { cat "$tap_scratch/$1/messages"; return 1; }
	if [ -n "${4-}" ]; then
		{ settled plain && settled "$1"; } || return 1
		same "$tap_scratch/settled.plain" "$tap_scratch/settled.$1" || return 1
	else
		same "$tap_scratch/plain/public" "$tap_scratch/$1/public" || return 1
	fi
	grep -v '\[no-repository\]' "$tap_scratch/$1/messages"
	if [ -n "${4-}" ]; then grep -F "$4" "$tap_scratch/$1/messages"; else ! grep -qE 'warning|error' "$tap_scratch/$1/messages"; fi
}

# placed NAME ICONV DECLARED: a wrong figure in the last row is told at its line and column, with its line in letters.
placed() {
	VALUE=dos site "$1" "$2" "${3-}"
	exits 1 build "$1" >/dev/null || return 1
	cat "$tap_scratch/$1/messages"
	grep -q '^data/poa/metas.csv:4:20 (valor): error:' "$tap_scratch/$1/messages" &&
		grep -qF '4 | a-2,¿Cómo? ¡Así! Ü,dos' "$tap_scratch/$1/messages"
}

site plain UTF-8
build plain >/dev/null
MARK='\xEF\xBB\xBF' check 'the same of UTF-8 with a mark' equal marked UTF-8
check 'the same of Windows-1252, found out' equal found WINDOWS-1252 '' 'read as windows-1252'
check 'the same of Windows-1252, declared' equal declared WINDOWS-1252 'encoding: windows-1252'
check 'the same of ISO-8859-1' equal latin1 ISO-8859-1 'encoding: iso-8859-1'
check 'the same of ISO-8859-15' equal latin9 ISO-8859-15 'encoding: iso-8859-15'
check 'the same of UTF-16, low byte first, found out' equal utf16 UTF-16LE '' 'read as UTF-16LE'
check 'the same of UTF-16, low byte first, declared' equal utf16le UTF-16LE 'encoding: utf-16le'
check 'the same of UTF-16, high byte first, declared' equal utf16be UTF-16BE 'encoding: utf-16be'
MARK='\xFF\xFE' check 'the same of UTF-16 as spreadsheets write it' equal excel UTF-16LE '' 'whose mark it begins with'
check 'a fault is told at its place in UTF-8' placed faulty UTF-8
check 'a fault is told at its place in Windows-1252' placed faulty1252 WINDOWS-1252
check 'a fault is told at its place in UTF-16' placed faulty16 UTF-16LE 'encoding: utf-16'
tap_done
