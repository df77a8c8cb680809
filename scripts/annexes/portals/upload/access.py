"""The address of a portal and the token for it, as a person gives them.

The token is read from the environment or a file, and shown to nobody but its portal.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from annexes.base.errors import UsageError

LOOPBACK = ("localhost", "127.0.0.1", "::1")
HIDDEN = "***"
SHORTEST = 4
"""A shorter text would be hidden in places where it is no token at all."""


def checked_address(text: str, option: str) -> str:
    """The address without a slash at its end.

    Raises UsageError where the token would travel in the clear, or the address is none.
    """
    hint = "write it as https://host, without a name or a password"
    try:
        parts = urlsplit(text.strip())
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if not host or parts.scheme not in ("http", "https"):
        raise UsageError.of("usage", option, "this is not a web address", hint)
    if parts.username is not None or parts.query or parts.fragment:
        problem = "the address carries more than a host and a path"
        raise UsageError.of("usage", option, problem, hint)
    if parts.scheme == "http" and host not in LOOPBACK:
        problem = "with http the token could be read by everyone on the way"
        raise UsageError.of("usage", option, problem, "use the https address")
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def is_practice(base: str) -> bool:
    """Whether what is published there is no publication: a portal to practise on."""
    return is_loopback(base) or (urlsplit(base).hostname or "").startswith("sandbox.")


def is_loopback(base: str) -> bool:
    """Whether the address is one of this machine."""
    return urlsplit(base).hostname in LOOPBACK


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
