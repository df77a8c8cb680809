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
        _known(named_package(path, root), read_day(as_of, "--as-of"), as_json)
        return
    from annexes.package.disk import open_package, unchanged
    from annexes.package.summary import summarise

    package = open_package(named_package(path, root))
    with unchanged(package.root):
        summary = summarise(package)
    if as_json:
        print_json(summary)
        return
    typer.echo(f"{summary['name']} {summary['version']}: {summary['title']}\n")
    width = max(map(len, summary["resources"]))
    for name, rows in summary["resources"].items():
        typer.echo(f"  {name:<{width}}  {rows:>6} rows")
    typer.echo("\nSums of the listed rows (never add areas that may overlap):")
    for group in summary["sums"]:
        typer.echo("  " + ", ".join(f"{name} {value}" for name, value in group.items()))
    if summary["totals"]:
        typer.echo("\nTotals that the source prints:")
    for total in summary["totals"]:
        told = f"  {total['annex']}, {total['column']}: {total['rows']} listed rows"
        sums = f" sum to {int(total['listed']):,}" if total["listed"] else ""
        typer.echo(f"{told}{sums}; the source's total {_grouped(total['printed'])}")
    if summary["unconfirmed"]:
        typer.echo("\nTo be confirmed:")
    for text in summary["unconfirmed"]:
        typer.echo(f"  {text}")
    typer.echo("\nFindings:")
    for finding in summary["findings"]:
        typer.echo(f"  {finding['finding']}: {finding['note_en']}")


def _grouped(figure: str) -> str:
    """A whole number with its thousands apart, any other as it is."""
    return f"{int(figure):,}" if figure.isdecimal() else figure


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
    codes = {edition["code"] for edition in package.own["editions"]}
    for group in known.sums(next(iter(codes), "")):
        typer.echo("  " + ", ".join(f"{name} {value}" for name, value in group.items()))
    if known.undated:
        typer.echo(f"Left out, as they do not say when: {', '.join(known.undated)}", err=True)
