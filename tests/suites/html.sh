#!/bin/bash
# Every page of the demonstration portal against the Nu HTML checker (npm vnu-jar).
. "$(dirname "$0")/../tap.sh"
vnu=tests/node_modules/vnu-jar/build/dist/vnu.jar
pages() {
	"$VITRINA" build -o "$tap_scratch/out" >/dev/null 2>&1
}
valid() {
	find "$tap_scratch/out" -name '*.html' -print0 | xargs -0 java -jar "$vnu" --errors-only --format gnu
}
check 'the portal builds' pages
check 'every page is valid HTML' valid
printf '<!DOCTYPE html><html lang="es"><title>x</title><p><div></p>' >"$tap_scratch/out/bad.html"
check 'and the checker can tell' sh -c "! java -jar '$vnu' --errors-only '$tap_scratch/out/bad.html' 2>/dev/null"
tap_done
