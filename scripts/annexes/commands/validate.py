"""annexes validate: say whether a package is a valid Data Package, and what is wrong with it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from annexes.base.errors import (
    AnnexesError,
    CheckError,
    Place,
    Problem,
    UsageError,
    raise_if_any,
)
from annexes.commands.options import Root, named_package, print_json

if TYPE_CHECKING:
    from annexes.validation.report import Report
    from annexes.validation.validation_options import Options

Differences = list[tuple[str, str, int | None, int | None]]


Engine = Literal["columnar", "frictionless"]
Language = Literal["en", "de"]
ReportFormat = Literal["text", "json", "frictionless", "github", "junit"]


def validate(
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar="[PATH]",
            help="A package: folder, descriptor or zip.",
            show_default="the folder of -C",
        ),
    ] = None,
    root: Root = Path(),
    schema: Annotated[
        Path | None, typer.Option(help="For a table without a package: its Table Schema.")
    ] = None,
    format: Annotated[  # noqa: A002 – the name of the option
        ReportFormat, typer.Option(help="Of the report.")
    ] = "text",
    pick: Annotated[
        str, typer.Option(help="Only errors of these types, such as type-error,#header.")
    ] = "",
    skip: Annotated[str, typer.Option(help="No errors of these types.")] = "",
    resource: Annotated[str, typer.Option(help="Only the resource of this name.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="Errors kept for each resource.")] = 1000,
    prove: Annotated[
        bool, typer.Option("--prove", help="Read the figures again from their document.")
    ] = False,
    engine: Annotated[Engine, typer.Option(help="What reads the tables.")] = "columnar",
    compare: Annotated[
        bool, typer.Option("--compare", help="Run both engines and show where they differ.")
    ] = False,
    memory: Annotated[
        str, typer.Option(help="Memory to use, such as 1GB.", show_default="by size")
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
    language: Annotated[Language, typer.Option(help="Of the report.")] = "en",
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
) -> None:
    """Check any tabular Data Package: what frictionless checks, and what it does not look for.

    Only files inside the package are read, and nothing is fetched. What takes more time or memory
    than its size allows is not read, and the package is then not valid. Packages that
    'annexes build' has made are checked against their own rules as well.

    Exit code 0 if nothing is wrong, 1 if something is, 2 for wrong use, 3 if there is nothing to
    read.

    Example: annexes validate datapackage.json
    """
    from annexes.validation.report import differences
    from annexes.validation.validation_options import Options

    shown = "json" if as_json else format
    report, different = None, Differences()
    try:
        given = Options(
            engine, _size(memory), jobs, trusted, resource=resource, limit=limit,
            pick=_listed(pick), skip=_listed(skip), schema=str(schema or ""),
        )  # fmt: skip
        named = named_package(path, root)
        report = _run(named, given)
        if compare:
            different = differences(report, _run(named, replace(given, engine="frictionless")))
        if prove and report.ok:
            _prove(Path(report.folder))
    except AnnexesError as error:
        if shown == "text":
            raise
        _show(report, different, shown, language, error.problems)
        raise typer.Exit(error.exit_code) from error
    _show(report, different, shown, language)
    if shown == "text":
        _tell_more(report, different if compare else None, proved=prove and report.ok)
    if not report.ok or different:
        raise typer.Exit(1)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in text.split(","))))


def _size(memory: str) -> str:
    from annexes.validation.memory import bytes_of

    try:
        bytes_of(memory or "1GB")
    except ValueError as error:
        problem = Problem("usage", Place("--memory"), f"'{memory}' is no size", "write it as 1GB")
        raise UsageError(problem) from error
    return memory


def _run(path: Path, options: Options) -> Report:
    from annexes.base.texts import toml_of
    from annexes.validation.bounded import validate_bounded

    toml_of("validation", "texts.toml")  # slow to read: the child is not ready yet
    with _progress() as tell:
        return validate_bounded(path, options, tell)


def _prove(folder: Path) -> None:
    """Raises CheckError where the document says something else than the package."""
    from annexes.building.build import build

    other = "the document gives other figures"
    changed = build(folder, check_only=True).changed
    raise_if_any(CheckError, [Problem("prove", Place(str(folder / own)), other) for own in changed])


def _show(
    report: Report | None,
    different: Differences,
    shown: ReportFormat,
    language: Language,
    problems: Iterable[Problem] = (),
) -> None:
    from annexes.validation.report import Report

    report, problems = report or Report(""), list(problems)
    if shown == "text":
        from annexes.validation.wording import lines_of

        _echo(lines_of(report, language))
        return
    from annexes.validation import report_formats

    if shown == "json":
        print_json(report_formats.as_json(report, different, problems))
    elif shown == "frictionless":
        print_json(report_formats.as_frictionless(report, problems))
    elif shown == "github":
        _echo(report_formats.as_github(report, problems))
    else:
        _echo([report_formats.as_junit(report, problems)])


def _tell_more(report: Report, different: Differences | None, *, proved: bool) -> None:
    """What the verdict does not say of itself."""
    if different is not None:
        places = [f"  {name}: {kind}, row {row}, field {n}" for name, kind, row, n in different]
        _echo([f"Differences between the engines: {len(different)}", *places])
    if proved:
        _echo(["PROVED: the document gives these figures."])
    elif report.ok and (Path(report.folder) / "scripts" / "recipes").is_dir():
        typer.echo(
            "Its form is valid. That its figures are those of the document, --prove shows, or "
            "'annexes build --check'.",
            err=True,
        )


def _echo(lines: Iterable[Any]) -> None:
    if text := "\n".join(lines):
        typer.echo(text)


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None] | None]:
    """Shows how many bytes are read, of which resource, and how long, on a terminal only."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn

    named = TextColumn("{task.description}")
    columns = (named, BarColumn(), DownloadColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Validating", total=None)
        yield lambda name, done, total: bar.update(
            task, description=name or "Validating", completed=done, total=total
        )
