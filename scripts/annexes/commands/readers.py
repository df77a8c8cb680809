"""annexes readers: which cells pandas, R and German spreadsheets change by default."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from annexes.commands.options import Json, Named, Root, named_package, print_json

if TYPE_CHECKING:
    from annexes.exports.traps.trap import Trap


def readers(
    path: Named = None,
    root: Root = Path(),
    as_json: Json = False,
) -> None:
    """List every cell of the CSV files that a program changes when it loads them by default.

    Looked at are pandas, R (read.csv and readr) and Excel and LibreOffice with a German locale.
    A trap is declared when the schema names its kind in the property 'annexes:traps' of the
    field. Exit code 1 if one is not.

    Example: annexes readers --json
    """
    from annexes.exports.traps.found_traps import grouped, traps
    from annexes.package.disk import open_package

    found = traps(open_package(named_package(path, root)))
    undeclared = [trap for trap in found if not trap.declared]
    if as_json:
        print_json({"ok": not undeclared, "cells": [asdict(trap) for trap in found]})
    else:
        for group in grouped(found):
            _print(group)
        cells = len({(trap.resource, trap.line, trap.field) for trap in found})
        typer.echo(f"{cells} cells that some program changes, {len(undeclared)} times undeclared.")
    if undeclared:
        raise typer.Exit(1)


def _print(group: Sequence[Trap]) -> None:
    from annexes.base.texts import some_of

    first = group[0]
    cells = {trap.line: trap.cell for trap in group}
    shown = some_of([f"{cell!r} (line {line})" for line, cell in cells.items()])
    programs = ", ".join(dict.fromkeys(trap.reader for trap in group))
    said = "declared" if first.declared else "NOT DECLARED"
    typer.echo(f"{first.resource}.{first.field}: {first.kind} [{said}]")
    typer.echo(f"  {len(cells)} cells: {shown}")
    typer.echo(f"  changed by {programs}")
    if not first.declared:
        typer.echo(
            f'  → avoid the cells, or write "annexes:traps": ["{first.kind}"] into the '
            "field in its schema and tell readers how to load it"
        )
