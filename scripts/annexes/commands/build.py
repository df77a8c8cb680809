"""annexes build: from the documents to a checked package."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from annexes.commands.options import Json, Named, Root, named_folder, print_json


def build(
    path: Named = None,
    root: Root = Path(),
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 if a build would change a byte.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Build the package from its documents and recipe.

    All checks come before anything is written; if one fails, the last good package stays as
    it was. A second build with nothing changed changes no byte.

    Example: annexes build --check
    """
    from annexes.building.build import build as run

    built = run(named_folder(path, root), check_only=check)
    differs = check and bool(built.changed)
    if as_json:
        print_json({"ok": not differs, "rows": built.rows, "changed": built.changed})
    elif differs:
        typer.echo("The package is not what its recipe builds. Run 'annexes build'; it changes:")
        typer.echo("\n".join(f"  {path}" for path in built.changed))
    elif built.changed:
        typer.echo("\n".join(f"  {name}: {rows} rows" for name, rows in built.rows.items()))
        typer.echo(f"Built: {len(built.changed)} files written, all checks passed.")
    else:
        typer.echo("Nothing changed: the package is up to date, all checks passed.")
    if differs:
        raise typer.Exit(1)
