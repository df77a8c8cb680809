"""annexes add: the next document of a series."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from annexes.base.errors import UsageError
from annexes.commands.options import (
    Json,
    Named,
    Root,
    named_folder,
    next_command,
    print_json,
    read_day,
)

if TYPE_CHECKING:
    from annexes.building.series.next_document import Told
    from annexes.building.series.next_edition import Added
    from annexes.recipe.edition import Replaced


def add(
    document: Annotated[
        str,
        typer.Argument(
            help="A text or a PDF: a file, an https address, or a number such as dip:20/1234."
        ),
    ],
    path: Named = None,
    root: Root = Path(),
    replaces: Annotated[
        str, typer.Option(help="The edition that this document corrects.", metavar="EDITION")
    ] = "",
    reason: Annotated[str, typer.Option(help="Why it was corrected, with --replaces.")] = "",
    without: Annotated[
        list[str] | None, typer.Option(help="An annex that this document does not have.")
    ] = None,
    answered: Annotated[
        str, typer.Option(help="Its day, YYYY-MM-DD.", show_default="what it says itself")
    ] = "",
    question: Annotated[
        str, typer.Option(help="The printed paper with the question, such as 1/23.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Draft the recipe of the next edition from the last one, and say what differs.

    Period, captions, rows and sums are read from the document; oddities, findings and figures from
    its text are asked anew. Nothing is built before 'annexes review' has shown it to a person. A
    document that does not fit is refused, and nothing is written.

    Example: annexes add answer-2.pdf --question 1/23
    """
    from annexes.building.series.next_document import Told
    from annexes.building.series.next_edition import add_edition
    from annexes.reading.arrival.arrive import is_named_elsewhere
    from annexes.recipe.edition import Replaced

    if bool(replaces) != bool(reason):
        problem, hint = "a correction needs both", "give --replaces EDITION and --reason TEXT"
        raise UsageError.of("usage", "--replaces, --reason", problem, hint)
    corrected = Replaced(replaces, reason) if replaces else None
    package = named_folder(path, root)
    told = Told(read_day(answered, "--answered") if answered else None, question)
    if is_named_elsewhere(document):
        added = _from_elsewhere(document, package, corrected, without or [], told)
    else:
        added = add_edition(package, Path(document), corrected, without or (), told)
    if as_json:
        print_json({"ok": True, **asdict(added)})
        return
    rows = ", ".join(f"{label} {number} rows" for label, number in added.rows.items())
    typer.echo(f"Edition {added.edition}: {rows}")
    for title, texts in (
        ("Not as in the last edition:", added.differences),
        (f"To look at, in {added.recipe}:", added.confirm),
    ):
        if texts:
            typer.echo("\n".join([title, *(f"  {text}" for text in texts)]))
    typer.echo(f"Next: {next_command(f'review {added.edition}', package)}")


def _from_elsewhere(
    document: str, package: Path, corrected: Replaced | None, without: list[str], told: Told
) -> Added:
    """Fetch the document, draft its edition, and write what is known of it into the recipe.

    Other bytes at a known address are refused, unless they are said to be a correction.
    """
    from annexes.building.series.next_edition import add_edition
    from annexes.reading.arrival.arrive import arrived
    from annexes.recipe.edits import check_same_document, write_document_facts

    with arrived(document) as arrival:
        if corrected is None:
            check_same_document(package, arrival.paper.address, arrival.sha256)
        told = replace(told, answered=told.answered or arrival.paper.answered)
        added = add_edition(package, arrival.path, corrected, without, told)
    write_document_facts(package, arrival.sha256, arrival.facts)
    return added
