"""annexes info: what is in the package."""

from __future__ import annotations

from pathlib import Path

import typer

from annexes.commands.options import Json, Named, Root, errors_as_json, named_package, print_json


def info(path: Named = None, root: Root = Path(), as_json: Json = False) -> None:
    """Show what is in the package: its resources, rows, sums and findings.

    Example: annexes info --json
    """
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
