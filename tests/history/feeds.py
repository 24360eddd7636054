#!/usr/bin/python3
"""Feeds of a published site after RFC 4287 and against the site itself: feeds.py PUBLIC BASE_URL. Tells what is wrong; 1 then.

What a feed must have and may not have twice, times after RFC 3339, addresses that are whole and lead to published files, ids that no two entries share."""
import os, re, sys
import xml.etree.ElementTree as ET

ATOM, XHTML = "{http://www.w3.org/2005/Atom}", "{http://www.w3.org/1999/xhtml}"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
FEED_ONCE, ENTRY_ONCE = ("id", "title", "updated"), ("id", "title", "updated", "content")
KNOWN = {"id", "title", "subtitle", "link", "updated", "author", "generator", "entry", "summary", "content"}
public, base = sys.argv[1:3]
faults, ids, feeds, entries = [], set(), 0, 0


def fault(name, text):
    faults.append(f"{name}: {text}")


def leads(name, address):
    """Whether a whole address of the site is that of a file of it."""
    if not address.startswith(base):
        return fault(name, f"'{address}' is no whole address of the site")
    path, _, anchor = address[len(base):].partition("#")
    file = os.path.join(public, path, "index.html") if path == "" or path.endswith("/") else os.path.join(public, path)
    if not os.path.isfile(file):
        return fault(name, f"'{address}' leads nowhere")
    if anchor and file.endswith(".html"):
        with open(file, encoding="utf-8") as page:
            if f'id="{anchor}"' not in page.read():
                fault(name, f"no '#{anchor}' in {path}")


def check(name, element, once):
    for child in element:
        if child.tag.replace(ATOM, "") not in KNOWN:
            fault(name, f"no element of Atom that we know: {child.tag}")
    for tag in once:
        found = element.findall(ATOM + tag)
        if len(found) != 1 or (tag != "content" and not (found[0].text or "").strip()):
            fault(name, f"{len(found)} times <{tag}>, or an empty one")
    for updated in element.findall(ATOM + "updated"):
        if not TIME.fullmatch(updated.text or ""):
            fault(name, f"'{updated.text}' is no time of RFC 3339")
    for link in element.findall(ATOM + "link"):
        leads(name, link.get("href"))


for folder, _, files in sorted(os.walk(public)):
    for file in sorted(files):
        if not file.endswith(".atom"):
            continue
        name = os.path.relpath(os.path.join(folder, file), public)
        root = ET.parse(os.path.join(folder, file)).getroot()
        feeds += 1
        if root.tag != ATOM + "feed":
            fault(name, "no feed")
        check(name, root, FEED_ONCE)
        if not root.findall(ATOM + "author"):
            fault(name, "no author")
        if [link.get("href") for link in root.findall(ATOM + "link") if link.get("rel") == "self"] != [base + name]:
            fault(name, "does not name itself")
        for entry in root.findall(ATOM + "entry"):
            entries += 1
            check(name, entry, ENTRY_ONCE)
            content = entry.find(ATOM + "content")
            if content.get("type") != "xhtml" or [child.tag for child in content] != [XHTML + "div"]:
                fault(name, "content is not one div of XHTML")
            for link in content.iter(XHTML + "a"):
                leads(name, link.get("href"))
            if not list(content.iter(XHTML + "li")):
                fault(name, "an entry without changes")
            if entry.find(ATOM + "id").text in ids:
                fault(name, f"an id twice: {entry.find(ATOM + 'id').text}")
            ids.add(entry.find(ATOM + "id").text)
print(f"{feeds} feeds, {entries} entries")
print("\n".join(faults))
sys.exit(1 if faults or not feeds or not entries else 0)
