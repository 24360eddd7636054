#!/bin/bash
# What a schema allows and is damaged all the same (tests/cases/suspects.txt has the cases): told the same by any number of workers, in both languages,
# and published with its row; of the demonstration nothing is suspect.
. "$(dirname "$0")/../tap.sh"

portal=$tap_scratch/portal
mkdir "$portal" && cp -R portal.yaml data content themes "$portal"

rules='all-zero cut-digits double-encoding duplicate-row formula-in-text look-alike-key lost-letter lost-zeros scientific-notation spreadsheet-error
	thousands-as-decimals'

# said NAME JOBS LANG: what the check of the portal says, its warnings alone.
said() {
	timeout 120 "$VITRINA" -C "$portal" check -j "$2" --lang "$3" >"$tap_scratch/$1" 2>&1 </dev/null
}

silent() {
	said clean 2 en || { cat "$tap_scratch/clean"; return 1; }
	local rule
	for rule in $rules; do ! grep -F "[$rule]" "$tap_scratch/clean" || return 1; done
}

same_jobs() {
	local lang
	for lang in en es; do
		said "one.$lang" 1 "$lang" && said "eight.$lang" 8 "$lang" && same "$tap_scratch/one.$lang" "$tap_scratch/eight.$lang" || return 1
	done
	cat "$tap_scratch/one.en"
	grep -q "^data/poa/metas.csv:[0-9]*:[0-9]* (descripcion): warning: the letters of 'atenciÃ³n' were encoded twice; it says 'atención' \[double-encoding\]" \
		"$tap_scratch/one.en" && grep -q "las letras de 'atenciÃ³n' se codificaron dos veces; dice 'atención' \[double-encoding\]" "$tap_scratch/one.es" &&
		grep -q '^data/poa/instituciones.csv:[0-9]*:[0-9]* (nombre): warning: .*\[formula-in-text\]' "$tap_scratch/one.en"
}

# The finding leads to the goal that it is about, in the table and on the pages.
published() {
	(cd "$portal" && timeout 120 "$VITRINA" build -o ../made >"$tap_scratch/made.said" 2>&1 </dev/null) || { cat "$tap_scratch/made.said"; return 1; }
	"$PYTHON" - "$tap_scratch/made" <<-'END'
		import csv, os, sys
		read = lambda name: list(csv.DictReader(open(os.path.join(sys.argv[1], "datos", name + ".csv"), newline="")))
		found = [r for r in read("hallazgos") if r["regla_id"] == "double-encoding"]
		assert len(found) == 1 and found[0]["tabla"] == "metas" and found[0]["campo"] == "descripcion" and found[0]["meta_id"], found
		rule = next(r for r in read("hallazgos_reglas") if r["regla_id"] == "double-encoding")
		assert rule["total"] == "1" and rule["titulo_es"] != rule["titulo_en"] and rule["remedio_es"], rule
		own = open(os.path.join(sys.argv[1], "metas", found[0]["meta_id"], "index.html")).read()
		assert "se codificaron dos veces" in own and "calidad/index.html#double-encoding" in own
		assert "se codificaron dos veces" in open(os.path.join(sys.argv[1], "calidad/index.html")).read()
	END
}

check 'of the demonstration nothing is suspect' silent
"$PYTHON" - "$portal/data/poa" <<'END'
import csv, sys
def change(name, field, text):
    path = f"{sys.argv[1]}/{name}.csv"
    rows = list(csv.reader(open(path, newline="")))
    rows[1][rows[0].index(field)] = text
    csv.writer(open(path, "w", newline=""), lineterminator="\n").writerows(rows)
change("metas", "descripcion", "Mejorar la atenciÃ³n")
change("instituciones", "nombre", '=HYPERLINK("http://ejemplo.mx","Instituto")')
END
check 'damage is told the same by one worker and eight, in both languages' same_jobs
check 'and published with its row, its rule and a note on the page' published
tap_done
