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
HEIGHT = 90
"""The height of columns that stand side by side."""
FONT, LETTERS = 14, 42
"""The size of the text, and how many letters of that size a line of a panel has room for."""
UNDRAWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that no XML may hold, and so no SVG."""


def svg(panel: Panel, limit: float) -> str:
    """The panel; `limit` is the count at its edge. A bar has its texts above it."""
    if panel.over_time:
        return _framed(_over_time(panel, limit), HEIGHT + LINE)
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
    """Columns from the first period to the last, a dashed line where there is no figure."""
    step = WIDTH / len(panel.bars)
    for number, bar in enumerate(panel.bars):
        x, width = round(number * step, 1), round(step * 0.8, 1)
        if not bar.segments and bar.is_gap:
            place = f'x="{x:g}" y="{HEIGHT - 2}" width="{width:g}" height="2"'
            yield f'<rect class="style-c" {place}/>'
        for part in bar.segments:
            high = round((part.end - part.start) / limit * HEIGHT, 1)
            y = round(HEIGHT - part.end / limit * HEIGHT, 1)
            place = f'x="{x:g}" y="{y:g}" width="{width:g}" height="{high:g}"'
            yield f'<rect class="style-{part.style}" {place}/>'
    first, last = panel.bars[0].label, panel.bars[-1].label
    yield _text(0, HEIGHT + FONT, first, "")
    if len(panel.bars) > 1:
        yield _text(WIDTH, HEIGHT + FONT, last, ' text-anchor="end"')


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
