"""The speed of `vitrina check` against libcsv alone over the same bytes: check.py VITRINA SCRATCH N prints name, value and unit. The tables of the
nation with N programmes, with their types, keys and foreign keys, and without pages of rows and model.lua."""
import glob, os, shutil, statistics, subprocess, sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from run import HERE, run, tell


def main():
    vitrina, scratch, count = sys.argv[1], sys.argv[2], sys.argv[3]
    site = os.path.join(scratch, "site")
    alone = os.path.join(scratch, "csv_alone")
    shutil.copytree(os.path.join(HERE, "site"), site)
    os.remove(os.path.join(site, "data", "poa", "model.lua"))
    with open(os.path.join(site, "portal.yaml"), "r+", encoding="utf-8") as portal:
        text = portal.read()
        portal.seek(0)
        portal.truncate()
        portal.write(text[:text.index("collections:")])
    subprocess.run([os.path.join(scratch, "nation"), count, site], check=True)
    tables = sorted(glob.glob(os.path.join(site, "data", "poa", "*.csv")))
    rounds = []
    for _ in range(int(os.environ.get("BENCH_RUNS", "5"))):
        base = run([alone, *tables], site)[0]
        one, peak, _ = run([vitrina, "check", "-j", "1"], site)
        two = run([vitrina, "check", "-j", "2"], site)[0]
        rounds.append((base / one, base / two, peak, base))
    size = sum(os.path.getsize(table) for table in tables) / 1e6
    tell("check_input_mb", size, "MB")
    tell("libcsv_mb_per_s", size / statistics.median(r[3] for r in rounds), "MB/s")
    tell("check_over_libcsv", statistics.median(r[0] for r in rounds), "ratio")
    tell("check_over_libcsv_two", statistics.median(r[1] for r in rounds), "ratio")
    tell("check_peak_mb", statistics.median(r[2] for r in rounds), "MB")
    shutil.rmtree(site)


main()
