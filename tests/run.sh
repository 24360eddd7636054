#!/bin/bash
# Runs programs that print TAP and counts what they say: run.sh [PROGRAM...], without arguments everything `make test` built.
# One line a program as it ends, the output of those that failed, the names of the failed tests, and last `N passed, N failed`.
# A program that crashes, hangs, prints no test or fewer than it planned has failed, whatever else it printed.
set -u
cd "$(dirname "$0")/.." || exit 2
. tests/where.sh
export CMOCKA_MESSAGE_OUTPUT=TAP
export TEST_SECONDS=${TEST_SECONDS:-600} # how long one program may run

# The programs of a whole run: from the sources, so that one which was not built is missed and a left-over one is not run.
everything() {
	local source
	shopt -s nullglob
	for source in tests/unit/*/*_test.c; do echo "$BUILD/debug/${source%.c}"; done
	for source in tests/fuzz/*_fuzz.c; do echo "$BUILD/debug/${source%_fuzz.c}_replay"; done
	echo tests/layers.sh
	printf '%s\n' tests/suites/*.sh
}

# How a program is called in what is printed: without folders that say nothing and without its ending.
name_of() {
	local name=${1##*tests/}
	echo "${name%.sh}"
}

# Reads TAP on standard input; prints `pass`, `skip NAME` or `fail NAME` a test. $1 is the program's exit status.
judge() {
	awk -v status="$1" -v limit="$TEST_SECONDS" '
	/^1\.\.[0-9]+/ { planned += substr($1, 4); plans++; if ($1 == "1..0") { print "skip " $0; empty = 1 } }
	/^(not )?ok( |$)/ {
		ran++
		name = $0
		sub(/^(not )?ok */, "", name); sub(/^[0-9]+ */, "", name); sub(/^- */, "", name)
		if (name ~ /# *[Ss][Kk][Ii][Pp]/) print "skip " name
		else if ($1 == "ok") print "pass"
		else { failed++; print "fail " name }
	}
	/^Bail out!/ { failed++; print "fail " $0 }
	END {
		if (status == 124 || status == 137) print "fail (ran longer than " limit " s)"
		else if (status >= 128) print "fail (ended by signal " status - 128 ")"
		else if (status == 126 || status == 127) print "fail (could not be run)"
		else if (status != 0 && !failed) print "fail (exit status " status " though no test failed)"
		else if (!plans) print "fail (printed no plan)"
		else if (ran != planned) print "fail (planned " planned + 0 " tests and ran " ran + 0 ")"
		else if (!ran && !empty) print "fail (ran no test)"
	}'
}

run_one() {
	local name log command=("$1") passed failed skipped
	name=$(name_of "$1")
	log=$LOGS/${name//\//.}
	[[ $1 == *_replay ]] && command+=("tests/fuzz/seeds/$(basename "$1" _replay)")
	timeout --kill-after=5 "$TEST_SECONDS" "${command[@]}" >"$log.out" 2>"$log.err" </dev/null
	judge $? <"$log.out" >"$log.result"
	passed=$(grep -c '^pass' "$log.result")
	failed=$(grep -c '^fail' "$log.result")
	skipped=$(grep -c '^skip' "$log.result")
	printf '%-6s %s: %d%s%s\n' "$([ "$failed" -eq 0 ] && echo ok || echo FAILED)" "$name" "$passed" \
		"$([ "$skipped" -eq 0 ] || echo ", $skipped skipped")" "$([ "$failed" -eq 0 ] || echo ", $failed failed")"
}

# What a failed program said, without the tests that passed, and at most its last hundred lines each.
show() {
	printf '\n--- %s\n' "$1"
	grep -v '^ok ' "$2.out" | tail -n 100
	tail -n 100 "$2.err"
}

LOGS=$(mktemp -d "${TMPDIR:-/tmp}/vitrina-tests.XXXXXX") || exit 2
trap 'rm -rf "$LOGS"' EXIT
export LOGS
export -f name_of judge run_one

if [ $# -gt 0 ]; then programs=("$@"); else mapfile -t programs < <(everything); fi
printf '%s\0' "${programs[@]}" | xargs -0 -P "$(getconf _NPROCESSORS_ONLN)" -I{} bash -c 'run_one "$1"' _ {}

passed=0 failed=0 skipped=0 names=()
for program in "${programs[@]}"; do
	name=$(name_of "$program")
	log=$LOGS/${name//\//.}
	[ -e "$log.result" ] || echo 'fail (was not run)' >"$log.result"
	passed=$((passed + $(grep -c '^pass' "$log.result")))
	skipped=$((skipped + $(grep -c '^skip' "$log.result")))
	if grep -q '^fail' "$log.result"; then
		show "$name" "$log"
		while read -r _ test; do names+=("$name: $test"); done < <(grep '^fail' "$log.result")
	fi
done
failed=${#names[@]}
if [ "$failed" -gt 0 ]; then
	printf '\nfailed:\n'
	printf '  %s\n' "${names[@]}"
fi
echo
echo "$passed passed, $failed failed$([ "$skipped" -eq 0 ] || echo ", $skipped skipped")"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
