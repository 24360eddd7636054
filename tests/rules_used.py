#!/usr/bin/python3
"""Prints the names of rules that the C sources under a folder report, one a line: `rule<TAB>level<TAB>room<TAB>file:line`.

A function or macro that takes a parameter `const char *rule` reports rules, and what stands at that place in a call is a rule's name or hands one on.
The level is that of diag_*, and "error" for the functions that stand above it. A place that is neither a literal nor one of the ways a name is handed on
is told on standard error, and the status is then 1: such a rule would escape the registry.
"""
import pathlib
import re
import sys

HANDED_ON = {"rule", "check->rule", "failure->rule"}
LEVELS = {"diag_error": "error", "diag_failure": "failure", "diag_warning": "warning", "diag_note": "note"}


def without_comments(text):
    """The text with its comments blanked, so that lines keep their numbers."""
    def blank(match):
        piece = match.group(0)
        return piece if piece[0] in "\"'" else re.sub(r"[^\n]", " ", piece)
    return re.sub(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|/\*.*?\*/|//[^\n]*', blank, text, flags=re.S)


def arguments(text, start):
    """The arguments of a call whose opening parenthesis stands before `start`."""
    pieces, depth, at, begin = [], 0, start, start
    while at < len(text):
        if text[at] in "\"'":
            quote = text[at]
            at += 1
            while text[at] != quote:
                at += 2 if text[at] == "\\" else 1
        elif text[at] in "([{":
            depth += 1
        elif text[at] in ")]}":
            if depth == 0:
                break
            depth -= 1
        elif text[at] == "," and depth == 0:
            pieces.append(text[begin:at].strip())
            begin = at + 1
        at += 1
    return pieces + [text[begin:at].strip()]


def reporters(text):
    """Which functions declared here take a rule, as which argument, and whether they are this file's own."""
    found = {}
    for match in re.finditer(r"^([^\n#;{}()]*?)\b(\w+)\((?=[^;{]*const char \*rule)", text, flags=re.M):
        for index, piece in enumerate(arguments(text, match.end())):
            if piece == "const char *rule":
                found[match.group(2)] = (index, "static" in match.group(1))
    return found


def main():
    folder = pathlib.Path(sys.argv[1])
    texts = {path: without_comments(path.read_text()) for path in sorted(folder.glob("*/*.[ch]"))}
    here = {path: reporters(text) for path, text in texts.items()}
    # A static function's name may mean another thing in another file: it is looked for in its own.
    everywhere = {name: index for found in here.values() for name, (index, own) in found.items() if not own}
    good = True
    for path, text in texts.items():
        known = {**everywhere, **{name: index for name, (index, _) in here[path].items()}}
        for match in re.finditer(r"\b(" + "|".join(sorted(known)) + r")\(", text):
            given = arguments(text, match.end())
            piece = given[known[match.group(1)]] if len(given) > known[match.group(1)] else ""
            line = text.count("\n", 0, match.start()) + 1
            names = re.findall(r'"([^"]*)"', piece)
            for name in names:
                print(name, LEVELS.get(match.group(1), "error"), path.parent.name, f"{path}:{line}", sep="\t")
            if not names and piece not in HANDED_ON and piece not in ("const char *rule", "", "__VA_ARGS__"):
                print(f"{path}:{line}: a rule that is no literal: {piece}", file=sys.stderr)
                good = False
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
