"""A panel of a chart → SVG, drawn by Vega-Lite when the page is built.

The library draws without a browser, a clock or a network. What it draws is stripped to shapes and
texts: colours become classes, so that the page can show them light, dark and on paper, and fonts
are left to the page.
"""

from __future__ import annotations

import re
import textwrap
from itertools import accumulate
from typing import Any
from xml.etree import ElementTree as ET

from annexes.exports.charts.model import Panel

WIDTH, LINE, SPACE, BAR, GAP = 340, 18, 4, 14, 14
"""The width of a panel; the heights of a line of text, of the space between text and bar, of a
bar, and of the space below it."""
FONT, LETTERS = 14, 42
"""The size of the text, and how many letters of that size a line of a panel has room for."""
STYLE = re.compile(r"style-([a-z])")
NUMBER = re.compile(r"-?[0-9]+\.[0-9]+")
NAMESPACE = "http://www.w3.org/2000/svg"
KEPT = {"d", "transform", "text-anchor", "x", "y", "dy", "viewBox", "font-size"}

Spec = dict[str, Any]


def draw(panel: Panel, limit: float) -> str:
    """The panel as an SVG element, with no scale of its own but that from 0 to `limit`."""
    import vl_convert

    drawn = vl_convert.vegalite_to_svg(specification(panel, limit), allowed_base_urls=[])
    return _stripped(drawn)


def specification(panel: Panel, limit: float) -> Spec:
    """The panel in the words of Vega-Lite: every bar has its texts above it and needs no axis."""
    left, right = _texts(panel)
    tops = list(accumulate((len(own) * LINE + SPACE + BAR + GAP for own in left), initial=0))
    bars = [
        {
            "start": part.start,
            "end": part.end,
            "top": bottom - GAP - BAR,
            "bottom": bottom - GAP,
            "style": f"style-{part.style}",
        }
        for bottom, bar in zip(tops[1:], panel.bars, strict=True)
        for part in bar.segments
    ]
    scale = {"domain": [0, limit], "range": [0, WIDTH], "nice": False}
    return {
        "width": WIDTH,
        "height": tops[-1],
        "autosize": "none",
        "padding": 0,
        "background": None,
        "config": {"view": {"stroke": None}, "aria": False},
        "layer": [
            {
                "data": {"values": bars},
                "mark": "rect",
                "encoding": {
                    "x": {"field": "start", "type": "quantitative", "axis": None, "scale": scale},
                    "x2": {"field": "end"},
                    "y": {"field": "top", "type": "quantitative", "axis": None, "scale": None},
                    "y2": {"field": "bottom"},
                    "fill": {"field": "style", "type": "nominal", "scale": None},
                },
            },
            _layer(left, "left", 0, tops),
            _layer(right, "right", WIDTH, tops),
        ],
    }


def _texts(panel: Panel) -> tuple[list[list[str]], list[list[str]]]:
    """For each bar the lines on the left and those on the right, as there is room for them."""
    lines = [textwrap.wrap(bar.label, LETTERS) or [""] for bar in panel.bars]
    if any(len(bar.label) + len(bar.figures) > LETTERS for bar in panel.bars):
        figures = (textwrap.wrap(bar.figures, LETTERS) for bar in panel.bars)
        return [own + more for own, more in zip(lines, figures, strict=True)], []
    return lines, [[bar.figures] for bar in panel.bars]


def _layer(texts: list[list[str]], align: str, x: int, tops: list[int]) -> Spec:
    values = [{"y": top + FONT, "lines": own} for top, own in zip(tops, texts, strict=False)]
    look = {"align": align, "baseline": "alphabetic", "fontSize": FONT, "lineHeight": LINE}
    return {
        "data": {"values": values},
        "mark": {"type": "text", **look},
        "encoding": {
            "x": {"value": x},
            "y": {"field": "y", "type": "quantitative", "axis": None, "scale": None},
            "text": {"field": "lines"},
        },
    }


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
