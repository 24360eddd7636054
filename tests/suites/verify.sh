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
	if exits "$status" verified "$work" "$@" && grep -qF -- "$text" "$tap_scratch/said"; then return 0; fi
	cat "$tap_scratch/said"
	return 1
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

# Signatures. The program minisign makes the keys and reads what vitrina signed.
keys=$tap_scratch/keys
mkdir "$keys"
minisign -G -W -p "$keys/pub" -s "$keys/key" >/dev/null && minisign -G -W -p "$keys/pub2" -s "$keys/key2" >/dev/null || exit 2
chmod 600 "$keys/key"
signed() {
	publish --rev HEAD --sign "$keys/key" && minisign -V -p "$keys/pub" -m "$work/SHA256SUMS"
}
check 'minisign reads the signature' signed
check 'it says commit and time' grep -q "commit:$(git -C "$repo" rev-parse HEAD)	time:2024-06-02T00:00:00Z	file:SHA256SUMS" "$work/SHA256SUMS.minisig"
check 'neither list names it' sh -c "! grep -q minisig '$work/SHA256SUMS' '$work/manifest.json'"
check 'verify reads it' told 0 "the signature is this key's: commit:" --repo "$repo" --key "$keys/pub"
check 'the key itself will do' told 0 "the signature is this key's" --lists --key "$(tail -1 "$keys/pub")"
check 'without a key it says so' told 0 '[signature-unchecked]' --lists
again() {
	cp -a "$work" "$tap_scratch/signed" && publish --rev HEAD --sign "$keys/key" && same "$tap_scratch/signed" "$work"
}
check 'signed again, it is the same' again
# Begins with the signed site.
spoiled() {
	rm -rf "$work" && cp -a "$tap_scratch/signed" "$work" && (cd "$work" && sh -c "$1") && told 1 "$2" --lists --key "${3:-$keys/pub}"
}
check 'another key' spoiled : '[signature-other-key]' "$keys/pub2"
check 'edited with its lists, whoever did it could not sign' spoiled "sed -i s/Puebla/Pueblo/ index.html; $lists" '[signature-wrong]'
check 'a signature that was edited' spoiled 'sed -i s/time:2024/time:2023/ SHA256SUMS.minisig' '[signature-wrong]'
check 'one that was cut short' spoiled 'sed -i 4d SHA256SUMS.minisig' '[signature-damaged]'
check 'one that is gone' spoiled 'rm SHA256SUMS.minisig' '[signature-missing]'
check 'one by minisign itself is good' sh -c "
	rm '$work/SHA256SUMS.minisig'; minisign -S -s '$keys/key' -m '$work/SHA256SUMS' >/dev/null && '$VITRINA' verify '$work' --lists --key '$keys/pub'"
check 'a secret key is no public one' told 1 '[public-key]' --lists --key "$keys/key"
check 'no such key' told 3 '[unreadable]' --lists --key "$keys/nowhere"
unsigned() {
	"$VITRINA" -C "$repo" build --rev HEAD~1 -o "$work" >/dev/null 2>&1 && test ! -e "$work/SHA256SUMS.minisig"
}
check 'a signature that the new site would belie is removed' unsigned
kept() {
	rm -rf "$work" && cp -a "$tap_scratch/signed" "$work" && "$VITRINA" -C "$repo" build --rev HEAD -o "$work" >/dev/null 2>&1 && same "$tap_scratch/signed" "$work"
}
check 'one that still holds is left' kept
# refused STATUS TEXT KEY: the build says this and leaves the site as it was.
refused() {
	exits "$1" "$VITRINA" -C "$repo" build --lang en --rev HEAD~1 -o "$work" --sign "$3" >"$tap_scratch/said" 2>&1 </dev/null &&
		grep -qF -- "$2" "$tap_scratch/said" && same "$tap_scratch/signed" "$work"
}
check 'a public key does not sign' refused 1 '[secret-key]' "$keys/pub"
check 'nor does a table' refused 1 '[secret-key]' "$repo/data/poa/metas.csv"
check 'nor a key that is not there' refused 3 '[unreadable]' "$keys/nowhere"
# A key made for this test, under "secreta", with the least that scrypt can be asked for.
cat >"$keys/locked" <<'END'
untrusted comment: minisign encrypted secret key
RWRTY0IyaN+O8OB1/OTkBAnkfhJMGzrbqQgBG4zahYGi//XFMpkAgAAAAAAAAAAAAAEAAAAAe1Ws6RsrfxS8JGZyHsi2cynRLgOlZX9vz5KQ7AEKUGHM2te0btQWG50KVMDSBMKOzA/Yk4qFW+UVBT59yLZSOFTWi77yl6Bvbapvk9zYR0Z3oyjmj0hyv5W72CCterZn7bG2jqHQJ64=
END
chmod 644 "$keys/locked"
locked=RWRtW71GVWtk6UCy68qsiytMPijlqsngdF42OBcwuLYU6HYuHAgcz3ht
check 'no terminal to ask for the password' exits 1 setsid "$VITRINA" -C "$repo" build --sign "$keys/locked" -o "$work"
check 'a wrong password' env VITRINA_KEY_PASSWORD=Secreta bash -c "
	! '$VITRINA' -C '$repo' build --rev HEAD -o '$work' --sign '$keys/locked' >'$tap_scratch/said' 2>&1 && grep -qF '[key-password]' '$tap_scratch/said'"
from_variable() {
	VITRINA_KEY_PASSWORD=secreta publish --rev HEAD --sign "$keys/locked" && told 0 "the signature is this key's" --lists --key "$locked"
}
check 'the password from the variable' from_variable
cat >"$tap_scratch/terminal.py" <<'END'
import os, pty, sys
child, terminal = pty.fork()
if child == 0:
    os.execv(sys.argv[1], sys.argv[1:])
said = b""
try:
    while piece := os.read(terminal, 4096):
        if b"password of" in piece:
            os.write(terminal, b"secreta\n")
        said += piece
except OSError:
    pass
print(said.decode())
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) or b"secreta" in said)
END
on_terminal() {
	rm -rf "$work" && timeout 60 "$PYTHON" "$tap_scratch/terminal.py" "$VITRINA" -C "$repo" build --lang en --rev HEAD -o "$work" --sign "$keys/locked" \
		>"$tap_scratch/said" && grep -q 'everybody on this machine' "$tap_scratch/said" && told 0 "the signature is this key's" --lists --key "$locked"
}
check 'the password from the terminal, where it does not show' on_terminal
check 'what is said of keys is not published' same "$tap_scratch/signed/datos/hallazgos.csv" "$work/datos/hallazgos.csv"

check 'no such folder' exits 3 verified "$tap_scratch/nowhere"
check 'a folder without a site' exits 1 verified "$repo"
check 'no folder: usage' exits 2 verified
check 'two folders: usage' exits 2 verified "$site" "$work"
check 'an unknown option: usage' exits 2 verified "$site" --rebuild
tap_done
