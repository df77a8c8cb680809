"""annexes trace: from a figure back to its line in the source."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from annexes.base.errors import UsageError
from annexes.commands.options import Json, Root, print_json

if TYPE_CHECKING:
    from annexes.history.trace import Trace

OnlyArea = Annotated[str, typer.Option(help="Only this area.")]
OnlyPeriod = Annotated[str, typer.Option(help="Only this period.")]
Where = Annotated[
    list[str] | None, typer.Option(metavar="COLUMN=VALUE", help="Only rows with this value.")
]
Picture = Annotated[
    Path | None, typer.Option(help="Write the page with the row marked, as PNG (PDFs only).")
]
"""Which rows are meant, here and in 'annexes explain'."""


def trace(
    code: Annotated[str, typer.Argument(help="The code of the row, as printed.")],
    area: OnlyArea = "",
    period: OnlyPeriod = "",
    where: Where = None,
    picture: Picture = None,
    root: Root = Path(),
    as_json: Json = False,
) -> None:
    """Show the rows of a code, and for each the page and line of the source and the line itself.

    The short form of 'annexes explain'.

    Example: annexes trace ABC --area north
    """
    from annexes.history.trace import trace as find
    from annexes.package.disk import open_package

    traces = find(open_package(root), code, wanted_values(area, period, where))
    if picture:
        draw(traces, picture)
    for found in traces:
        if as_json:
            place: dict[str, Any] = {"file": found.place.file, "page": found.place.page}
            place |= {"line": found.place.line}
            place |= {"box": found.place.box} if found.place.box else {}
            print_json({"row": found.row, "annex": found.annex, **place, "text": found.text})
        else:
            typer.echo(", ".join(f"{column} {value}" for column, value in found.row.items()))
            typer.echo(f"  {found.document}, {found.annex}: {found.place}")
            typer.echo(f"  {found.text}")


def wanted_values(area: str, period: str, where: list[str] | None) -> dict[str, str]:
    """The values of columns that were asked for; UsageError for a text without a column."""
    wanted = dict(map(_pair, where or []))
    return wanted | {name: value for name, value in (("area", area), ("period", period)) if value}


def _pair(text: str) -> tuple[str, str]:
    column, equals, value = text.partition("=")
    if not (column and equals):
        hint = "write it as COLUMN=VALUE"
        raise UsageError.of("usage", "--where", f"'{text}' has no column", hint)
    return column, value


def draw(traces: list[Trace], picture: Path) -> None:
    """Write the picture of the one row that was found; UsageError if there is none to draw."""
    from annexes.reading.document.read_document import pdf_picture

    if not traces:
        problem = "no row was found"
        raise UsageError.of("picture", picture, problem)
    place = traces[0].place
    if len(traces) > 1:
        problem, hint = f"{len(traces)} rows were found", "name one of them with --area or --where"
        raise UsageError.of("picture", place.file, problem, hint)
    if place.box is None:
        problem = "the source is a text, which has no pages to draw"
        raise UsageError.of("picture", place, problem)
    picture.write_bytes(pdf_picture(Path(place.file), place.page or 1, place.box))
