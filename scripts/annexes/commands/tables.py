"""annexes tables: show the tables of a document as they are printed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from annexes.commands.options import Json, errors_as_json, page_numbers, print_json

if TYPE_CHECKING:
    from annexes.reading.survey import SurveyedTable

Pages = Annotated[str, typer.Option(help="Only these pages, such as 27-28,31.")]


def tables(
    document: Annotated[Path, typer.Argument(help="A PDF or a text.")],
    pages: Pages = "",
    as_json: Json = False,
) -> None:
    """Show the tables of a PDF or a text, cell by cell as they are printed. Nothing is written.

    A table of which anything is not certain is not shown, but named with the reason. With --json,
    one line for each table. Exit code 1 if a table or a row was refused, or none was found.

    Example: annexes tables answer.pdf --pages 27-28
    """
    from annexes.reading.survey import survey

    shown = refused = 0
    with errors_as_json(as_json):
        for surveyed in survey(document, page_numbers(pages)):
            for table in surveyed.tables:
                shown += not table.problems
                refused += bool(table.problems)
                _show(table, as_json=as_json)
            for problem in surveyed.unread:
                refused += 1
                if as_json:
                    print_json({"ok": False, "errors": [problem.as_json()]})
                else:
                    typer.echo(str(problem), err=True)
    if refused or not shown:
        raise typer.Exit(1)


def _show(table: SurveyedTable, *, as_json: bool) -> None:
    found = table.found
    where = {"page": found.page, "table": table.number}
    if as_json and table.problems:
        errors = [problem.as_json() for problem in table.problems]
        print_json({"ok": False, **where, "errors": errors})
    elif as_json:
        print_json({"ok": True, **where, **_record(table)})
    elif table.problems:
        typer.echo(f"page {found.page}, table {table.number}: refused", err=True)
        typer.echo("\n".join(map(str, table.problems)), err=True)
    else:
        typer.echo(
            f"page {found.page}, table {table.number}" + f": {found.title}" * bool(found.title)
        )
        typer.echo(_columns([list(found.header), *(row.texts for row in found.rows)]))


def _record(table: SurveyedTable) -> dict[str, Any]:
    found = table.found
    return {
        "title": found.title,
        "header": list(found.header),
        "rows": [row.texts for row in found.rows],
        "box": [round(side, 1) for side in found.box],
        "ruled": found.ruled,
    }


def _columns(rows: list[list[str]]) -> str:
    """The cells in columns: words to the left, figures to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(
            cell.rjust(width) if number else cell.ljust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )
    return "\n".join(f"  {line.rstrip()}" for line in lines) + "\n"
