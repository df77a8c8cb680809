"""annexes review: compare an edition with its document, and say so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from annexes.commands.options import (
    Json,
    Named,
    Root,
    folder_alone,
    named_folder,
    next_command,
    print_json,
)

if TYPE_CHECKING:
    from annexes.building.series.review import AnnexReview

SHOWN = 12


def review(
    edition: Annotated[
        str, typer.Argument(help="By default the first that nobody has reviewed.")
    ] = "",
    path: Named = None,
    root: Root = Path(),
    page: Annotated[
        Path | None, typer.Option(help="Write an HTML page to review with; ask nothing.")
    ] = None,
    yes: Annotated[
        list[str] | None, typer.Option(help="An annex that you have compared; ask nothing.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show each annex of an edition and ask whether it was compared with the document.

    Rows, sums, what is new and gone since the edition before it, figures that are far from what
    they were, findings. A yes is written into the recipe, whose comments and order stay; what is
    left is asked the next time. With --page the document stands beside the tables, row by row.

    Example: annexes review --page review.html
    """
    from annexes.base.storage import replace_whole
    from annexes.building.series.review import accept
    from annexes.building.series.review import review as look
    from annexes.building.series.review_page import review_page

    edition, path = folder_alone(edition, path)
    package = named_folder(path, root)
    found = look(package, edition)
    name, labels = found.edition.edition, [annex.label for annex in found.annexes]
    _check_labels(yes or [], labels)
    for label in yes or []:
        accept(package, name, label)
    if page:
        replace_whole(page, review_page(found).encode())
    waiting = [a for a in found.annexes if not a.reviewed and a.label not in (yes or [])]
    if as_json:
        annexes = [_record(annex, annex in waiting) for annex in found.annexes]
        told = {"edition": name, "annexes": annexes, "findings": found.findings}
        print_json({"ok": not waiting, **told})
        return
    if page:
        typer.echo(f"Written to {page}. Then: {next_command(f'review {name}', package)}")
        return
    for text in found.findings:
        typer.echo(f"finding: {text}")
    for annex in found.annexes:
        typer.echo("\n".join(_lines(annex)))
        if annex in waiting and yes is None and typer.confirm("  Compared with the document?"):
            accept(package, name, annex.label)
            waiting.remove(annex)
    if waiting:
        left = ", ".join(annex.label for annex in waiting)
        typer.echo(f"Not reviewed yet: {left}. Nothing is built before.")
        raise typer.Exit(1)
    typer.echo(f"Edition {name} is reviewed. Next: {next_command('build', package)}")


def _check_labels(asked: list[str], labels: list[str]) -> None:
    from annexes.base.errors import UsageError

    for label in asked:
        if label not in labels:
            problem, hint = f"there is no annex '{label}'", f"choose from {', '.join(labels)}"
            raise UsageError.of("usage", "--yes", problem, hint)


def _lines(annex: AnnexReview) -> Iterator[str]:
    from annexes.base.texts import some_of

    values = f" ({', '.join(annex.values.values())})" if annex.values else ""
    counted = [f"{len(annex.rows)} rows", *(f"{name} {own}" for name, own in annex.sums.items())]
    yield f"{annex.label}{values}: {', '.join(counted)}" + " ✓" * annex.reviewed
    jumps = [f"{j.key} {j.column} {j.before} → {j.after}" for j in annex.jumped]
    for title, texts in (("new", annex.new), ("gone", annex.gone), ("far from it", jumps)):
        if texts:
            yield f"  {title}, against {annex.before}: {some_of(texts, SHOWN)}"
    yield from (f"  finding: {text}" for text in annex.findings)


def _record(annex: AnnexReview, waiting: bool) -> dict[str, Any]:
    told = {**vars(annex), "rows": len(annex.rows), "jumped": [*map(asdict, annex.jumped)]}
    return {"annex": told.pop("label"), **told, "reviewed": not waiting}
