#!/bin/bash
# The history of the data: every known edit is told and none is invented, whatever state the repository is in.
. "$(dirname "$0")/../tap.sh"

repo=$tap_scratch/repo
tables='metas calendario avances objetivos'

git_in() {
	git -C "$1" -c user.name=Editora -c user.email=editora@sonora.example -c commit.gpgsign=false -c init.defaultBranch=main "${@:2}"
}

history_in() {
	(cd "$1" && timeout 60 "${vitrina:-$VITRINA}" history "${@:2}" </dev/null)
}

diff_in() {
	(cd "$1" && timeout 60 "${vitrina:-$VITRINA}" diff "${@:2}" </dev/null)
}

# says TEXT COMMAND...: the command's output, either stream, has this text.
says() {
	"${@:2}" >"$tap_scratch/said" 2>&1
	grep -qF -- "$1" "$tap_scratch/said" || { cat "$tap_scratch/said"; return 1; }
}

records() {
	local table
	for table in $tables; do history_in "$1" "$table" --rev HEAD --format csv >"$tap_scratch/$2-$table.csv" || return 1; done
}

scored() {
	rm -rf "$repo/.vitrina"
	vitrina=$1 records "$repo" "$2" || return 1
	"$PYTHON" tests/history/synthetic.py score "$repo" "$tap_scratch/expected.csv" "$tap_scratch/$2"-*.csv
}

# again NAME: the records are those of the first run.
again() {
	local table
	records "$repo" "$1" || return 1
	for table in $tables; do same "$tap_scratch/first-$table.csv" "$tap_scratch/$1-$table.csv" || return 1; done
}

check 'a repository with known edits is made' "$PYTHON" tests/history/synthetic.py make . "$repo" "$tap_scratch/expected.csv"
check 'all edits are told and none is invented' scored "$VITRINA" first
check 'also under the sanitizers' scored "$VITRINA_DEBUG" debug
check 'what is kept gives the same' again kept

# damaged OFFSET: one byte of the kept file is another.
damaged() {
	printf '\377' | dd of="$repo/.vitrina/history" bs=1 seek="$1" conv=notrunc status=none
	again damaged
}

foreign() {
	head -c 3000 /dev/urandom >"$repo/.vitrina/history"
	again foreign
	head -c 17 "$repo/.vitrina/history" | grep -q 'vitrina history 1'
}

cut_off() {
	truncate -s 5000 "$repo/.vitrina/history"
	again cut && again mended
}

check 'what is kept and damaged is as if it were not there' damaged 2500
check 'at its beginning too' damaged 3
check 'a foreign file is replaced' foreign
check 'one that was cut off grows again' cut_off

# one commit more leaves what is kept and adds to it.
grows() {
	local before
	cp -a "$repo" "$tap_scratch/more"
	before=$(stat -c %s "$tap_scratch/more/.vitrina/history")
	sed -i '2s/^\([^,]*\),/\1,/; s/evento celebrado/evento festejado/' "$tap_scratch/more/data/programas/tablas/metas.csv"
	git_in "$tap_scratch/more" commit -qam 'uno más' && history_in "$tap_scratch/more" metas >"$tap_scratch/said" || return 1
	[ "$(stat -c %s "$tap_scratch/more/.vitrina/history")" -gt "$before" ] || { echo 'nothing was added'; return 1; }
	cmp -n "$before" "$repo/.vitrina/history" "$tap_scratch/more/.vitrina/history"
}
check 'one commit more adds to what is kept' grows
check 'a bare repository tells the same' eval '
	git clone -q --bare "$repo" "$tap_scratch/bare.git" && history_in "$tap_scratch/bare.git" metas --format csv >"$tap_scratch/bare.csv" &&
	same "$tap_scratch/first-metas.csv" "$tap_scratch/bare.csv"'
check 'a row is followed through its keys' says 'son-2011-10 → son-2011-r11' history_in "$repo" metas son-2011-r11
check 'its old key leads to it' says 'son-2011-10 → son-2011-r11' history_in "$repo" metas son-2011-10
check 'a figure is told with what it is now' says 'metas pue-2013-04 meta_ajustada: 6' history_in "$repo" metas pue-2013-04 meta_ajustada
check 'the Spanish of it' says '(nada) → 6' history_in "$repo" metas pue-2013-04 meta_ajustada --lang es
check 'no names of authors, unless asked' eval '! says Editora history_in "$repo" metas && says Editora history_in "$repo" metas --authors'
check 'JSON is JSON' eval 'history_in "$repo" metas --format json | "$PYTHON" -c "import json, sys; assert len(json.load(sys.stdin)) > 50"'

# Names that are not there.
check 'an unknown table is told with the nearest' says "did you mean 'metas'" history_in "$repo" meta
check 'an unknown key too' says "did you mean 'son-2011-01'" history_in "$repo" metas son-2011-1
check 'an unknown field too' says "¿quiso decir 'meta_programada'?" history_in "$repo" metas son-2011-01 meta_programda --lang es
check 'an unknown revision too' says "did you mean 'entrega-1'" diff_in "$repo" entrega1
check 'they end with 1' exits 1 history_in "$repo" meta
check 'no table is a fault of usage' exits 2 history_in "$repo"
check 'three revisions too' exits 2 diff_in "$repo" a b c
check 'an unknown format too' exits 2 diff_in "$repo" --format html

# Differences of two states.
check 'two tags differ' says 'rows renumbered' diff_in "$repo" entrega-1 entrega-2
check 'nothing differs from itself' says 'no differences' diff_in "$repo" HEAD HEAD
check 'a re-saved file does not differ' says 'no differences' diff_in "$repo" "$(git -C "$repo" rev-list --first-parent --reverse HEAD | sed -n 2p)" "$(git -C "$repo" rev-list --first-parent --reverse HEAD | sed -n 3p)"

edited() {
	sed -i 's/evento celebrado/evento | <b>con@signos/' "$repo/data/programas/tablas/metas.csv"
	says 'unidad_medida: evento celebrado → evento | <b>con@signos' diff_in "$repo" &&
		says 'no differences' diff_in "$repo" --index &&
		says 'evento \| &lt;b>con&#64;signos' diff_in "$repo" HEAD --format md &&
		git_in "$repo" add -A data && says '1 cell changed' diff_in "$repo" --index &&
		says 'uncommitted' history_in "$repo" metas &&
		says 'sin-confirmar' history_in "$repo" metas --format csv &&
		says 'no differences' diff_in "$repo" --table calendario &&
		git_in "$repo" reset -q --hard
}
check 'what is not committed is told, on disk and in the index' edited

# States of a repository.
copy() {
	rm -rf "$tap_scratch/copy"
	cp -a "$repo" "$tap_scratch/copy"
	rm -rf "$tap_scratch/copy/.vitrina"
}

# loose ID: the object as a file of its own, so that it can be taken away or damaged.
loosen() {
	local pack
	for pack in "$tap_scratch"/copy/.git/objects/pack/*.pack; do
		mv "$pack" "$tap_scratch/pack" && rm -f "${pack%.pack}".* && git -C "$tap_scratch/copy" unpack-objects -q <"$tap_scratch/pack"
	done
}

object() {
	echo "$tap_scratch/copy/.git/objects/${1:0:2}/${1:2}"
}

missing() {
	local id
	copy && loosen || return 1
	id=$(git -C "$tap_scratch/copy" rev-parse "$1") || return 1
	rm -f "$(object "$id")"
	says "$2" history_in "$tap_scratch/copy" metas && grep -qF "${id:0:40}" "$tap_scratch/said" && grep -qF 'último cambio' "$tap_scratch/said"
}

missing_blob() {
	local id
	copy && loosen || return 1
	id=$(git -C "$tap_scratch/copy" rev-parse "HEAD~32:data/poa/metas.csv") || return 1
	rm -f "$(object "$id")"
	says "can't be read and is passed over" history_in "$tap_scratch/copy" metas && grep -qF "$id" "$tap_scratch/said" &&
		grep -qF 'último cambio' "$tap_scratch/said"
}

damaged_blob() {
	local id
	copy && loosen || return 1
	id=$(git -C "$tap_scratch/copy" rev-parse "HEAD~32:data/poa/metas.csv") || return 1
	chmod u+w "$(object "$id")" && printf 'xx' | dd of="$(object "$id")" bs=1 seek=40 conv=notrunc status=none
	says "can't be read and is passed over" history_in "$tap_scratch/copy" metas && grep -qF 'último cambio' "$tap_scratch/said"
}

check 'a missing commit ends the line and is told with its id' missing HEAD~20 'the commit'
check 'a missing tree is told with its id, and the rest goes on' missing 'HEAD~20:data' 'the tree'
check 'a missing blob is one version that is passed over' missing_blob
check 'so is a damaged one' damaged_blob

shallow() {
	rm -rf "$tap_scratch/shallow"
	git clone -q --depth 5 "file://$repo" "$tap_scratch/shallow" &&
		says 'this clone is shallow' history_in "$tap_scratch/shallow" metas && grep -qF 'último cambio' "$tap_scratch/said"
}

replaced() {
	copy
	git_in "$tap_scratch/copy" replace HEAD~3 HEAD~10 || return 1
	says 'replaced objects' history_in "$tap_scratch/copy" metas --rev HEAD && grep -qF 'último cambio' "$tap_scratch/said"
}

detached() {
	copy
	git_in "$tap_scratch/copy" checkout -q --detach HEAD~2 && says 'falta un archivo' history_in "$tap_scratch/copy" objetivos --lang es
}

empty() {
	rm -rf "$tap_scratch/empty"
	git_in "$tap_scratch" init -q "$tap_scratch/empty"
	exits 1 history_in "$tap_scratch/empty" metas >"$tap_scratch/out" 2>&1 && grep -q 'no git repository with a commit' "$tap_scratch/out"
}

none() {
	mkdir -p "$tap_scratch/none"
	(cd "$tap_scratch/none" && GIT_CEILING_DIRECTORIES=$tap_scratch exits 1 history_in . metas >"$tap_scratch/out" 2>&1) &&
		grep -q 'no git repository with a commit' "$tap_scratch/out"
}

# What lies in a commit: a pointer of LFS, a picture, a name that is no UTF-8, in three commits; then the table is well again.
strange() {
	copy
	local file=$tap_scratch/copy/data/programas/tablas/metas.csv
	cp "$file" "$tap_scratch/well"
	printf 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n' >"$file"
	git_in "$tap_scratch/copy" commit -qam 'puntero' || return 1
	head -c 4000 /dev/urandom >"$file"
	git_in "$tap_scratch/copy" commit -qam 'imagen' || return 1
	cp "$tap_scratch/well" "$file"
	printf x >"$tap_scratch/copy/data/programas/"$'a\xf1o.txt'
	git_in "$tap_scratch/copy" add -A && git_in "$tap_scratch/copy" commit -qm 'bien otra vez' || return 1
	says '[lfs-pointer]' history_in "$tap_scratch/copy" metas --rev HEAD && [ "$(grep -c 'passed over' "$tap_scratch/said")" -eq 3 ] &&
		! grep -q 'bien otra vez.*removed' "$tap_scratch/said"
}

check 'a shallow clone tells how far back is known' shallow
check 'replaced objects do not count, and are told' replaced
check 'a detached head is a revision as any other' detached
check 'a repository without a commit has no history' empty
check 'nor has a folder without a repository' none
check 'pointers of LFS, pictures and strange names are passed over' strange
tap_done
