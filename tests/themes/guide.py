"""Makes a site of the examples in the guide for theme authors: guide.py GUIDE PORTAL SITE, and prints what must come of them.

A fence of the guide is one of these; any other is an error, so that no example goes unproved:
  ```LANGUAGE PATH   a file of the site; templates/ partials/ filters/ assets/ i18n/ are those of the theme `ejemplo`
  ```jinja           a template of metas, made for the row ROW; or of a page or file of the theme, when its PATH is templates/NAME. After it stands
  ```html, ```json   what it prints, or
  ```text            the message that it gives
SITE/collections.yaml is what portal.yaml needs besides, for the pages of the examples. Standard output has a line for each example:
`page NAME FILE TITLE`, where FILE holds what page NAME of ejemplos/ must be, or `fault TEMPLATE FILE TITLE`; the title is its heading and line.
"""
import re
import shutil
import sys
from pathlib import Path

OF_THEME = ("templates/", "partials/", "filters/", "assets/", "i18n/")
ROW = "pue-2013-02"


def fences(text):
	"""Each fence as (title, language, path, content)."""
	start, words, lines, heading = None, [], [], ""
	for number, line in enumerate(text.split("\n"), 1):
		if start is None and line.startswith("#"):
			heading = line.lstrip("# ")
		elif start is None and line.startswith("```"):
			start, words, lines = number, line[3:].split(), []
		elif start is not None and line == "```":
			yield f"{heading} (line {start})", words[0] if words else "", words[1] if len(words) > 1 else "", "\n".join(lines) + "\n"
			start = None
		elif start is not None:
			lines.append(line)
	if start is not None:
		sys.exit(f"line {start}: this fence has no end")


class Site:
	def __init__(self, portal, root):
		self.root, self.theme = root, root / "themes/ejemplo"
		self.pieces, self.pages, self.wanted = [], [], []
		for name in ("portal.yaml", "data", "content", "themes"):
			copy = shutil.copytree if (portal / name).is_dir() else shutil.copy
			copy(portal / name, root / name)

	def write(self, path, content):
		file = (self.theme if path.startswith(OF_THEME) else self.root) / path
		if file.exists():
			sys.exit(f"{path} stands twice in the guide, or hides a file of the portal")
		file.parent.mkdir(parents=True, exist_ok=True)
		file.write_text(content, encoding="utf-8")

	def want(self, kind, name, content, title):
		file = self.root / f"wanted-{len(self.wanted)}"
		file.write_text(content, encoding="utf-8")
		self.wanted.append(f"{kind} {name} {file} {title}")

	def piece(self, content, result, title):
		number = len(self.pieces)
		self.write(f"templates/ejemplo-{number}.html", content)
		self.pieces.append(number)
		self.want("page", f"{number}/{ROW}/index.html", result, title)

	def page(self, path, result, heading):
		name, title = Path(path).name, Path(path).stem
		self.pages.append(f"  - {{ path: /ejemplos/{name}, template: {name}, title: {{ es: {title}, en: {title} }}, once: true }}\n")
		self.want("page", name, result, heading)

	def fault(self, content, message, title):
		file = self.root / f"faulty-{len(self.wanted)}.html"
		file.write_text(content, encoding="utf-8")
		self.want("fault", str(file), message, title)

	def finish(self):
		collections = (f"  ejemplo_{number}: {{ from: metas, permalink: '/ejemplos/{number}/{{meta_id}}/', "
			f"template: ejemplo-{number}.html, once: true }}\n" for number in self.pieces)
		self.write("collections.yaml", "".join(collections))
		self.write("themes/ejemplo/theme.yaml", "title: Ejemplo\nparent: transparencia\n" + "".join(["pages:\n"] * bool(self.pages) + self.pages))


def main(guide, portal, root):
	site = Site(Path(portal), Path(root))
	before = None
	for title, language, path, content in fences(Path(guide).read_text(encoding="utf-8")):
		if language in ("html", "json", "text") and not path:
			if before is None:
				sys.exit(f"{title}: this result follows no template")
			template, name = before
			before = None
			if language == "text":
				site.fault(template, content, title)
			elif name:
				site.page(name, content, title)
			else:
				site.piece(template, content, title)
			continue
		if before and not before[1]:
			sys.exit(f"{title}: what does the template before this print?")
		if path:
			site.write(path, content)
		elif language != "jinja":
			sys.exit(f"{title}: an example that nobody runs; give it a path, or the language jinja and a result")
		before = (content, path) if language == "jinja" else None
	site.finish()
	print("\n".join(site.wanted))


main(*sys.argv[1:])
