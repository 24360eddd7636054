#!/bin/bash
# Tables nobody would send on purpose: a clear message, no crash, bounded time and memory.
. "$(dirname "$0")/../tap.sh"

SECONDS_MOST=60
MEGABYTES_MOST=900 # of address space: the largest table here has 64 MB

# The small golden site, for a table that COMMAND writes to standard output.
site() {
	rm -rf "$tap_scratch/site"
	cp -R tests/sites/minimal/in "$tap_scratch/site"
	rm "$tap_scratch/site/data/poa/metas.csv"
	printf -- '---\ntitle: Acerca\n---\n' >"$tap_scratch/site/content/acerca.md" # no links to rows
	"$@" >"$tap_scratch/site/data/poa/metas.csv"
}

# checked STATUS WANTED: `vitrina check` ends so within the limits, and says WANTED.
checked() {
	(cd "$tap_scratch/site" && ulimit -v $((MEGABYTES_MOST * 1024)) &&
		timeout "$SECONDS_MOST" "$VITRINA" check -j 1 --lang en >said 2>&1 </dev/null)
	local status=$?
	tail -c 2000 "$tap_scratch/site/said"
	[ "$status" -eq "$1" ] || { echo "exit status $status instead of $1"; return 1; }
	grep -qaF -- "$2" "$tap_scratch/site/said"
}

# told WANTED COMMAND...: the table that the command writes is refused with these words.
told() {
	local wanted=$1
	shift
	site "$@"
	checked 1 "$wanted"
}

fine() {
	site "$@"
	checked 0 '0 errors'
}

warned() {
	local wanted=$1
	shift
	site "$@"
	checked 0 "$wanted"
}

# The same of a site without pages of rows, whose addresses must differ in more.
unpaged() {
	local wanted=$1
	shift
	site "$@"
	sed -i '/^collections:/,$d' "$tap_scratch/site/portal.yaml"
	checked 0 "$wanted"
}

columns() {
	seq -s, 1 9000
	seq -s, 1 9000
}

long_cell() {
	printf 'meta_id,descripcion,valor\na-1,"'
	head -c $((64 << 20)) /dev/zero | tr '\0' x
	printf '",1\n'
}

# A million rows below a quote that is never closed.
open_quote() {
	printf 'meta_id,descripcion,valor\na-1,"Uno,1\n'
	seq -f 'b-%.0f,Dos,2' 1000000
}

# And one where quotes further below seem to close it.
crossed_quotes() {
	printf 'meta_id,descripcion,valor\na-1,"Uno,1\n'
	seq -f 'b-%.0f,"Dos",2' 1000000
}

faults() {
	echo meta_id,descripcion,valor
	seq 100000 | sed 's/.*/b-&,Dos,&x/'
}

# Odd, and allowed.
formulas() {
	echo meta_id,descripcion,valor
	seq 100000 | sed 's/.*/b-&,=A&,1/'
}

alike() {
	echo meta_id,descripcion,valor
	seq 50000 | sed 's/.*/Bb-&,Uno &,1\nbB-&,Dos &,2\nbb-&,Tres &,3/'
}

twice() {
	echo meta_id,descripcion,valor
	for _ in 1 2 3; do seq 50000 | sed "s/.*/$_-&,EducaciÃ³n de la niÃ±ez &,2/"; done
}

binary() {
	head -c 100000 "$VITRINA"
}

noise() {
	"$PYTHON" -c 'import random, sys; sys.stdout.buffer.write(random.Random(7).randbytes(1 << 20))'
}

check 'an empty file' told 'the file is empty' true
check 'a header alone' fine echo meta_id,descripcion,valor
check 'line ends alone' told 'the file is empty' printf '\n\n\r\n'
check 'nine thousand columns' told 'more than 4096 fields' columns
check 'a cell of 64 MB' told 'metas.csv:2:5' long_cell
check 'a quote never closed on row 2 of a million' told 'metas.csv:2:5' open_quote
check 'and one that another quote seems to close' told 'metas.csv:2:5' crossed_quotes
check 'a hundred thousand faults' told '90100 more cells and rows' faults
check 'a hundred thousand formulas' warned '99980 more cells of the column are formulas' formulas
check 'a hundred thousand keys that look alike' unpaged '99980 more keys look like another' alike
check 'all letters encoded twice' warned 'the letters of 149980 more cells of the column were encoded twice' twice
check 'a program' told 'this is a program, not CSV' binary
check 'noise' told 'nul-byte' noise

# A folder where the table should be; a pipe; a table that is cut and grows while it is read.
folder() {
	site true
	rm "$tap_scratch/site/data/poa/metas.csv"
	mkdir "$tap_scratch/site/data/poa/metas.csv"
	checked 1 'metas.csv'
}
check 'a folder named as the table' folder

pipe() {
	site true
	rm "$tap_scratch/site/data/poa/metas.csv"
	mkfifo "$tap_scratch/site/data/poa/metas.csv"
	checked 1 'a pipe'
}
check 'a pipe named as the table' pipe

changing() {
	local table=$tap_scratch/site/data/poa/metas.csv writer status
	site seq -f 'b-%.0f,Dos,2' 50000
	(while :; do
		: >"$table"
		{ echo meta_id,descripcion,valor; seq -f 'b-%.0f,Dos,2' 50000; } >>"$table"
	done) &
	writer=$!
	for _ in 1 2 3 4 5; do
		(cd "$tap_scratch/site" && timeout "$SECONDS_MOST" "$VITRINA" check --lang en >said 2>&1 </dev/null)
		status=$?
		[ "$status" -le 1 ] || break
	done
	kill "$writer"
	wait "$writer" 2>/dev/null
	head -c 2000 "$tap_scratch/site/said"
	[ "$status" -le 1 ]
}
check 'a table that changes while it is read' changing
tap_done
