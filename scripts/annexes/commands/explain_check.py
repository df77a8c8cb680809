"""annexes explain-check: what a check means, and what to do where it fails."""

from __future__ import annotations

from typing import Annotated

import typer

from annexes.base.errors import UsageError
from annexes.commands.options import Json, print_json


def explain_check(
    name: Annotated[
        str, typer.Argument(metavar="[NAME]", help="The check.", show_default="all")
    ] = "",
    as_json: Json = False,
) -> None:
    """Say what a check means, and what to do where it fails.

    Every error names its check in brackets, as does every finding of a report.

    Example: annexes explain-check unknown-code
    """
    from annexes.base.checks import meaning_of

    told = {check: meaning_of(check) for check in _checks(name)}
    if as_json:
        print_json([{"check": c, "meaning": m, "hint": h} for c, (m, h) in told.items()])
        return
    for check, (meaning, hint) in told.items():
        typer.echo(f"{check}: {meaning}\n  → {hint}")


def _checks(name: str) -> list[str]:
    """The check of this name, or all where none is named; UsageError if there is none."""
    from annexes.base.checks import checks

    if not name or name in checks():
        return [name] if name else checks()
    from difflib import get_close_matches

    near = get_close_matches(name, checks())
    hint = f"perhaps {' or '.join(near)}" if near else "'annexes explain-check' lists them all"
    raise UsageError.of("usage", "NAME", f"there is no check '{name}'", hint)
