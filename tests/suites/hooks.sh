#!/bin/bash
# A push publishes: the post-receive hook of the documentation in a bare repository, as the one who pushes meets it.
. "$(dirname "$0")/../tap.sh"
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null

mkdir "$tap_scratch/bin"
ln -s "$VITRINA" "$tap_scratch/bin/vitrina"
export PATH=$tap_scratch/bin:$PATH
bare=$tap_scratch/portal.git
work=$tap_scratch/work
public=$tap_scratch/www/public
git init -q --bare -b main "$bare"
cp generator/docs/hooks/post-receive "$bare/hooks/"
git init -q -b main "$work"
cp -R portal.yaml data content themes "$work/"
git -C "$work" remote add server "$bare"

# commit DAY SUBJECT: all that lies in the folder.
commit() {
	git -C "$work" add -A && GIT_AUTHOR_DATE="2024-03-$1T12:00:00Z" GIT_COMMITTER_DATE="2024-03-$1T12:00:00Z" \
		git -C "$work" -c user.name=Ana -c user.email=ana@example.mx commit -q -m "$2"
}
# pushes ARGUMENT...: what the pusher sees is left in $tap_scratch/seen.
pushes() {
	timeout 120 git -C "$work" push server "$@" >"$tap_scratch/seen" 2>&1
	local status=$?
	cat "$tap_scratch/seen"
	return "$status"
}
seen() {
	cat "$tap_scratch/seen"
	grep -q -- "remote: .*$1" "$tap_scratch/seen"
}
holds() {
	grep -q "\"commit\": \"$(git -C "$work" rev-parse "$1")\"" "$public/manifest.json" && "$VITRINA" verify "$public" --repo "$bare"
}
keep() {
	rm -rf "$tap_scratch/kept" && cp -a "$public" "$tap_scratch/kept"
}

commit 01 'Primera versión'
check 'a push stands even when nobody said where to publish' pushes main
check 'and the pusher is told' seen 'git config vitrina.publish'
git -C "$bare" config vitrina.publish "$public"
sed -i 's/evento realizado/evento celebrado/' "$work/data/poa/metas.csv"
commit 02 'Otra unidad'
check 'a sound push' pushes main
check 'the pusher sees that it is published' seen "published in $public"
check 'the site is what the pushed commit gives' holds main
check 'its time is the commit'\''s' grep -q '"time": "2024-03-02T12:00:00Z"' "$public/manifest.json"
check 'no checkout lies in the repository' sh -c "! ls -d '$bare'/data '$bare'/portal.yaml 2>/dev/null"

keep
sed -i '2s/,1,/,uno,/' "$work/data/poa/avances.csv"
commit 03 'Un error'
check 'a push with a fault stands' pushes main
check 'the pusher sees the fault with its line' seen 'data/poa/avances.csv:2:.*not-a-number'
check 'and that nothing was published' seen 'not published; the site is still the one from before'
check 'the old site is untouched' same "$tap_scratch/kept" "$public"
sed -i '2s/,uno,/,1,/' "$work/data/poa/avances.csv"
commit 04 'Arreglado'
check 'a push that mends it' pushes main
check 'the site is the new one' holds main

keep
check 'another branch' pushes main:prueba
check 'is not published' same "$tap_scratch/kept" "$public"
check 'nor is a tag' pushes 'main:refs/tags/v1'
check 'deleting a branch publishes nothing' pushes :prueba
check 'the site is as it was' same "$tap_scratch/kept" "$public"

# Two pushes at once: while something holds the turn, both wait; then the branch as it is by then is built, whoever comes first.
turn() {
	local first second
	printf '\nAlgo.\n' >>"$work/content/acerca.md" && commit 05 'Quinto'
	exec 9>"$bare/vitrina.lock"
	flock 9
	timeout 120 git -C "$work" push -q server main 2>"$tap_scratch/first" 9>&- & first=$!
	until [ "$(git -C "$bare" rev-parse main)" = "$(git -C "$work" rev-parse main)" ]; do kill -0 "$first" || return 1; done
	printf '\nMás.\n' >>"$work/content/acerca.md" && commit 06 'Sexto'
	timeout 120 git -C "$work" push -q server main 2>"$tap_scratch/second" 9>&- & second=$!
	until [ "$(git -C "$bare" rev-parse main)" = "$(git -C "$work" rev-parse main)" ]; do kill -0 "$second" || return 1; done
	exec 9>&-
	wait "$first" && wait "$second" && holds main
}
check 'of two pushes at once the later one is published' turn

minisign -G -W -p "$tap_scratch/pub" -s "$tap_scratch/key" >/dev/null && chmod 600 "$tap_scratch/key"
git -C "$bare" config vitrina.sign "$tap_scratch/key"
signed() {
	printf '\nY más.\n' >>"$work/content/acerca.md" && commit 07 'Firmado' && pushes main && "$VITRINA" verify "$public" --repo "$bare" --key "$tap_scratch/pub"
}
check 'signed, when a key is configured' signed
rewritten() {
	git -C "$work" reset -q --hard HEAD~2 && pushes --force main && holds main
}
check 'a branch that was put back is published so' rewritten
trunk() {
	git -C "$bare" config vitrina.branch produccion && pushes main:produccion && seen 'published in' && holds main
}
check 'another branch, when one is configured' trunk

# A folder with changes that are in no commit: every page says so, and the manifest.
preview() {
	printf '\nBorrador.\n' >>"$work/content/acerca.md" && "$VITRINA" -C "$work" build -o "$tap_scratch/preview" >/dev/null 2>&1 &&
		grep -q '"dirty": true' "$tap_scratch/preview/manifest.json" &&
		! find "$tap_scratch/preview" -name '*.html' -print0 | xargs -0 grep -L -e 'aún no están en el repositorio' -e 'not in the repository yet' | grep .
}
check 'uncommitted changes are marked on every page' preview
published() {
	! find "$public" -name '*.html' -print0 | xargs -0 grep -l -e 'aún no están en el repositorio' -e 'not in the repository yet' | grep . &&
		grep -q '"dirty": false' "$public/manifest.json"
}
check 'a published commit is not' published
tap_done
