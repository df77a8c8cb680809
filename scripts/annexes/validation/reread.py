"""All rows of a table for what is looked at beyond frictionless: the odd ones as it reads them."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from annexes.validation.database import insert
from annexes.validation.keys import text_of
from annexes.validation.reference import NumberedRow, is_blank
from annexes.validation.source import CheckedTable
from annexes.validation.table import Relation


def as_read(
    connection: duckdb.DuckDBPyConnection,
    relation: Relation,
    source: CheckedTable,
    again: Sequence[NumberedRow],
) -> str:
    """SQL for all rows with their `number`; those in `again` as frictionless reads them.

    A cell that it cannot read, or that is missing, is NULL there. Blank rows are left out.
    """
    cells = ", ".join(relation.names)
    numbered = f"SELECT {relation.number} AS number, {cells} FROM {relation.source}"
    if not again:
        return f"({numbered})"
    rows = []
    for number, own in again:
        row = source.read_row(number, list(own))
        if not is_blank(row):
            rows.append(
                (str(number), *(text_of(row[field.name], field) for field in source.fields))
            )
    made = ", ".join(f"{name} VARCHAR" for name in ["number", *relation.names])
    connection.execute(f"CREATE OR REPLACE TEMP TABLE again ({made})")
    insert(connection, "again", rows)
    connection.execute("CREATE OR REPLACE TEMP TABLE others (number BIGINT)")
    insert(connection, "others", [(str(number),) for number, _ in again])
    return (
        f"(SELECT * FROM ({numbered}) WHERE number NOT IN (SELECT number FROM others) "
        f"UNION ALL SELECT CAST(number AS BIGINT), {cells} FROM again)"
    )
