"""annexes new: draft a package for a document that nobody has described yet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from annexes.commands.options import (
    Json,
    Root,
    errors_as_json,
    named_package,
    page_numbers,
    print_json,
)
from annexes.commands.tables import Pages


def new(
    document: Annotated[Path, typer.Argument(help="A PDF.")],
    folder: Annotated[
        Path | None, typer.Argument(help="Where to put the package; by default named after it.")
    ] = None,
    pages: Pages = "",
    root: Root = Path(),
    as_json: Json = False,
) -> None:
    """Draft a package from the tables of a PDF: recipe, schemas and a first build.

    Columns, types, code lists, totals and nil signs are proposed; what a person must confirm is
    listed, here and at the top of the recipe. Exit code 1 if the first build stopped.

    Example: annexes new answer.pdf --pages 27-28 answer
    """
    from annexes.building.create import create

    with errors_as_json(as_json):
        named = named_package(folder, root) if folder or root != Path() else None
        created = create(document, named, page_numbers(pages))
    if as_json:
        print_json(
            {
                "ok": not created.stopped,
                "folder": str(created.folder),
                "rows": created.rows,
                "confirm": created.confirm,
                "refused": [problem.as_json() for problem in created.refused],
                "errors": [problem.as_json() for problem in created.stopped],
            }
        )
    else:
        for title, texts in (
            ("Confirm:", created.confirm),
            ("Not read:", list(map(str, created.refused))),
            ("The first build stopped:", list(map(str, created.stopped))),
        ):
            if texts:
                typer.echo("\n".join([title, *(f"  {text}" for text in texts), ""]))
        rows = ", ".join(f"{name} {count}" for name, count in created.rows.items())
        typer.echo(f"{created.folder}: " + (f"built: {rows}" if rows else "written, not yet built"))
        typer.echo(f"Next: edit {created.recipe}, then run: annexes build -C {created.folder}")
    if created.stopped:
        raise typer.Exit(1)
