"""What the verbs share: their options, and how they print results and errors."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from annexes.base.errors import AnnexesError, UsageError

INTERRUPTED = 130
"""The exit code of what somebody has stopped."""
Root = Annotated[
    Path,
    typer.Option("--directory", "-C", help="The folder of the package.", show_default="this one"),
]
Named = Annotated[
    Path | None,
    typer.Argument(
        metavar="[PATH]",
        help="The package: its folder or its descriptor.",
        show_default="the folder of -C",
    ),
]
"""The package as verbs take it that have no other argument; see `named_package`."""
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def named_package(path: Path | None, root: Path) -> Path:
    """The package that a command line names, as PATH or by -C; UsageError if it names two."""
    if path is not None and root != Path():
        problem = f"two packages are named, {path} and by -C {root}: name one"
        raise UsageError.of("usage", "-C", problem)
    return root if path is None else path


def named_folder(path: Path | None, root: Path) -> Path:
    """The folder of the package that a command line names, also by its descriptor."""
    named = named_package(path, root)
    return named.parent if named.is_file() else named


def folder_alone(first: str, path: Path | None) -> tuple[str, Path | None]:
    """An optional argument and the package behind it; a folder that stands alone is the package."""
    return ("", Path(first)) if path is None and Path(first).is_dir() and first else (first, path)


def next_command(command: str, package: Path) -> str:
    """The command to run next, with the package where it is not this folder."""
    return f"annexes {command}" if package == Path() else f"annexes {command} -C {package}"


def print_json(value: Any) -> None:
    """One JSON value on one line; paths, days and decimals are texts."""
    typer.echo(json.dumps(value, ensure_ascii=False, default=str))


def show_progress(text: str) -> None:
    """Say what is being done, on the last line of a terminal; '' leaves nothing there."""
    if sys.stderr.isatty():
        typer.echo(f"\r\033[K{text}", err=True, nl=False)


class Verb(TyperCommand):
    """A verb whose failure is told as JSON on standard output where --json asks for it."""

    def invoke(self, ctx: Any) -> Any:
        """Run the verb."""
        try:
            return super().invoke(ctx)
        except AnnexesError as error:
            show_progress("")
            if not ctx.params.get("as_json"):
                raise
            print_json({"ok": False, "errors": [problem.as_json() for problem in error.problems]})
            raise typer.Exit(error.exit_code) from error


def read_day(text: str, option: str) -> dt.date:
    """The day that an option names as YYYY-MM-DD; UsageError if it names none."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise UsageError.of("day", option, f"'{text}' is no day") from error


def page_numbers(text: str) -> list[int] | None:
    """The numbers in a text such as 27-28,31; None, which means all, if it is empty.

    Raises UsageError if the text is not of this form.
    """
    numbers: list[int] = []
    for part in filter(None, text.replace(" ", "").split(",")):
        first, dash, last = part.partition("-")
        if not first.isdecimal() or (dash and not last.isdecimal()):
            raise UsageError.of("usage", "--pages", f"'{part}' is no page, as in 27-28,31")
        numbers += range(int(first), int(last or first) + 1)
    return numbers or None
