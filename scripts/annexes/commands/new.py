"""annexes new: draft a package for a document that nobody has described yet."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from annexes.commands.options import Json, errors_as_json, page_numbers, print_json
from annexes.commands.tables import Pages


def new(
    document: Annotated[Path, typer.Argument(help="A PDF or a text.")],
    folder: Annotated[
        Path | None, typer.Argument(help="Where to put the package; by default named after it.")
    ] = None,
    pages: Pages = "",
    tables: Annotated[
        str, typer.Option(help="Only these tables, as 'annexes tables' numbers them: 7.1,8.2.")
    ] = "",
    name: Annotated[str, typer.Option(help="Name of the package; by default the file's.")] = "",
    title: Annotated[
        str, typer.Option(help="Title of the package; by default the document's.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Draft a package from the tables of a document: one recipe, and a first build.

    Columns, types, code lists, periods, totals and nil signs are proposed; annexes of one shape
    become one resource. What a person must confirm is listed, here and at the top of the recipe.
    Exit code 1 if the first build stopped.

    Example: annexes new answer.pdf --tables 27.1,28.1 --title 'Border checks of 2013'
    """
    from annexes.building.create import create, name_of
    from annexes.building.draft.draft_package import Asked

    with errors_as_json(as_json):
        asked = Asked(
            name=_slug(name) or name_of(document),
            title=title,
            pages=tuple(page_numbers(pages) or ()),
            tables=_table_numbers(tables),
        )
        created = create(document, folder, asked)
    confirm = [f"{about}: {text}" for about, texts in created.confirm.items() for text in texts]
    if as_json:
        print_json(
            {
                "ok": not created.stopped,
                "folder": str(created.folder),
                "rows": created.rows,
                "confirm": confirm,
                "refused": [problem.as_json() for problem in created.refused],
                "errors": [problem.as_json() for problem in created.stopped],
            }
        )
    else:
        for about, texts in created.confirm.items():
            typer.echo("\n".join([f"Confirm, {about}:", *(f"  {text}" for text in texts), ""]))
        for heading, problems in (
            ("Not read:", created.refused),
            ("The first build stopped:", created.stopped),
        ):
            if problems:
                typer.echo("\n".join([heading, *(f"  {problem}" for problem in problems), ""]))
        rows = ", ".join(f"{own} {count}" for own, count in created.rows.items())
        typer.echo(f"{created.folder}: " + (f"built: {rows}" if rows else "written, not yet built"))
        typer.echo(f"Next: edit {created.recipe}, then run: annexes build -C {created.folder}")
    if created.stopped:
        raise typer.Exit(1)


def _slug(name: str) -> str:
    if name and not re.fullmatch("[a-z0-9][a-z0-9._-]*", name):
        raise typer.BadParameter("only a-z, 0-9, '.', '_' and '-'", param_hint="--name")
    return name


def _table_numbers(tables: str) -> tuple[tuple[int, int], ...]:
    """'7.1,8.2' as pairs of page and table."""
    if not re.fullmatch(r"(?:[1-9][0-9]*\.[1-9][0-9]*(?:,|$))*", tables):
        raise typer.BadParameter("page.table, such as 7.1,8.2", param_hint="--tables")
    pairs = (own.split(".") for own in tables.split(",") if own)
    return tuple((int(page), int(number)) for page, number in pairs)
