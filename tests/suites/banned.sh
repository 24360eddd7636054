#!/bin/bash
# Each call that generator/base/banned.h bans is refused by the compiler, and the headers of the libraries still compile after it.
. "$(dirname "$0")/../tap.sh"

# compiles TEXT: as the Makefile would, with its libraries.
compiles() {
	printf '%s\n' "$1" >"$tap_scratch/call.c"
	# shellcheck disable=SC2046  # several flags
	gcc -std=c11 -D_POSIX_C_SOURCE=200809L -Igenerator -include generator/base/banned.h $(pkg-config --cflags lua5.4 libgit2) \
		-fsyntax-only "$tap_scratch/call.c"
}

refuses() {
	! compiles "void call(char *text); void call(char *text) { (void)$1(text); }" 2>"$tap_scratch/errors" || return 1
	cat "$tap_scratch/errors"
	grep -q "'$1_is_banned\|‘$1_is_banned" "$tap_scratch/errors"
}

check 'what is not banned compiles' compiles 'void call(char *text); void call(char *text) { (void)strlen(text); }'
headers=$(printf '#include <%s>\n' git2.h lua.h lauxlib.h lualib.h csv.h cmark.h yaml.h jansson.h xxhash.h openssl/evp.h gmp.h \
	unicode/ucnv.h unicode/ucol.h unicode/udat.h unicode/unorm2.h unicode/unum.h unicode/upluralrules.h unicode/utrans.h)
check 'the headers of the libraries compile' compiles "$headers"
mapfile -t banned < <(sed -n 's/^#define \([a-z]*\)(.*/\1/p' generator/base/banned.h)
for call in "${banned[@]}"; do
	check "$call is refused" refuses "$call"
done
tap_done
