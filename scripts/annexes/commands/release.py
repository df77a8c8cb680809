"""annexes release: a version of the data, made whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from annexes.commands.options import (
    Json,
    Named,
    Root,
    folder_alone,
    named_folder,
    print_json,
    read_day,
    show_progress,
)

if TYPE_CHECKING:
    from annexes.history.release import Released

FOLDER = Path("dist", "releases")


def release(
    version: Annotated[
        str, typer.Argument(help="Such as 1.1.0; by default what the changes ask for.")
    ] = "",
    path: Named = None,
    root: Root = Path(),
    date: Annotated[
        str, typer.Option("--date", help="YYYY-MM-DD.", show_default="that of the changelog")
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Where to write.", show_default="dist/releases in the package"),
    ] = None,
    as_json: Json = False,
) -> None:
    """Release a version: checked, built, exported, with files for portals, as a folder and a zip.

    Refused are changes that are not committed, a failed check, an edition that nobody has reviewed,
    a smaller step than the changes since the last release (its git tag) ask for, and a version of
    which the CHANGELOG says nothing. The zip carries recipes and documents: 'annexes verify' proves
    it. Made twice, or elsewhere, it is the same to the byte.

    Example: annexes release 1.1.0
    """
    from annexes.history.release import release as run

    version, path = folder_alone(version, path)
    package = named_folder(path, root)
    released = run(
        package,
        version,
        read_day(date, "--date") if date else None,
        out or package / FOLDER,
        lambda what: show_progress(f"Releasing: {what} …"),
    )
    show_progress("")
    assembled = released.assembled
    if as_json:
        print_json(
            {
                "ok": True,
                "name": assembled.name,
                "version": assembled.version,
                "date": assembled.day.isoformat(),
                "folder": str(released.folder),
                "zip": str(released.archive),
                "sha256": released.sha256,
                "made": released.made,
                "last": released.last,
                "step": released.diff.step.name if released.diff else None,
                "checks": dict(assembled.checks),
                "left_out": [problem.as_json() for problem in assembled.left_out],
            }
        )
    else:
        _show(released)


def _show(released: Released) -> None:
    assembled = released.assembled
    for name, text in assembled.checks.items():
        typer.echo(f"  {name}: {text}")
    for problem in assembled.left_out:
        typer.echo(f"Left out: {problem}", err=True)
    if released.diff and not released.is_tagged:
        typer.echo(f"A {released.diff.step.name} change since {released.last}.")
    typer.echo(f"{released.folder}\n{released.archive}\n  sha256:{released.sha256}")
    if not released.made:
        typer.echo("Nothing changed: exactly this release was there before.")
    if released.is_tagged:
        return
    tag = f"v{assembled.version}"
    steps = [
        f"git commit --all --message 'Data {assembled.version}' && git tag {tag}",
        f"annexes verify {released.archive}",
        "annexes publish zenodo   (shows what would be sent; --confirm sends it)",
        f"git push origin HEAD {tag}",
    ]
    typer.echo("Next:\n" + "\n".join(f"  {n}. {step}" for n, step in enumerate(steps, start=1)))
