"""What still holds a place in a package, as the verbs that speak to portals list it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer

from annexes.base.errors import Place

if TYPE_CHECKING:
    from annexes.package.disk import Package
    from annexes.portals.checks.addresses import HeldPlace
    from annexes.recipe.fact_lines import FactLines


def print_draft(package: Package) -> None:
    """One line on standard error if the package is a draft that nobody has confirmed."""
    from annexes.package.summary import draft_problem

    if problem := draft_problem(package):
        typer.echo(f"Draft: {problem}", err=True)


def print_to_replace(lines: FactLines, held: Sequence[HeldPlace]) -> None:
    """One list on standard error: the line to change, and what it says now."""
    if held:
        typer.echo("To be replaced before the package is published:", err=True)
    for one in held:
        text = f"{one.fact.removeprefix('annexes.')}: {one.address} only holds a place"
        typer.echo(f"  {_place(lines, one)}: {text}", err=True)


def records_to_replace(lines: FactLines, held: Sequence[HeldPlace]) -> list[dict[str, Any]]:
    """The list as records: fact, address, file, line."""
    places = ((one, _place(lines, one)) for one in held)
    return [
        {"fact": one.fact, "address": one.address, "file": place.file, "line": place.line}
        for one, place in places
    ]


def _place(lines: FactLines, held: HeldPlace) -> Place:
    from annexes.package.disk import DESCRIPTOR

    return lines.place(held.fact) or Place(str(lines.root / DESCRIPTOR))
