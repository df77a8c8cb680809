"""pandas without arguments: `pd.read_csv`, asked itself what it makes of a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from annexes.exports.traps.trap import Change, TrapKind
from annexes.package.tables import Table

KINDS: Mapping[str, TrapKind] = {"b": "logical", "i": "number", "u": "number", "f": "number"}


def columns(table: Table, before: Sequence[Sequence[str]]) -> list[list[Change | None]]:
    """For each column what pandas makes of its cells: its own frame, written again."""
    import pandas as pd

    frame = pd.read_csv(
        table.path,
        sep=table.csv_options["delimiter"],
        encoding=table.encoding,
        skip_blank_lines=False,
        low_memory=False,
    )
    again = csv.reader(io.StringIO(frame.to_csv(index=False, quoting=csv.QUOTE_ALL), newline=""))
    next(again)
    written = list(zip(*again, strict=True)) or before
    kinds = [KINDS.get(kind.kind, "missing") for kind in frame.dtypes]
    parts = zip(kinds, before, written, strict=True)
    return [_changes(kind, cells, after) for kind, cells, after in parts]


def _changes(kind: TrapKind, before: Sequence[str], after: Sequence[str]) -> list[Change | None]:
    return [
        Change("missing" if not new else kind, new) if new != old else None
        for old, new in zip(before, after, strict=True)
    ]
