# shellcheck shell=bash
# What a suite needs to print TAP: `. "$(dirname "$0")/../tap.sh"` first, tap_done last. It runs in the root of the repository,
# under the runner or alone, with BUILD, VITRINA, VITRINA_DEBUG and VITRINA_TSAN as absolute paths.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 2
. tests/where.sh
tap_count=0
tap_failed=0

# A folder of the suite's own, gone when it ends.
tap_scratch=$(mktemp -d "${TMPDIR:-/tmp}/vitrina-suite.XXXXXX") || exit 2
# A test may have taken away the right to write.
trap 'chmod -R u+rwX "$tap_scratch" 2>/dev/null; rm -rf "$tap_scratch"' EXIT

# tap_pass NAME; tap_skip NAME REASON; tap_fail NAME <FILE, with what there is to say about it (not through a pipe: the count
# would be lost with the pipe's shell).
tap_pass() {
	tap_count=$((tap_count + 1))
	echo "ok $tap_count - $1"
}

tap_fail() {
	tap_count=$((tap_count + 1))
	tap_failed=$((tap_failed + 1))
	echo "not ok $tap_count - $1"
	sed 's/^/# /'
}

tap_skip() {
	tap_count=$((tap_count + 1))
	echo "ok $tap_count - $1 # SKIP $2"
}

# check NAME COMMAND...: a test that passes when the command succeeds, and else shows what the command printed.
check() {
	local name=$1
	shift
	if "$@" >"$tap_scratch/.said" 2>&1; then
		tap_pass "$name"
	else
		echo "(exit status $? of: $*)" >>"$tap_scratch/.said"
		tap_fail "$name" <"$tap_scratch/.said"
	fi
}

# same EXPECTED ACTUAL: for check; two files or folders hold the same bytes, or the difference is shown.
same() {
	diff -ru --text "$1" "$2"
}

# exits STATUS COMMAND...: for check; the command ends with this status.
exits() {
	local wanted=$1 status
	shift
	"$@"
	status=$?
	[ "$status" -eq "$wanted" ] || { echo "exit status $status instead of $wanted"; return 1; }
}

tap_done() {
	echo "1..$tap_count"
	[ "$tap_failed" -eq 0 ] || exit 1
	exit 0
}
