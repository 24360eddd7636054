#!/bin/bash
# The demonstration portal, end to end: the numbers it must show, the same bytes whatever the machine is set to, what wrong input and a broken disk
# leave behind. Runs with the sanitizers where there is a build that has them.
. "$(dirname "$0")/../tap.sh"
[ ! -x "$VITRINA_DEBUG" ] || VITRINA=$VITRINA_DEBUG
export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org
export GIT_AUTHOR_DATE='2024-01-31T12:00:00-0600' GIT_COMMITTER_DATE='2024-01-31T12:00:00-0600'
unset SOURCE_DATE_EPOCH

# A repository of its own with the portal's sources.
site=$tap_scratch/site
mkdir "$site"
cp -R portal.yaml data content themes "$site"
(cd "$site" && git init -q -b main . && git add -A && git commit -qm 'Portal') || exit 2

# build INTO [OPTION...]: the site's portal, in a clean folder.
build() {
	local into=$1
	shift
	rm -rf "$into"
	(cd "$site" && "$VITRINA" build --lang en -o "$into" "$@") 2>"$tap_scratch/messages"
}

out=$tap_scratch/out
check 'the portal builds' build "$out"
check 'it warns of the two sums that differ, and of nothing else' test "$(grep -c 'warning:' "$tap_scratch/messages") $(grep -c 'calendar-sum' "$tap_scratch/messages")" = '2 2'

# count TABLE: the rows of a published table, by another program.
count() {
	"$PYTHON" -c 'import json, sys; print(len(json.load(open(sys.argv[1]))[sys.argv[2]]))' "$out/datos/$1.json" "$1"
}
check '31 goals' test "$(count metas)" = 31
check '5 programmes' test "$(count programas)" = 5
check '125 months' test "$(count calendario)" = 125
check '11 reports' test "$(count avances)" = 11

# field GOAL FIELD: a value of one goal as JSON has it.
field() {
	"$PYTHON" -c '
import decimal, json, sys
goals = json.load(open(sys.argv[1]), parse_float=decimal.Decimal)["metas"]
print([g for g in goals if g["meta_id"] == sys.argv[2]][0].get(sys.argv[3]))' "$out/datos/metas.json" "$1" "$2"
}
check 'goal 8 of Puebla: 104.90 %' test "$(field pue-2013-08 cumplimiento)" = 104.90
check 'goal 8: the recovered date' test "$(field pue-2013-08 fecha_inicio)" = 2013-01-02
check 'goal 8: its page explains it' grep -q '4127600%' "$out/metas/pue-2013-08/index.html"
check 'goal 8: its page shows the working' grep -q '98.61 / 94 × 100 = 104.90 %' "$out/metas/pue-2013-08/index.html"
check 'goal 7 of Puebla has no start' test "$(field pue-2013-07 fecha_inicio)" = None
check 'goal 7: its page says so' grep -q '<dt>Inicio</dt><dd>no publicado</dd>' "$out/metas/pue-2013-07/index.html"
check 'Sonora has no percentage' test "$(field son-2011-07 cumplimiento)" = None
check 'and says why' grep -q 'sin avance reportado' "$out/programas/son-2011-difusion/index.html"
check 'goal 7 of Sonora: both numbers' grep -q 'los meses suman 21 y la meta anual dice 22' "$out/metas/son-2011-07/index.html"
check 'goal 20 of Sonora: both numbers' grep -q 'los meses suman 12 y la meta anual dice 7' "$out/metas/son-2011-20/index.html"
check 'the parent programme offers the goals of those below it' test "$("$PYTHON" -c 'import json, sys; print(len(json.load(open(sys.argv[1]))["metas"]))' "$out/programas/son-2011-poa/son-2011-poa.json")" = 20
check 'one stylesheet under 20 KB' sh -c "test \"\$(cat '$out'/assets/*/*.css | wc -c)\" -lt 20000"
check 'checksums hold' sh -c "cd '$out' && sha256sum -c --quiet SHA256SUMS"
check 'the manifest names the commit' grep -q "\"commit\": \"$(git -C "$site" rev-parse HEAD)\"" "$out/manifest.json"
check 'time is the commit'\''s' grep -q '"time": "2024-01-31T12:00:00-06:00"' "$out/manifest.json"
check 'nothing but the site is left in the folder' test ! -e "$out/.vitrina"
check 'robots and sitemap' grep -q '<loc>https://vitrina.example/programas/son-2011-difusion/</loc>' "$out/sitemap.xml"

# Every link of every page leads to a file.
cat >"$tap_scratch/links.py" <<'PY'
import html.parser, os, sys
root, bad = sys.argv[1], []
class Links(html.parser.HTMLParser):
    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name in ("href", "src") and tag != "link" and not value.startswith(("http", "mailto:", "#")):
                value = value.split("#")[0]
                path = os.path.normpath(os.path.join(os.path.dirname(self.page), value))
                if value.startswith("/"): path = os.path.join(root, value[1:], "index.html" if value.endswith("/") else "")
                if not os.path.isfile(path.rstrip("/")): bad.append(f"{self.page}: {value}")
for folder, _, names in os.walk(root):
    for name in names:
        if name.endswith(".html"):
            links = Links(); links.page = os.path.join(folder, name); links.feed(open(links.page, encoding="utf-8").read())
print("\n".join(bad)); sys.exit(bool(bad))
PY
check 'every link leads to a file' "$PYTHON" "$tap_scratch/links.py" "$out"

# The same bytes.
check 'one worker or eight' build "$tap_scratch/j1" -j1
check 'are the same' same "$out" "$tap_scratch/j1"
build "$tap_scratch/j8" -j8
check 'eight, too' same "$out" "$tap_scratch/j8"
build "$tap_scratch/rev" --rev HEAD
check 'folder and revision' same "$out" "$tap_scratch/rev"
elsewhere() {
	cp -R "$site" "$tap_scratch/other name"
	(cd "$tap_scratch/other name" && umask 077 && LC_ALL=C TZ=Asia/Tokyo "$VITRINA" build -o "$tap_scratch/elsewhere" 2>/dev/null)
}
check 'another folder, umask, time zone and locale' elsewhere
check 'change nothing' same "$out" "$tap_scratch/elsewhere"
git clone -q --bare "$site" "$tap_scratch/bare.git"
check 'a bare repository' sh -c "cd '$tap_scratch/bare.git' && '$VITRINA' build --rev main -o '$tap_scratch/bare' 2>/dev/null"
check 'gives the same' same "$out" "$tap_scratch/bare"

# stamps FOLDER: inode and time of each file but the list of sums.
stamps() {
	(cd "$1" && find . -type f -printf '%P %i %T@\n' | sort)
}
again() {
	(cd "$site" && "$VITRINA" build -o "$out") >/dev/null 2>&1
}
stamps "$out" >"$tap_scratch/before"
again
stamps "$out" >"$tap_scratch/after"
check 'a second build touches nothing' same "$tap_scratch/before" "$tap_scratch/after"

# What is no longer made disappears; what is not ours stays.
echo mine >"$out/CNAME"
rm "$site/content/glosario.md" "$site/content/glosario.en.md"
sed -i '/glosario/d' "$site"/content/*.md
again
check 'a page that is not made any more is gone' test ! -e "$out/glosario"
check 'a foreign file stays' grep -q mine "$out/CNAME"
check 'a dirty folder says so' grep -q '"dirty": true' "$out/manifest.json"
(cd "$site" && git checkout -q .)
again

# wrong NAME RULE STATUS SCRIPT: the script spoils a copy of the site; the build then ends with the status, tells the rule, and leaves the old
# site as it was.
wrong() {
	local name=$1 rule=$2 status=$3
	rm -rf "$tap_scratch/wrong" "$tap_scratch/kept"
	cp -R "$site" "$tap_scratch/wrong"
	cp -a "$out" "$tap_scratch/kept"
	(cd "$tap_scratch/wrong" && eval "$4") >/dev/null 2>&1
	check "$name: exit status $status" exits "$status" sh -c "cd '$tap_scratch/wrong' && timeout 60 '$VITRINA' build --lang en -o '$tap_scratch/kept' 2>'$tap_scratch/messages'"
	check "$name: [$rule]" sh -c "grep -q '\[$rule\]' '$tap_scratch/messages' || { cat '$tap_scratch/messages'; false; }"
	check "$name: the old site stands" same "$out" "$tap_scratch/kept"
}
wrong 'a missing file' missing-file 1 'rm data/poa/avances.csv'
wrong 'a ragged row' row-length 1 'echo "pue-2013-01,2013-12" >> data/poa/calendario.csv'
wrong 'an unclosed quote' unclosed-quote 1 "sed -i '3s/,/,\"/' data/poa/calendario.csv"
wrong 'a wrong type' not-a-number 1 "sed -i '2s/,1\$/,uno/' data/poa/calendario.csv"
wrong 'a broken foreign key' foreign-key 1 "sed -i '2s/^son-2011-01/son-2011-99/' data/poa/calendario.csv"
wrong 'a duplicate key' duplicate-key 1 'sed -n 2p data/poa/calendario.csv >> data/poa/calendario.csv'
wrong 'a constraint' not-a-choice 1 "sed -i '2s/ascendente/arriba/' data/poa/metas.csv"
wrong 'wrong UTF-8' not-utf-8 1 "printf 'x\\351,,\\n' >> data/poa/calendario.csv"
wrong 'an unknown name in a template' unknown-name 1 "echo '{{ progama.nombre }}' >> themes/transparencia/partials/valor.html"
wrong 'an unknown field in a template' unknown-field 1 "sed -i 's/programa.nombre/programa.nombe/' themes/transparencia/templates/programa.html"
wrong 'an unknown template' unknown-template 1 "sed -i 's/template: meta.html/template: mata.html/' portal.yaml"
wrong 'an unknown setting' unknown-setting 1 'echo "titel: x" >> portal.yaml'
wrong 'a key set twice' duplicate-key 1 'echo "theme: otro" >> portal.yaml'
wrong 'broken YAML' yaml-syntax 1 'echo "a: b: c" >> portal.yaml'
wrong 'a dead link' dead-link 1 'echo "[x](nada.md)" >> content/acerca.md'
wrong 'two pages at one path' path-taken 1 "printf -- '---\\ntitle: x\\n---\\n' > content/ACERCA.md"
wrong 'an error in model.lua' lua-error 1 'echo "local x = nil; x.y = 1" >> data/poa/model.lua'
wrong 'no portal' no-portal 1 'rm portal.yaml'
wrong 'a missing translation' missing-translation 1 'echo "nueva: x" >> themes/transparencia/i18n/es.yaml'

# Usage.
check 'no command is a wrong usage' exits 2 "$VITRINA"
check 'an unknown command' exits 2 "$VITRINA" bild
check 'an unknown option' exits 2 "$VITRINA" build --nothing
check 'help' "$VITRINA" build --help
check 'a revision that is not there' sh -c "cd '$site' && '$VITRINA' build --rev nada -o '$out.none' --lang es 2>&1 | grep -q 'git no conoce la revisión'"
check 'check writes nothing and tells the count' sh -c "cd '$site' && '$VITRINA' check --lang es 2>/dev/null | grep -q '0 errores, 2 avisos'"

# The world.
mkdir "$tap_scratch/foreign"
echo x >"$tap_scratch/foreign/file"
check 'a folder that is not ours is refused' exits 3 sh -c "cd '$site' && '$VITRINA' build -o '$tap_scratch/foreign' 2>/dev/null"
check 'and untouched' test "$(ls -A "$tap_scratch/foreign")" = file
check 'a file in the place of the folder' exits 3 sh -c "cd '$site' && '$VITRINA' build -o '$tap_scratch/foreign/file' 2>/dev/null"
planted() {
	rm -rf "$tap_scratch/planted" "$tap_scratch/target"
	cp -a "$out" "$tap_scratch/planted"
	mkdir "$tap_scratch/target"
	rm -r "$tap_scratch/planted/metas"
	ln -s ../target "$tap_scratch/planted/metas"
	(cd "$site" && "$VITRINA" build -o "$tap_scratch/planted" 2>"$tap_scratch/messages")
	[ -z "$(ls -A "$tap_scratch/target")" ] && grep -q 'in-the-way' "$tap_scratch/messages"
}
check 'a planted symbolic link is not followed' planted
tap_done
