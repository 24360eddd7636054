#!/bin/bash
# Golden sites: each folder tests/sites/NAME holds a small site and what it must become.
#   in/        the site
#   messages   what the program says on standard error
#   status     its exit status, where it is not 0
#   tree       the paths of all files made, where the build succeeds
#   out/       some of these files, byte for byte: those that matter here, so that a golden site stays small
# With ACCEPT=1 (`make accept`) all but in/ is written anew from what the program does; to take one more file into out/,
# create it there empty first.
. "$(dirname "$0")/../tap.sh"

# The sanitizers watch too, where there is a build that has them.
[ -n "${ACCEPT-}" ] || [ ! -x "$VITRINA_DEBUG" ] || VITRINA=$VITRINA_DEBUG

# build SITE INTO: a copy of the site, built outside of any repository; leaves INTO/{in,out,messages,status,tree}.
build() {
	mkdir -p "$2"
	cp -R "$1/in" "$2/in"
	(cd "$2/in" && SOURCE_DATE_EPOCH=1700000000 timeout 60 "$VITRINA" build -o ../out --lang en) >"$2/said" 2>"$2/messages" </dev/null
	echo $? >"$2/status"
	[ ! -d "$2/out" ] || (cd "$2/out" && find . -type f ! -path './.vitrina/*' | sed 's|^\./||' | sort) >"$2/tree"
}

# compare SITE BUILT: shows each difference.
compare() {
	local file differs=0
	diff -u "$([ -e "$1/status" ] && echo "$1/status" || echo "$tap_scratch/zero")" "$2/status" || differs=1
	[ -e "$1/messages" ] || { echo "there is no $1/messages; write it, or run make accept"; differs=1; }
	[ ! -e "$1/messages" ] || diff -u --text "$1/messages" "$2/messages" || differs=1
	[ ! -e "$1/tree" ] || diff -u "$1/tree" "$2/tree" || differs=1
	[ -e "$1/tree" ] || [ ! -e "$2/tree" ] || { echo "$1/tree is missing"; differs=1; }
	[ ! -d "$1/out" ] || while read -r file; do
		diff -u --text "$1/out/$file" "$2/out/$file" || differs=1
	done < <(cd "$1/out" && find . -type f | sort)
	return "$differs"
}

accept() {
	local file
	cp "$2/messages" "$1/messages"
	if [ "$(cat "$2/status")" = 0 ]; then rm -f "$1/status"; else cp "$2/status" "$1/status"; fi
	if [ -e "$2/tree" ]; then cp "$2/tree" "$1/tree"; else rm -f "$1/tree"; fi
	[ ! -d "$1/out" ] || while read -r file; do
		cp "$2/out/$file" "$1/out/$file" 2>/dev/null || rm "$1/out/$file"
	done < <(cd "$1/out" && find . -type f)
}

echo 0 >"$tap_scratch/zero"
for site in tests/sites/*/; do
	[ -d "$site/in" ] || continue
	site=${site%/}
	name=${site##*/}
	build "$site" "$tap_scratch/$name"
	[ -z "${ACCEPT-}" ] || accept "$site" "$tap_scratch/$name"
	check "$name" compare "$site" "$tap_scratch/$name"
done

# The comparison itself: a made site that differs in any respect is told.
differs() {
	local made=$tap_scratch/made golden=$tap_scratch/golden
	rm -rf "$made" "$golden"
	mkdir -p "$made/out" "$golden/out"
	echo 0 >"$made/status"
	echo a >"$made/out/a" && cp "$made/out/a" "$golden/out/a"
	echo a | tee "$made/tree" >"$golden/tree"
	echo note | tee "$made/messages" >"$golden/messages"
	compare "$golden" "$made" || { echo 'equal sites were taken for different'; return 1; }
	(cd "$tap_scratch" && eval "$1")
	! compare "$golden" "$made"
}
check 'another exit status is a difference' differs 'echo 1 >made/status'
check 'another message is a difference' differs 'echo more >>made/messages'
check 'a changed file is a difference' differs 'echo b >made/out/a'
check 'a missing file is a difference' differs 'rm made/out/a'
check 'one more file is a difference' differs 'echo b >>made/tree'
check 'a golden site without messages is refused' differs 'rm golden/messages'
tap_done
