"""The address of a portal, as a person gives it."""

from __future__ import annotations

from urllib.parse import urlsplit

from annexes.base.errors import UsageError

LOOPBACK = ("localhost", "127.0.0.1", "::1")


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
