"""Text → words on a page. Unlike space, unlike newline: the same data."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from annexes.base.errors import DocumentError, Place, Problem, raise_if_any
from annexes.reading.document.invisible import AT_DIGITS, INVISIBLE, visible
from annexes.reading.pages import Page, Word

LINE_END = re.compile(r"\r\n|\r|\n")
SPACES = " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
WORD = re.compile(f"[^{SPACES}]+")
FORM_FEED, LOST = "\f", "\ufffd"
HARMLESS = re.compile(f"[{SPACES}]|{INVISIBLE.pattern}|{FORM_FEED}")
ENCODINGS_BY_MARK = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"\x00\x00\xfe\xff": "UTF-32"}


def text_pages(data: bytes, file: str) -> tuple[Page]:
    """The text as one page on which a word's top is its line and its left is its column.

    Raises DocumentError if the text is empty, not UTF-8, or holds characters that can hide what a
    reader sees (control, bidirectional, look-alike signs).
    """
    text = _decode(data, file)
    problems: list[Problem] = []
    words = tuple(_words(text, file, problems))
    raise_if_any(DocumentError, problems)
    if not words:
        problem = "the document holds no text"
        raise DocumentError.of("empty-file", file, problem)
    return (Page(1, words),)


def _decode(data: bytes, file: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        guess = next(
            (name for mark, name in ENCODINGS_BY_MARK.items() if data.startswith(mark)), ""
        )
        line = len(LINE_END.findall(data[: error.start].decode("utf-8", "replace"))) + 1
        raise DocumentError.of(
            "encoding",
            Place(file, line=line),
            f"byte {error.start + 1} is not UTF-8" + (f"; it looks like {guess}" if guess else ""),
        ) from error


def _words(text: str, file: str, problems: list[Problem]) -> Iterator[Word]:
    """A form feed ends a line as a newline does, but is not counted as one: editors do not."""
    for number, raw in enumerate(LINE_END.split(text), start=1):
        problems.extend(_deceptive(raw, file, number))
        parts = raw.split(FORM_FEED)
        for part, line in enumerate(map(visible, parts)):
            top = number + part / len(parts)
            for match in WORD.finditer(line):
                yield Word(match[0], match.start() + 1, top, match.end() + 1, top + 1 / len(parts))


def _deceptive(line: str, file: str, number: int) -> Iterator[Problem]:
    """Characters that are not what they look like; NFC would silently turn some into letters."""
    if line.isascii() and line.isprintable():
        return
    for match in AT_DIGITS.finditer(line):
        yield Problem(
            "character",
            Place(file, line=number, column=match.start() + 1),
            f"an invisible character (U+{ord(match[0][0]):04X}) stands at the digits of a figure",
            "look at the source: it may be the rest of a footnote mark or of a minus",
        )
    for column, char in enumerate(line, start=1):
        if HARMLESS.fullmatch(char):
            continue
        if unicodedata.category(char) in ("Cc", "Cf", "Cn", "Co", "Zl", "Zp"):
            kind = "a control, formatting or private character"
        elif re.fullmatch("[0-9A-F]+", unicodedata.decomposition(char)):
            kind = "a look-alike of another character"
        elif char == LOST:
            kind = "what a program leaves of a character that it could not read"
        else:
            continue
        name = unicodedata.name(char, "no name").lower()
        yield Problem(
            "character",
            Place(file, line=number, column=column),
            f"U+{ord(char):04X} ({name}) is {kind}",
        )
