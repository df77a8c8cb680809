"""Bytes of a document → lines of words. Unlike space, unlike newline: the same data."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from annexes.errors import DocumentError, Place, Problem
from annexes.model import Document, Line

MAX_BYTES = 50_000_000

LINE_END = re.compile(r"\r\n|\r|\n")
SPACES = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
FORM_FEED = "\f"
HARMLESS = re.compile(f"{SPACES.pattern}|{INVISIBLE.pattern}|{FORM_FEED}")
ENCODINGS_BY_MARK = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"\x00\x00\xfe\xff": "UTF-32"}


def read_document(path: Path) -> Document:
    """Read a text document.

    Raises DocumentError if the file is missing, empty, too large, not UTF-8, or holds
    characters that can hide what a reader sees (control, bidirectional, look-alike signs).
    """
    file = str(path)
    data = _bytes(path, file)
    text = _decode(data, file)
    problems: list[Problem] = []
    lines = tuple(_lines(text, file, problems))
    if problems:
        raise DocumentError(problems)
    if not lines:
        raise DocumentError(
            Problem("empty-file", Place(file), "the document holds no text", "give the annex text")
        )
    return Document(file, hashlib.sha256(data).hexdigest(), lines)


def _bytes(path: Path, file: str) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise DocumentError(
                Problem(
                    "file-size",
                    Place(file),
                    f"the document is larger than {MAX_BYTES // 1_000_000} MB",
                    "cut the annex pages out of it",
                )
            )
        return path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "it cannot be read").lower()
        problem = Problem("missing-file", Place(file), reason, "check the path of the document")
        raise DocumentError(problem) from error


def _decode(data: bytes, file: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        guess = next(
            (name for mark, name in ENCODINGS_BY_MARK.items() if data.startswith(mark)), ""
        )
        line = len(LINE_END.findall(data[: error.start].decode("utf-8", "replace"))) + 1
        raise DocumentError(
            Problem(
                "encoding",
                Place(file, line=line),
                f"byte {error.start + 1} is not UTF-8"
                + (f"; it looks like {guess}" if guess else ""),
                "save the document as UTF-8",
            )
        ) from error


def _lines(text: str, file: str, problems: list[Problem]) -> Iterator[Line]:
    """A form feed ends a line as a newline does, but is not counted as one: editors do not."""
    for number, raw in enumerate(LINE_END.split(text), start=1):
        problems.extend(_deceptive(raw, file, number))
        for part in INVISIBLE.sub("", raw).split(FORM_FEED):
            if words := tuple(unicodedata.normalize("NFC", SPACES.sub(" ", part)).split()):
                yield Line(number, words)


def _deceptive(line: str, file: str, number: int) -> Iterator[Problem]:
    """Characters that are not what they look like; NFC would silently turn some into letters."""
    if line.isascii() and line.isprintable():
        return
    for column, char in enumerate(line, start=1):
        if HARMLESS.fullmatch(char):
            continue
        if unicodedata.category(char) in ("Cc", "Cf", "Cn", "Co", "Zl", "Zp"):
            kind = "a control, formatting or private character"
        elif re.fullmatch("[0-9A-F]+", unicodedata.decomposition(char)):
            kind = "a look-alike of another character"
        else:
            continue
        name = unicodedata.name(char, "no name").lower()
        yield Problem(
            "character",
            Place(file, line=number, column=column),
            f"U+{ord(char):04X} ({name}) is {kind}",
            "remove it, or extract the text from the source anew",
        )
