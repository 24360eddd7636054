#!/bin/bash
# Publication under failing and dying system calls: whatever happens at any of them, the site is the old one, or the next command completes the step.
. "$(dirname "$0")/../tap.sh"

cc -O1 -std=c11 -D_POSIX_C_SOURCE=200809L -o "$tap_scratch/nation" tests/bench/nation.c || exit 2
site=$tap_scratch/site
cp -R tests/bench/site "$site"
"$tap_scratch/nation" 2 "$site"
minisign -G -W -p "$tap_scratch/pub" -s "$tap_scratch/key" >/dev/null && chmod 600 "$tap_scratch/key" || exit 2
build() {
	(cd "$site" && "$VITRINA" build -j1 --lang en --sign "$tap_scratch/key" -o "$1") 2>"$tap_scratch/messages" >/dev/null
}
check 'the old site' build "$tap_scratch/old"
sed -i '/p-000001/d' "$site"/data/poa/*.csv
sed -i '2,$s/Programa operativo/Programa/; $a p-000003,i-00001,2024,Programa nuevo' "$site/data/poa/programas.csv"
check 'the new site' build "$tap_scratch/new"
check 'they differ' sh -c "! diff -rq '$tap_scratch/old' '$tap_scratch/new' >/dev/null"

# Whether the folder is the old site or the whole new one, or holds a journal that says how to go on.
whole_or_promised() {
	[ -e "$1/.vitrina/journal" ] || diff -rq --exclude=.vitrina "$tap_scratch/new" "$1" >/dev/null || diff -rq --exclude=.vitrina "$tap_scratch/old" "$1"
}

# one CALL HOW N: a build in which the N-th such call fails; 9 when there are fewer calls.
one() {
	local made=$tap_scratch/made status
	rm -rf "$made"
	cp -a "$tap_scratch/old" "$made"
	(cd "$site" && exec timeout 60 strace -f -o "$tap_scratch/trace" -e "trace=$1" -e "inject=$1:$2:when=$3" "$VITRINA" build -j1 --lang en --sign "$tap_scratch/key" -o "$made") \
		>"$tap_scratch/said" 2>&1
	status=$?
	grep -Eq 'INJECTED|killed by' "$tap_scratch/trace" || return 9
	if [ "$status" -ne 0 ]; then
		whole_or_promised "$made" || { echo "call $3: neither a whole site nor a promise (status $status)"; cat "$tap_scratch/said"; return 1; }
		[[ $2 == signal* || $status -eq 3 ]] || { echo "call $3: status $status"; cat "$tap_scratch/said"; return 1; }
		build "$made" || { echo "call $3: the next build failed"; cat "$tap_scratch/messages"; return 1; }
	fi
	diff -rq --exclude=.vitrina "$tap_scratch/new" "$made" # a left-over folder of ours is cleared by the next build
}

# every CALL HOW: the same for each of the calls.
every() {
	local n status
	for n in $(seq 1 200); do
		one "$1" "$2" "$n"
		status=$?
		[ "$status" -ne 9 ] || { [ "$n" -gt 1 ]; return; }
		[ "$status" -eq 0 ] || return 1
	done
}

if strace -o /dev/null true 2>/dev/null; then
	check 'a full disk at each write' every write error=ENOSPC
	check 'each rename fails' every renameat error=EIO
	check 'each removal fails' every unlinkat error=EIO
	check 'each new folder fails' every mkdirat error=ENOSPC
	check 'death at each write' every write signal=KILL
	check 'death at each rename' every renameat signal=KILL
	check 'death at each removal' every unlinkat signal=KILL
else
	tap_skip 'failing system calls' 'strace may not trace here'
fi

check 'another vitrina is publishing' sh -c "
	mkdir -p '$tap_scratch/made/.vitrina' && cd '$site' &&
	flock '$tap_scratch/made/.vitrina/lock' '$VITRINA' build --lang en -o '$tap_scratch/made' 2>&1 | grep -q '\[locked\]'"
check 'an edited file of ours is mended' sh -c "
	rm -rf '$tap_scratch/made/.vitrina' && echo x >> '$tap_scratch/made/robots.txt' && cd '$site' &&
	'$VITRINA' build --sign '$tap_scratch/key' -o '$tap_scratch/made' 2>/dev/null && diff -r '$tap_scratch/new' '$tap_scratch/made'"
tap_done
