"""A printed paper of a parliament: its number, and what the parliament says of it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

NUMBER = re.compile(r"([0-9]{1,2})/([0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class PaperNumber:
    """The legislative period, and the number of the paper in it."""

    period: int
    number: int

    def __str__(self) -> str:
        return f"{self.period}/{self.number}"


@dataclass(frozen=True, slots=True)
class Paper:
    """What is known of a paper before it is read; '' and None for what nobody has said."""

    address: str
    number: PaperNumber | None = None
    title: str = ""
    publisher: str = ""
    answered: dt.date | None = None
    kind: str = ""
    authors: list[str] = field(default_factory=list)
    ministry: str = ""


def paper_number(text: str) -> PaperNumber | None:
    """The number in a text such as 20/1234, None if it is none."""
    match = NUMBER.fullmatch(text)
    return PaperNumber(int(match[1]), int(match[2])) if match else None
