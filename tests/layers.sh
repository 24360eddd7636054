#!/bin/bash
# Fails when a file under generator/ includes what its room may not know. Prints TAP.
. "$(dirname "$0")/tap.sh"

# breaches FOLDER: prints each breach of the rules in a tree of rooms. The rooms a room may see stand in the Makefile too.
breaches() {
	(cd "$1" && for file in */*.[ch]; do own=; [ -e "${file%.c}.h" ] && own=${file%.c}.h
		awk -v room="${file%%/*}" -v own="$own" -v load="$([[ $file == model/load*.c ]] && echo 1)" '
		BEGIN {
			sees["base"] = ""; sees["source"] = sees["parse"] = sees["model"] = sees["publish"] = "base"
			sees["check"] = sees["script"] = sees["export"] = "base model"; sees["page"] = "base parse model script"
			sees["history"] = "base source parse model"; sees["serve"] = "base publish"
			sees["cli"] = "base source parse model check history script page export publish serve"
			split("git2 source git2.h source lua.h script lauxlib.h script lualib.h script csv.h parse cmark.h parse yaml.h parse", list)
			for (i = 1; i in list; i += 2) home[list[i]] = list[i + 1]
			if (!(room in sees)) print ARGV[1] ": no rule knows the room " room "/"
			allowed = " " room " " sees[room] " " (load ? "source parse " : "")
		}
		function breach(text) { printf "%s:%d: %s\n", FILENAME, FNR, text }
		!/^[ \t]*#[ \t]*include/ { next }
		{ name = $0; sub(/^[^"<]*["<]/, "", name); sub(/[">].*/, "", name); theirs = name; sub(/\/.*/, "", theirs) }
		/</ && theirs in home && home[theirs] != room { breach("<" name "> belongs in " home[theirs] "/ alone") }
		/"/ && !index(name, "/") { breach("\"" name "\" is written without its room") }
		/"/ && index(name, "/") && !index(allowed, " " theirs " ") { breach(room "/ may not include \"" name "\"") }
		/\.h/ && !first++ && FILENAME ~ /\.c$/ && (own ? name != own : theirs != room) {
			breach("the first include must be \"" (own ? own : room "/...") "\"") }
		' "$file"
	done)
}

# planted TEXT FILE LINE...: a tree with this one file beside sound ones is refused with this text.
planted() {
	local wanted=$1 file=$2 folder=$tap_scratch/planted
	shift 2
	rm -rf "$folder"
	mkdir -p "$folder/${file%/*}" "$folder/base"
	printf '#include "base/str.h"\n' >"$folder/base/str.c"
	: >"$folder/base/str.h"
	printf '%s\n' "$@" >"$folder/$file"
	breaches "$folder" | grep -F "$wanted"
}

sound() {
	[ -z "$(breaches "$1" | tee /dev/stderr)" ]
}

check 'the generator keeps the order of the rooms' sound generator
check 'a room to the right is refused' planted 'may not include "page/html.h"' parse/rows.c '#include "page/html.h"'
check 'base knows no room' planted 'may not include "model/table.h"' base/arena.h '#include "model/table.h"'
check 'the model sees no parser' planted 'may not include "parse/rows.h"' model/table.c '#include "model/x.h"' '#include "parse/rows.h"'
check 'a library outside its room is refused' planted '<lua.h> belongs in script/' page/html.c '#include "page/x.h"' '#include <lua.h>'
check 'a part of a library too' planted '<git2/tree.h> belongs in source/' cli/main.c '#include "cli/x.h"' '#  include <git2/tree.h>'
check 'the own header comes first' planted 'must be "base/str.h"' base/str.c '#include <stdio.h>' '#include "base/str.h"'
check 'a header without its room is refused' planted 'without its room' base/buf.h '#include "str.h"'
check 'an unknown room is refused' planted 'no rule knows the room' attic/old.c '#include "attic/old.h"'
planted '' model/load_rows.c '#include "model/load.h"' '#include "parse/rows.h"' >/dev/null
check 'the loader of the model sees the parsers' sound "$tap_scratch/planted"
tap_done
