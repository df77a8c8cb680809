"""annexes add: the next document of a series."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

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
    alias: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=CODE", help="What a name means that no list decides."),
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
    from annexes.building.series.next_edition import add_edition
    from annexes.reading.arrival.arrive import arrived
    from annexes.recipe.edition import Replaced
    from annexes.recipe.edits import check_same_document

    if bool(replaces) != bool(reason):
        problem = "a correction needs both: --replaces EDITION and --reason TEXT"
        raise UsageError.of("usage", "--replaces, --reason", problem)
    aliases = {}
    for text in alias or ():
        name, _, code = text.rpartition("=")
        if not name or not code:
            raise UsageError.of("usage", "--alias", f"'{text}' is not NAME=CODE")
        aliases[name] = code
    corrected = Replaced(replaces, reason) if replaces else None
    package = named_folder(path, root)
    told: dict[str, Any] = {"answered": read_day(answered, "--answered")} if answered else {}
    told |= {"question": question} if question else {}
    with arrived(document) as arrival:
        if corrected is None:
            check_same_document(package, arrival.address, arrival.sha256)
        known = {**arrival.facts, **told}
        added = add_edition(package, arrival.path, corrected, without or (), known, aliases)
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
