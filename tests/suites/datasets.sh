#!/bin/bash
# The pages of data sets, held against the files they tell of; the code they give, run as a reader would; citations of a clean and of a changed folder.
. "$(dirname "$0")/../tap.sh"
[ ! -x "$VITRINA_DEBUG" ] || VITRINA=$VITRINA_DEBUG
export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org
export GIT_AUTHOR_DATE='2024-01-31T12:00:00-0600' GIT_COMMITTER_DATE='2024-01-31T12:00:00-0600'

site=$tap_scratch/site
mkdir "$site"
cp -R portal.yaml data content themes "$site"
(cd "$site" && git init -q -b main . && git add -A && git commit -qm 'Portal') || exit 2
commit=$(git -C "$site" rev-parse HEAD)

# build INTO: leaves what was said in messages.
build() {
	(cd "$site" && "$VITRINA" build --lang en -o "$1") >/dev/null 2>"$tap_scratch/messages" || { cat "$tap_scratch/messages"; return 1; }
}
told() {
	"$PYTHON" tests/formats/dataset_page.py "$@"
}
good=$tap_scratch/good
home=(--address https://vitrina.example/)
check 'the portal builds' build "$good"
for page in "$good"/datos/*/; do
	page=$(basename "$page")
	check "$page: what its page tells is so" told "$good" "$page" "${home[@]}" --state "$commit"
done
check 'in English too' told "$good" metas "${home[@]}" --lang en --state "$commit"
check 'R reads the table' told "$good" metas "${home[@]}" --state "$commit" --r
check 'and one without numbers' told "$good" etiquetas "${home[@]}" --state "$commit" --r
check 'keys lead to the pages of their tables' grep -q '<code>programa_id</code> → <a href="../programas/index.html">' "$good/datos/metas/index.html"

# Pages spoiled on purpose: each must be found.
spoiled() {
	cp "$good/datos/metas/index.html" "$tap_scratch/page"
	sed -i "$1" "$good/datos/metas/index.html"
	told "$good" metas "${home[@]}" --state "$commit" >"$tap_scratch/said" 2>&1
	set -- $?
	! cmp -s "$tap_scratch/page" "$good/datos/metas/index.html" || return 1
	mv "$tap_scratch/page" "$good/datos/metas/index.html"
	[ "$1" -ne 0 ]
}
check 'a wrong sum is found' spoiled '0,/<code data-copy="Copiar">[0-9a-f]/s//<code data-copy="Copiar">x/'
check 'a wrong size is found' spoiled '0,/bytes<\/td>/s//1 bytes<\/td>/'
check 'a field left out is found' spoiled '0,/<th scope="row"><code>numero/s//<th scope="row"><code>num/'
check 'a wrong cell is found' spoiled '0,/<td>pue-2013-01<\/td>/s//<td>pue-2013-10<\/td>/'
check 'code that does not run is found' spoiled 's/csv.DictReader/csv.Dictreader/'
check 'a citation of another state is found' spoiled "s/version = {${commit:0:8}/version = {00000000/"

# Changed files are part of what is shown, and no commit names them.
echo >>"$site/content/acerca.md"
check 'a portal of changed files builds' build "$tap_scratch/dirty"
check 'its citations say so' told "$tap_scratch/dirty" metas "${home[@]}" --state "$commit (con cambios que no están en el repositorio)"
check 'in every language' told "$tap_scratch/dirty" metas "${home[@]}" --lang en --state "$commit (with changes that are not in the repository)"
check 'to readers too' grep -q "revisión ${commit:0:10} con cambios que no están en el repositorio" "$tap_scratch/dirty/datos/metas/index.html"

# Neither address nor repository: the code reads files that were downloaded, and nothing is cited that is not known.
rm -rf "$site/.git"
sed -i '/^base_url:/d' "$site/portal.yaml"
check 'a portal without address or repository builds' build "$tap_scratch/homeless"
check 'its code reads downloaded files' told "$tap_scratch/homeless" metas --r
check 'a citation without a date says so' grep -q '(s. f.). <cite lang="es">Metas</cite>' "$tap_scratch/homeless/datos/metas/index.html"

# Only JSON: no code for files that are not there.
echo 'formats: [json]' >>"$site/portal.yaml"
check 'a portal of JSON alone builds' build "$tap_scratch/json"
check 'and gives no code for other files' exits 1 grep -q 'id="uso"' "$tap_scratch/json/datos/metas/index.html"
tap_done
