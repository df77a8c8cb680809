"""annexes tables: show the tables of a document as they are printed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from annexes.commands.options import Json, page_numbers, print_json

if TYPE_CHECKING:
    from annexes.reading.survey import SurveyedPage, SurveyedTable

Pages = Annotated[str, typer.Option(help="Only these pages, such as 27-28,31.")]


def tables(
    document: Annotated[Path, typer.Argument(help="A PDF or a text.")],
    pages: Pages = "",
    as_json: Json = False,
) -> None:
    """Show the tables of a PDF or a text, cell by cell as they are printed. Nothing is written.

    A table of which anything is not certain is not shown, but named with the reason. With --json,
    one line for each table, and one for each page that says what its words are; `continues` names
    the table of the page before that a table may be the rest of. Exit code 1 if a table or a row
    was refused.

    Example: annexes tables answer.pdf --pages 27-28
    """
    from annexes.reading.survey import survey

    refused, bare = 0, []
    last: SurveyedTable | None = None
    for surveyed in survey(document, page_numbers(pages)):
        refused += sum(bool(table.problems) for table in surveyed.tables)
        refused += len(surveyed.unread)
        if not surveyed.tables and not surveyed.unread:
            bare.append(surveyed.page.number)
        for line in _json(surveyed, last) if as_json else ():
            print_json(line)
        if not as_json:
            _show(surveyed, last)
        last = surveyed.tables[-1] if surveyed.tables else None
    if bare and not as_json:
        typer.echo(f"{_pages(bare)}: no table found")
    if refused:
        raise typer.Exit(1)


def _continues(table: SurveyedTable, last: SurveyedTable | None) -> dict[str, Any]:
    """The `last` table of the page before, if this first one of its page may be the rest of it."""
    from annexes.reading.tables.continued import may_continue

    if last is None or table.number != 1 or not may_continue(last.found, table.found):
        return {}
    return {"continues": {"page": last.found.page, "table": last.number}}


def _json(surveyed: SurveyedPage, last: SurveyedTable | None) -> Iterator[dict[str, Any]]:
    """The records of a page: its tables, what was not read, and what its words are."""
    page = surveyed.page.number
    for table in surveyed.tables:
        where = {"page": page, "table": table.number}
        if table.problems:
            yield {"ok": False, **where, "errors": [p.as_json() for p in table.problems]}
        else:
            yield {"ok": True, **where, **_record(table), **_continues(table, last)}
    for problem in surveyed.unread:
        yield {"ok": False, "errors": [problem.as_json()]}
    words = {"all": len(surveyed.page.words), **{str(r): n for r, n in surveyed.roles.items()}}
    yield {"ok": not words["refused"], "page": page, "words": words, "errors": []}


def _record(table: SurveyedTable) -> dict[str, Any]:
    found = table.found
    return {
        "title": found.title,
        "notes": found.note_lines,
        "heading": found.heading,
        "header": list(found.header),
        "rows": [row.texts for row in found.rows],
        "box": [round(side, 1) for side in found.box],
        "ruled": found.ruled,
        "remarks": [remark.as_json() for remark in table.remarks],
    }


def _show(surveyed: SurveyedPage, last: SurveyedTable | None) -> None:
    for table in surveyed.tables:
        found = table.found
        where = f"page {found.page}, table {table.number}"
        if table.problems:
            typer.echo(f"{where}: refused", err=True)
            typer.echo("\n".join(map(str, table.problems)), err=True)
        else:
            for before in _continues(table, last).values():
                where += f" (may continue page {before['page']}, table {before['table']})"
            typer.echo(where + f": {found.title}" * bool(found.title))
            typer.echo(_columns([*found.heading, *(row.texts for row in found.rows)]))
            for remark in table.remarks:
                typer.echo(f"  not certain: {remark.problem}\n")
    for problem in surveyed.unread:
        typer.echo(str(problem), err=True)


def _pages(numbers: list[int]) -> str:
    """'page 3', 'pages 1-3, 7': numbers that follow each other as a range."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    shown = ", ".join(f"{a}-{b}" if a < b else f"{a}" for a, b in ranges)
    return f"page{'s' * (len(numbers) > 1)} {shown}"


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
