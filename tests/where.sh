# shellcheck shell=bash
# Where the programs under test are, as absolute paths, unless the caller says otherwise.
BUILD=$(mkdir -p "${BUILD:-build}" && cd "${BUILD:-build}" && pwd) || exit 2
export BUILD
export VITRINA="${VITRINA:-$BUILD/vitrina}"
export VITRINA_DEBUG="${VITRINA_DEBUG:-$BUILD/debug/vitrina}"
export VITRINA_TSAN="${VITRINA_TSAN:-$BUILD/tsan/vitrina}"
# Debian's own Python, which sees Debian's modules, also where another stands before it in PATH.
PYTHON=/usr/bin/python3
[ -x $PYTHON ] || PYTHON=python3
export PYTHON
# Nothing of the caller's locale, terminal or repository reaches a test.
export LC_ALL=C.UTF-8
unset LANGUAGE NO_COLOR SOURCE_DATE_EPOCH MAKEFLAGS MAKELEVEL GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
