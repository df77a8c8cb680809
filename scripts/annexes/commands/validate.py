"""annexes validate: say whether a package is a valid Data Package, and what is wrong with it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from annexes.base.errors import Place, Problem, UsageError
from annexes.commands.options import Json, errors_as_json, print_json

if TYPE_CHECKING:
    from annexes.validation.report import Report
    from annexes.validation.validate import Options


class Engine(StrEnum):
    """What reads the tables."""

    columnar = "columnar"
    frictionless = "frictionless"


class Language(StrEnum):
    """In which language people are told."""

    en = "en"
    de = "de"


def validate(
    path: Annotated[Path, typer.Argument(help="A package: folder, descriptor or zip.")] = Path(),
    engine: Annotated[Engine, typer.Option(help="What reads the tables.")] = Engine.columnar,
    compare: Annotated[
        bool, typer.Option("--compare", help="Run both engines and show where they differ.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, help="Errors kept for each resource.")] = 1000,
    memory: Annotated[
        str, typer.Option(help="Memory to use, such as 1GB.", show_default="half of the machine")
    ] = "",
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Threads.", show_default="one per core")
    ] = None,
    trusted: Annotated[
        bool,
        typer.Option(
            "--trusted", help="Follow references out of the package, and URLs; no bounds on costs."
        ),
    ] = False,
    language: Annotated[Language, typer.Option(help="Of the report.")] = Language.en,
    as_json: Json = False,
) -> None:
    """Check any tabular Data Package: what frictionless checks, and what it does not look for.

    Only files inside the package are read, and nothing is fetched. A table that would cost too much
    is not read: a row of more than 5,000 cells, a cell of more than 16 million characters, a
    pattern without end. Packages that 'annexes build' has made are checked against their own rules
    as well. Exit code 0 if nothing is wrong, 1 if something is.

    Example: annexes validate datapackage.json
    """
    from annexes.validation.database import bytes_of
    from annexes.validation.own_rules import check_report
    from annexes.validation.validate import Options, differences
    from annexes.validation.wording import as_json as record_of

    try:
        bytes_of(memory or "1GB")
    except ValueError as error:
        problem = Problem("usage", Place("--memory"), f"'{memory}' is no size", "write it as 1GB")
        raise UsageError(problem) from error
    options = Options(engine.value, limit, memory, jobs, trusted)
    with errors_as_json(as_json):
        report = _run(path, options)
        own = check_report(path, report)
    different = []
    if compare:
        other = Options("frictionless", limit, memory, jobs, trusted)
        different = differences(report, _run(path, other))
    if as_json:
        record = record_of(report)
        record["ok"] = report.ok and not own and not different
        record["rules"] = [problem.as_json() for problem in own]
        print_json(record | ({"differences": different} if compare else {}))
    else:
        _show(report, [str(problem) for problem in own], language)
        if compare:
            lines = [
                f"  {resource}: {kind}, row {row}, field {n}"
                for resource, kind, row, n in different
            ]
            typer.echo("\n".join([f"Differences between the engines: {len(different)}", *lines]))
    if not report.ok or own or different:
        raise typer.Exit(1)


def _run(path: Path, options: Options) -> Report:
    from annexes.validation.validate import validate as run

    with _progress() as tell:
        return run(path, options, tell)


def _show(report: Report, own: list[str], language: Language) -> None:
    from annexes.validation.wording import lines_of

    typer.echo("\n".join([*own, *lines_of(report, language.value)]))


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Names the resource that is read, on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status("Validating") as status:
        yield lambda name: status.update(f"Validating {name}")
