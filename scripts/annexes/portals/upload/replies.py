"""What an answer of a portal means for people: which can be repeated, and what else to do."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from annexes.base.texts import toml_of

LONGEST = 400
"""Characters of a message of the portal that are shown."""
BUSY = (408, 425, 429)
FULL = 507


def may_be_repeated(status: int) -> bool:
    """Whether a later attempt may succeed: the portal is busy, or failed in a way that passes."""
    return status in BUSY or (status >= 500 and status != FULL)


def told(status: int, message: str) -> str:
    """The answer in words."""
    said = ": ".join(filter(None, [_known(status, "means"), message]))
    return f"it answered {status}" + (f" ({said})" if said else "")


def advice(status: int, location: str) -> str:
    """What to do about an answer that is final."""
    if 300 <= status < 400:
        host = printable(urlsplit(location).netloc.rpartition("@")[2]) or "another address"
        return f"it leads to {host}, where nothing was sent; if that is the portal, name it"
    names = "correct what the portal names, then run the same command again"
    return _known(status, "advice") or names


def _known(status: int, about: str) -> str:
    known = toml_of("portals.upload", "answers.toml").get(str(status), {})
    return str(known.get(about, ""))


def retry_after(header: str | None) -> float | None:
    """Seconds that the portal asks for, as a number or as a date; None if it says nothing."""
    if not header:
        return None
    if header.strip().isdecimal() and header.isascii():
        return float(header)
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return max((moment - dt.datetime.now(dt.UTC)).total_seconds(), 0)


def message(data: bytes, hide: Callable[[str], str]) -> str:
    """What the portal says about an error, of InvenioRDM and CKAN; '' if it says nothing.

    `hide` takes out the token, before the text is cut: not even its beginning is shown.
    """
    try:
        value = json.loads(data.decode("utf-8", "replace"))
        said = "; ".join(dict.fromkeys(_texts(value)))
    except (ValueError, RecursionError):
        return ""
    return hide(printable(said))[:LONGEST]


def printable(text: str) -> str:
    """The text without what would act on a terminal."""
    return "".join(sign for sign in text if sign.isprintable())


def final_failure(error: Exception) -> tuple[str, str] | None:
    """What is wrong and what to do, if no later attempt can succeed."""
    import requests
    from urllib3.exceptions import NameResolutionError

    if isinstance(error, requests.exceptions.SSLError):
        return "its certificate is not trusted", "check the address; nothing was sent there"
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    if isinstance(reason, NameResolutionError):
        return "there is no such host", "check the address and your connection"
    invalid = (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema)
    if isinstance(error, invalid):
        return "this is not an address", "write it as https://host"
    return None


def _texts(value: Any) -> Iterator[str]:
    """The texts of an error, each field's with its name."""
    if isinstance(value, dict):
        inner = value.get("error", value)
        if not isinstance(inner, dict):
            inner = {"message": inner}
        if isinstance(inner.get("message"), str):
            yield inner["message"]
        for entry in inner.get("errors") or []:
            if isinstance(entry, dict):
                yield f"{entry.get('field')}: {_joined(entry.get('messages'))}"
        for field, said in inner.items():
            if isinstance(said, list) and field != "errors":
                yield f"{field}: {_joined(said)}"


def _joined(said: Any) -> str:
    return ", ".join(map(str, said)) if isinstance(said, list) else str(said)
