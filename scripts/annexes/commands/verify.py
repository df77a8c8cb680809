"""annexes verify: prove a release."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from annexes.commands.options import Json, print_json, show_progress


def verify(
    archive: Annotated[Path, typer.Argument(help="The zip that 'annexes release' has written.")],
    as_json: Json = False,
) -> None:
    """Prove a release: build it again from its own recipes and documents, compare every byte.

    Nothing in the zip is run. What was changed is named: a figure, a recipe, a document, a
    checksum. Whether the zip itself is the one that was published, its SHA-256 says. Exit code 1
    if anything differs.

    Example: annexes verify visits-1.1.0.zip
    """
    from annexes.history.verify import verify as run

    found = run(archive, lambda what: show_progress(f"Verifying: {what} …"))
    show_progress("")
    holds = not found.problems
    if as_json:
        told = {name: own for name, own in vars(found).items() if name != "problems"}
        errors = [problem.as_json() for problem in found.problems]
        print_json({"ok": holds, **told, "errors": errors})
    else:
        typer.echo(f"{found.name} {found.version}, {found.date}, made by {found.engine}")
        typer.echo(f"  sha256:{found.sha256}  (compare it with what the publisher says)")
        for note in found.notes:
            typer.echo(f"Note: {note}", err=True)
        for problem in found.problems:
            typer.echo(str(problem), err=True)
        if holds:
            typer.echo("Checks that stood behind it:")
            typer.echo("\n".join(f"  {name}: {text}" for name, text in found.checks.items()))
            typer.echo(f"HOLDS: built again, all {found.files} files are the same to the byte.")
        else:
            typer.echo(f"DOES NOT HOLD: {len(found.problems)} problems.")
    if not holds:
        raise typer.Exit(1)
