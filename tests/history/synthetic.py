#!/usr/bin/python3
"""A repository whose every edit is known: the demonstration's own data, edited over two years.

    synthetic.py make SITE REPOSITORY EXPECTED   writes the commits (by git fast-import; fixed dates) and what each changed
    synthetic.py score EXPECTED RECORDS...       compares with what `vitrina history TABLE --format csv` told: precision and recall

Rows are objects that keep their identity while keys change, so that what is expected does not come from comparing tables.
"""
import csv, io, os, random, subprocess, sys

TABLES = {"metas": ["meta_id"], "calendario": ["meta_id", "mes"], "avances": ["meta_id", "corte", "tipo"], "objetivos": ["objetivo_id"]}
NUMBERS = {"meta_programada", "programado", "valor", "numero", "orden"}


class Row:
    def __init__(self, cells):
        self.cells = dict(cells)


class World:
    """The tables as they are meant, and how they are written."""

    def __init__(self, site):
        self.files, self.tables, self.columns = {}, {}, {}
        for top in ("portal.yaml", "content", "themes", "data"):
            self.take(site, top)
        for name in TABLES:
            reader = csv.DictReader(io.StringIO(self.files.pop(f"data/poa/{name}.csv").decode()))
            self.columns[name] = list(reader.fieldnames)
            self.tables[name] = [Row(cells) for cells in reader]
        self.package, self.form, self.path, self.gone, self.broken = "poa", {}, {}, set(), None
        self.descriptor = self.files.pop("data/poa/datapackage.yaml").decode()
        self.expected, self.commits, self.clock = [], [], 1365000000

    def take(self, site, name):
        full = os.path.join(site, name)
        if os.path.isdir(full):
            for below in sorted(os.listdir(full)):
                self.take(site, f"{name}/{below}")
        else:
            with open(full, "rb") as file:
                self.files[name] = file.read()

    def key(self, name, row):
        return "/".join(row.cells[part] for part in TABLES[name])

    def find(self, name, key):
        return next(row for row in self.tables[name] if self.key(name, row) == key)

    # Edits: each tells what it does.
    def expect(self, table, kind, row=None, field="", before="", after="", key_before=""):
        self.expected.append([len(self.commits), table, kind, row, field, before, after, key_before])

    def set(self, name, row, field, value):
        self.expect(name, "celda", row, field, row.cells[field], value)
        row.cells[field] = value

    def add(self, name, cells):
        row = Row({column: "" for column in self.columns[name]} | cells)
        self.tables[name].append(row)
        self.expect(name, "renglon_agregado", row)
        return row

    def remove(self, name, row):
        row.last = self.key(name, row)
        self.tables[name].remove(row)
        self.expect(name, "renglon_retirado", row)

    def renumber(self, row, key, follow=True):
        before = row.cells["meta_id"]
        self.expect("metas", "renumerado", row, key_before=before)
        row.cells["meta_id"] = key
        for name in ("calendario", "avances"):
            for other in self.tables[name]:
                if follow and other.cells["meta_id"] == before:
                    other.cells["meta_id"] = key
        other = "data/poa/incidencias.csv" if self.package == "poa" else "data/programas/incidencias.csv"
        for path in (other, other.replace("incidencias", "metas_etiquetas")):
            self.files[path] = self.files[path].replace(before.encode(), key.encode())

    # Writing.
    def text(self, name, rows=None):
        form = self.form.get(name, {})
        out = io.StringIO()
        writer = csv.writer(out, delimiter=form.get("delimiter", ","), lineterminator=form.get("end", "\n"),
                            quoting=csv.QUOTE_ALL if form.get("quote") else csv.QUOTE_MINIMAL)
        columns = list(self.columns[name])
        if form.get("columns"):
            columns.reverse()
        writer.writerow(columns)
        rows = list(self.tables[name] if rows is None else rows)
        if form.get("shuffle"):
            random.Random(form["shuffle"]).shuffle(rows)
        for row in rows:
            writer.writerow([self.cell(form, column, row.cells[column]) for column in columns])
        return form.get("mark", b"") + out.getvalue().encode(form.get("encoding", "utf-8"))

    def cell(self, form, column, value):
        if column in NUMBERS and value and form.get("pad"):
            return "00" + value + ("" if column in ("numero", "orden") else ".00" if "." not in value else "0")
        return value

    def tree(self):
        files = dict(self.files)
        folder = f"data/{self.package}"
        files[f"{folder}/datapackage.yaml"] = self.descriptor.encode()
        for name in TABLES:
            if name not in self.gone:
                files[f"{folder}/{self.path.get(name, name + '.csv')}"] = self.text(name)
        if self.broken:
            files[f"{folder}/metas.csv"] = self.broken
        return files

    def commit(self, subject, side=None, clock=None):
        """`side`: files of a branch that is merged here."""
        self.clock += 86400 * 9
        self.commits.append((subject, clock or self.clock, self.tree(), side))

    def edit_descriptor(self, before, after, within="- name: metas\n"):
        start = self.descriptor.index(within)
        at = self.descriptor.index(before, start)
        self.descriptor = self.descriptor[:at] + after + self.descriptor[at + len(before):]

    def stream(self):
        out, mark = io.BytesIO(), 0

        def put(subject, clock, files, branch, parents):
            nonlocal mark
            mark += 1
            out.write(f"commit refs/heads/{branch}\nmark :{mark}\nauthor Editora <editora@sonora.example> {clock} -0700\n"
                      f"committer Editora <editora@sonora.example> {clock} -0700\n".encode())
            out.write(b"data %d\n%s\n" % (len(subject.encode()), subject.encode()))
            for word, parent in zip(("from", "merge"), parents):
                out.write(f"{word} :{parent}\n".encode())
            out.write(b"deleteall\n")
            for path, data in sorted(files.items()):
                out.write(b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(data), data))
            return mark

        last = None
        for subject, clock, files, side in self.commits:
            parents = [last] if last else []
            if side:
                for number, below in enumerate(side):
                    parents.append(put(f"rama: {number}", clock - 7200 + number, below, "rama", parents[-1:]))
                parents = [parents[0], parents[-1]]
            last = put(subject, clock, files, "main", parents)
        out.write(b"reset refs/tags/entrega-1\nfrom :%d\n\nreset refs/tags/entrega-2\nfrom :%d\n\n" % (max(1, last // 4), last))
        return out.getvalue()


def edits(w):
    """The two years. Every commit that changes nothing says so."""
    dice = random.Random(2013)
    metas = w.tables["metas"]
    for name in TABLES:
        w.expect(name, "tabla_agregada")
    w.commit("dos programas publicados")
    w.form["metas"] = {"shuffle": 3}
    w.commit("nada: metas en otro orden")
    w.form["metas"] = {"quote": True, "end": "\r\n", "mark": b"\xef\xbb\xbf"}
    w.form["calendario"] = {"quote": True, "end": "\r\n"}
    w.commit("nada: guardadas de nuevo con la hoja de cálculo")
    w.edit_descriptor("    schema:\n", "    dialect: { delimiter: ';' }\n    schema:\n")
    w.edit_descriptor("encoding: utf-8", "encoding: windows-1252")
    w.form["metas"] = {"delimiter": ";", "encoding": "windows-1252", "columns": True}
    w.edit_descriptor("      missingValues: ['']\n", "      fieldsMatch: equal\n      missingValues: ['']\n")
    w.commit("nada: otro separador, otra codificación y otro orden de columnas")
    for number in range(6):
        for row in dice.sample(metas, 3):
            w.set("metas", row, "unidad_medida", f"unidad {number} de {row.cells['numero']}")
        for row in dice.sample(w.tables["calendario"], 5):
            w.set("calendario", row, "programado", str(dice.randrange(30, 90) + number))
        for row in dice.sample(w.tables["avances"], 2):
            w.set("avances", row, "nota", f"nota «{number}», revisada")
        w.form["metas"]["shuffle"] = number + 10
        w.commit(f"correcciones {number}")
    w.edit_descriptor("    dialect: { delimiter: ';' }\n", "")
    w.edit_descriptor("encoding: windows-1252", "encoding: utf-8")
    w.form = {name: {"pad": True} for name in TABLES}
    w.commit("nada: UTF-8 otra vez, y números con ceros")
    w.form = {}
    w.commit("nada: números sin ceros")
    at = w.descriptor.index("- name: numero\n", w.descriptor.index("- name: metas\n"))
    w.descriptor = w.descriptor[:at] + w.descriptor[at:].replace("type: integer", "type: number", 1)
    w.commit("nada: el número de la meta es número, no entero")
    for row in (w.find("metas", "son-2011-20"), w.find("metas", "son-2011-09")):
        w.set("metas", row, "meta_programada", str(int(row.cells["meta_programada"]) - 2))
    w.commit("la meta baja después de cerrado el año")
    row = w.find("metas", "pue-2013-04")
    w.set("metas", row, "meta_ajustada", "6")
    w.set("metas", row, "motivo_ajuste", "se ajusta al resultado informado")
    w.clock = 1388600000
    w.commit("ajuste después del informe")
    new = w.add("metas", dict(metas[-1].cells, meta_id="son-2011-21", numero="21", descripcion="Publicar en el portal las actas del comité de información."))
    w.add("calendario", {"meta_id": "son-2011-21", "mes": "2011-05", "programado": "4"})
    w.commit("una meta nueva")
    for number in range(8):
        row = w.find("metas", f"son-2011-{number + 10:02d}")
        w.renumber(row, f"son-2011-r{number + 11}")
        if number % 2:
            text = row.cells["descripcion"]
            w.set("metas", row, "descripcion", text[:len(text) // 2] + " (texto revisado)" + text[len(text) // 2:])
    w.commit("metas renumeradas con su calendario")
    row = w.find("metas", "pue-2013-11")
    w.renumber(row, "pue-2013-b2")
    row.cells["anterior_id"] = "pue-2013-11"
    w.set("metas", row, "descripcion", "Otra redacción que no comparte nada con aquella.")
    w.commit("renumerada, y lo dice anterior_id")
    for row in [r for r in w.tables["calendario"] if r.cells["meta_id"] == "son-2011-21"]:
        w.remove("calendario", row)
    w.remove("metas", new)
    w.commit("una meta retirada")
    row = w.find("objetivos", "son-2011-vinculacion-obj-3")
    kept = row.cells["objetivo"]
    w.set("objetivos", row, "objetivo", "Un objetivo escrito por error.")
    w.commit("cambio que se revierte")
    w.set("objetivos", row, "objetivo", kept)
    w.commit('Revert "cambio que se revierte"')
    before = w.tree()
    w.set("metas", w.find("metas", "pue-2013-02"), "area_responsable", "Dirección de la rama")
    half = w.tree()
    w.set("metas", w.find("metas", "pue-2013-03"), "area_responsable", "Dirección de la rama")
    w.commit("unión de una rama", side=[before, half, w.tree()])
    w.broken = w.text("metas").replace(b"evento realizado", b'evento "realizado', 1)
    w.expect("metas", "version_ilegible")
    w.commit("una comilla sin cerrar")
    w.broken = None
    w.set("metas", w.find("metas", "pue-2013-01"), "unidad_medida", "evento celebrado")
    w.commit("arreglada, con un cambio")
    w.files[f"data/{w.package}/lejos/nada.txt"] = b"x"
    w.path["metas"] = "tablas/metas.csv"
    w.edit_descriptor("path: metas.csv", "path: tablas/metas.csv")
    w.commit("nada: otro archivo")
    w.files = {path.replace("data/poa/", "data/programas/"): data for path, data in w.files.items()}
    w.files["portal.yaml"] = w.files["portal.yaml"].replace(b"data/poa", b"data/programas")
    w.package = "programas"
    w.commit("nada: otra carpeta")
    w.edit_descriptor("        - name: area_responsable\n", "        - name: clave_interna\n          type: string\n        - name: area_responsable\n")
    w.columns["metas"].insert(w.columns["metas"].index("area_responsable"), "clave_interna")
    for number, row in enumerate(metas):
        row.cells["clave_interna"] = f"C-{number}"
    w.expect("metas", "columna_agregada", field="clave_interna")
    w.commit("una columna más")
    w.descriptor = w.descriptor.replace("name: clave_interna", "name: clave_propia")
    w.columns["metas"][w.columns["metas"].index("clave_interna")] = "clave_propia"
    for row in metas:
        row.cells["clave_propia"] = row.cells["clave_interna"]
    w.expect("metas", "columna_renombrada", field="clave_propia", before="clave_interna")
    w.commit("la columna se llama de otro modo")
    w.descriptor = w.descriptor.replace("        - name: clave_propia\n          type: string\n", "")
    w.columns["metas"].remove("clave_propia")
    w.expect("metas", "columna_retirada", field="clave_propia")
    w.commit("la columna sobra")
    twice = Row(w.find("metas", "son-2011-01").cells)
    w.tables["metas"].append(twice)
    w.expect("metas", "clave_repetida")
    w.expect("metas", "renglon_agregado", twice)
    w.commit("una clave dos veces")
    twice.last = "son-2011-01"
    metas.remove(twice)
    w.expect("metas", "renglon_retirado", twice)
    w.set("metas", w.find("metas", "son-2011-02"), "unidad_medida", "con el reloj mal puesto")
    w.commit("un reloj de otro siglo", clock=915148800)
    w.gone.add("objetivos")
    w.expect("objetivos", "version_ilegible")
    w.commit("falta un archivo")
    w.gone.clear()
    w.commit("vuelve como estaba")
    w.set("metas", w.find("metas", "son-2011-01"), "meta_programada", "9")
    w.set("metas", w.find("metas", "pue-2013-b2"), "anterior_id", "")  # names a row of the site, or none: else it could not be built
    w.commit("último cambio")


def make(site, repository, expected):
    w = World(site)
    edits(w)
    subprocess.run(["git", "init", "-q", "-b", "main", repository], check=True)
    subprocess.run(["git", "-C", repository, "fast-import", "--quiet"], input=w.stream(), check=True)
    subprocess.run(["git", "-C", repository, "reset", "-q", "--hard", "main"], check=True)
    with open(expected, "w", newline="") as file:
        writer = csv.writer(file)
        for number, table, kind, row, field, before, after, key_before in w.expected:
            key = "" if row is None else getattr(row, "last", None) or w.key(table, row)
            writer.writerow([w.commits[number][0], table, kind, key, field, before, after, key_before])


def told(repository, names):
    log = subprocess.run(["git", "-C", repository, "log", "--format=%H%x09%s"], check=True, capture_output=True, text=True).stdout
    subjects = dict(line.split("\t", 1) for line in log.splitlines())
    for name in names:
        with open(name, newline="") as file:
            for c in csv.DictReader(file):
                yield (subjects[c["version_id"]], c["tabla"], c["tipo"], c["clave"], c["campo"],
                       c["valor_anterior"], "" if c["tipo"] == "version_ilegible" else c["valor_nuevo"], c["clave_anterior"])


def score(repository, expected, names):
    with open(expected, newline="") as file:
        wanted = [tuple(line) for line in csv.reader(file)]
    got = [record for record in told(repository, names) if record[1] in TABLES]
    bad = 0
    for kind in sorted({record[2] for record in wanted + got}):
        left, right = [r for r in wanted if r[2] == kind], [r for r in got if r[2] == kind]
        hits = sum(min(left.count(r), right.count(r)) for r in set(left))
        precision, recall = hits / len(right) if right else 1.0, hits / len(left) if left else 1.0
        print(f"{kind:20} expected {len(left):3}  told {len(right):3}  precision {precision:.3f}  recall {recall:.3f}")
        least = 0.95 if kind == "renumerado" else 1.0
        bad += precision < least or recall < least
        for r in sorted(set(left + right)):
            if left.count(r) != right.count(r):
                print("  ", "missing" if left.count(r) > right.count(r) else "invented", *r, sep=" | ")
    return 1 if bad else 0


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(*sys.argv[2:5])
    else:
        sys.exit(score(sys.argv[2], sys.argv[3], sys.argv[4:]))
