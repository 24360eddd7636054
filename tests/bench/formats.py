"""The formats' round of `make bench`: formats.py VITRINA SCRATCH ROWS prints name, value and unit, separated by tabs.
Each format is made alone by one worker, in turn with the CSV; its cost is what it adds to a build that makes no file of data."""
import os, shutil, statistics, sys, zipfile
from run import phases, run, tell

HERE = os.path.dirname(os.path.abspath(__file__))
FORMATS = ["csv", "excel", "json", "ndjson", "xlsx", "sqlite"]
# Rows that sqlite3 imports into the same table: types and key as ours has them.
TABLE = """CREATE TABLE avances (avance_id TEXT NOT NULL, descripcion TEXT, unidad TEXT, programado INTEGER, valor NUMERIC, corte TEXT, mes TEXT,
cerrado BOOLEAN, PRIMARY KEY (avance_id));"""


def rows_into(path, count):
    """Every description is another text: a list of shared texts would have them all."""
    with open(path, "w", encoding="utf-8") as file:
        file.write("avance_id,descripcion,unidad,programado,valor,corte,mes,cerrado\n")
        for i in range(count):
            file.write(f'a-{i:08},"Realizar la reunión {i} de capacitación, con acta",reuniones,{i % 977},{i % 9973}.{i % 100:02},'
                f'201{i % 10}-{i % 12 + 1:02}-{i % 28 + 1:02},201{i % 10}-{i % 12 + 1:02},{"true" if i % 3 else "false"}\n')


def build(vitrina, site, out, formats):
    with open(os.path.join(HERE, "formats", "portal.yaml"), encoding="utf-8") as file:
        text = file.read()
    with open(os.path.join(site, "portal.yaml"), "w", encoding="utf-8") as file:
        file.write(f"{text}formats: [{', '.join(formats)}]\n")
    shutil.rmtree(out, ignore_errors=True)
    _, peak, said = run([vitrina, "build", "--timings", "-j1", "-o", out], site)
    return phases(said)["render"], peak


def imported(scratch, csv):
    database = os.path.join(scratch, "imported.sqlite")
    if os.path.exists(database):
        os.remove(database)
    return run(["sqlite3", "-batch", database, TABLE, f".import --csv --skip 1 {csv} avances"], os.path.join(scratch, "site"))[0]


def check_workbook(path, count):
    """A sheet holds 1 048 576 rows with its header; the rest is in the next: none is lost."""
    rows = []
    with zipfile.ZipFile(path) as book:
        for name in sorted(n for n in book.namelist() if n.startswith("xl/worksheets/sheet"))[:-2]:  # dictionary, licence
            seen, rest = 0, b""
            with book.open(name) as sheet:
                while piece := sheet.read(1 << 20):
                    seen += (rest + piece).count(b"<row ")
                    rest = piece[-4:]
            rows.append(seen)
    wanted = [min(count - first, 1048575) + 1 for first in range(0, count, 1048575)]
    if rows != wanted:
        sys.exit(f"rows of the sheets: {rows} instead of {wanted}")


def measure(vitrina, scratch, count, runs):
    site, out = os.path.join(scratch, "site"), os.path.join(scratch, "out")
    shutil.copytree(os.path.join(HERE, "formats"), site)
    csv = os.path.join(site, "data", "p", "avances.csv")
    rows_into(csv, count)
    rounds, peaks = {name: [] for name in FORMATS + ["import"]}, {}
    for _ in range(runs):
        base, peaks["none"] = build(vitrina, site, out, [])
        for name in FORMATS:
            seconds, peaks[name] = build(vitrina, site, out, [name])
            rounds[name].append(max(seconds - base, 1e-3))
            if name == "xlsx":
                check_workbook(os.path.join(out, "datos", "avances.xlsx"), count)
        rounds["import"].append(imported(scratch, csv))
    shutil.rmtree(site)
    shutil.rmtree(out)
    return rounds, peaks


def main():
    vitrina, scratch, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    runs = int(os.environ.get("BENCH_RUNS", "3"))
    rounds, peaks = measure(vitrina, scratch, count, runs)
    _, small = measure(vitrina, scratch, count // 4, 1)
    for name in FORMATS:
        tell(f"format_{name}_rows_per_s", count / statistics.median(rounds[name]), "rows/s")
        # What the rows cost in memory while they are written, beyond the table itself: flat when it does not grow with them.
        tell(f"format_{name}_memory_mb", peaks[name] - peaks["none"], "MB")
        tell(f"format_{name}_memory_growth_mb", (peaks[name] - peaks["none"]) - (small[name] - small["none"]), "MB")
    for name in FORMATS[1:]:
        tell(f"csv_over_{name}", statistics.median(c / f for c, f in zip(rounds["csv"], rounds[name])), "ratio")
    tell("sqlite_over_import", statistics.median(s / i for s, i in zip(rounds["sqlite"], rounds["import"])), "ratio")


main()
