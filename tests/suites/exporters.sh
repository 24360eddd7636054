#!/bin/bash
# Exporters: tables in the form that others ask for, made by the Lua of a package. What the demonstration's one gives, one that an office adapts, and
# everything that can be wrong with one, told at its file and line.
. "$(dirname "$0")/../tap.sh"
[ ! -x "$VITRINA_DEBUG" ] || VITRINA=$VITRINA_DEBUG

demo=$tap_scratch/demo
mkdir "$demo"
cp -R portal.yaml data content themes "$demo"
lua=$demo/data/poa/exporters/fraccion_iv.lua
# build INTO [OPTION...]: leaves what was said in messages.
build() {
	local into=$1
	shift
	(cd "$demo" && "$VITRINA" build --lang en -o "$into" "$@") >/dev/null 2>"$tap_scratch/messages" || { set -- $?; cat "$tap_scratch/messages"; return "$1"; }
}
out=$tap_scratch/out
check 'the portal builds' build "$out"
line() {
	sed -n "$2p" "$1"
}
check 'the columns that the platform asks for' test "$(line "$out/datos/fraccion_iv.csv" 1)" = \
	'ejercicio,inicio_periodo,termino_periodo,area,objetivo,indicador,meta,unidad_medida,documento,areas_responsables,fecha_actualizacion,nota'
check 'dates are day/month/year' test "$(line "$out/datos/fraccion_iv.csv" 2 | cut -d, -f1-4)" = '2013,01/01/2013,31/12/2013,'
check 'a row per goal' test "$(wc -l <"$out/datos/fraccion_iv.csv")" = "$(wc -l <"$out/datos/metas.csv")"
check 'all formats hold the same cells' "$PYTHON" tests/formats/read_back.py "$out" poa fraccion_iv
check 'a workbook has dates that look so' "$PYTHON" -c '
import datetime, openpyxl, sys
cell = openpyxl.load_workbook(sys.argv[1])["fraccion_iv"]["B2"]
assert (cell.value, cell.number_format) == (datetime.datetime(2013, 1, 1), "dd/mm/yyyy"), (cell.value, cell.number_format)' "$out/datos/fraccion_iv.xlsx"
check 'it is a table of its package, in the database too' test "$(sqlite3 "$out/datos/poa.sqlite" 'SELECT count(*) FROM fraccion_iv')" = 31
check 'and in the descriptor, with the form of its dates' "$PYTHON" -c '
import json, sys
resource = [r for r in json.load(open(sys.argv[1]))["resources"] if r["name"] == "fraccion_iv"][0]
assert resource["schema"]["fields"][1]["format"] == "%d/%m/%Y", resource' "$out/datos/datapackage.json"
check 'the catalogue of the portal leads to it' grep -q 'href="fraccion_iv/index.html"' "$out/datos/index.html"
build "$tap_scratch/one" -j1
check 'one worker makes the same' same "$out/datos/fraccion_iv.csv" "$tap_scratch/one/datos/fraccion_iv.csv"

# What an office changes: another choice of rows, another column. As generator/docs/exporters.md has it.
sed -n '/^```lua$/,/^```$/p' generator/docs/exporters.md | sed '/^```/d' >"$demo/data/poa/exporters/ejemplo.lua"
check 'the example of the documentation builds' build "$out"
check 'it leaves out rows for which it gives nil' test "$(line "$out/datos/metas_sonora.csv" '1,2')" = "$(printf 'clave,meta,cantidad,informe\nson-2011-01,%s' \
	"$("$PYTHON" -c 'import csv, sys; r = [r for r in csv.DictReader(open(sys.argv[1], encoding="utf-8")) if r["meta_id"] == "son-2011-01"][0]
w = csv.writer(sys.stdout, lineterminator=""); w.writerow([r["descripcion"], r["meta_programada"], "31-12-2011"])' "$out/datos/metas.csv")")"
rm "$demo/data/poa/exporters/ejemplo.lua"

# Rows of nothing but absent cells are rows, and many rows keep their order whatever worker made them.
mkdir -p "$tap_scratch/many/data/p/exporters" "$tap_scratch/many/themes"
cp -R tests/sites/minimal/in/themes/t "$tap_scratch/many/themes/t"
rm "$tap_scratch/many/themes/t/templates/meta.html"
sed -i 's/data.metas/data.n/' "$tap_scratch/many/themes/t/templates/base.html"
printf 'title: Many\nlanguages: [es]\ntheme: t\n' >"$tap_scratch/many/portal.yaml"
printf 'name: p\nresources: [ { name: n, path: n.csv, schema: { fields: [ { name: n, type: integer } ], primaryKey: n } } ]\n' \
	>"$tap_scratch/many/data/p/datapackage.yaml"
(echo n; seq 5000) >"$tap_scratch/many/data/p/n.csv"
cat >"$tap_scratch/many/data/p/exporters/thirds.lua" <<'LUA'
export { name = "thirds", from = "n", fields = { { name = "third", type = "string" } },
  row = function(r) return { third = r.n % 3 == 0 and tostring(r.n) or nil } end }
LUA
(cd "$tap_scratch/many" && "$VITRINA" build -j3 -o "$tap_scratch/many-out") >/dev/null 2>"$tap_scratch/messages"
check 'absent cells alone in their row, and the order of rows' same <(echo third; seq 5000 | awk '{ print $1 % 3 ? "" : $1 }') \
	<(sed 's/^""$//' "$tap_scratch/many-out/datos/thirds.csv")

# wrong NAME MESSAGE SCRIPT: the sed script spoils the exporter; build and check end with status 1 and tell the message.
good=$tap_scratch/good.lua
cp "$lua" "$good"
number() { # of the line of the good exporter that holds a text
	grep -n -F -m1 "$1" "$good" | cut -d: -f1
}
row="fraccion_iv.lua:$(number 'row = function'):1: error:"
wrong() {
	sed "$3" "$good" >"$lua"
	! cmp -s "$good" "$lua" || { echo "$1 is not spoiled" >&2; exit 2; }
	check "$1 is refused" exits 1 build "$tap_scratch/none"
	check "$1: what is told" grep -q -- "$2" "$tap_scratch/messages"
	cp "$good" "$lua"
}
wrong 'a value for no field' "$row this gives a value for 'ejercico', which is no field of fraccion_iv; did you mean 'ejercicio'?.*\[unknown-field\]" 's/ejercicio = programa/ejercico = programa/'
wrong 'a value of another type' "$row field 'meta' is declared as 'number', and its function gave a value of type 'string' \[wrong-type\]" 's/^      meta = .*/      meta = "muchas",/'
wrong 'a moment that is no date' "$row field 'termino_periodo' is declared as 'date'.*\[wrong-type\]" 's/date(anio .. "-12-31")/12/'
wrong 'a required field without a value' "$row the field 'objetivo' is required.*\[required\]" '/^      objetivo = /d'
wrong 'a row that is no table' "$row an exporter's 'row' gives a table.*\[wrong-type\]" 's/^    return {$/    if true then return 7 end return {/'
# Loops are stopped after as many steps as a sanitizer needs minutes for.
quick=$BUILD/vitrina
VITRINA=$quick wrong 'rows that never end' "fraccion_iv.lua:$(($(number 'row = function') + 1)): error: this takes more than.*\[too-long\]" \
	's/from = "metas"/from = "etiquetas"/;s/^    local programa = .*/    while true do end/'
VITRINA=$quick wrong 'a file that never ends' "fraccion_iv.lua:$(number 'export {'): error: this takes more than.*\[too-long\]" 's/^export {/while true do end export {/'
wrong 'a table that there is not' "error: no resource 'meta'; did you mean 'metas'? \[unknown-name\]" 's/from = "metas"/from = "meta"/'
wrong 'the name of a table' "error: there is a table 'metas' already; give this one another name \[duplicate-resource\]" 's/name = "fraccion_iv"/name = "metas"/'
wrong 'a name that vitrina keeps' "there is a table 'hallazgos' already" 's/name = "fraccion_iv"/name = "hallazgos"/'
wrong 'the name of a view' "'metas_completas' is the name of a table that vitrina makes.*\[reserved-resource\]" 's/name = "fraccion_iv"/name = "metas_completas"/'
wrong 'the address of another download' "datos/datapackage.json" 's/name = "fraccion_iv"/name = "datapackage"/'
wrong 'a name that is no name' "'Fracción IV' can't name a table" 's/name = "fraccion_iv"/name = "Fracción IV"/'
wrong 'a format that is none' "a field of type 'date' can't have the format '%Q'" '0,/%d\/%m\/%Y/s//%Q/'
wrong 'a format of a text' "a field of type 'string' can't have the format 'corto'" 's/name = "nota", type = "string"/&, format = "corto"/'
wrong 'a type that there is not' "can't be of type 'texto'" '0,/type = "string"/s//type = "texto"/'
wrong 'a field told twice' "there are two fields 'area'" 's/name = "nota"/name = "area"/'
wrong 'a word that means nothing' "'requerido' means nothing here; did you mean 'required'?" '0,/required = true/s//requerido = true/'
wrong 'an unknown field of the row' "fraccion_iv.lua:.*no field 'unidad' in metas" 's/meta.unidad_medida/meta.unidad/'
wrong 'a file that declares nothing' "fraccion_iv.lua:1:1: error: this exporter declares no table" '1,$s/^/-- /'
wrong 'a file that is no Lua' "fraccion_iv.lua:[0-9]*: error: .*\[lua-syntax\]" '1s/^/export {{/'
wrong 'a call that leaves the closed world' "no.* 'os'" '1s/^/os.exit() /'
wrong 'a function under another name' "error: 'fila' means nothing here.*\[declaration\]" 's/^  row = function/  fila = function/'
# short NAME MESSAGE TEXT: the same for a whole exporter.
short() {
	printf '%s\n' "$3" >"$lua"
	check "$1 is refused" exits 1 build "$tap_scratch/none"
	check "$1: what is told" grep -q -- "$2" "$tap_scratch/messages"
	cp "$good" "$lua"
}
fields='fields = { { name = "a", type = "string" } }'
short 'no function for rows' "fraccion_iv.lua:1: error: 'row' must be a function \[declaration\]" "export { name = 'x', from = 'metas', $fields }"
short 'a function that is none' "error: 'row' must be a function" "export { name = 'x', from = 'metas', $fields, row = 7 }"
short 'no fields' "'fields' must be a list of fields" "export { name = 'x', from = 'metas', row = print }"
short 'fields without any' "'fields' must be a list of fields" "export { name = 'x', from = 'metas', fields = {}, row = print }"
short 'a field that is no table' 'field 1 is no table with a name and a type' "export { name = 'x', from = 'metas', fields = { 'a' }, row = print }"
short 'a field without a name' "'name' must be a text" "export { name = 'x', from = 'metas', fields = { { type = 'string' } }, row = print }"
short 'no name' "'name' must be a text" "export { from = 'metas', $fields, row = print }"
short 'no table to go through' "'from' must be a text" "export { name = 'x', $fields, row = print }"
short 'a call without a table' 'write it like export {' 'export "x"'
short 'text that is no UTF-8' "fraccion_iv.lua:1:1: error: the text of 'a' is no UTF-8 \[wrong-type\]" \
	"export { name = 'x', from = 'metas', $fields, row = function(m) return { a = '\\xff' } end }"
echo 'export { name = "x" }' >>"$demo/data/poa/model.lua"
check 'an exporter in model.lua is refused' exits 1 build "$tap_scratch/none"
check 'and told where it belongs' grep -q "model.lua:.*exporters are files of the package's folder exporters/" "$tap_scratch/messages"
check 'in Spanish' sh -c "cd '$demo' && '$VITRINA' check --lang es 2>&1 | grep -q 'los exportadores son archivos de la carpeta exporters/ del paquete'"
sed -i '$d' "$demo/data/poa/model.lua"
cp "$good" "$demo/data/poa/exporters/otra.lua"
check 'two exporters of one name are refused' exits 1 build "$tap_scratch/none"
check 'and told at the second' grep -q "otra.lua:.*there is a table 'fraccion_iv' already" "$tap_scratch/messages"
tap_done
