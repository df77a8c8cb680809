"""Addresses that only hold the place of a real one: nobody will ever answer there."""

from __future__ import annotations

from urllib.parse import urlsplit

RESERVED = ("example", "example.com", "example.net", "example.org", "invalid", "test", "localhost")
"""Names that are kept free for documentation and tests: RFC 2606."""


def host(url: str) -> str:
    """The name of the host of an address or of an e-mail address, '' without one."""
    if "://" not in url:
        return url.rpartition("@")[2].lower() if "@" in url else ""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def is_placeholder(url: str) -> bool:
    """Whether this address, or e-mail address, is on a host that is reserved for examples."""
    name = host(url).rstrip(".")
    return any(name == kept or name.endswith(f".{kept}") for kept in RESERVED)
