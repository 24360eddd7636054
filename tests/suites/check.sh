#!/bin/bash
# `vitrina check`: its formats as other programs read them, its limits, and the recipes of the documentation.
. "$(dirname "$0")/../tap.sh"
[ ! -x "$VITRINA_DEBUG" ] || VITRINA=$VITRINA_DEBUG
modules=$PWD/tests/node_modules
docs=$PWD/generator/docs
faults=$tap_scratch/faults
cp -R tests/sites/faults/in "$faults"

# A column of the same fault, a text with marks that every format must escape, and a name that no address can hold as it is.
mkdir "$faults/content/a b,c:d"
printf -- '---\ntitle: Uno\n\ntitulo: 100 %%, o más\n---\n' >"$faults/content/a b,c:d/100%.md"
for i in 3 4 5 6; do echo "b-$i,n,1.5O"; done >>"$faults/data/poa/metas.csv"
sed -i '/^a-1,,"2/d' "$faults/data/poa/metas.csv"

# report FILE OPTION...: standard output into FILE, errors beside it; the status must be 1.
report() {
	local file=$tap_scratch/$1
	shift
	exits 1 timeout 60 "$VITRINA" -C "$faults" check "$@" --lang en >"$file" 2>"$file.err" </dev/null
}

says() {
	grep -qF -- "$2" "$tap_scratch/$1" || { cat "$tap_scratch/$1"; return 1; }
}

check 'text: status 1' report text
check 'text: the fault is told once, with its lines' says text.err 'also in lines 4, 5, 6, 7'
check 'text: a caret under it' says text.err '      |            ^'
check 'text: how many of each rule' says text '5 error   unit-in-number   a number and its unit share a cell'
check 'text: how many of each file' says text 'data/poa/metas.csv'
check 'text: the total' says text '8 errors, 0 warnings'
check 'text: with --max, the rest is counted' report few --max 1
check 'text: it is said that there are more' says few.err 'more messages, not shown'
check 'text: one message is one message' test "$(grep -c '\[[a-z-]*\]$' "$tap_scratch/few.err")" = 1

valid_json() {
	report json --format json || return 1
	NODE_PATH=$modules node -e '
		const fs = require("fs"), Ajv = require("ajv/dist/2020"), report = JSON.parse(fs.readFileSync(process.argv[2]))
		const valid = new Ajv({ strict: true, strictRequired: false }).compile(JSON.parse(fs.readFileSync(process.argv[1])))
		if (!valid(report)) { console.log(valid.errors); process.exit(1) }
		const sum = (list, key) => list.reduce((total, x) => total + x[key], 0)
		if (report.errors !== 8 || sum(report.messages, "count") + report.not_shown !== report.errors + report.notes) throw "counts of messages"
		if (sum(report.rules, "count") !== report.errors + report.notes || sum(report.files, "errors") !== report.errors) throw "counts of rules, files"
		if (!report.messages.some(m => m.path === "content/a b,c:d/100%.md")) throw "the path"
		' "$docs/check.schema.json" "$tap_scratch/json"
}
check 'json: as its schema says, and it adds up' valid_json
check 'json: nothing on standard error' test ! -s "$tap_scratch/json.err"
report some --format json --max 1
check 'json: --max says what it leaves out' "$PYTHON" -c 'import json, sys
report = json.load(open(sys.argv[1]))
assert len({(m["rule"], m["message"]) for m in report["messages"]}) == 1
assert report["not_shown"] == report["errors"] + report["notes"] - len(report["messages"]) > 0' "$tap_scratch/some"

valid_sarif() {
	report report.sarif --format sarif || return 1
	NODE_PATH=$modules node -e '
		const fs = require("fs"), Ajv = require("ajv/dist/2020")
		const ajv = new Ajv({ strict: false }); require("ajv-formats")(ajv)
		const valid = ajv.compile(JSON.parse(fs.readFileSync(process.argv[1]))), log = JSON.parse(fs.readFileSync(process.argv[2]))
		if (!valid(log)) { console.log(valid.errors); process.exit(1) }
		const run = log.runs[0]
		for (const r of run.results) if (run.tool.driver.rules[r.ruleIndex].id !== r.ruleId) throw "ruleIndex"
		if (run.results.filter(r => r.ruleId === "unit-in-number").length !== 5) throw "places"
		if (!run.results.some(r => r.locations?.[0].physicalLocation.artifactLocation.uri === "content/a%20b%2Cc%3Ad/100%25.md")) throw "the path"
		' "$modules/@microsoft/sarif-multitool-linux/sarif-2.1.0.json" "$tap_scratch/report.sarif"
}
check 'sarif: valid after the schema of 2.1.0' valid_sarif

# npm is not let run scripts, and so did not make it executable; it unpacks itself into a folder of its own.
multitool() {
	install -m 755 "$modules/@microsoft/sarif-multitool-linux/Sarif.Multitool" "$tap_scratch/multitool" &&
		DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_BUNDLE_EXTRACT_BASE_DIR=$tap_scratch/unpacked \
			timeout 120 "$tap_scratch/multitool" validate "$tap_scratch/report.sarif" --level Error >"$tap_scratch/multitool.said" 2>&1 </dev/null
	cat "$tap_scratch/multitool.said"
	grep -q 'completed successfully' "$tap_scratch/multitool.said" && ! grep -q ': error ' "$tap_scratch/multitool.said"
}
check 'sarif: no errors for the multitool of its authors' multitool

annotations() {
	report github --format github || return 1
	# As the runner of GitHub Actions reads a command: properties end at ::, are parted by commas, and then unescaped.
	"$PYTHON" - "$tap_scratch/github" <<-'END'
		import re, sys
		def plain(text, marks):
		    for mark in marks: text = text.replace("%%%02X" % ord(mark), mark)
		    return text.replace("%25", "%")
		seen = []
		for line in open(sys.argv[1], newline="\n"):
		    level, properties, text = re.fullmatch(r"::(\w+) (.*?)::(.*)\n", line).groups()
		    seen.append((level, {k: plain(v, "\r\n:,") for k, v in (p.split("=", 1) for p in properties.split(","))}, plain(text, "\r\n")))
		assert all(level in ("error", "warning", "notice") for level, _, _ in seen)
		assert any(p.get("file") == "content/a b,c:d/100%.md" and p["line"] == "4" and "titulo" in text for _, p, text in seen), seen
		numbers = [s for s in seen if s[1]["title"] == "unit-in-number"]
		assert len(numbers) == 1 and "4 more the same way" in numbers[0][2] and numbers[0][2].startswith("valor: "), numbers
	END
}
check 'github: annotations that the runner reads back' annotations

for bad in '--format xml' '--format' '--max 0' '--max -1' '--max x' '--max 1x' '--explain --format sarif'; do
	# shellcheck disable=SC2086  # several words
	check "$bad is wrong usage" exits 2 timeout 20 "$VITRINA" -C "$faults" check $bad
done
"$VITRINA" check --format sarf 2>"$tap_scratch/usage" || true
check 'a wrong format is told the right ones' says usage 'text, json, sarif, github'

# Links of the made site: written by hand in a template and in a page, found where they are written, the same with any number of workers.
links=$tap_scratch/links
cp -R tests/sites/minimal/in "$links"
sed -i 's|</body>|<a href="/acerca/">1</a><a href="#no">2</a><a href="nada.html">3</a>{{ site.title \| safe }}</body>|' "$links"/themes/t/templates/base.html
printf '\n[x](acerca.md#nada) [y](acerca.md)\n' >>"$links/content/acerca.md"
dead_links() {
	local jobs
	for jobs in 1 2; do
		exits 1 timeout 60 "$VITRINA" -C "$links" check --lang en -j "$jobs" >"$tap_scratch/links.$jobs" 2>&1 </dev/null || return 1
	done
	cat "$tap_scratch/links.1"
	same "$tap_scratch/links.1" "$tap_scratch/links.2" &&
		grep -qE "^themes/t/templates/base.html:[0-9]+:[0-9]+: error: the link to '#no' leads to no place" "$tap_scratch/links.1" &&
		grep -qE "^themes/t/templates/base.html:[0-9]+:[0-9]+: error: the link to 'nada.html' leads nowhere" "$tap_scratch/links.1" &&
		grep -qE "^themes/t/templates/base.html:[0-9]+:[0-9]+: warning: the link to '/acerca/' begins at the root" "$tap_scratch/links.1" &&
		grep -qE "^content/acerca.md:[0-9]+:14: error: the link to '#nada' leads to no place" "$tap_scratch/links.1"
}
check 'links: dead ones are told where they are written, with one worker and two' dead_links
unsafe() {
	"$VITRINA" -C "$links" check --unsafe --lang en >"$tap_scratch/unsafe" 2>&1 </dev/null && cat "$tap_scratch/unsafe" &&
		[ "$(grep -c 'printed-as-is\]' "$tap_scratch/unsafe")" = 1 ] && grep -q '^themes/t/templates/base.html:.*without escaping' "$tap_scratch/unsafe"
}
check '--unsafe lists each | safe, and nothing else' unsafe
check 'the demonstration portal has no dead link and no | safe' sh -c "'$VITRINA' check --lang en 2>&1 | tee /dev/stderr | grep -q '^0 errors' &&
	! '$VITRINA' check --unsafe 2>&1 | grep printed-as-is"

# What is odd is published: as tables, the same whoever builds, and on /calidad/, with its row and its line.
portal=$tap_scratch/portal
mkdir "$portal" && cp -R portal.yaml data content themes "$portal"
printf '\n' >>"$portal/data/poa/objetivos.csv"
published() {
	(cd "$portal" && for lang in es en; do timeout 120 "$VITRINA" build --lang "$lang" -o "../made.$lang" || return 1; done) >"$tap_scratch/made" 2>&1 </dev/null ||
		{ cat "$tap_scratch/made"; return 1; }
	same "$tap_scratch/made.es" "$tap_scratch/made.en"
}
findings() {
	"$PYTHON" - "$tap_scratch/made.es" <<-'END'
		import csv, sys, os, re
		read = lambda name: list(csv.DictReader(open(os.path.join(sys.argv[1], "datos", name + ".csv"), newline="")))
		rows, rules, metas, avances = read("hallazgos"), read("hallazgos_reglas"), read("metas"), read("avances")
		odd = next(r for r in rows if r["registro"] == "son-2011-07")
		assert (odd["regla_id"], odd["tabla"], odd["meta_id"], odd["institucion_id"], odd["archivo"]) == \
		    ("calendar-sum", "metas", "son-2011-07", "son-ities", "data/poa/metas.csv"), odd
		assert odd["mensaje_es"] != odd["mensaje_en"] and "22" in odd["mensaje_en"]
		lines = open("data/poa/metas.csv", newline="").read().split("\n")
		assert lines[int(odd["linea"]) - 1].startswith("son-2011-07,"), odd["linea"]
		assert len({r["hallazgo_id"] for r in rows}) == len(rows)
		for rule in rules:
		    assert int(rule["total"]) == sum(r["regla_id"] == rule["regla_id"] for r in rows), rule
		    assert rule["titulo_es"] and rule["explicacion_es"] and rule["titulo_es"] != rule["titulo_en"], rule
		assert any(int(r["total"]) == 0 for r in rules)
		blank = [r for r in rows if r["regla_id"] == "blank-row"]
		assert len(blank) == 1 and blank[0]["tabla"] == "objetivos" and not blank[0]["registro"] and blank[0]["linea"], blank
		# What was due and what was reported, counted anew from the CSV.
		programme = {m["meta_id"]: m["programa_id"] for m in metas}
		for p in read("programas"):
		    own = [a for a in avances if programme[a["meta_id"]] == p["programa_id"]]
		    none = {m["meta_id"] for m in metas if m["programa_id"] == p["programa_id"]} - {a["meta_id"] for a in own}
		    due = len(none) + sum(bool(a["valor"]) or a["ausencia"] == "no_reportado" for a in own)
		    assert (int(p["informes_debidos"]), int(p["informes_publicados"])) == (due, sum(bool(a["valor"]) for a in own)), p
		for lang, text in (("", odd["mensaje_es"]), ("en/", odd["mensaje_en"])):
		    page = open(os.path.join(sys.argv[1], lang, "calidad/index.html")).read()
		    assert text in page and f"{odd['archivo']}:{odd['linea']}" in page, lang
		    assert re.search(r'href="[^"]*metas/son-2011-07/index.html"', page) and 'id="calendar-sum"' in page
		    own = open(os.path.join(sys.argv[1], lang, "metas/son-2011-07/index.html")).read()
		    assert text in own and "calidad/index.html#calendar-sum" in own, lang
	END
}
check 'findings: the same tables and pages in whichever language they are built' published
check 'findings: each with its row, its line and its rule, on /calidad/ and on the page of its goal' findings

# The failures of the world: a repository that lacks an object is status 3, and told inside the document.
broken=$tap_scratch/broken
git init -q "$broken" && cp -R tests/sites/minimal/in/. "$broken"
git -C "$broken" add -A && git -C "$broken" -c user.name=Ana -c user.email=ana@example.mx commit -q -m first
blob=$(git -C "$broken" rev-parse HEAD:data/poa/metas.csv)
rm -f "$broken/.git/objects/${blob:0:2}/${blob:2}"
world() {
	exits 3 timeout 60 "$VITRINA" -C "$broken" check --rev HEAD --format "$1" >"$tap_scratch/world" 2>"$tap_scratch/world.err" </dev/null || return 1
	[ ! -s "$tap_scratch/world.err" ] || { cat "$tap_scratch/world.err"; return 1; }
	grep '[ =":]repository[":]' "$tap_scratch/world"
}
for format in json sarif github; do check "$format: a failure of the world is told, with status 3" world $format; done

# The hook, in a repository of its own, as an editor would meet it.
site=$tap_scratch/site
cp -R tests/sites/minimal/in "$site"
git_here() { git -C "$site" -c user.name=Ana -c user.email=ana@example.mx "$@"; }
mkdir "$tap_scratch/bin"
ln -s "$VITRINA" "$tap_scratch/bin/vitrina"
hooked() { PATH=$tap_scratch/bin:$PATH git_here "$@" </dev/null; }
prepare_hook() {
	git init -q "$site" && git_here add -A && cp "$docs/hooks/pre-commit" "$site/.git/hooks/pre-commit"
}
refused() {
	if hooked commit -q -m "$1" >"$tap_scratch/hook" 2>&1; then return 1; fi
	grep "$2" "$tap_scratch/hook"
}
check 'hook: it can be put in place' prepare_hook
check 'hook: the first commit of a sound site passes' hooked commit -q -m first
echo 'a-9,Nueve,nueve' >>"$site/data/poa/metas.csv"
echo '# more' >>"$site/portal.yaml"
git_here add portal.yaml
check 'hook: what is not staged does not matter' hooked commit -q -m second
git_here add -A
check 'hook: a fault that is staged is refused' refused third not-a-number
check 'hook: and nothing was committed' test "$(git_here log --oneline | wc -l)" = 2
check 'hook: --no-verify passes by it' hooked commit -q --no-verify -m third

# The recipes: their steps are taken out and run, but for those that install.
steps() {
	"$PYTHON" - "$1" "$2" <<-'END'
		import sys, yaml
		recipe = yaml.safe_load(open(sys.argv[1]))
		if sys.argv[2] == "github":
		    assert True in recipe or "on" in recipe  # YAML 1.1 reads `on` as true
		    steps = [step["run"] for step in recipe["jobs"]["check"]["steps"] if "run" in step]
		else:
		    steps = recipe["check"]["script"]
		    assert recipe["check"]["artifacts"]["reports"]["codequality"] == "check.codequality.json"
		steps = [step for step in steps if "/tmp/" not in step and "apt-get" not in step]
		if sys.argv[2] == "github":  # each is a shell of its own, and one that fails does not end those that always run
		    steps = ["failed=0", *(f"( {step.strip()} ) || failed=1" for step in steps), "exit $failed"]
		print("\n".join(steps))
	END
}
recipe() {
	steps "$docs/ci/$1.yml" "$1" >"$tap_scratch/$1.sh" && shellcheck -s bash "$tap_scratch/$1.sh" || return 1
	(cd "$site" && exits 1 env PATH="$tap_scratch/bin:$PATH" bash -eu "$tap_scratch/$1.sh") >"$tap_scratch/recipe" 2>&1 || { cat "$tap_scratch/recipe"; return 1; }
}
github_recipe() {
	recipe github || return 1
	grep '^::error file=data/poa/metas.csv,line=4' "$tap_scratch/recipe" && "$PYTHON" -m json.tool "$site/check.sarif" >/dev/null
}
gitlab_recipe() {
	recipe gitlab || return 1
	jq -e '.[0] | .check_name == "not-a-number" and .severity == "major" and .location.lines.begin == 4 and (.fingerprint | length > 10)' \
		"$site/check.codequality.json"
}
check 'the workflow for GitHub runs, and fails on a fault' github_recipe
check 'the one for GitLab too, with its own report' gitlab_recipe
tap_done
