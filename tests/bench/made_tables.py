"""Tables as authorities draw them, made up: what is found must be what was drawn, or refused.

Each table is drawn in one of many ways: with all rules, with lines between the rows, with shading,
with no rules at all; names wrapped, cells blank, signs for nil, columns narrow, headings on
several lines, two tables on a page, prose around them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from drawing import new_canvas

# fmt: off
NAMES = (
    "Afghanistan", "Ägypten", "Bosnien und Herzegowina", "Demokratische Republik Kongo", "Eritrea",
    "Irak", "Iran, Islamische Republik", "Kosovo", "Korea, Republik", "Mazedonien", "Nigeria",
    "Russische Föderation", "Serbien (mit und ohne Kosovo)", "Somalia", "Sri Lanka", "Syrien",
    "Vereinigte Arabische Emirate", "Zentralafrikanische Republik", "Baden-Württemberg", "Berlin",
    "Mecklenburg-Vorpommern", "Nordrhein-Westfalen", "Sachsen-Anhalt", "Bayern", "Unbekannt",
    "ungeklärt", "1. Quartal", "2. Quartal", "Januar 2022", "Februar 2022", "18 bis 24 Jahre",
)
HEADINGS = (
    "insgesamt", "Zahl", "Anteil", "Erst-\nanträge", "Folge-\nanträge", "2021", "2022", "Saldo",
    "Verfahren\ninsgesamt", "abgelehnt", "davon\nweiblich", "1. Halbjahr\n2022", "Quote in %",
)
# fmt: on
FIRST = ("Herkunftsland", "Land", "Bundesland", "Staat", "Staatsangehörigkeit", "")
PROSE = (
    "Die Angaben für das Jahr 2022 sind der folgenden Tabelle zu entnehmen.",
    "Im Berichtszeitraum wurden 1.353 Entscheidungen getroffen, davon 264 Ablehnungen.",
    "Zu Frage 12: Der Bundesregierung liegen hierzu keine Erkenntnisse vor.",
    "* vorläufige Zahlen",
    "Quelle: Ausländerzentralregister, Stand 31. Dezember 2022",
)
RULES = ("all", "rows", "frame", "head", "shaded", "none", "none")


@dataclass(frozen=True)
class Made:
    """A page with tables: `tables` are their cells as printed, the first row the headings."""

    data: bytes
    tables: list[list[list[str]]]
    ruled: bool


@dataclass(frozen=True)
class Look:
    """How a table is drawn: measures in points."""

    rules: str
    size: float
    row_height: float
    first: float
    width: float
    centred: bool


def made_pages(rounds: int, seed: int) -> Iterator[Made]:
    """`rounds` pages with one or two tables each."""
    for number in range(rounds):
        yield _page(random.Random(f"{seed} {number}"))


def _page(rng: random.Random) -> Made:
    canvas, buffer = new_canvas()
    y = 790.0
    tables = []
    look = _look(rng)
    for _ in range(rng.choice([1, 1, 2])):
        y = _prose(canvas, rng, y)
        table = _table(rng)
        look = replace(
            look,
            first=max(look.first, _longest_word([row[:1] for row in table], look.size) + 10),
            width=max(look.width, _longest_word([row[1:] for row in table], look.size) + 10),
        )
        y = _draw(canvas, table, look, y)
        tables.append([[_read_as(cell) for cell in row] for row in table])
    _prose(canvas, rng, y - 14)
    canvas.showPage()
    canvas.save()
    return Made(buffer.getvalue(), tables, look.rules == "all")


def _look(rng: random.Random) -> Look:
    size = rng.choice([7.0, 8.0, 9.0, 10.0, 11.0])
    return Look(
        rules=rng.choice(RULES),
        size=size,
        row_height=size * rng.choice([1.25, 1.4, 1.6, 2.0]),
        first=rng.choice([110.0, 140.0, 180.0]),
        width=rng.choice([45.0, 55.0, 70.0]),
        centred=rng.random() < 0.2,
    )


def _table(rng: random.Random) -> list[list[str]]:
    columns = rng.randint(1, 5)
    kind = rng.choice(["plain", "dotted", "spaced", "decimal", "blank", "nil"])
    head = [rng.choice(FIRST), *rng.sample(HEADINGS, columns)]
    names = rng.sample(NAMES, rng.randint(3, 14))
    rows = [[name, *(_figure(rng, kind) for _ in range(columns))] for name in names]
    for row in rows[:3]:  # a table with fewer figures is none
        row[1] = row[1] or "7"
    if rng.random() < 0.4:
        rows.append(["Gesamt", *(_figure(rng, "dotted") for _ in range(columns))])
    return [head, *rows]


def _longest_word(table: list[list[str]], size: float) -> float:
    """No word reaches into the next column; figures are one word each, spaces and all."""
    texts = [text for row in table for cell in row for text in (cell.split() or [""])]
    figures = [cell for row in table[1:] for cell in row if cell[:1].isdigit() and len(cell) < 9]
    return max(stringWidth(text, "Helvetica", size) for text in texts + figures)


def _figure(rng: random.Random, kind: str) -> str:
    number = int(10 ** rng.uniform(0, 5.3))
    if kind == "decimal":
        return f"{rng.uniform(0, 100):.1f}".replace(".", ",") + rng.choice(["", "", " %"])
    if kind == "blank" and rng.random() < 0.3:
        return ""
    if kind == "nil" and rng.random() < 0.3:
        return rng.choice("-–")
    sign = {"dotted": ".", "spaced": " "}.get(kind, "")
    return f"{number:,}".replace(",", sign)


def _prose(canvas: Canvas, rng: random.Random, y: float) -> float:
    canvas.setFont("Helvetica", 10)
    for line in rng.sample(PROSE, rng.randint(0, 2)):
        y -= 14
        canvas.drawString(57, y, line)
    return y - rng.choice([14, 20, 30])


def _draw(canvas: Canvas, table: list[list[str]], look: Look, top: float) -> float:
    """Names are wrapped where they would leave their column. Returns where the table ends."""
    canvas.setFont("Helvetica", look.size)
    edges = [57.0, 57 + look.first]
    edges += [edges[1] + look.width * (n + 1) for n in range(len(table[0]) - 1)]
    levels, leading = [top], look.size * 1.15
    for number, row in enumerate(table):
        cells = [
            _wrapped(cell, edges[n + 1] - edges[n] - 8, look.size) for n, cell in enumerate(row)
        ]
        height = look.row_height + (max(map(len, cells)) - 1) * leading
        if look.rules == "shaded" and number % 2:
            _shade(canvas, edges, levels[-1], height)
        for column, lines in enumerate(cells):
            for line_number, line in enumerate(lines):
                baseline = (
                    levels[-1] - look.row_height * 0.5 - look.size * 0.35 - line_number * leading
                )
                _cell(canvas, line, baseline, edges, column, centred=look.centred or not number)
        levels.append(levels[-1] - height)
    _rules(canvas, look.rules, edges, levels)
    return levels[-1]


def _cell(
    canvas: Canvas, line: str, y: float, edges: Sequence[float], column: int, *, centred: bool
) -> None:
    left, right = edges[column], edges[column + 1]
    if not column:
        canvas.drawString(left + 4, y, line)
    elif centred:
        canvas.drawCentredString((left + right) / 2, y, line)
    else:
        canvas.drawRightString(right - 4, y, line)


def _shade(canvas: Canvas, edges: Sequence[float], top: float, height: float) -> None:
    canvas.setFillGray(0.9)
    canvas.rect(edges[0], top - height, edges[-1] - edges[0], height, stroke=0, fill=1)
    canvas.setFillGray(0)


def _rules(canvas: Canvas, rules: str, edges: Sequence[float], levels: Sequence[float]) -> None:
    shown = {
        "all": levels,
        "rows": levels,
        "frame": [levels[0], levels[-1]],
        "head": [levels[0], levels[1], levels[-1]],
    }
    for y in shown.get(rules, []):
        canvas.line(edges[0], y, edges[-1], y)
    upright = {"all": edges, "frame": [edges[0], edges[-1]]}
    for x in upright.get(rules, []):
        canvas.line(x, levels[0], x, levels[-1])


def _wrapped(text: str, width: float, size: float) -> list[str]:
    lines = []
    for part in text.split("\n"):
        line = ""
        for word in part.split(" "):
            longer = f"{line} {word}".strip()
            if line and stringWidth(longer, "Helvetica", size) > width:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return lines


def _read_as(cell: str) -> str:
    """Lines of a cell as they are read: a hyphen before a small letter belongs to the break."""
    return cell.replace("-\n", "").replace("\n", " ")
