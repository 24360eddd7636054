#!/bin/bash
# Files of data, read back by programs that are not ours: every format of a table holds the same cells. The demonstration portal, and a site of
# everything that formats trip over.
. "$(dirname "$0")/../tap.sh"
[ ! -x "$VITRINA_DEBUG" ] || VITRINA=$VITRINA_DEBUG
export SOURCE_DATE_EPOCH=1700000000

# build SITE INTO [OPTION...]: leaves what was said in messages.
build() {
	local site=$1 into=$2
	shift 2
	rm -rf "$into"
	(cd "$site" && "$VITRINA" build --lang en -o "$into" "$@") >/dev/null 2>"$tap_scratch/messages" || {
		set -- $?
		cat "$tap_scratch/messages"
		return "$1"
	}
}

read_back() {
	"$PYTHON" tests/formats/read_back.py "$@"
}

demo=$tap_scratch/demo
mkdir "$demo"
cp -R portal.yaml data content themes "$demo"
out=$tap_scratch/out
check 'the portal builds' build "$demo" "$out"
check 'all formats of all its tables hold the same cells' read_back "$out" poa
check 'queries of the descriptor are views that answer' test "$(sqlite3 "$out/datos/poa.sqlite" \
	"SELECT sum(metas) FROM estado_por_programa; SELECT count(*) FROM metas_sin_avance")" = '31
20'
check 'texts are found without their accents' test "$(sqlite3 "$out/datos/poa.sqlite" \
	"SELECT clave FROM vitrina_busqueda WHERE texto MATCH 'capacitacion' AND tabla = 'programas'")" = son-2011-capacitacion
check 'a workbook of a programme has a sheet for each table of its slice' "$PYTHON" -c '
import openpyxl, sys
names = openpyxl.load_workbook(sys.argv[1]).sheetnames
sys.exit(names != "programas objetivos lineas_accion indicadores metas calendario avances incidencias Diccionario Licencia".split())' \
	"$out/programas/son-2011-difusion/son-2011-difusion.xlsx"
# cell TABLE KEY FIELD: of a published CSV.
cell() {
	"$PYTHON" -c '
import csv, sys
row = [r for r in csv.DictReader(open(sys.argv[1], encoding="utf-8")) if next(iter(r.values())) == sys.argv[2]][0]
print(row[sys.argv[3]])' "$out/datos/$1.csv" "$2" "$3"
}
check 'a view shows fields of other tables' test "$(cell metas_completas son-2011-07 institucion)" = \
	'Instituto de Transparencia Informativa del Estado de Sonora'
check 'and computed ones, with their digits and reasons' test "$(cell metas_completas pue-2013-08 cumplimiento) $(cell metas_completas son-2011-07 ausencias)" = \
	'104.90 avance=not-reported; corte=not-reported; cumplimiento=not-reported; programado_al_corte=not-reported'
check 'a pivot spreads rows over columns' "$PYTHON" -c '
import csv, sys
rows = list(csv.DictReader(open(sys.argv[1], encoding="utf-8")))
sums = [sum(int(r[m] or 0) for r in rows) for m in "ene feb mar abr may jun jul ago sep oct nov dic".split()]
sys.exit(sums != [4, 16, 20, 18, 16, 15, 11, 18, 18, 18, 15, 21])' "$out/datos/calendario_ancho.csv"
check 'a view has a page with its downloads' grep -q 'metas_completas.xlsx' "$out/datos/metas_completas/index.html"
# unpacked PACKAGE: its archive is whole, its CSV files are those published, and its descriptor tells their sums.
unpacked() {
	local folder=$tap_scratch/unpacked file
	rm -rf "$folder" && mkdir "$folder"
	unzip -q "$out/datos/$1.zip" -d "$folder" && [ -s "$folder/LEEME.txt" ] && grep -q CC-BY-4.0 "$folder/LICENCIA.txt" || return 1
	for file in "$folder"/data/*.csv; do cmp "$file" "$out/datos/${file##*/}" || return 1; done
	(cd "$folder" && "$PYTHON" -c '
import hashlib, json, os, sys
resources = json.load(open("datapackage.json"))["resources"]
files = {r["path"]: r["hash"] for r in resources}
sums = {"data/" + n: "sha256:" + hashlib.sha256(open("data/" + n, "rb").read()).hexdigest() for n in os.listdir("data")}
sys.exit(files != sums)')
}
check 'the archive holds the published tables, a descriptor of them, readme and licence' unpacked poa
again=$tap_scratch/again
TZ=Asia/Tokyo build "$demo" "$again" -j1
check 'a second build, in another time zone and with one worker, gives the same bytes' same "$out" "$again"
# Copies for servers.
cp -R "$demo" "$tap_scratch/packed"
printf '\nprecompress: { gzip: true, brotli: true, over: 3000 }\n' >>"$tap_scratch/packed/portal.yaml"
check 'a site with precompressed files builds' build "$tap_scratch/packed" "$tap_scratch/copies"
check 'and does not change otherwise' same <(cd "$out" && find . -type f ! -name manifest.json ! -name SHA256SUMS -exec sha256sum {} + | sort) \
	<(cd "$tap_scratch/copies" && find . -type f ! -name '*.gz' ! -name '*.br' ! -name manifest.json ! -name SHA256SUMS -exec sha256sum {} + | sort)
unpack_all() {
	local file count=0
	while read -r file; do
		count=$((count + 1))
		gzip -dc "$file.gz" | cmp - "$file" && brotli -dc "$file.br" | cmp - "$file" || return 1
	done < <(find "$tap_scratch/copies" -type f -size +2999c \( -name '*.html' -o -name '*.csv' -o -name '*.json' -o -name '*.css' \) ! -name manifest.json)
	[ "$count" -gt 50 ]
}
check 'each copy unpacks to its file' unpack_all
check 'small files and those that are packed already have none' test -z "$(find "$tap_scratch/copies" -name '*.xlsx.gz' -o -name '*.zip.br' -o \
	-name 'etiquetas.csv.gz')"
check 'copies are in the sums, which hold' sh -c "cd '$tap_scratch/copies' && grep -q 'datos/metas.csv.br' SHA256SUMS && sha256sum -c --quiet SHA256SUMS"
build "$tap_scratch/packed" "$tap_scratch/copies-again" -j1
check 'copies are the same bytes in a second build' same "$tap_scratch/copies" "$tap_scratch/copies-again"
sed -i '2s/,1$/,2/' "$out/datos/calendario.csv"
sed -i '3s/Semana/semana/' "$out/datos/metas.excel.csv"
refused() {
	! read_back "$out" poa calendario && ! read_back "$out" poa metas
}
check 'a changed cell is found' refused

# What formats trip over.
odd=$tap_scratch/odd
mkdir -p "$odd/data/p" "$odd/themes"
cp -R tests/sites/minimal/in/themes/t "$odd/themes/t"
rm "$odd/themes/t/templates/meta.html"
sed -i 's/data.metas/data.odd/' "$odd/themes/t/templates/base.html"
printf 'title: Odd\nlanguages: [es]\ntheme: t\n' >"$odd/portal.yaml"
cat >"$odd/data/p/datapackage.yaml" <<'YAML'
name: p
vitrina:queries:
  - { name: todo, sql: 'SELECT count(*) AS n FROM odd' }
resources:
  - name: odd
    path: odd.csv
    vitrina:fulltext: [select]
    schema:
      fields:
        - { name: select, type: string }
        - { name: Order, type: number }
        - { name: order, type: number }
        - { name: 'a"b', type: string }
        - { name: fecha, type: date }
        - { name: si, type: boolean }
        - { name: grande, type: integer }
  - name: order
    path: order.csv
    schema: { fields: [ { name: group, type: string } ], primaryKey: group }
  - name: sqlite_a
    path: empty.csv
    schema: { fields: [ { name: rowid, type: string }, { name: table, type: string } ], primaryKey: rowid }
  - name: long
    path: long.csv
    schema: { fields: [ { name: id, type: string }, { name: texto, type: string } ], primaryKey: id }
  - name: labels
    path: labels.csv
    schema: { fields: [ { name: label, type: string }, { name: other, type: string } ] }
YAML
"$PYTHON" - "$odd/data/p" <<'PY'
import csv, sys
def write(name, *rows):
    with open(f"{sys.argv[1]}/{name}.csv", "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
digits = "1234567890123456789012345678901234567890"
write("odd", ["select", "Order", "order", 'a"b', "fecha", "si", "grande"],
    ["#x", "98.610", digits, "=1+1", "2013-01-02", "true", "1"], ["=cmd|' /C calc'!A0", "-0.5", "0.1", "@SUM(A1)", "1899-12-31", "false", "123456789012345678"],
    ["007", "300", "999999999999999.9", "-x", "1900-02-28", "", "-1"], ["_x0041_ _x005F_", "0.000000000000001", "0", "  spaces  ", "9999-12-31", "true", "0"],
    ["two\nlines", "100000000000000", "12.50", 'quote " ; , tab\t.', "", "", ""], ["", "", "", "'90s", "2024-02-29", "", ""],
    ["\U0001F600 ñ \ufffd", "1e3", "5", "TRUE", "1900-03-01", "false", "5"], ["+52 55", "4", "4", "3-ene", "1900-01-01", "", "6"],
    ["1/2", "123456789012345", "1", "MAR1", "0001-01-01", "true", "7"], ["carriage\r\nreturn", "", "", "\rx", "", "", "8"])
write("order", ["group"], ["where"], ["from"])
write("empty", ["rowid", "table"])
write("labels", ["label", "other"], *([f"etiqueta {n}", f"{n * 7919 % 20000:05} otra"] for n in range(20000)))
write("long", ["id", "texto"], ["a", "x" * 32767], ["b", "ñ" * 32768])
PY
check 'a site of odd cells builds' build "$odd" "$out"
check 'all formats hold the same cells' read_back "$out" p odd order long labels
check 'a name that SQLite keeps for itself is changed' test "$(sqlite3 "$out/datos/p.sqlite" 'SELECT count(*) FROM _sqlite_a')" = 0
check 'a text longer than a cell: no workbook' test ! -e "$out/datos/long.xlsx"
check 'and a warning that tells the cell' grep -q 'data/p/long.csv:3:3 (texto): warning: this text has 32768 characters .* \[xlsx-cell\]' "$tap_scratch/messages"

# wrong NAME TEXT SCRIPT: the script spoils a copy; both build and check then end with status 1 and tell the text.
wrong() {
	local copy=$tap_scratch/wrong
	rm -rf "$copy"
	cp -R "$odd" "$copy"
	(cd "$copy" && eval "$3")
	check "$1 is refused" exits 1 build "$copy" "$tap_scratch/none"
	check "$1: what is told" grep -q "$2" "$tap_scratch/messages"
	check "$1: check tells it too" exits 1 sh -c "cd '$copy' && '$VITRINA' check >/dev/null 2>&1"
}
wrong 'a format that there is not' "portal.yaml:4:16: error: there is no format 'xslx'" "echo 'formats: [csv, xslx]' >>portal.yaml"
wrong 'a query that SQLite does not understand' "SQLite refuses the query 'todo': no such column: nada" "sed -i 's/count(\*)/nada/' data/p/datapackage.yaml"
wrong 'two statements in a query' 'more than one statement' "sed -i 's/FROM odd/FROM odd; DROP TABLE odd/' data/p/datapackage.yaml"
wrong 'a query with the name of a table' 'table "odd" already exists' "sed -i 's/name: todo/name: odd/' data/p/datapackage.yaml"
wrong 'a field for search that there is not' "there is no field 'selec'" "sed -i 's/fulltext: .select/fulltext: [selec/' data/p/datapackage.yaml"
# shellcheck disable=SC2034 # used by what `wrong` evaluates
views="vitrina:views: [ { name: v, from: order, fields: [ group, FIELD ] } ]"
wrong 'a way that leads nowhere' "datapackage.yaml:1:.*'order' has no field 'grup'" "sed -i \"1i \${views/FIELD/grup}\" data/p/datapackage.yaml"
wrong 'a column told twice' "the field 'group' is there already" "sed -i \"1i \${views/FIELD/group}\" data/p/datapackage.yaml"
wrong 'a view with the name of a table' "the resource 'odd' is there already" "sed -i '1i vitrina:views: [ { name: odd, from: order, fields: [ group ] } ]' data/p/datapackage.yaml"
wrong 'a key without a pivot' "'key' is for views with a 'pivot'" "sed -i \"1i \${views/FIELD/{ name: x, key: a \}}\" data/p/datapackage.yaml"
cp -R "$demo" "$tap_scratch/twice"
echo son-2011-01,2012-03,1 >>"$tap_scratch/twice/data/poa/calendario.csv"
check 'two rows for one cell of a pivot are refused' exits 1 build "$tap_scratch/twice" "$tap_scratch/none"
check 'and told with both lines' grep -q "calendario.csv:127: error: this row and line [0-9]* go into one cell: column 'mar'.*\[view-twice\]" "$tap_scratch/messages"
check 'a folder for temporary files that is not there is the fault of the world' exits 3 sh -c \
	"cd '$odd' && TMPDIR=/nowhere '$VITRINA' build -o '$tap_scratch/none' 2>'$tap_scratch/messages'"
check 'and told as such' grep -q '\[scratch\]' "$tap_scratch/messages"
tap_done
