"""annexes validate: say whether a package is a valid Data Package."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from annexes.commands.common import Json, errors_as_json, print_json


def validate(
    path: Annotated[Path, typer.Argument(help="A package: its folder or its descriptor.")] = Path(),
    as_json: Json = False,
) -> None:
    """Check any Data Package against the standard, and ours against their own rules as well.

    Exit code 0 if the package is valid, 1 if it is not.

    Example: annexes validate datapackage.json
    """
    from annexes.checks.package import check_package
    from annexes.package import open_package

    with errors_as_json(as_json):
        package = open_package(path)
        problems = check_package(package)
    if as_json:
        print_json({"ok": not problems, "errors": [problem.as_json() for problem in problems]})
    else:
        name, count = package.descriptor.get("name", path), len(package.descriptor["resources"])
        typer.echo("\n".join(map(str, problems)) or f"VALID: {name}, {count} resources.")
    if problems:
        raise typer.Exit(1)
