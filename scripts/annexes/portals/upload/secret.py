"""The token: it is read from the environment or a file, and shown to nobody but its portal."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from annexes.base.errors import UsageError

HIDDEN = "***"
SHORTEST = 4
"""A shorter text would be hidden in places where it is no token at all."""


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A token that no message, log or traceback shows."""

    value: str

    def __repr__(self) -> str:
        return HIDDEN

    __str__ = __repr__

    def hidden_in(self, text: str) -> str:
        """The text without the token."""
        return text.replace(self.value, HIDDEN)


def read_secret(variable: str, file: Path | None, how: str) -> Secret:
    """The token in this file, or without one in this variable of the environment.

    Raises UsageError if there is none, or one that is no token; `how` says where to get one.
    """
    if file is None:
        return _checked(os.environ.get(variable, ""), variable, f"put it into {variable}; {how}")
    try:
        text = file.read_text("ascii")
    except (OSError, UnicodeDecodeError) as error:
        problem = "the token cannot be read from this file"
        raise UsageError.of("token", file, problem, how) from error
    return _checked(text, str(file), f"put it into this file, alone on one line; {how}")


def _checked(text: str, place: str, hint: str) -> Secret:
    value = text.strip()
    if not value:
        raise UsageError.of("token", place, "there is no token", hint)
    if len(value) < SHORTEST or not (value.isascii() and value.isprintable() and " " not in value):
        raise UsageError.of("token", place, "this is not a token", hint)
    return Secret(value)
