"""A small package of made-up figures, with its recipe, to grow, to compare and to release.

Two annexes, north and south, count visits by nationality for a half-year; the text of the
document is made from rows, so that a test can say what the next half-year's answer looks like.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from annexes.building.build import build
from annexes.building.series.next_edition import add_edition
from annexes.reading.codes.code_list import codes_of
from annexes.reading.extract import extract
from annexes.recipe.recipe import load_recipe
from drawing import Style, draw_annexes, draw_table, new_canvas

Rows = Mapping[str, Sequence[str]]

FIRST: Rows = {
    "north": ["AUT Österreich 12 3", "BEL Belgien 5 0", "DNK Dänemark 7 7", "XKX Kosovo 40 4"],
    "south": ["AUT Österreich 2 1", "DNK Dänemark 9 0", "XKX Kosovo 11 1"],
}
SECOND: Rows = {
    "north": ["AUT Österreich 14 3", "BEL Belgien 6 0", "FRA Frankreich 30 1", "XKX Kosovo 90 4"],
    "south": ["AUT Österreich 3 1", "DNK Dänemark 9 0", "XKX Kosovo 12 1"],
}
SPAN = "01.07.2031 - 31.12.2031"
HEADER = "Staat\nBesuche\nWiederholt"
ANNEXES = {"north": "Anlage 1", "south": "Anlage 2", "east": "Anlage 1"}


def document(
    rows: Rows = FIRST,
    span: str = "01.01.2031 - 30.06.2031",
    header: str = HEADER,
    number: int = 7,
    prose: str = "Am Ende des Halbjahres waren 230 Besuche erfasst.",
) -> str:
    """The text of an answer with its annexes."""
    pages = [
        f"{ANNEXES[area]} zu Frage 1\n{header}\n" + "\n".join(own) + f"\nBereich {area}\n{span}\n"
        for area, own in rows.items()
    ]
    return f"Antwort auf die Anfrage {number}\n{prose}\n" + "".join(pages)


def drawn(rows: Rows, span: str, number: int, day: str = "") -> bytes:
    """The same answer as a PDF: each annex on a page of its own, with its ruled table."""
    canvas, buffer = new_canvas()
    canvas.drawString(60, 780, f"Antwort auf die Anfrage {number}")
    canvas.drawString(60, 760, day)
    canvas.showPage()
    for area, own in rows.items():
        canvas.drawString(60, 940, f"{ANNEXES[area]} zu Frage 1")
        table = [HEADER.split("\n"), *(row.rsplit(maxsplit=2) for row in own)]
        y = draw_table(canvas, table, 910, [57, 240, 310, 380])
        for line, text in enumerate((f"Bereich {area}", span), start=1):
            canvas.drawString(60, y - 20 * line, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def recipe_of(
    text: str, rows: Rows = FIRST, *, edition: str = "2031-h1", file: str = "", more: str = ""
) -> str:
    """The recipe of the first edition: it counts rows and sums by itself."""
    digest = sha256(text.encode()).hexdigest()
    lines = [
        f'# The answer of the first half-year.\nedition = "{edition}"\n',
        '[document]\nid = "answer-7"\ntitle = "Antwort auf die Anfrage 7"\nanswered = 2031-08-01',
        f'publisher = "Landtag"\nfile = "{file or f"data/raw/{edition}/answer.txt"}"',
        'opening = "Antwort auf die Anfrage 7"\n',
        '[table]\nvalues = { period = "2031-H1" }\ncode_list = "ISO-3166"  # as printed\n',
    ]
    for area in rows:
        lines.append(
            f'[[annex]]\nlabel = "{ANNEXES[area]}"\nvalues = {{ area = "{area}" }}\n'
            f'above = ["{ANNEXES[area]} zu Frage 1"]\n'
            f'below = ["Bereich {area}", "01.01.2031 - 30.06.2031"]\n'
        )
    lines.append('[[alias]]\ncode = "XKX"\nprinted = "Kosovo"\nreason = "not ISO"\n')
    lines.append(f'[expect]\nsha256 = "{digest}"\n')
    for area, own in rows.items():
        sums = [sum(int(row.split()[at]) for row in own) for at in (-2, -1)]
        lines.append(
            f'[[expect.annex]]\nannex = "{ANNEXES[area]}"\nrows = {len(own)}\n'
            f"sums = [{sums[0]}, {sums[1]}]\n"
        )
    return "\n".join([*lines, TYPED_IN, more])


TYPED_IN = """
[[rows.periods]]
period = "2031-H1"
start = 2031-01-01
end = 2031-06-30
label_de = "1. Halbjahr 2031"
label_en = "first half of 2031"
document = "answer-7"

[[rows.milestones]]
as_of = 2031-06-30
measure = "recorded"
value = 230
document = "answer-7"
place = "first sentence: '230 Besuche erfasst'"

[[finding]]
finding = "overlap"
resource = "visits"
key = "period=2031-H1;area=south"
kind = "overlap"
note_en = "The south may be counted in the north as well."
note_de = "Der Süden kann auch im Norden gezählt sein."
"""
PACKAGE = """# The package as a whole.
name = "visits"
version = "1.0.0"  # raised by hand or by a release
created = 2031-09-01T00:00:00Z

[title]
en = "Visits"
de = "Besuche"

[description]
en = "Visits by nationality, first half of 2031."
de = "Besuche nach Staatsangehörigkeit, erstes Halbjahr 2031."

[keywords]
en = ["visits"]
de = ["Besuche"]

[[code]]
code = "XKX"
name_en = "Kosovo"
name_de = "Kosovo"
status = "user-assigned"
note = "Not in ISO 3166-1."

[[rule]]
resource = "visits"
column = "repeated"
at_most = "visits"
reason = "a repeated visit is a visit"

[[rows.areas]]
area = "north"
label_de = "Norden"
label_en = "the north"

[[rows.areas]]
area = "south"
label_de = "Süden"
label_en = "the south"

"""
PRINTED = {
    "nationality": 'header = "Staat"\nreads = "code-name"',
    "visits": 'header = "Besuche"\nreads = "count"',
    "repeated": 'header = "Wiederholt"\nreads = "count"',
    "start": 'type = "date"',
    "end": 'type = "date"',
    "as_of": 'type = "date"',
    "value": 'type = "integer"',
}
"""What a column has beside its name and texts."""
TYPED = {
    "areas": (["area"], ["area", "label_de", "label_en"]),
    "periods": (["period"], ["period", "start", "end", "label_de", "label_en", "document"]),
    "milestones": (["as_of", "measure"], ["as_of", "measure", "value", "document", "place"]),
}
"""The resources that are typed in: the columns of their keys, and all columns."""
REFERENCES = {"area": "areas.area", "period": "periods.period", "document": "documents.document"}
MADE = {
    "countries": "codes",
    "provenance": "provenance",
    "documents": "documents",
    "findings": "findings",
}


def write_series(folder: Path, rows: Rows = FIRST, *, more: str = "") -> Path:
    """The package with its first edition, built."""
    text = document(rows)
    files = {
        "data/raw/2031-h1/answer.txt": text,
        "scripts/recipes/2031-h1.toml": recipe_of(text, rows, more=more),
        "scripts/recipes/package.toml": PACKAGE + _resources(),
        "CHANGELOG.md": "# Changelog\n\n## Data\n\n### 1.0.0 – 2031-09-01\n\n- All.\n",
        ".gitignore": "dist/\ndata/.next/\ndata/.commit/\n",
    }
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, "utf-8")
    build(folder)
    return folder


def commit(folder: Path, message: str = "as it is", tag: str = "") -> None:
    """Make the folder a git repository, if it is none, and commit all of it."""
    if not (folder / ".git").exists():
        git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message)
    if tag:
        git(folder, "tag", tag)


def git(folder: Path, *arguments: str) -> None:
    """Run git there, as nobody in particular."""
    who = ["-c", "user.name=someone", "-c", "user.email=someone@example.org"]
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)


def state(folder: Path) -> dict[str, bytes]:
    """All files below the folder but those of git, by their path in it."""
    files = (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def _resources() -> str:
    figures = ["period", "area", *list(PRINTED)[:3]]
    parts = [_resource("visits", "annexes", [], figures)]
    parts += [_resource(name, "recipe", key, columns) for name, (key, columns) in TYPED.items()]
    parts += [
        f'[[resource]]\nname = "{name}"\nrows_from = "{origin}"\n' for name, origin in MADE.items()
    ]
    return "\n".join(parts)


def _resource(name: str, origin: str, key: list[str], columns: list[str]) -> str:
    lines = ["[[resource]]", f'name = "{name}"', f'rows_from = "{origin}"', *_texts(name)]
    lines += [f"key = {json.dumps(key)}"] * bool(key)
    for column in columns:
        refers = REFERENCES.get(column, "")
        is_own = refers.startswith(f"{name}.")
        lines += ["", "[[resource.column]]", f'name = "{column}"', *_texts(column)]
        lines += filter(None, [PRINTED.get(column)])
        lines += [f'refers_to = "{refers}"'] * bool(refers and not is_own)
    return "\n".join([*lines, ""])


def _texts(name: str) -> list[str]:
    return [f'{text} = {{ en = "{name}.", de = "{name}." }}' for text in ("title", "description")]


def second_edition_drawn(folder: Path) -> bytes:
    """The answer of the second half-year as a PDF, drawn from the rows that its text has."""
    root, text = write_series(folder), folder / "answer-19.txt"
    text.write_text(document(SECOND, SPAN, number=19), "utf-8")
    add_edition(root, text)
    recipe = load_recipe(root)
    codes = codes_of(recipe)
    second = recipe.editions[1]
    read = extract(root / second.document.file, second, recipe, codes)
    return draw_annexes(read, second, Style(ruled=True))
