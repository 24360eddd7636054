#!/bin/bash
# make bench: the figures of speed and memory, one line each: name, value, unit; also in $BUILD/bench.tsv.
# BENCH_N="1000 10000 100000", BENCH_ROWS=1100000, BENCH_CHECK=160000 and BENCH_RUNS=5 can be set. Each round runs vitrina, cp -r of its output, and (up to 10 000 programmes: beyond that it
# takes too long and too much memory) hugo, in turn; ratios are taken round by round, and the median is told.
set -eu
cd "$(dirname "$0")/../.."
. tests/where.sh
scratch=$BUILD/bench
rm -rf "$scratch"
mkdir -p "$scratch"
trap 'rm -rf "$scratch"' EXIT
cc -O2 -std=c11 -D_POSIX_C_SOURCE=200809L -o "$scratch/nation" tests/bench/nation.c
read -ra sizes <<<"${BENCH_N-1000 10000 100000}"
"$PYTHON" tests/bench/run.py "$VITRINA" "$scratch" "${sizes[@]}" | tee "$BUILD/bench.tsv"
# All formats of one table with more rows than a sheet of a workbook holds; BENCH_ROWS="" leaves it out.
rows=${BENCH_ROWS-1100000}
[ -z "$rows" ] || "$PYTHON" tests/bench/formats.py "$VITRINA" "$scratch" "$rows" | tee -a "$BUILD/bench.tsv"
# check against libcsv alone, over the tables of so many programmes (160000: about 1 GB); BENCH_CHECK="" leaves it out.
programmes=${BENCH_CHECK-160000}
[ -z "$programmes" ] || cc -O2 -std=c11 -D_POSIX_C_SOURCE=200809L -o "$scratch/csv_alone" tests/bench/csv_alone.c -lcsv
[ -z "$programmes" ] || "$PYTHON" tests/bench/check.py "$VITRINA" "$scratch" "$programmes" | tee -a "$BUILD/bench.tsv"
