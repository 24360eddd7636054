#!/bin/bash
# The demonstration data against the documents they were taken from, by a reader of its own.
set -u
cd "$(dirname "$0")/../.." || exit 2
. tests/where.sh
exec "$PYTHON" tests/data/check_poa.py
