#!/bin/bash
# What messages mean: every rule the program can report is explained, nothing else is, and the documentation is what the program says.
. "$(dirname "$0")/../tap.sh"

explain() {
	timeout 20 "$VITRINA" check --explain "$@" </dev/null
}

# levels USED: the worst level each rule is told at, from what rules_used.py prints.
levels() {
	awk -F'\t' 'BEGIN { split("note warning error failure", list, " "); for (i in list) rank[list[i]] = i }
		!($1 in worst) || rank[$2] > rank[worst[$1]] { worst[$1] = $2 } END { for (name in worst) print name "\t" worst[name] }' "$1" | sort
}

registry() {
	explain --format json | "$PYTHON" -c 'import json, sys
for rule in json.load(sys.stdin): print(rule["rule"], rule["level"], sep="\t")' | sort
}

# Both ways: what is reported and has no entry, and entries that nothing reports, or at another level.
complete() {
	"$PYTHON" tests/rules_used.py "$1" >"$tap_scratch/used" || return 1
	levels "$tap_scratch/used" >"$tap_scratch/levels"
	registry >"$tap_scratch/registry"
	[ -s "$tap_scratch/registry" ] && same "$tap_scratch/registry" "$tap_scratch/levels"
}

# planted C: the check sees a rule that a new line of C reports.
planted() {
	rm -rf "$tap_scratch/planted"
	cp -R generator "$tap_scratch/planted"
	printf '%s\n' "$1" >"$tap_scratch/planted/check/planted.c"
	! complete "$tap_scratch/planted"
}

# golden: the rules named in expected messages of tests are known too, but for those of an office's own model.lua.
golden() {
	local name
	grep -rhoE '\[[a-z0-9]+(-[a-z0-9]+)*\]$' tests/sites/*/messages | tr -d '[]' | sort -u | while read -r name; do
		cut -f1 "$tap_scratch/registry" | grep -qx "$name" || grep -rqE "rule = \"$name\"" tests/sites/*/in/data || echo "$name is not explained"
	done | (! grep .)
}

# documented LANG FILE
documented() {
	explain --format md --lang "$1" >"$tap_scratch/page.md"
	same "generator/docs/$2" "$tap_scratch/page.md"
}

check 'every rule the sources report has its entry, at its worst level, and no entry is idle' complete generator
check 'a rule without an entry would be found' planted 'void f(void) { diag_error(diag, at, "no-such-rule", "a", "b"); }'
check 'also behind a reporter of its own' planted 'static void say(const char *rule, int x) { } void f(void) { say("no-such-rule", 1); }'
check 'a rule that is no literal is refused' planted 'void f(void) { diag_error(diag, at, name, "a", "b"); }'
check 'rules of the golden messages are explained' golden
check 'generator/docs/rules.md is current (make docs)' documented en rules.md
check 'generator/docs/reglas.md is current (make docs)' documented es reglas.md

told() {
	local wanted=$1
	shift
	"$@" 2>&1 | tee "$tap_scratch/told" | grep -qF -- "$wanted" || { cat "$tap_scratch/told"; return 1; }
}
check 'a rule is explained in English' told 'a cell isn'"'"'t a date' explain not-a-date --lang en
check 'and in Spanish' told 'una celda no es una fecha' explain not-a-date --lang es
check 'also written with =' told 'una celda no es una fecha' explain --lang es --explain=not-a-date
check 'several at once' told 'foreign-key (error)' explain not-a-date foreign-key
check 'the nearest right name is told' told "did you mean 'not-a-date'?" explain not-a-dat --lang en
check 'an unknown rule is a fault of usage' exits 2 explain no-such-rule
check 'formats that there are not too' exits 2 explain --format sarif
check 'the right formats are named' told 'text, md and json' explain --format sarif --lang en
check 'nothing of a site is needed' exits 0 env -C / timeout 20 "$VITRINA" check --explain required
tap_done
