#!/bin/bash
# The list of packages and what reads it: nothing to do means silence, something missing means one clear installation.
. "$(dirname "$0")/../tap.sh"

# A machine that has nothing installed and whose commands write down how they were called.
machine=$tap_scratch/machine
mkdir "$machine" "$machine/tree"
cp -R generator/packages.sh generator/packages.txt "$machine/tree/"
mkdir "$machine/tree/generator" && mv "$machine/tree/"packages.* "$machine/tree/generator/"
for tool in bash cat dirname env grep; do ln -s "$(command -v $tool)" "$machine/$tool"; done
for tool in apt-get sudo; do
	printf '#!/bin/bash\necho "%s $*" >>"%s"\n' $tool "$machine/called" >"$machine/$tool"
done
printf '#!/bin/bash\nexit 1\n' >"$machine/dpkg-query"
printf '#!/bin/bash\necho "${UID_WANTED:-0}"\n' >"$machine/id"
chmod +x "$machine/apt-get" "$machine/sudo" "$machine/dpkg-query" "$machine/id"

# on_machine COMMAND...: with nothing else in the path.
on_machine() {
	rm -f "$machine/called"
	env -i PATH="$machine" "$@"
}

silent() {
	[ -z "$("$@" 2>&1 | tee /dev/stderr)" ]
}

fresh_root() {
	on_machine "$machine/tree/generator/packages.sh" portal >"$machine/said" 2>&1 || return 1
	cat "$machine/said" "$machine/called"
	grep -q '^installing .* libgit2-dev' "$machine/said" && grep -q '^apt-get install .* libgit2-dev' "$machine/called" &&
		[ "$(head -n 1 "$machine/called")" = 'apt-get update -q' ] && ! grep -q sudo "$machine/called" &&
		! grep -q cmocka "$machine/called"
}

fresh_user() {
	on_machine UID_WANTED=1000 "$machine/tree/generator/packages.sh" test >"$machine/said" 2>&1 || return 1
	cat "$machine/said" "$machine/called"
	grep -q '^sudo .*apt-get install .*libcmocka-dev' "$machine/called"
}

no_sudo() {
	rm "$machine/sudo"
	exits 3 on_machine UID_WANTED=1000 "$machine/tree/generator/packages.sh" portal >"$machine/said" 2>&1 || return 1
	cat "$machine/said"
	grep -q 'as root, run: apt-get install .*libgit2-dev' "$machine/said" && [ ! -e "$machine/called" ]
}

command_enough() {
	printf '#!/bin/bash\n' >"$machine/gcc" && chmod +x "$machine/gcc"
	on_machine "$machine/tree/generator/packages.sh" portal >"$machine/said" 2>&1 || return 1
	cat "$machine/said"
	! grep -qw gcc "$machine/said"
}

well_formed() {
	! grep -vnE '^(#.*|(portal|test  ) [a-z0-9][a-z0-9.+-]+ +(\([a-z0-9-]+\) +)?[A-Za-z].*)?$' generator/packages.txt
}

no_hosts() {
	! grep -nE '"resolved"|https?://' tests/package-lock.json tests/package.json generator/packages.*
}

# Debian 12 has Node.js 18: no package of the tests may ask for a later one.
suits_node() {
	"$PYTHON" - <<-'END'
		import json, re, sys
		packages = json.load(open("tests/package-lock.json", encoding="utf-8"))["packages"]
		late = [f"{name} wants Node.js {wanted}" for name, wanted in
		        ((name, package.get("engines", {}).get("node", "*")) for name, package in packages.items())
		        if wanted != "*" and all(int(first) > 18 for first in re.findall(r"(?:^|\|\|)\D*(\d+)", wanted))]
		print("\n".join(late))
		sys.exit(bool(late))
	END
}

check 'nothing missing: nothing said' silent generator/packages.sh portal
check 'nothing missing for the tests: nothing said' silent generator/packages.sh test
check 'an unknown need is wrong usage' exits 2 generator/packages.sh everything
check 'root installs what the program needs, once, and says so' fresh_root
check 'others ask sudo' fresh_user
check 'without sudo the command to run is told' no_sudo
check 'a command that is there needs no package' command_enough
check 'each line of the list says who needs what, and why' well_formed
check 'no package host is named' no_hosts
check "the npm packages run on Debian's Node.js" suits_node
tap_done
