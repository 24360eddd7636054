#!/bin/bash
# The synthetic nation of `make bench`, small: the same bytes each time, and a site that builds with the right pages. Nothing is timed.
. "$(dirname "$0")/../tap.sh"

check 'the nation compiles' cc -O1 -std=c11 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -Werror -o "$tap_scratch/nation" tests/bench/nation.c
for i in 1 2; do
	cp -R tests/bench/site "$tap_scratch/site$i"
	"$tap_scratch/nation" 20 "$tap_scratch/site$i" || exit 2
done
check 'twice the same bytes' same "$tap_scratch/site1" "$tap_scratch/site2"
check 'it builds' sh -c "cd '$tap_scratch/site1' && '$VITRINA' build -o '$tap_scratch/out'"
check '20 pages' test "$(find "$tap_scratch/out/programas" -name index.html | wc -l)" = 20
check '20 CSV and 20 JSON' test "$(find "$tap_scratch/out/programas" -name 'p-*.csv' | wc -l) $(find "$tap_scratch/out/programas" -name 'p-*.json' | wc -l)" = '20 20'
check 'libcsv alone compiles' cc -O1 -std=c11 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -Werror -o "$tap_scratch/csv_alone" tests/bench/csv_alone.c -lcsv
check 'and reads all fields' test "$("$tap_scratch/csv_alone" "$tap_scratch/site1/data/poa/programas.csv")" = 84
check 'no program, no argument: usage' exits 2 "$tap_scratch/nation"
tap_done
