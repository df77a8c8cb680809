"""What a person names – an address, or a parliament and a number – as a document on this disk."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from annexes.base.errors import DocumentError, Place, Problem, UsageError
from annexes.base.storage import sha256_of
from annexes.reading.arrival.paper import Paper, paper_number
from annexes.reading.arrival.web import Web
from annexes.reading.document.read_document import MARK_WITHIN, PDF_MARK
from annexes.reading.document.received import MAX_BYTES

PARLIAMENTS = "annexes.reading.arrival.parliaments"
NUMBERED = re.compile(r"([a-z][a-z0-9_]*):(.*)")
WEB = Web()


@dataclass(frozen=True, slots=True)
class Arrived:
    """The document as it came: its file, and of one that was fetched its address, its SHA-256, and
    what is known of it, by the names of the entries of a recipe.
    """

    path: Path
    address: str = ""
    sha256: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@contextmanager
def arrived(text: str, web: Web = WEB) -> Iterator[Arrived]:
    """The document of this name: a file, or one that is fetched, byte for byte, and is there as
    long as the context is open.

    Raises UsageError for what names no document, DocumentError where none arrives.
    """
    if "://" not in text and (Path(text).exists() or not NUMBERED.fullmatch(text)):
        yield Arrived(Path(text))
        return
    paper = named(text, web)
    data = web.get(paper.address, "application/pdf", MAX_BYTES)
    if PDF_MARK not in data[:MARK_WITHIN]:
        problem = "what arrived is no PDF"
        raise DocumentError.of("not-a-pdf", paper.address, problem)
    with tempfile.TemporaryDirectory(prefix="annexes-arrival-") as folder:
        path = Path(folder, _file_name(paper.address))
        path.write_bytes(data)
        yield Arrived(path, paper.address, sha256_of(data), _facts(paper))


def _facts(paper: Paper) -> dict[str, Any]:
    """What is known of the paper, and the day, which is that of its arrival."""
    number = str(paper.number or "")
    known = {**asdict(paper), "number": number, "received": dt.datetime.now(dt.UTC).date()}
    return {name: fact for name, fact in known.items() if fact}


def named(text: str, web: Web = WEB) -> Paper:
    """The paper that an address or a number names; UsageError if it names none."""
    if "://" in text:
        return Paper(text)
    match = NUMBERED.fullmatch(text)
    prefix, number = (match[1], paper_number(match[2])) if match else ("", None)
    module = f"{PARLIAMENTS}.{prefix}"
    if not prefix or find_spec(module) is None:
        problem, hint = f"no parliament has the prefix '{prefix}'", "name the address instead"
        raise UsageError.of("usage", text, problem, hint)
    if number is None:
        problem, hint = "this is no number of a printed paper", f"write it as {prefix}:20/1234"
        raise UsageError(Problem("usage", Place(text), problem, hint))
    paper: Paper = import_module(module).find(number, web)
    return paper


def _file_name(address: str) -> str:
    """The last part of the address as the name of a file, whatever signs it has."""
    last = unquote(urlsplit(address).path).rpartition("/")[2]
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", last).strip("-.")[:100]
    return plain if plain.lower().endswith(".pdf") else f"{plain or 'document'}.pdf"
