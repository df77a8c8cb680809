"""How to validate: what is looked at and looked for, by which engine, and at what cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Engine = Literal["columnar", "frictionless"]
LIMIT = 1000
"""Errors after which frictionless stops reading a resource."""
SMALL = 500_000
"""Bytes up to which a table is read cell by cell as fast as by a database."""


@dataclass(frozen=True)
class Options:
    """How to validate.

    `memory` such as '1GB' and `threads` bound what is used. `trusted` lets the descriptor lead out
    of its folder and onto the network. Tables of fewer than `small` bytes need no database. `pick`
    and `skip` are types of errors, or tags such as '#header', to look for or to pass over, and of
    each resource `limit` errors are kept; all are counted. `resource` is the only one to look at.
    `schema` is a file that describes the table which the path then names.
    """

    engine: Engine = "columnar"
    memory: str = ""
    threads: int | None = None
    trusted: bool = False
    small: int = SMALL
    pick: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    limit: int = LIMIT
    resource: str = ""
    schema: str = ""
