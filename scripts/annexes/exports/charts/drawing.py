"""A panel of a chart → SVG, drawn by Vega when the page is built.

The library draws without a browser, a clock or a network. What it draws is stripped to shapes and
texts: colours become classes, so that the page can show them light, dark and on paper, and fonts
are left to the page.
"""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from annexes.base.errors import ExportError, Place, Problem
from annexes.exports.charts.chart import Panel

WIDTH, LINE, SPACE, BAR, GAP = 340, 18, 4, 14, 14
"""The width of a panel; the heights of a line of text, of the space between text and bar, of a
bar, and of the space below it."""
FONT, LETTERS = 14, 42
"""The size of the text, and how many letters of that size a line of a panel has room for."""
STYLE = re.compile(r"style-([a-z])")
NUMBER = re.compile(r"-?[0-9]+\.[0-9]+")
UNDRAWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that no XML may hold, and so no SVG."""
NAMESPACE = "http://www.w3.org/2000/svg"
KEPT = {"d", "transform", "text-anchor", "x", "y", "dy", "viewBox", "font-size"}

PATIENCE = 120
"""Seconds after which an engine that does not answer is given up; it takes about half of one."""
ENGINE = Path(__file__).with_name("vega.py")

Spec = dict[str, Any]
Draw = Callable[[Sequence[tuple[Panel, int]]], list[str]]


@contextlib.contextmanager
def drawer() -> Iterator[Draw]:
    """A function that draws panels, each with its limit; its engine starts at once, beside us.

    The function can be called once. It raises ExportError where nothing could be drawn. This is no
    child as in `base.children`: it reads no document, and the engine reserves more addresses than
    those may have.
    """
    command = [sys.executable, str(ENGINE)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as engine:
        try:
            yield partial(_draw, engine)
        finally:
            engine.kill()


def _draw(engine: subprocess.Popen[bytes], panels: Sequence[tuple[Panel, int]]) -> list[str]:
    specifications = [specification(panel, limit) for panel, limit in panels]
    try:
        answer, said = engine.communicate(json.dumps(specifications).encode(), PATIENCE)
    except subprocess.TimeoutExpired as error:
        raise _failed(f"no answer within {PATIENCE} seconds") from error
    if engine.returncode:
        raise _failed(said.decode(errors="replace").strip().rpartition("\n")[2])
    return [_stripped(svg) for svg in json.loads(answer)]


def specification(panel: Panel, limit: float) -> Spec:
    """The panel in the words of Vega: every bar has its texts above it and needs no axis."""
    left, right = _texts(panel)
    tops = list(accumulate((len(own) * LINE + SPACE + BAR + GAP for own in left), initial=0))
    bars = [
        {"start": part.start, "end": part.end, "bottom": bottom - GAP, "style": part.style}
        for bottom, bar in zip(tops[1:], panel.bars, strict=True)
        for part in bar.segments
    ]
    return {
        "width": WIDTH,
        "height": tops[-1],
        "autosize": "none",
        "scales": [{"name": "count", "domain": [0, limit], "range": [0, WIDTH]}],
        "data": [
            {"name": "bars", "values": bars},
            {"name": "left", "values": _lines(left, tops)},
            {"name": "right", "values": _lines(right, tops)},
        ],
        "marks": [
            _mark(
                "rect",
                "bars",
                x={"scale": "count", "field": "start"},
                x2={"scale": "count", "field": "end"},
                y2={"field": "bottom"},
                height={"value": BAR},
                fill={"signal": "'style-' + datum.style"},
            ),
            _mark("text", "left", **_look("left", 0)),
            _mark("text", "right", **_look("right", WIDTH)),
        ],
    }


def _mark(kind: str, data: str, **encoding: Spec) -> Spec:
    return {"type": kind, "from": {"data": data}, "encode": {"enter": encoding}}


def _look(align: str, x: int) -> dict[str, Spec]:
    fixed = {"x": x, "align": align, "fontSize": FONT, "lineHeight": LINE}
    own = {"y": {"field": "y"}, "text": {"field": "lines"}}
    return {name: {"value": value} for name, value in fixed.items()} | own


def _lines(texts: list[list[str]], tops: list[int]) -> list[Spec]:
    return [{"y": top + FONT, "lines": own} for top, own in zip(tops, texts, strict=False)]


def _texts(panel: Panel) -> tuple[list[list[str]], list[list[str]]]:
    """For each bar the lines on the left and those on the right, as there is room for them."""
    labels = (UNDRAWABLE.sub("\ufffd", bar.label) for bar in panel.bars)
    lines = [textwrap.wrap(label, LETTERS) or [""] for label in labels]
    if any(len(bar.label) + len(bar.figures) > LETTERS for bar in panel.bars):
        figures = (textwrap.wrap(bar.figures, LETTERS) for bar in panel.bars)
        return [own + more for own, more in zip(lines, figures, strict=True)], []
    return lines, [[bar.figures] for bar in panel.bars]


def _stripped(svg: str) -> str:
    """The shapes and texts alone; the picture is hidden from readers who get its words instead."""
    root = ET.fromstring(svg)  # noqa: S314 – written by the library, not by a stranger
    parents = {child: parent for parent in root.iter() for child in parent}
    for element in list(root.iter()):
        style = STYLE.fullmatch(element.get("fill", ""))
        kept = {key: _rounded(value) for key, value in element.items() if key in KEPT}
        element.attrib.clear()
        element.attrib.update(kept | ({"class": style[0]} if style else {}))
        if element.tag.endswith("path") and not style:
            parents[element].remove(element)
    root.attrib.pop("width", None)
    root.attrib.pop("height", None)
    root.attrib |= {"aria-hidden": "true", "focusable": "false"}
    ET.register_namespace("", NAMESPACE)
    return ET.tostring(root, encoding="unicode", short_empty_elements=True)


def _rounded(value: str) -> str:
    return NUMBER.sub(lambda match: f"{float(match[0]):.1f}".removesuffix(".0"), value)


def _failed(why: str) -> ExportError:
    problem = f"the charts could not be drawn: {why}"
    hint = "install the project anew, or choose other forms than page"
    return ExportError(Problem("charts", Place(ENGINE.name), problem, hint))
