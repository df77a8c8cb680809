"""annexes export: from the package to the forms that people load."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from annexes.commands.options import Json, Root, errors_as_json, print_json

if TYPE_CHECKING:
    from annexes.exports.export import Exported

Out = Annotated[
    Path | None, typer.Option("--out", help="Where to write.", show_default="dist in the package")
]
FOLDER = "dist"


def export(
    forms: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FORM]…",
            help="files, csvw, zip, flat, parquet, sqlite, xlsx, skos, page; all if none is named.",
            show_default=False,
        ),
    ] = None,
    out: Out = None,
    root: Root = Path(),
    as_json: Json = False,
) -> None:
    """Make the forms that people load, and a landing page; nothing but the package is needed.

    Everything is read back and compared with the package before it is put in its place. The
    folder can be published as it is: open index.html, or run 'annexes serve'.

    Example: annexes export xlsx sqlite --out /tmp/export
    """
    from annexes.exports.export import export as run
    from annexes.package.disk import open_package

    with errors_as_json(as_json):
        package = open_package(root)
        folder = out or package.root / FOLDER
        exported = run(package, folder, tuple(forms or ()), progress=_progress)
    _clear()
    if as_json:
        _print_json(folder, exported)
    else:
        _print(folder, exported)


def _print(folder: Path, exported: Exported) -> None:
    for path, file in exported.files.items():
        typer.echo(f"  {path}: {file.size} bytes")
    for problem in exported.left_out:
        typer.echo(f"Left out: {problem}", err=True)
    compared = sum(exported.compared.values())
    typer.echo(f"Exported to {folder}: {len(exported.files)} files, {compared} cells compared.")


def _print_json(folder: Path, exported: Exported) -> None:
    files = [
        {"path": path, "bytes": file.size, "sha256": file.sha256}
        for path, file in exported.files.items()
    ]
    left_out = [problem.as_json() for problem in exported.left_out]
    compared = exported.compared
    print_json(
        {"ok": True, "out": str(folder), "files": files, "compared": compared, "left_out": left_out}
    )


def _progress(form: str) -> None:
    """Which form is being made, on a terminal only."""
    if sys.stderr.isatty():
        typer.echo(f"\r\033[KExporting {form} …", err=True, nl=False)


def _clear() -> None:
    if sys.stderr.isatty():
        typer.echo("\r\033[K", err=True, nl=False)
