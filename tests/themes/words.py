"""Words of a theme that no template, partial or filter says: words.py THEME. Prints them, and ends with 1 when there are some."""
import re
import sys
from pathlib import Path

theme = Path(sys.argv[1])
said = "".join(file.read_text(encoding="utf-8") for folder in ("templates", "partials", "filters") for file in (theme / folder).iterdir())
begun = tuple(re.findall(r'"(\w+_)" \.\.', said))   # t("state_" .. meta.semaforo)
words = re.findall(r"^(\w+):", (theme / "i18n/es.yaml").read_text(encoding="utf-8"), re.M)
unsaid = [word for word in words if f'"{word}"' not in said and not (begun and word.startswith(begun))]
print(*unsaid, sep="\n")
sys.exit(bool(unsaid) or not words)
