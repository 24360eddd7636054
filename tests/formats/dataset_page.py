"""What the page of a data set tells, held against the files it tells of: dictionary, first rows, sizes and sums, citations, and that the code
for Python, R and SQL, copied as it stands, reads as many rows as there are.
dataset_page.py SITE RESOURCE [--address https://vitrina.example/] [--lang en] [--r] [--state TEXT]"""
import argparse, csv, hashlib, html.parser, io, json, os, re, subprocess, sys

VOID = {"meta", "link", "input", "img", "br", "hr"}


class Page(html.parser.HTMLParser):
    """The texts of elements with an id, of elements that can be copied, and the cells of the tables after each heading."""

    def __init__(self, text):
        super().__init__()
        self.open, self.texts, self.copied, self.tables, self.heading = [], {}, [], {}, None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag in ("h2", "summary"):
            self.heading = attributes.get("id") or tag
        if tag == "table":
            self.tables[self.heading] = []
        if tag == "tr":
            self.tables[self.heading].append([])
        if tag not in VOID:
            self.open.append((tag, attributes, []))

    def handle_data(self, data):
        for _, _, texts in self.open:
            texts.append(data)

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        opened, attributes, texts = self.open.pop()
        assert opened == tag, f"</{tag}> ends <{opened}>"
        text = "".join(texts)
        if "id" in attributes:
            self.texts[attributes["id"]] = text
        if "data-copy" in attributes:
            self.copied.append(text)
        if tag in ("td", "th"):
            self.tables[self.heading][-1].append(" ".join(text.split()))


def read_csv(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def run(what, command, wanted, folder):
    got = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)
    assert got.returncode == 0, f"{what}: {got.stderr}"
    assert got.stdout.split()[-1] == str(wanted), f"{what} counts {got.stdout!r}, not {wanted}"


def check_sums(page, folder):
    rows = page.tables["summary"][1:]
    for name, size, digest in rows:
        with open(os.path.join(folder, name), "rb") as file:
            data = file.read()
        assert re.sub(r"\D", "", size) == str(len(data)), f"{name}: {size}"
        assert hashlib.sha256(data).hexdigest() == digest, f"{name}: {digest}"
    return [row[0] for row in rows]


def check_dictionary(page, header):
    told = [row[0] for row in page.tables["diccionario"][1:]]
    assert told == header, f"the dictionary tells {told}, the file has {header}"


def check_preview(page, rows):
    if not rows[1:]:
        assert "muestra" not in page.tables, "rows of an empty table"
        return
    shown = page.tables["muestra"]
    width = len(shown[0])
    assert shown[0] == rows[0][:width] and len(shown) == min(6, len(rows)), shown[0]
    for got, want in zip(shown[1:], rows[1:]):
        for a, b in zip(got, want):
            whole = " ".join(b.split())
            assert a == whole or (a.endswith("…") and whole.startswith(a[:-1].rstrip())), f"{a!r} is not {b!r}"


def check_code(page, options, folder, count):
    local = lambda text: text.replace(options.address, "file://" + os.path.abspath(options.site) + "/") if options.address else text
    run("Python", [sys.executable, "-c", local(page.texts["python"])], count, folder)
    run("SQL", ["sh", "-c", page.texts["sql"]], count, folder)
    if options.r:
        run("R", ["Rscript", "-e", local(page.texts["r"])], count, folder)
    place = re.fullmatch(r"SELECT count\(\*\) FROM read_csv\('([^']*)', header = true, all_varchar = true\);", page.texts["duckdb"])
    assert place, page.texts["duckdb"]
    path = place[1].replace(options.address, os.path.abspath(options.site) + "/") if options.address else place[1]
    assert os.path.isfile(os.path.join(folder, path)), path


def check_citations(page, options):
    bibtex = next(text for text in page.copied if text.startswith("@misc{"))
    fields = dict(re.findall(r"^  (\w+) = \{(.*)\},?$", bibtex, re.M))
    assert bibtex.count("{") == bibtex.count("}") and bibtex.endswith("\n}"), bibtex
    csl, = json.loads(next(text for text in page.copied if text.startswith("[")))
    assert fields["title"] == "{" + csl["title"] + "}" and csl["type"] == "dataset", fields
    assert fields.get("version") == csl.get("version") == options.state, f"{fields.get('version')!r} is not {options.state!r}"
    assert fields.get("url") == csl.get("URL"), fields
    assert bool(options.address) == ("url" in fields), fields
    if options.state:
        assert options.state[:10] in page.copied[-3], page.copied[-3]
        assert csl["issued"]["date-parts"] == [[int(part) for part in fields["date"].split("-")]], csl


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("site")
    parser.add_argument("resource")
    parser.add_argument("--address", default="")
    parser.add_argument("--lang", default="")
    parser.add_argument("--state")
    parser.add_argument("--r", action="store_true")
    options = parser.parse_args()
    folder = os.path.join(options.site, "datos")
    with open(os.path.join(options.site, options.lang, "datos", options.resource, "index.html"), encoding="utf-8") as file:
        page = Page(file.read())
    rows = read_csv(os.path.join(folder, options.resource + ".csv"))
    listed = check_sums(page, folder)
    for name in os.listdir(folder):
        assert not name.startswith(options.resource + ".") or name in listed, f"{name} is not told"
    check_dictionary(page, rows[0])
    check_preview(page, rows)
    check_code(page, options, folder, len(rows) - 1)
    check_citations(page, options)


main()
