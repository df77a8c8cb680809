"""annexes extract: read documents and print their rows; nothing is written."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from annexes.commands.options import Json, Root, print_json

Record = dict[str, Any]


def extract(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Documents to read.")],
    edition: Annotated[str, typer.Option(help="The edition whose recipe describes them.")],
    jobs: Annotated[
        int, typer.Option(min=1, help="Documents read at a time.", show_default="one per core")
    ] = os.cpu_count() or 1,
    cluster: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Read on the Dask cluster of this scheduler.")
    ] = "",
    cache: Annotated[
        Path | None, typer.Option(help="Keep results here, and do not read a document twice.")
    ] = None,
    root: Root = Path(),
    as_json: Json = False,
) -> None:
    """Read documents and print their rows. Nothing is written, unless --cache is given.

    Every check of the document itself is made, but it is not compared with the reviewed
    figures of the recipe. With --json, one line for each document. Exit code 1 if any
    document was refused.

    Example: annexes extract answer.txt --edition first-half --json
    """
    from annexes.reading import batch
    from annexes.recipe.recipe import load_recipe

    recipe = load_recipe(root)
    chosen = recipe.edition(edition)
    refused = False
    workers = batch.cluster(cluster) if cluster else batch.local(min(jobs, len(files)))
    with workers as executor:
        records = batch.extract_many(files, recipe, chosen.edition, executor, cache)
        for record in _with_progress(records, len(files)):
            refused = refused or not record["ok"]
            summary = record.pop("annexes", [])
            if as_json:
                print_json(record)
            else:
                _show(record, summary)
    if refused:
        raise typer.Exit(1)


def _with_progress(records: Iterable[Record], total: int) -> Iterator[Record]:
    """A progress bar on a terminal, for more documents than one can wait for."""
    if total < 2 or not sys.stderr.isatty():
        yield from records
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(records, "Reading", total=total, console=Console(stderr=True))


def _show(record: Record, summary: list[str]) -> None:
    if not record["ok"]:
        texts = [f"  line {e['line']}: {e['problem']} [{e['check']}]" for e in record["errors"]]
        typer.echo("\n".join([f"{record['file']}: refused", *texts]), err=True)
        return
    lines = [f"{record['file']}: {len(record['rows'])} rows", *(f"  {text}" for text in summary)]
    typer.echo("\n".join(lines))
