"""Reads every table of a published site back from every format, by programs that are not ours, and compares it with the CSV cell by cell.
read_back.py FOLDER PACKAGE [TABLE...]: prints what differs; without tables, all of the package's database."""
import csv, datetime, decimal, io, json, os, re, subprocess, sys
import openpyxl

ROOT, PACKAGE, TABLES = sys.argv[1], sys.argv[2], sys.argv[3:]
D = decimal.Decimal
NULL = "\x01null\x01"
faults = []


def data(name):
    return os.path.join(ROOT, "datos", name)


def sqlite(*arguments):
    done = subprocess.run(["sqlite3", "-readonly", "-batch", *arguments], capture_output=True)  # bytes: Python would change line ends
    if done.returncode or done.stderr:
        sys.exit(f"sqlite3: {done.stderr}")
    return done.stdout.decode()


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def say(table, form, row, column, wanted, seen):
    faults.append(f"{table}, {form}, row {row}, {column}: {seen!r} instead of {wanted!r}")


def compare(table, form, header, rows, seen_header, seen_rows, equal):
    """`equal` tells whether what was read is the text of the CSV; absent is None there and "" here."""
    if list(header) != list(seen_header):
        faults.append(f"{table}, {form}: columns {seen_header} instead of {header}")
        return
    if len(rows) != len(seen_rows):
        faults.append(f"{table}, {form}: {len(seen_rows)} rows instead of {len(rows)}")
        return
    for number, (row, other) in enumerate(zip(rows, seen_rows), 1):
        for column, wanted, seen in zip(header, row, other):
            if (wanted == "") != (seen is None) or (wanted != "" and not equal(column, wanted, seen)):
                say(table, form, number, column, wanted, seen)


def read_csv(path, **how):
    with open(path, newline="", encoding="utf-8", **how) as file:
        rows = list(csv.reader(file, strict=True))
    return rows[0], rows[1:]


def of_excel(cell):
    if re.fullmatch(r'="[^"]*"', cell):
        return cell[2:-1]
    return cell[1:] if cell.startswith("'") else cell


def plain(text):
    """A number without an exponent: the form of every format but the CSV, which is as published."""
    return format(D(text), "f") if re.fullmatch(r"[-+]?[0-9.]+[eE][-+]?[0-9]+", text) else text


def text_equal(column, wanted, seen):
    return seen == wanted or seen == plain(wanted)


def json_equal(column, wanted, seen):
    """Numbers are read as the digits that stand in the file: 98.610 is not 98.61."""
    return wanted == str(seen).lower() if isinstance(seen, bool) else text_equal(column, wanted, seen)


def number_equal(wanted, seen):
    return D(wanted) == D(repr(seen)) if isinstance(seen, float) else D(wanted) == D(seen)


def places_of(form):
    return len(form.split(".")[1]) if "." in form else 0


def of_xstring(text):
    """ECMA-376, ST_Xstring: _x000D_ is a carriage return; openpyxl leaves that to its caller."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda code: chr(int(code[1], 16)), text)


def xlsx_equal(texts):
    def equal(column, wanted, cell):
        seen = cell.value
        if isinstance(seen, datetime.datetime):
            return seen.date().isoformat() == wanted and seen.time() == datetime.time(0)
        if isinstance(seen, bool):
            return wanted == str(seen).lower()
        if isinstance(seen, str):
            return of_xstring(seen) == wanted
        if column in texts or not number_equal(wanted, seen):
            return False  # a code is a text, not a number that looks like it
        shown = len(wanted.split(".")[1]) if "." in wanted else 0
        return shown == (places_of(cell.number_format) if cell.number_format != "General" else 0)

    return equal


def read_xlsx(path, table):
    book = openpyxl.load_workbook(path)
    rows = []
    for name in book.sheetnames:
        if name != table[:31] and not re.fullmatch(re.escape(table[:27]) + r" \(\d+\)", name):
            continue
        sheet = [list(row) for row in book[name].iter_rows()]
        header = [cell.value for cell in sheet[0]]
        if book[name].freeze_panes != "A2":
            faults.append(f"{table}, xlsx: the header is not frozen")
        rows += [[None if cell.value is None else cell for cell in row] + [None] * (len(header) - len(row)) for row in sheet[1:]]
    if not {"Diccionario", "Licencia"} <= set(book.sheetnames) and not {"Dictionary", "Licence"} <= set(book.sheetnames):
        faults.append(f"{table}, xlsx: sheets {book.sheetnames}")
    return header, rows


def sqlite_equal(declared):
    def equal(column, wanted, seen):
        if declared[column] == "BOOLEAN":
            return seen == {"true": "1", "false": "0"}[wanted]
        if declared[column] in ("NUMERIC", "INTEGER"):
            return D(seen) == D(wanted)
        return seen == wanted

    return equal


def read_sqlite(table):
    text = sqlite("-csv", "-header", "-nullvalue", NULL, data(PACKAGE + ".sqlite"), f"SELECT * FROM {quoted(table)} ORDER BY rowid")
    info = sqlite("-json", data(PACKAGE + ".sqlite"), f"SELECT name, type FROM pragma_table_info('{table}')")
    declared = {column["name"]: column["type"] for column in json.loads(info)}
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    header = rows[0] if rows else list(declared)
    return header, [[None if cell == NULL else cell for cell in row] for row in rows[1:]], declared


def miller(*arguments):
    return subprocess.run(["mlr", *arguments], capture_output=True, check=True).stdout.decode()


def iso_dates(table, header, rows):
    """Dates in a form of their own are so in the canonical CSV alone."""
    with open(data(table + ".schema.json"), encoding="utf-8") as file:
        forms = {f["name"]: f["format"] for f in json.load(file)["fields"] if f["type"] == "date" and "%" in f.get("format", "")}
    for row in rows:
        for i, name in enumerate(header):
            if name in forms and row[i]:
                row[i] = datetime.datetime.strptime(row[i], forms[name]).date().isoformat()


def check(table):
    header, rows = read_csv(data(table + ".csv"))
    published = [list(row) for row in rows]
    iso_dates(table, header, rows)
    excel_header, excel_rows = read_csv(data(table + ".excel.csv"))
    if not excel_header[0].startswith("\ufeff"):
        faults.append(f"{table}, excel: no byte order mark")
    excel_header[0] = excel_header[0].lstrip("\ufeff")
    compare(table, "excel", header, rows, [of_excel(c) for c in excel_header], [[of_excel(c) or None for c in r] for r in excel_rows], text_equal)
    for cell in (c for r in excel_rows for c in r):
        if cell[:1] in "=+-@\t\r" and cell and not re.fullmatch(r'="[^"]*"|-?[0-9.]+', cell):
            faults.append(f"{table}, excel: {cell!r} would run")

    with open(data(table + ".json"), encoding="utf-8") as file:
        objects = json.load(file, parse_float=str, parse_int=str)[table]
    with open(data(table + ".ndjson"), encoding="utf-8") as file:
        lines = [json.loads(line, parse_float=str, parse_int=str) for line in file]
    for form, list_ in (("json", objects), ("ndjson", lines)):
        names = header if header[-1] != "ausencias" else header[:-1]  # a member only where there is something to tell
        if list_ and any([n for n in o if n != "ausencias"] != names for o in list_):
            faults.append(f"{table}, {form}: members {list(list_[0])} instead of {names}")
        compare(table, form, header, rows, header, [[o.get(n) for n in header] for o in list_], json_equal)

    seen_header, seen_rows, declared = read_sqlite(table)
    seen_header = [re.sub(r"_\d+$", "", seen) if seen != name else seen for name, seen in zip(header, seen_header)]  # "order" beside "Order"
    compare(table, "sqlite", header, rows, seen_header, seen_rows, sqlite_equal(dict(zip(header, declared.values()))))
    with open(data(table + ".schema.json"), encoding="utf-8") as file:
        texts = {field["name"] for field in json.load(file)["fields"] if field["type"] not in ("number", "integer", "year", "boolean", "date")}
    if os.path.exists(data(table + ".xlsx")):
        compare(table, "xlsx", header, rows, *read_xlsx(data(table + ".xlsx"), table), xlsx_equal(texts))

    records = json.loads(miller("--icsv", "--ojson", "-S", "cat", data(table + ".csv")), parse_float=str, parse_int=str)
    compare(table, "csv by Miller", header, published, list(records[0]) if records else header,
        [[v if v != "" else None for v in r.values()] for r in records], lambda c, a, b: b == a.replace("\r\n", "\n"))
    records = json.loads(miller("--ijsonl", "--ojson", "cat", data(table + ".ndjson")), parse_float=str, parse_int=str)
    compare(table, "ndjson by Miller", header, rows, header, [[None if r.get(n) in (None, "") else r.get(n) for n in header] for r in records], json_equal)
    return len(rows) * len(header)


def main():
    tables = TABLES or [t for t in sqlite(data(PACKAGE + ".sqlite"), "SELECT name FROM sqlite_schema WHERE type = 'table'").split()
        if not t.startswith(("vitrina_", "sqlite_"))]
    cells = sum(check(table) for table in tables)
    for pragma in ("integrity_check", "foreign_key_check"):
        said = sqlite(data(PACKAGE + ".sqlite"), f"PRAGMA {pragma}").strip()
        if said not in ("", "ok"):
            faults.append(f"{pragma}: {said}")
    print("\n".join(faults[:40]))
    if not cells:
        sys.exit("no cells")
    print(f"{len(tables)} tables, {cells} cells")
    sys.exit(bool(faults))


main()
