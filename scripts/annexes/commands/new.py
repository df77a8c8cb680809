"""annexes new: draft a package for a document that nobody has described yet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from annexes.commands.options import Json, errors_as_json, page_numbers, print_json
from annexes.commands.tables import Pages

if TYPE_CHECKING:
    from annexes.building.create import Created


def new(
    document: Annotated[
        str,
        typer.Argument(
            help="A PDF: its file, its https address, or its number, as dip:20/1234 or nrw:18/97."
        ),
    ],
    folder: Annotated[
        Path | None, typer.Argument(help="Where to put the package; by default named after it.")
    ] = None,
    pages: Pages = "",
    as_json: Json = False,
) -> None:
    """Draft a package from the tables of a PDF: recipe, schemas and a first build.

    Columns, types, code lists, totals and nil signs are proposed; what a person must confirm is
    listed, here and at the top of the recipe. Exit code 1 if the first build stopped.

    A document that is named by its address or number is fetched first and kept as it came, with
    its address, the day and its SHA-256; the Bundestag's is asked for with the key in DIP_API_KEY.

    Example: annexes new answer.pdf --pages 27-28 answer
    """
    from annexes.building.create import create
    from annexes.reading.arrival.arrive import is_named_elsewhere

    with errors_as_json(as_json):
        if is_named_elsewhere(document):
            created = _from_elsewhere(document, folder, page_numbers(pages))
        else:
            created = create(Path(document), folder, page_numbers(pages))
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


def _from_elsewhere(document: str, folder: Path | None, pages: list[int] | None) -> Created:
    """Fetch the document, draft its package, and write what is known of it into the recipe."""
    from annexes.building.create import create, rebuilt
    from annexes.reading.arrival.arrive import arrived
    from annexes.recipe.document_facts import check_same_document, write_document_facts

    with arrived(document) as arrival:
        target = folder or Path(arrival.path.stem.lower())
        check_same_document(target, arrival.paper.address, arrival.sha256)
        created = create(arrival.path, target, pages)
    write_document_facts(created.folder, arrival.sha256, arrival.facts)
    return rebuilt(created)
