"""annexes extract: read documents and print their rows; nothing is written."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from annexes.commands.common import Json, Root, as_record, print_json
from annexes.errors import DocumentError

if TYPE_CHECKING:
    from annexes.model import Extraction, Figure, Row
    from annexes.recipe.edition import Edition


def extract(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Documents to read.")],
    edition: Annotated[str, typer.Option(help="The edition whose recipe describes them.")],
    root: Root = Path(),
    as_json: Json = False,
) -> None:
    """Read documents and print their rows. Nothing is written.

    Every check of the document itself is made, but it is not compared with the reviewed
    figures of the recipe. With --json, one line for each document. Exit code 1 if any
    document was refused.

    Example: annexes extract answer.txt --edition first-half --json
    """
    from annexes.codes import CodeList
    from annexes.extraction import extract as read
    from annexes.recipe import load_recipe

    recipe = load_recipe(root)
    chosen = recipe.edition(edition)
    codes = CodeList(recipe.code_lists(), recipe.package.codes)
    refused = False
    for file in files:
        try:
            extraction = read(file, chosen, recipe, codes)
        except DocumentError as error:
            refused = True
            if as_json:
                print_json({"file": str(file), **as_record(error)})
            else:
                typer.echo(f"{file}: refused\n{error}", err=True)
        else:
            if as_json:
                rows = [_row(chosen, row) for row in extraction.rows]
                print_json({"file": str(file), "ok": True, "rows": rows})
            else:
                _show(file, chosen, extraction)
    if refused:
        raise typer.Exit(1)


def _row(edition: Edition, row: Row) -> dict[str, Any]:
    record: dict[str, Any] = {
        **edition.annexes[row.annex].values,
        edition.layout(row.annex).label.name: row.key,
        "name_printed": row.name,
        **{name: _number(figure) for name, figure in row.figures.items()},
        "page": row.place.page,
        "line": row.place.line,
    }
    record |= {"box": row.place.box} if row.place.box else {}
    return record | ({"marks": row.marks} if row.marks else {})


def _number(figure: Figure) -> int | float | None:
    return float(figure) if isinstance(figure, Decimal) else figure


def _show(file: Path, edition: Edition, extraction: Extraction) -> None:
    typer.echo(f"{file}: {len(extraction.rows)} rows")
    for number, annex in enumerate(edition.annexes):
        rows = [row for row in extraction.rows if row.annex == number]
        counts = [c.name for c in edition.layout(number).figures if c.reads == "count"]
        sums = [f"{name} {sum(row.figures[name] or 0 for row in rows)}" for name in counts]
        typer.echo(f"  {', '.join([f'{annex.label}: {len(rows)} rows', *sums])}")
