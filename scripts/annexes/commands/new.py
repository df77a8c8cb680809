"""annexes new: draft a package for a document that nobody has described yet."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from annexes.commands.options import (
    Json,
    Root,
    named_package,
    next_command,
    page_numbers,
    print_json,
)
from annexes.commands.tables import Pages

if TYPE_CHECKING:
    from annexes.base.errors import Problem


def new(
    document: Annotated[
        str,
        typer.Argument(
            help="A PDF or a text: its file, its https address, or its number, as dip:20/1234."
        ),
    ],
    folder: Annotated[
        Path | None, typer.Argument(help="Where to put the package; by default named after it.")
    ] = None,
    pages: Pages = "",
    root: Root = Path(),
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
    become one resource. What a person must confirm is listed, here and at the top of the recipe;
    'annexes review --page' shows it beside the document. README, licence and a job that proves the
    package are written as well, so that the folder can be a repository of its own; files that are
    there stay as they are. Exit code 1 if the first build stopped.

    A document that is named by its address or number is fetched first and kept as it came, with
    its address, the day and its SHA-256; the Bundestag's is asked for with the key in DIP_API_KEY.

    Example: annexes new answer.pdf --tables 27.1,28.1 --title 'Border checks'
    """
    from annexes.building.create import create, name_of
    from annexes.building.draft.draft_package import Asked
    from annexes.reading.arrival.arrive import arrived
    from annexes.recipe.edits import check_same_document

    named = named_package(folder, root) if folder or root != Path() else None
    with arrived(document) as arrival:
        asked = Asked(
            name=_slug(name) or name_of(arrival.path),
            title=title,
            pages=tuple(page_numbers(pages) or ()),
            tables=_table_numbers(tables),
            known=arrival.facts,
        )
        check_same_document(named or Path(asked.name), arrival.address, arrival.sha256)
        created = create(arrival.path, named, asked)
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
            ("Not read:", _once_a_page(created.refused)),
            ("The first build stopped:", list(map(str, created.stopped))),
        ):
            if problems:
                typer.echo("\n".join([heading, *(f"  {problem}" for problem in problems), ""]))
        rows = ", ".join(f"{own} {count}" for own, count in created.rows.items())
        typer.echo(f"{created.folder}: " + (f"built: {rows}" if rows else "written, not yet built"))
        if created.rows:
            page = created.folder / "review.html"
            typer.echo(f"Look: {next_command('review', created.folder)} --page {page}")
        build = next_command("build", created.folder)
        typer.echo(f"Next: edit {created.recipe}, then run: {build}")
    if created.stopped:
        raise typer.Exit(1)


def _once_a_page(problems: list[Problem]) -> list[str]:
    """The first problem of each page, and how many more there are."""
    pages: dict[int | None, list[Problem]] = {}
    for problem in problems:
        pages.setdefault(problem.place.page, []).append(problem)
    return [
        f"page {page}: {own[0].problem}" + f" (and {len(own) - 1} more)" * (len(own) > 1)
        for page, own in pages.items()
    ]


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
