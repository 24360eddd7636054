#!/bin/bash
# The demonstration data against the documents they were taken from, by a reader of its own.
set -u
cd "$(dirname "$0")/../.." || exit 2
exec python3 tests/data/check_poa.py
