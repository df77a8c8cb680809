"""annexes export: from the package to the forms that people load."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from annexes.commands.options import Json, Root, Verb, print_json, show_progress
from annexes.commands.to_replace import print_draft

if TYPE_CHECKING:
    from annexes.exports.export import Exported

Out = Annotated[
    Path | None, typer.Option("--out", help="Where to write.", show_default="dist in the package")
]
FOLDER = "dist"


class ExportCommand(Verb):
    """Names the forms in its help, which are looked for only then."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Show the help."""
        from annexes.exports.form import all_forms

        forms = "; ".join(f"{form.name}: {form.holds}" for form in all_forms().values())
        self.params[0].help = f"{forms}. All if none is named."  # type: ignore[attr-defined]
        super().format_help(ctx, formatter)


COMMAND = ExportCommand


def export(
    forms: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FORM]…",
            help="The forms to make, all if none is named.",
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

    begun = [""]

    def makes(form: str) -> None:
        begun.append(f"Exporting {form} …")
        show_progress(begun[-1])

    def reads(file: Path, done: float) -> None:
        show_progress(f"{begun[-1]} {file.name} {done:.0%}")

    package = open_package(root, reads)
    folder = out or package.root / FOLDER
    exported = run(package, folder, tuple(forms or ()), progress=makes)
    show_progress("")
    print_draft(package)
    if as_json:
        _print_json(folder, exported)
    else:
        _print(folder, exported)
    if exported.failed:
        raise typer.Exit(1)


def _print(folder: Path, exported: Exported) -> None:
    for path, file in exported.files.items():
        typer.echo(f"  {path}: {file.size} bytes")
    for problem in exported.left_out:
        typer.echo(f"Note: {problem}", err=True)
    for form, problems in exported.failed.items():
        for problem in problems:
            typer.echo(f"Not made: {form}: {problem}", err=True)
    compared = sum(exported.compared.values())
    typer.echo(f"Exported to {folder}: {len(exported.files)} files, {compared} cells compared.")


def _print_json(folder: Path, exported: Exported) -> None:
    files = [
        {"path": path, "bytes": file.size, "sha256": file.sha256}
        for path, file in exported.files.items()
    ]
    failed = {
        form: [problem.as_json() for problem in problems]
        for form, problems in exported.failed.items()
    }
    print_json(
        {
            "ok": not failed,
            "out": str(folder),
            "files": files,
            "compared": exported.compared,
            "left_out": [problem.as_json() for problem in exported.left_out],
            "failed": failed,
        }
    )
