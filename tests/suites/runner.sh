#!/bin/bash
# The runner itself: whatever way a program has of not passing its tests, the last line and the exit status tell.
. "$(dirname "$0")/../tap.sh"

# producer NAME LINE...: a program in the scratch folder.
producer() {
	local file=$tap_scratch/$1
	shift
	printf '%s\n' '#!/bin/bash' "$@" >"$file"
	chmod +x "$file"
}

# told STATUS LAST-LINE TEXT NAME...: the runner over these producers ends so, and somewhere says TEXT.
told() {
	local status=$1 last=$2 text=$3
	shift 3
	exits "$status" env TEST_SECONDS=1 tests/run.sh "${@/#/$tap_scratch/}" >"$tap_scratch/said" 2>&1
	cat "$tap_scratch/said"
	[ "$(tail -n 1 "$tap_scratch/said")" = "$last" ] && grep -qF -- "$text" "$tap_scratch/said"
}

producer sound 'echo 1..2' 'echo ok 1 - one' 'echo ok 2 - two'
producer late_plan 'echo ok 1 - one' 'echo 1..1'
producer failing 'echo 1..2' 'echo ok 1 - one' 'echo not ok 2 - two' 'echo "# seen 3"' 'exit 1'
producer crashing 'echo 1..2' 'echo ok 1 - one' 'echo ok 2 - two' 'kill -SEGV $$'
producer planless 'echo ok 1 - one'
producer silent 'exit 0'
producer short 'echo 1..3' 'echo ok 1 - one'
producer long 'echo 1..1' 'echo ok 1 - one' 'echo ok 2 - two'
producer empty 'echo 1..0'
producer liar 'echo 1..1' 'echo ok 1 - one' 'echo told on stderr >&2' 'exit 3'
producer bailing 'echo 1..1' 'echo ok 1 - one' 'echo Bail out! no disk'
producer hanging 'echo 1..1' 'echo ok 1 - one' 'exec tail -f /dev/null'
producer skipping 'echo 1..2' 'echo ok 1 - one' 'echo "ok 2 - two # SKIP no root"'
producer cmocka_skip 'echo 1..2' 'echo ok 1 - one' 'echo "not ok 2 # SKIP two"'
producer todo 'echo 1..1' 'echo "not ok 1 - one # TODO later"'

check 'tests that pass are counted' told 0 '2 passed, 0 failed' 'sound: 2' sound
check 'the plan may come last' told 0 '3 passed, 0 failed' 'late_plan: 1' sound late_plan
check 'a failed test is named' told 1 '3 passed, 1 failed' 'failing: two' sound failing
check 'a failed test shows its output' told 1 '1 passed, 1 failed' '# seen 3' failing
check 'a crash is a failure' told 1 '4 passed, 1 failed' '(ended by signal 11)' crashing sound
check 'no plan is a failure' told 1 '1 passed, 1 failed' '(printed no plan)' planless
check 'no output is a failure' told 1 '0 passed, 1 failed' '(printed no plan)' silent
check 'fewer tests than planned is a failure' told 1 '1 passed, 1 failed' '(planned 3 tests and ran 1)' short
check 'more tests than planned is a failure' told 1 '2 passed, 1 failed' '(planned 1 tests and ran 2)' long
check 'no test at all is not success' told 1 '0 passed, 0 failed, 1 skipped' 'empty: 0, 1 skipped' empty
check 'an exit status is believed' told 1 '1 passed, 1 failed' '(exit status 3 though no test failed)' liar
check 'standard error is shown' told 1 '1 passed, 1 failed' 'told on stderr' liar
check 'bailing out is a failure' told 1 '1 passed, 1 failed' 'Bail out! no disk' bailing
check 'hanging is a failure' told 1 '1 passed, 1 failed' '(ran longer than 1 s)' hanging
check 'skipped tests are counted apart' told 0 '2 passed, 0 failed, 2 skipped' 'skipping: 1, 1 skipped' skipping cmocka_skip
check 'a test put off is a failure' told 1 '0 passed, 1 failed' 'todo: one # TODO later' todo
check 'a program that is not there is a failure' told 1 '2 passed, 1 failed' '(could not be run)' sound absent
check 'another locale changes nothing' env LC_ALL=tr_TR.UTF-8 bash -c \
	'[ "$(tests/run.sh "$1" | tail -n 1)" = "2 passed, 0 failed" ]' _ "$tap_scratch/sound"
tap_done
