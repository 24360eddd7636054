#!/bin/bash
# `vitrina import`: the tables of the demonstration come out of their documents byte for byte, the worked example of the documentation is true, and
# what is wrong with sheets, scripts, folders and options is told, with nothing written.
. "$(dirname "$0")/../tap.sh"
[ ! -x "$VITRINA_DEBUG" ] || VITRINA=$VITRINA_DEBUG
root=$PWD
work=$tap_scratch/work
mkdir "$work"
cd "$work" || exit 2

# import ARGUMENT...: messages in English into said, with a limit of time.
import() {
	timeout 120 "$VITRINA" import --lang en "$@" >"$tap_scratch/said" 2>&1
}
# said TEXT: the last import said this.
said() {
	grep -qF -- "$1" "$tap_scratch/said" || { cat "$tap_scratch/said"; return 1; }
}
# fails STATUS TEXT ARGUMENT...: the import ends so, says so, and makes nothing of `out`.
fails() {
	local status=$1 text=$2
	shift 2
	rm -rf out
	exits "$status" import "$@" && said "$text" && [ ! -e out ]
}

# The demonstration.
poa=$tap_scratch/poa
demo() {
	(cd "$poa" && import fuentes/puebla-2013.tsv --with import/puebla-2013.lua fuentes/sonora-2011.tsv --with import/sonora-2011.lua "$@")
}
copy() {
	rm -rf "$poa"
	mkdir "$poa"
	cp -R "$root"/data/poa/datapackage.yaml "$root"/data/poa/fuentes "$root"/data/poa/import "$poa"
}
copy
check 'both documents are read' demo -o .
check 'it counts what it made' said '.: 12 tables, 260 rows; 13 files written, 0 unchanged'
mkdir "$tap_scratch/published"
cp "$root"/data/poa/*.csv "$root"/data/poa/procedencia.sha256 "$tap_scratch/published"
rm -rf "$tap_scratch/made"
mkdir "$tap_scratch/made"
cp "$poa"/*.csv "$poa/procedencia.sha256" "$tap_scratch/made"
check 'the tables are data/poa byte for byte, with their provenance' same "$tap_scratch/published" "$tap_scratch/made"
check 'the checksums hold, of tables, documents and scripts' sh -c "cd '$root/data/poa' && sha256sum -c --quiet procedencia.sha256 && [ \$(wc -l <procedencia.sha256) = 17 ]"

# Each row of procedencia.csv names a line of the document that exists and is not blank, and every row of every table is in it.
provenance() {
	"$PYTHON" - "$root/data/poa" <<'PY'
import csv, pathlib, sys
poa = pathlib.Path(sys.argv[1])
rows = list(csv.DictReader((poa / "procedencia.csv").open(encoding="utf-8", newline="")))
lines = {name: (poa / name).read_text(encoding="utf-8").split("\n") for name in {row["archivo"] for row in rows}}
assert len(lines) == 2 and len(rows) == 260
assert all(lines[row["archivo"]][int(row["linea"]) - 1].strip() for row in rows)
for name in {row["tabla"] for row in rows}:
    told = [row["clave"] for row in rows if row["tabla"] == name]
    table = list(csv.reader((poa / (name + ".csv")).open(encoding="utf-8", newline="")))[1:]
    assert len(told) == len(table) and all(key.split("/")[0] == row[0] for key, row in zip(told, table)), name
goal = {row["clave"]: row["linea"] for row in rows if row["tabla"] == "metas"}
assert goal["pue-2013-08"] == "25" and goal["son-2011-07"] == "29"
PY
}
check 'every row has its file and line' provenance
check 'again: nothing is written' demo -o .
check 'and that is what it says' said '0 files written, 13 unchanged'
check 'one document alone, in Spanish' sh -c "mkdir '$tap_scratch/solo' && cp '$poa/datapackage.yaml' '$tap_scratch/solo' && cd '$poa' &&
	'$VITRINA' import --lang es fuentes/puebla-2013.tsv --with import/puebla-2013.lua -o ../solo | grep -q '11 tablas'"
check 'the program checks what it made' sh -c "cp -R '$root/portal.yaml' '$root/content' '$root/themes' '$tap_scratch' && mkdir '$tap_scratch/data' && cp -R '$poa' '$tap_scratch/data/poa' &&
	cp '$root/data/poa/model.lua' '$tap_scratch/data/poa' && cd '$tap_scratch' && '$VITRINA' check --lang en >/dev/null 2>&1"

# The worked example of the documentation: its files are cut out of the page, run, and compared.
mkdir example
awk '/^```/ { if (name) { close(name); name = "" } else { split($0, word, " "); name = word[2] ? "example/" word[2] : "/dev/null" } next } name { print > name }' \
	"$root/generator/docs/import.md"
check 'the example of the documentation runs' import example/plan-2014.csv --with example/plan-2014.lua -o tablas
check 'it gives the table that is printed there' same example/acciones.csv tablas/acciones.csv
check 'and the provenance' same example/procedencia.csv tablas/procedencia.csv
check 'the other table is there too' grep -q '^sembrar,inicio,41791,2014-06-01,' tablas/incidencias.csv
check 'it is the same from another folder' sh -c "cd / && '$VITRINA' import '$work/example/plan-2014.csv' --with '$work/example/plan-2014.lua' -o '$work/otra' && diff -r '$work/tablas' '$work/otra'"

# Sheets.
cat >all.lua <<'LUA'
columns "t" { "a", "b" }
for row in sheet:rows() do emit "t" { a = row[1], b = row[2] } end
LUA
read_as() { # NAME OPTION...: what all.lua makes of the file
	rm -rf out
	import "$@" --with all.lua -o out && tail -n +2 out/t.csv
}
printf 'a;"b;c"\n' >semicolon.csv
check 'semicolons are found out' test "$(read_as semicolon.csv)" = 'a,b;c'
check 'and told' said 'note: read with '"';'"' between fields'
printf 'a,b\tc,d\n' >tab.txt
check 'a delimiter can be given' test "$(read_as tab.txt --delimiter tab)" = '"a,b","c,d"'
printf 'a\tsay "b"\n' >bare.tsv
check 'quotes inside fields of a pasted sheet are text' test "$(read_as bare.tsv)" = 'a,"say ""b"""'
printf 'a\t"b\tc"\n' >quoted.tsv
check 'quotes around fields are not' test "$(read_as quoted.tsv)" = "a,$(printf 'b\tc')"
check 'or are, when that is said' test "$(read_as quoted.tsv --quote none)" = 'a,"""b"'
printf '\xef\xbb\xbfa\xc3\xb1o,b\r\n' >bom.csv
check 'a byte order mark and CRLF' test "$(read_as bom.csv)" = 'año,b'
printf 'a\xf1o,educaci\xf3n\n' >latin.csv
check 'Windows-1252 is found out' test "$(read_as latin.csv)" = 'año,educación'
check 'and told with its evidence' said '[encoding-guessed]'
printf 'a,b\n' | iconv -t UTF-16 >wide.csv
check 'UTF-16' test "$(read_as wide.csv --encoding utf-16)" = 'a,b'
: >empty.csv
check 'an empty file' fails 1 'empty.csv: error: the file is empty [empty-file]' empty.csv --with all.lua -o out
mkfifo pipe.csv
check 'a pipe' fails 1 'no regular file' pipe.csv --with all.lua -o out
check 'a folder' fails 1 'this is a folder' example --with all.lua -o out
check 'no file' fails 3 'nothing.csv: failure: can'"'"'t be read: No such file' nothing.csv --with all.lua -o out
printf 'PK\003\004\024\000\006\000\010\000\000\000!\000' >book.xlsx
check 'a workbook: save it as CSV' fails 1 'CSV UTF-8' book.xlsx --with all.lua -o out
head -c 100000 /dev/urandom >binary.csv
check 'a binary file' fails 1 'error' binary.csv --with all.lua -o out
{ printf 'a,"b\n'; yes 'c,d' | head -n 1000000; } >open.csv
check 'a quote that is never closed is told where it opened' fails 1 'open.csv:1:3' open.csv --with all.lua -o out
check 'all sheets are looked at' fails 3 'empty.csv: error: the file is empty' nothing.csv empty.csv --with all.lua -o out
check 'two files of one name' fails 1 '[same-name]' bom.csv example/../bom.csv --with all.lua -o out

# Scripts.
script() { # STATUS TEXT CODE: a script over two rows fails so
	printf '%s\n' "$3" >s.lua
	printf 'META,ANUAL\nuno,12 visitas\n' >s.csv
	fails "$1" "$2" s.csv --with s.lua -o out
}
check 'no script' fails 3 'gone.lua: failure' bom.csv --with gone.lua -o out
check 'a fault of syntax' script 1 's.lua:1: error: unexpected symbol near '"'='"' [lua-syntax]' 'local x = = 1'
check 'a fault while a row is read' script 1 'while reading s.csv:2' 'for row in sheet:rows() do if row.line == 2 then error "no" end end'
check 'a fault at a cell has its place, its line and the script'"'"'s' script 1 's.csv:2:5 (ANUAL): error: the number shares its cell with '"'visitas'" \
	'for row in sheet:plan { columns = { meta = "META", anual = "ANUAL" } }:rows() do row.anual:number() end'
check 'with the line and what to do' sh -c "grep -q '2 | uno,12 visitas' '$tap_scratch/said' && grep -q 'cell:amount()' '$tap_scratch/said' && grep -q 'read at s.lua:1' '$tap_scratch/said'"
check 'nothing is written then' said 'no table was written'
check 'a script that emits nothing' script 1 '[nothing-emitted]' 'return 1'
check 'no clock, no files' script 1 "no name 'os'" 'return os.time()'
check 'a loop without an end' script 1 '[too-long]' 'while true do end'
check 'one inside pcall' script 1 '[too-long]' 'while true do pcall(function() while true do end end) end'
check 'memory without an end' script 1 '[too-much-memory]' 'local t = {} for i = 1, 1e9 do t[i] = ("x"):rep(1000) .. i end'
check 'tables without an end' script 1 '[too-long]' 'columns "t" { "a" } while true do emit("t", sheet[1]) { a = ("x"):rep(100000) } end'
echo 'return nil .. "x"' >b.lua
check 'the faults of all scripts are told' sh -c "! '$VITRINA' import --lang en s.csv --with s.lua bom.csv --with b.lua -o out 2>&1 | tee said | grep -q 'tables,' && grep -q '^s.lua:1' said && grep -q '^b.lua:1' said"
check 'a module beside the script' sh -c "mkdir -p mod && echo 'return { name = \"t\" }' >mod/names.lua && printf 'columns \"t\" { \"a\" }\nemit(require(\"names\").name, sheet[1]) { a = 1 }\n' >mod/m.lua"
check 'is required by its name' import bom.csv --with mod/m.lua -o out-mod
check 'and none elsewhere' script 1 "no module 'mod/names'" 'require "mod/names"'

# Folders.
mkdir tree
cp bom.csv tree
check 'a folder that is not there is made' import bom.csv --with all.lua -o tree/a/b
check 'with the file'"'"'s name alone when it lies elsewhere' grep -q '^t,1,bom.csv,1$' tree/a/b/procedencia.csv
check 'a file below the folder has its path' import tree/bom.csv --with all.lua -o tree
check 'in the provenance' grep -q '^t,1,bom.csv,1$' tree/procedencia.csv
check 'and its checksum' sh -c "cd tree && sha256sum -c --quiet procedencia.sha256 && grep -q 'bom.csv$' procedencia.sha256"
echo 'mine' >tree/a/b/t.csv
check 'an edited table is not written over' exits 3 import bom.csv --with all.lua -o tree/a/b
check 'it says so' said '[changed-by-hand]'
check 'and it stands' test "$(cat tree/a/b/t.csv)" = mine
check 'unless that is wanted' import bom.csv --with all.lua -o tree/a/b --force
check 'a table of another is not written over' sh -c "mkdir other && echo x >other/t.csv"
check 'nor anything else' exits 3 import bom.csv --with all.lua -o other
check 'told as not ours' said 'other/t.csv: failure: a file that was not made by import stands here [not-ours]'
check 'nothing was put beside it' test "$(ls -A other)" = t.csv
rm other/t.csv
ln -s /dev/null other/t.csv
check 'a link is not followed' exits 1 import bom.csv --with all.lua -o other --force
check 'the rows of a file that shrank are put in its place' sh -c "printf 'x,y\n' >tree/bom.csv"
check 'without force, for the table was ours' import tree/bom.csv --with all.lua -o tree
check 'it is new' test "$(tail -n 1 tree/t.csv)" = x,y
sed 's/"t"/"u"/' all.lua >u.lua
check 'a table that is no longer made is left' import tree/bom.csv --with u.lua -o tree
check 'and told' said 'tree/t.csv: note: an earlier import made this table, and this one did not; it was left'
check 'a descriptor says the columns' sh -c "mkdir desc && printf 'name: d\nresources:\n  - name: t\n    schema: { fields: [{ name: b }, { name: a }], primaryKey: b }\n' >desc/datapackage.yaml &&
	echo 'emit(\"t\", sheet[1]) { a = 1, b = 2 }' >d.lua"
check 'and none need be declared' import bom.csv --with d.lua -o desc
check 'in its order' test "$(cat desc/t.csv)" = "b,a
2,1"
check 'with its key' grep -q '^t,2,bom.csv,1$' desc/procedencia.csv
check 'a descriptor that can'"'"'t be read' sh -c "mkdir bad && echo '{ a: [' >bad/datapackage.yaml"
check 'is a fault' exits 1 import bom.csv --with d.lua -o bad
if [ "$(id -u)" -ne 0 ]; then
	mkdir closed && chmod a-w closed
	check 'a folder that can'"'"'t be written' exits 3 import bom.csv --with all.lua -o closed
else
	tap_skip 'a folder that can'"'"'t be written' 'root may write everywhere'
fi
check 'a file where the folder should be' exits 3 import bom.csv --with all.lua -o bom.csv
check 'is told' said 'bom.csv: failure: this folder can'"'"'t be opened'

# A disk that fails at each write and each move: the tables are the old ones, or the same command completes the step.
every() { # CALL: injects a failure at its N-th call, for each N
	local n status
	for n in $(seq 1 60); do
		rm -rf disk
		cp -R disk-old disk
		timeout 60 strace -f -o "$tap_scratch/trace" -e "trace=$1" -e "inject=$1:error=ENOSPC:when=$n" "$VITRINA" import new.csv --with all.lua -o disk >"$tap_scratch/said" 2>&1
		status=$?
		grep -q INJECTED "$tap_scratch/trace" || { [ "$n" -gt 1 ]; return; }
		if [ "$status" -eq 3 ]; then
			[ -z "$(find disk -name '.*.vitrina')" ] || { echo "call $n leaves a staged file"; return 1; }
			cmp -s disk/t.csv disk-old/t.csv || cmp -s disk/t.csv disk-new/t.csv || { echo "call $n: half a table"; return 1; }
		fi
		import new.csv --with all.lua -o disk && same disk-new disk || return 1
	done
}
printf 'old,1\n' >old.csv
printf 'new,2\n' >new.csv
import old.csv --with all.lua -o disk-old
import new.csv --with all.lua -o disk-new
if strace -o /dev/null true 2>/dev/null && [[ $VITRINA != "$VITRINA_DEBUG" || ! -x $root/$BUILD/vitrina ]]; then plain=$VITRINA; else plain=$root/${BUILD#"$root"/}/vitrina; fi
if strace -o /dev/null true 2>/dev/null; then
	VITRINA=$plain
	check 'a full disk at each write' every write
	check 'at each move' every renameat
else
	tap_skip 'a failing disk' 'strace may not trace here'
fi

# Usage.
misused() { # TEXT ARGUMENT...
	local text=$1
	shift
	exits 2 import "$@" && said "$text"
}
check 'no file named' misused 'name the file to import'
check 'no script named' misused '--with SCRIPT.lua' a.csv -o out
check 'no folder named' misused '-o DIR' a.csv --with all.lua
check 'the script before the file' misused 'before their script' --with all.lua a.csv -o out
check 'a file without its script' misused "no --with follows the file 'b.csv'" a.csv --with all.lua b.csv -o out
check 'an unknown option' misused 'no such option' a.csv --with all.lua --outt x
check 'a value that is missing' misused 'its value is missing' a.csv --with
check 'a delimiter of two characters' misused "not 'ab'" a.csv --with all.lua -o out --delimiter ab
check 'quotes of two characters' misused "not '<>'" a.csv --with all.lua -o out --quote '<>'
check 'the same for both' misused 'the same character' a.csv --with all.lua -o out --quote ';' --delimiter ';'
check 'an encoding that is none' misused "no encoding is called 'klingon'" a.csv --with all.lua -o out --encoding klingon
check 'help' import --help
check 'with examples' said 'vitrina import enero.csv febrero.csv --with mensual.lua -o data/avance'
check 'and in Spanish' sh -c "'$VITRINA' import --lang es --help | grep -q 'uso: vitrina import ARCHIVO'"
check 'files after --' exits 2 import --with all.lua -o out -- a.csv
tap_done
