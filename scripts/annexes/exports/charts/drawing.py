"""A panel of a chart → SVG: shapes and texts, whose colours and fonts are left to the page.

The picture is hidden from readers who get its words instead (`Panel.reading`).
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator
from html import escape

from annexes.exports.charts.chart import Bar, Panel

WIDTH, LINE, SPACE, BAR, GAP = 340, 18, 4, 14, 14
"""The width of a panel; the heights of a line of text, of the space between text and bar, of a
bar, and of the space below it."""
HEIGHT, MARK = 90, 8
"""The height of columns that stand side by side, and of the marks below them."""
FONT, LETTERS = 14, 42
"""The size of the text, and how many letters of that size a line of a panel has room for."""
UNDRAWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that no XML may hold, and so no SVG."""


def svg(panel: Panel, limit: float) -> str:
    """The panel; `limit` is the count at its edge. A bar has its texts above it."""
    if panel.over_time:
        return _framed(_over_time(panel, limit), HEIGHT + MARK + 2 * LINE)
    is_wide = any(len(bar.label) + len(bar.figures) > LETTERS for bar in panel.bars)
    shapes: list[str] = []
    top = 0
    for bar in panel.bars:
        own = list(_lines(bar, is_wide=is_wide))
        shapes += _texts(own, top)
        if not is_wide:
            shapes.append(_text(WIDTH, top + FONT, bar.figures, ' text-anchor="end"'))
        top += len(own) * LINE + SPACE
        shapes += _segments(bar, top, WIDTH / limit)
        top += BAR + GAP
    return _framed(shapes, top)


def _framed(shapes: Iterable[str], height: int) -> str:
    head = f'<svg viewBox="0 0 {WIDTH} {height}" aria-hidden="true" focusable="false">'
    return f"{head}{''.join(shapes)}</svg>"


def _over_time(panel: Panel, limit: float) -> Iterator[str]:
    """Columns from the first period to the last, on a line that a gap interrupts.

    All columns of a style are one path: a page has thousands of them.
    """
    step, shapes = WIDTH / len(panel.bars), dict[str, list[str]]()
    width = round(step * 0.8, 1)
    for number, bar in enumerate(panel.bars):
        x = round(number * step, 1)
        for part in bar.segments:
            y, high = round(HEIGHT - part.end / limit * HEIGHT, 1), part.end - part.start
            column = f"M{x:g} {y:g}h{width:g}v{round(high / limit * HEIGHT, 1):g}h-{width:g}z"
            shapes.setdefault(part.style, []).append(column)
        if bar.is_gap:
            shapes.setdefault("c", []).append(f"M{x:g} {HEIGHT}v-{GAP}h{width:g}v{GAP}z")
        else:
            shapes.setdefault("line", []).append(f"M{x:g} {HEIGHT}h{round(step, 1):g}")
        if bar.marked:
            middle = round(x + width / 2, 1)
            shapes.setdefault("marked", []).append(f"M{middle:g} {HEIGHT + 2}l3 6h-6z")
        if bar.after_break:
            left = round(x - step * 0.1, 1)
            shapes.setdefault("break", []).append(f"M{left:g} 0v{HEIGHT}")
    for name, own in shapes.items():
        yield f'<path class="style-{name}" d="{"".join(own)}"/>'
    first, last = panel.bars[0], panel.bars[-1]
    yield _text(0, HEIGHT + MARK + FONT, f"{first.label}: {first.figures}", "")
    if first is not last:
        text = f"{last.label}: {last.figures}"
        yield _text(WIDTH, HEIGHT + MARK + LINE + FONT, text, ' text-anchor="end"')


def _lines(bar: Bar, *, is_wide: bool) -> Iterator[str]:
    """The label, and below it the figures where there is no room for them beside it."""
    yield from textwrap.wrap(bar.label, LETTERS) or [""]
    if is_wide:
        yield from textwrap.wrap(bar.figures, LETTERS)


def _texts(lines: list[str], top: float) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield _text(0, top + FONT + number * LINE, line, "")


def _text(x: float, y: float, text: str, more: str) -> str:
    shown = escape(UNDRAWABLE.sub("\ufffd", text), quote=False)
    return f'<text x="{x}" y="{y}" font-size="{FONT}"{more}>{shown}</text>'


def _segments(bar: Bar, top: float, scale: float) -> Iterator[str]:
    for part in bar.segments:
        x, width = round(part.start * scale, 1), round((part.end - part.start) * scale, 1)
        place = f'x="{x:g}" y="{top}" width="{width:g}" height="{BAR}"'
        yield f'<rect class="style-{part.style}" {place}/>'
