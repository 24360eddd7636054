#!/bin/bash
# What a reader would object to before reading: lint.sh COMPILER-FLAGS... Ends with 1 when something was found.
set -u
cd "$(dirname "$0")/.." || exit 2
export LC_ALL=C.UTF-8
found=0
# Only what belongs to the project: a file not yet known to git is somebody's sketch.
mapfile -t sources < <(git ls-files 'generator/*.c' 'tests/*.c')
mapfile -t headers < <(git ls-files 'generator/*.h' 'tests/*.h')
mapfile -t scripts < <(git ls-files '*.sh' .ci/run)

# objects TITLE COMMAND...: runs it and remembers that it failed.
objects() {
	echo "$1"
	shift
	"$@" || found=1
}

long_lines() {
	local file bad=0
	for file in "$@"; do expand "$file" | grep -nE '.{151}' | sed "s|^|$file:|" | grep . && bad=1; done
	return "$bad"
}

# What clang-format would write otherwise, but for what is laid out by hand: where lines are broken (tables, enumerations, long
# calls), how far a continuation stands in, where comments line up. So a difference counts when it replaces lines by as many
# others and is more than the width of blanks inside a line or before one that goes on a line above.
form() {
	local file bad=0
	for file in "$@"; do
		clang-format-19 "$file" | diff "$file" - | awk -v file="$file" '
			function span(range, ends) { return split(range, ends, ",") == 2 ? ends[2] - ends[1] : 0 }
			function squeezed(text) { gsub(/[ \t]+/, " ", text); return text }
			function bare(text) { sub(/^[ \t]+/, "", text); return squeezed(text) }
			function indent(text) { match(text, /^[ \t]*/); return substr(text, 1, RLENGTH) }
			function goes_on(number) { return source[number - 1] !~ /([;{}:]|\*\/|^#.*|^)[ \t]*$/ }
			function same(ours, theirs, number) {
				return bare(ours) == bare(theirs) && (goes_on(number) || indent(ours) == indent(theirs))
			}
			BEGIN { while ((getline text <file) > 0) source[++lines] = text }
			/^[0-9]/ { counts = split($0, sides, "c") == 2 && span(sides[1]) == span(sides[2]); line = sides[1] + 0; old = new = 0; next }
			counts && /^</ { ours[old++] = substr($0, 3) }
			counts && /^>/ {
				if (!same(ours[new], substr($0, 3), line + new)) { print file ":" line + new ": " ours[new] "\n  wanted: " substr($0, 3); bad = 1 }
				new++
			}
			END { exit bad }' || bad=1
	done
	return "$bad"
}

# Compiled for good, not only read: some warnings come from following the flow of values.
each_alone() {
	local compiler=$1 flags=("${@:2}") file bad=0
	for file in "${sources[@]}"; do "$compiler" "${flags[@]}" -O2 -Werror -c -o /dev/null "$file" || bad=1; done
	return "$bad"
}

objects 'form' form "${sources[@]}" "${headers[@]}"
objects 'lines of at most 150 columns (about 100 is the aim)' long_lines "${sources[@]}" "${headers[@]}"
objects 'warnings of gcc' each_alone gcc "$@"
objects 'warnings of clang' each_alone clang-19 "$@"
# The suppressed rules are blind here: one to arrays that a called function fills (GMP's mpz_t), three to functions that end in a
# Lua error and do not return, one to POSIX, where NULL is a pointer. The compilers and the sanitizers watch the first.
objects 'cppcheck' cppcheck --quiet --std=c11 --language=c --enable=warning,performance,portability --inline-suppr \
	--suppress=missingInclude --suppress=uninitvar --suppress=va_end_missing \
	--suppress=ctunullpointer --suppress=nullPointerRedundantCheck --suppress=varFuncNullUB --error-exitcode=1 -Igenerator "${sources[@]}"
objects 'shellcheck' shellcheck -x "${scripts[@]}"
[ $found -eq 0 ] && echo 'nothing found'
exit $found
