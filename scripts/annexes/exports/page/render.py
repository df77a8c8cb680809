"""The landing pages, written and read back.

The template escapes whatever comes from the package. The policy in the page's head allows this one
style sheet and this one script, by their checksums, and nothing else: no name that found a way
around the escaping could run, and no page can make a request.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from html.parser import HTMLParser
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from annexes.base.errors import Problem
from annexes.base.storage import Measured
from annexes.base.texts import file_of
from annexes.exports.charts.drawing import svg
from annexes.exports.forms.page import pages
from annexes.exports.page.content import content
from annexes.exports.page.downloads import said_size
from annexes.exports.page.figure_tables import shown_columns, shown_value, unpacked
from annexes.package.compare import different
from annexes.package.labels import number
from annexes.package.opened import OpenedPackage
from annexes.package.printed_figures import printed_figures

if TYPE_CHECKING:
    import jinja2

STYLE, SCRIPT, TEMPLATE = "style.css", "script.js", "template.html.jinja"


def write(source: OpenedPackage, out: Path, files: Mapping[str, Measured]) -> list[Problem]:
    """Write the page in each language; `files` are those that it may offer for download."""
    template = _template()
    for language, path in pages(source).items():
        page = template.render(content(source, files, language))
        (out / path).write_text(page, "utf-8", newline="\n")
    return []


def read_back(source: OpenedPackage, out: Path) -> int:
    """Compare the table of each page with the figures; returns the number of cells."""
    return sum(_compare(source, out / path) for path in pages(source).values())


def _template() -> jinja2.Template:
    """The template with our own style sheet and script, and the policy that allows only these."""
    import jinja2

    environment = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "weblink": weblink,
        "prose": prose,
        "figure": number,
        "bytes": said_size,
        "compact": _compact,
    }
    style, script = file_of("exports.page", STYLE), file_of("exports.page", SCRIPT)
    # Markup is trusted as it stands: these three are our own files and drawings
    environment.globals |= {
        "style": Markup(style),  # noqa: S704
        "script": Markup(script),  # noqa: S704
        "drawing": lambda panel, limit: Markup(svg(panel, limit)),  # noqa: S704
        "policy": (
            f"default-src 'none'; img-src data:; style-src '{_digest(style)}'; "
            f"script-src '{_digest(script)}'; base-uri 'none'; form-action 'none'"
        ),
    }
    return environment.from_string(file_of("exports.page", TEMPLATE))


def weblink(url: object) -> str:
    """The address if it is one of the web, else '': no link runs a script or opens a file."""
    text = str(url or "")
    return text if urlsplit(text).scheme in ("http", "https") else ""


def prose(text: str) -> Markup:
    """A text with `names in backticks` as code; everything else in it is text."""
    parts = escape(text).split("`")
    if len(parts) % 2 == 0:  # a backtick without its partner is a backtick
        parts[-2:] = [Markup("`").join(parts[-2:])]
    code = Markup("<code>{}</code>")
    shown = (code.format(part) if number % 2 else part for number, part in enumerate(parts))
    return Markup().join(shown)


def _compact(value: object) -> Markup:
    """JSON without spaces, for a block of data: nothing in it can end the block."""
    from jinja2.utils import htmlsafe_json_dumps

    return htmlsafe_json_dumps(value, ensure_ascii=False, separators=(",", ":"))


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


# ── reading back ────────────────────────────────────────────────────────────────────────────


def _compare(source: OpenedPackage, file: Path) -> int:
    """Compare each table that the page has with the table of figures that it is named after.

    Of a long one all rows are compared as they are packed; those that are written out are its last.
    """
    parser, cells = _Rows(), 0
    parser.feed(file.read_text("utf-8"))
    for facts in printed_figures(source):
        name, columns = facts.table.name, shown_columns(facts)
        written, packed = parser.tables.get(name), parser.packed.get(name)
        found = unpacked(json.loads(packed)) if packed else written
        if not found:
            continue
        expected = [[shown_value(r[c]) for c in columns] for r in facts.table.records()]
        for at, (row, values) in enumerate(zip_longest(expected, found), start=1):
            if row != values:
                problem = f"the table has {values} where '{name}' has {row}"
                raise different(file, at, problem)
        if packed and any(row not in expected for row in written or []):
            raise different(file, None, f"the table has a row that '{name}' has not")
        cells += len(found) * len(columns)
    return cells


class _Rows(HTMLParser):
    """The values of all cells of the page that carry one, table by table, row by row."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self.packed: dict[str, str] = {}
        self._rows: list[list[str]] = []
        self._script = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "script":
            self._script = str(values.get("data-resource") or "")
        if tag == "table":
            self._rows = self.tables.setdefault(str(values.get("data-resource", "")), [])
        elif tag in ("td", "th") and "data-value" in values:
            if tag == "th":  # each row begins with what it is about
                self._rows.append([])
            self._rows[-1].append(str(values["data-value"]))

    def handle_data(self, data: str) -> None:
        if self._script:
            self.packed[self._script] = self.packed.get(self._script, "") + data

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._script = ""
