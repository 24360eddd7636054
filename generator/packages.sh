#!/bin/bash
# Installs what packages.txt lists and the machine lacks: packages.sh portal|test
# Silent and done in milliseconds when nothing is missing.
set -eu
cd "$(dirname "$0")/.."

case ${1-} in
portal) sections='portal' ;;
test) sections='portal|test' ;;
*) echo "usage: $0 portal|test" >&2; exit 2 ;;
esac

# Prints the packages that are neither installed nor replaced by a command of the machine.
missing() {
	local section package command wanted=() state
	while read -r section package command _; do
		[[ $section =~ ^($sections)$ ]] || continue
		[[ $command =~ ^\((.*)\)$ ]] && command -v "${BASH_REMATCH[1]}" >/dev/null && continue
		wanted+=("$package")
	done <generator/packages.txt
	[ ${#wanted[@]} -gt 0 ] || return 0
	state=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null || true)
	for package in "${wanted[@]}"; do
		grep -qx "installed $package" <<<"$state" || echo "$package"
	done
}

install_packages() {
	local packages=("$@") as_root=()
	echo "installing ${#packages[@]} packages: ${packages[*]}"
	if [ "$(id -u)" -ne 0 ]; then
		if ! command -v sudo >/dev/null; then
			echo "$0: error: installing packages needs root, and there is no sudo; as root, run: apt-get install ${packages[*]}" >&2
			exit 3
		fi
		as_root=(sudo)
	fi
	as_root+=(env DEBIAN_FRONTEND=noninteractive)
	"${as_root[@]}" apt-get update -q
	"${as_root[@]}" apt-get install -q -y --no-install-recommends "${packages[@]}"
}

if command -v dpkg-query >/dev/null; then
	lacking=$(missing)
	# shellcheck disable=SC2086  # one word a package
	[ -z "$lacking" ] || install_packages $lacking
else
	echo "$0: this machine has no dpkg; what generator/packages.txt lists must come from its own package manager" >&2
fi

# The npm packages of the tests: again only when the lock file is newer than what was installed from it.
if [ "$1" = test ] && [ -e tests/package-lock.json ] && [ ! tests/node_modules/.package-lock.json -nt tests/package-lock.json ]; then
	echo 'installing the npm packages of tests/package.json'
	# Not `npm ci`: one package wants the "latest" of another, which no lock file satisfies once there is a later one, and
	# Debian's npm can't read the override that would pin it. All others come as the lock file says, and it stays as it is.
	npm install --prefix tests --no-save --ignore-scripts --no-audit --no-fund --loglevel=error
	touch tests/node_modules/.package-lock.json
fi
