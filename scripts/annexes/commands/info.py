"""annexes info: what is in the package."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from annexes.commands.options import (
    Json,
    Named,
    Root,
    errors_as_json,
    named_package,
    print_json,
    read_day,
)


def info(
    path: Named = None,
    as_of: Annotated[
        str, typer.Option("--as-of", help="What was known on this day: YYYY-MM-DD.")
    ] = "",
    root: Root = Path(),
    as_json: Json = False,
) -> None:
    """Show what is in the package: its resources, rows, sums and findings.

    With --as-of only what the documents published by that day said, before later corrections.

    Example: annexes info --json
    """
    if as_of:
        with errors_as_json(as_json):
            _known(named_package(path, root), read_day(as_of, "--as-of"), as_json)
        return
    from annexes.package.disk import open_package
    from annexes.package.summary import summarise

    with errors_as_json(as_json):
        summary = summarise(open_package(named_package(path, root)))
    if as_json:
        print_json(summary)
        return
    typer.echo(f"{summary['name']} {summary['version']}: {summary['title']}\n")
    width = max(map(len, summary["resources"]))
    for name, rows in summary["resources"].items():
        typer.echo(f"  {name:<{width}}  {rows:>6} rows")
    typer.echo("\nSums (never add areas that may overlap):")
    for group in summary["sums"]:
        typer.echo("  " + ", ".join(f"{name} {value}" for name, value in group.items()))
    typer.echo("\nFindings:")
    for finding in summary["findings"]:
        typer.echo(f"  {finding['finding']}: {finding['note_en']}")


def _known(root: Path, day: dt.date, as_json: bool) -> None:
    from annexes.history.as_of import known_on
    from annexes.package.disk import open_package

    package = open_package(root)
    known = known_on(package, day)
    if as_json:
        rows = [asdict(row) for row in known.rows]
        print_json({"day": day.isoformat(), "rows": rows, "undated": list(known.undated)})
        return
    typer.echo(f"Known on {day}: {len(known.rows)} rows")
    codes = {edition["code"] for edition in package.descriptor["annexes"]["editions"]}
    for group in known.sums(next(iter(codes), "")):
        typer.echo("  " + ", ".join(f"{name} {value}" for name, value in group.items()))
    if known.undated:
        typer.echo(f"Left out, as they do not say when: {', '.join(known.undated)}", err=True)
