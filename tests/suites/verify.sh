#!/bin/bash
# vitrina verify: a published site holds, and whatever is done to it is told with its cause.
. "$(dirname "$0")/../tap.sh"
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null

repo=$tap_scratch/repo
mkdir "$repo"
cp -R portal.yaml data content themes "$repo/"
commit() {
	git -C "$repo" add -A && GIT_AUTHOR_DATE="$1" GIT_COMMITTER_DATE="$1" git -C "$repo" -c user.name=E -c user.email=e@example.org commit -qm "$2"
}
git -C "$repo" init -q && commit '2024-05-06T07:08:09-0600' 'Primera versión'
site=$tap_scratch/site
"$VITRINA" -C "$repo" build -o "$site" >/dev/null 2>&1 || exit 2

# verified SITE OPTION...: leaves what was said in $tap_scratch/said.
verified() {
	"$VITRINA" verify --lang en "$@" >"$tap_scratch/said" 2>&1
}
# told STATUS TEXT OPTION...: the copy in $work ends with this status and says this.
work=$tap_scratch/work
told() {
	local status=$1 text=$2
	shift 2
	exits "$status" verified "$work" "$@" && grep -qF -- "$text" "$tap_scratch/said" || { cat "$tap_scratch/said"; return 1; }
}
# after COMMAND STATUS TEXT: a fresh copy, the command in it, then what verify tells.
after() {
	rm -rf "$work" && cp -a "$site" "$work" && (cd "$work" && sh -c "$1") && told "$2" "$3" --repo "$repo"
}
# Makes the lists true of files that were changed.
lists='sum=$(sha256sum index.html | cut -c1-64); old=$(grep " index.html$" SHA256SUMS | cut -c1-64)
	sed -i "s/$old/$sum/" manifest.json SHA256SUMS
	man=$(sha256sum manifest.json | cut -c1-64); old=$(grep " manifest.json$" SHA256SUMS | cut -c1-64); sed -i "s/$old/$man/" SHA256SUMS'

check 'a site as it was published' after : 0 'are what commit'
check 'nothing else is said' test "$(wc -l <"$tap_scratch/said")" = 1
check 'its files alone, without a repository' told 0 'are as the manifest says' --lists --repo /nowhere
check 'an edited page' after 'sed -i s/Puebla/Pueblo/ index.html' 1 'index.html: error: this file was changed'
check 'a removed page' after 'rm robots.txt' 1 'robots.txt: error: this file of the site is not there'
check 'a page behind a link' after 'mv robots.txt .. && ln -s ../robots.txt robots.txt' 1 '[file-missing]'
check 'a file of others is a warning' after 'echo x >CNAME' 0 'CNAME: warning: vitrina did not publish this file'
check 'a list that was edited' after 'sed -i 1s/^./x/ SHA256SUMS' 1 '[sums-differ]'
check 'a manifest that is no JSON' after 'sed -i 5s/^/{/ manifest.json' 1 '[damaged-manifest]'
check 'a manifest that leads out of the folder' after 'sed -i "s|\"path\": \"robots.txt\"|\"path\": \"../robots.txt\"|" manifest.json' 1 '[damaged-manifest]'
check 'edited with its lists: the line is told' after "sed -i s/Puebla/Pueblo/ index.html; $lists" 1 'index.html:'
check 'both texts too' grep -q 'published: .*Pueblo' "$tap_scratch/said"
check 'and the cause' grep -q 'the lists were written anew' "$tap_scratch/said"
check 'another version of the program' after "sed -i 's/vitrina [0-9.]*/vitrina 0.0.1/' manifest.json; $lists" 1 "it was made by 'vitrina 0.0.1'"
check 'a commit that nobody has' after "sed -i 's/\"commit\": \"....../\"commit\": \"000000/' manifest.json; $lists" 1 '000000'
check 'no repository there' sh -c "rm -rf '$work'; cp -a '$site' '$work'; '$VITRINA' verify '$work' --repo '$tap_scratch' >'$tap_scratch/said' 2>&1; test \$? -ge 1"

commit_again() {
	echo >>"$repo/content/acerca.md" && commit '2024-06-01T00:00:00Z' 'Otra' && told 0 'are what commit' --repo "$repo"
}
rm -rf "$work" && cp -a "$site" "$work"
check 'later commits change nothing' commit_again
bare() {
	git clone -q --bare "$repo" "$tap_scratch/portal.git" && told 0 'are what commit' --repo "$tap_scratch/portal.git"
}
check 'from a bare repository' bare

# made COMMAND... : publishes into $work with this command's changes.
publish() {
	rm -rf "$work" && "$VITRINA" -C "$repo" build -o "$work" "$@" >/dev/null 2>&1
}
drafts() {
	printf -- '---\ntitle: Borrador\ndraft: true\n---\nHola\n' >"$repo/content/borrador.md" && commit '2024-06-02T00:00:00Z' 'Borrador' &&
		publish --drafts --base-url https://otro.example/x/ && test -e "$work/borrador/index.html" && told 0 'are what commit' --repo "$repo"
}
check 'drafts and another address are built again' drafts
epoch() {
	SOURCE_DATE_EPOCH=1000000000 publish && grep -q 2001-09-09T01:46:40Z "$work/manifest.json" && told 0 'are what commit' --repo "$repo"
}
check 'SOURCE_DATE_EPOCH too' epoch
dirty() {
	echo >>"$repo/content/acerca.md" && publish && told 1 '[from-changes]' --repo "$repo"
}
check 'changes in no commit' dirty
git -C "$repo" checkout -q .
plain() {
	mkdir "$tap_scratch/plain" && cp -R portal.yaml data content themes "$tap_scratch/plain/" && rm -rf "$work" &&
		"$VITRINA" -C "$tap_scratch/plain" build -o "$work" >/dev/null 2>&1 && told 1 '[without-commit]' --repo "$repo"
}
check 'no commit at all' plain
check 'no such folder' exits 3 verified "$tap_scratch/nowhere"
check 'a folder without a site' exits 1 verified "$repo"
check 'no folder: usage' exits 2 verified
check 'two folders: usage' exits 2 verified "$site" "$work"
check 'an unknown option: usage' exits 2 verified "$site" --rebuild
tap_done
