"""annexes diff: what changed between two versions of a package."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from annexes.commands.options import Json, Root, print_json

SHOWN = 20


class DiffForm(StrEnum):
    """How the diff is written."""

    text = "text"
    markdown = "markdown"
    html = "html"
    changelog = "changelog"


def diff(
    old: Annotated[str, typer.Argument(help="A folder, a descriptor, a zip, or a git revision.")],
    new: Annotated[
        str, typer.Argument(help="The later one.", show_default="the folder of -C")
    ] = "",
    form: Annotated[
        DiffForm, typer.Option("--form", help="How to write it; changelog drafts an entry.")
    ] = DiffForm.text,
    out: Annotated[
        Path | None, typer.Option("--out", help="A file to write to.", show_default="here")
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(min=0, help="Rows listed of each kind.", show_default="20, in files 1000"),
    ] = None,
    root: Root = Path(),
    as_json: Json = False,
) -> None:
    """Show what changed between two versions of any Data Package, and the version that asks for.

    Rows are told apart by their key and shown with both values. A git revision ends in a colon, or
    goes on with the folder of the package: v1.0.0: or HEAD~1:data. A reader breaks: major; data
    is added: minor; something is corrected: patch.

    Example: annexes diff v1.0.0: .
    """
    from annexes.base.storage import replace_whole
    from annexes.history.changelog import draft_entry
    from annexes.history.diff import LISTED
    from annexes.history.diff import diff as compare
    from annexes.history.diff_texts import as_json as record_of
    from annexes.history.diff_texts import as_text
    from annexes.history.sides import side

    whole = as_json or form is not DiffForm.text or out
    shown = limit if limit is not None else LISTED if whole else SHOWN
    with side(old) as before, side(new or str(root)) as after:
        found = compare(before, after, shown)
    if as_json:
        print_json({"ok": True, **record_of(found)})
        return
    text = draft_entry(found) if form is DiffForm.changelog else as_text(found, form)
    if out:
        replace_whole(out, text.encode())
        typer.echo(f"Written to {out}.")
    else:
        typer.echo(text, nl=False)
