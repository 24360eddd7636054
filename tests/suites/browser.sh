#!/bin/bash
# The demonstration portal in Debian's Chromium (tests/browser/): every type of page in windows of every size, light and dark, with and without scripts; by
# keyboard; from file:// and a sub-folder; what it weighs; Lighthouse. Pictures of all stay in $BUILD/screenshots.
# A part alone: PARTS='head reader' tests/suites/browser.sh
. "$(dirname "$0")/../tap.sh"

bail() {
	echo "Bail out! $1"
	exit 1
}

[ -x "${CHROMIUM:-/usr/bin/chromium}" ] || bail 'there is no Chromium: generator/packages.sh test installs it'
port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })') || bail 'no port'
"$VITRINA" build -o "$tap_scratch/portal" --base-url "http://127.0.0.1:$port/" >"$tap_scratch/said" 2>&1 || bail "$(tail -n 1 "$tap_scratch/said")"
# shellcheck disable=SC2086 # words of their own
node tests/browser/main.mjs "$tap_scratch/portal" "$BUILD/screenshots" ${PARTS-}
