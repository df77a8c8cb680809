"""What the verbs share: their options, and how they print results and errors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from annexes.errors import AnnexesError

Root = Annotated[
    Path,
    typer.Option("--directory", "-C", help="The folder of the package.", show_default="this one"),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def print_json(value: Any) -> None:
    """One JSON value on one line."""
    typer.echo(json.dumps(value, ensure_ascii=False))


def as_record(error: AnnexesError) -> dict[str, Any]:
    """The JSON form of a failure."""
    return {"ok": False, "errors": [problem.as_json() for problem in error.problems]}


@contextmanager
def errors_as_json(wanted: bool) -> Iterator[None]:
    """If wanted, print an AnnexesError as JSON on standard output and exit with its code."""
    try:
        yield
    except AnnexesError as error:
        if not wanted:
            raise
        print_json(as_record(error))
        raise typer.Exit(error.exit_code) from error
