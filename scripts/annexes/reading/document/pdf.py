"""PDF documents: their pages one after the other, read in a child process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from annexes.base.children import SECONDS
from annexes.base.errors import DocumentError, Place, Problem
from annexes.reading.document.reader import reader
from annexes.reading.pages import Page


def pdf_pages(path: Path, pages: Sequence[int] | None = None) -> Iterator[Page]:
    """The pages of a PDF, one after the other; no more than one is held.

    The reader starts at once. Raises DocumentError while they are read if the document is damaged,
    protected, without text, hangs, or makes the reader fail.
    """
    reader().start()
    request = {"path": str(path.resolve()), "pages": list(pages) if pages else None}
    frames = _answer(path, request)
    return _written(path, (value for kind, value in frames if kind == "page"))


def pdf_pages_here(path: Path, pages: Sequence[int] | None = None) -> Iterator[Page]:
    """The same, read in this process: for one that is itself a child, with limits of its own."""
    from annexes.reading.document.pdf_child import PdfRefusedError, pages_of

    try:
        yield from _written(path, pages_of(str(path), list(pages) if pages else None))
    except PdfRefusedError as refusal:
        raise _refused(path, *refusal.args) from refusal


def _written(path: Path, pages: Iterable[Page]) -> Iterator[Page]:
    """The pages, of which at least one must have text."""
    words = 0
    for page in pages:
        words += len(page.words)
        yield page
    if not words:
        raise _refused(path, "no-text", None, "there is no text on its pages")


def pdf_picture(path: Path, page: int, box: tuple[float, float, float, float]) -> bytes:
    """The page as PNG with this box (points from the top left) marked; raises DocumentError."""
    request = {"path": str(path.resolve()), "page": page, "box": box}
    return b"".join(value for _, value in _answer(path, request))


def _answer(path: Path, request: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The frames of the answer; a refusal and a failure of the reader are DocumentErrors."""
    try:
        for kind, *values in reader().ask(request, part=Page):
            if kind == "refused":
                raise _refused(path, *values)
            yield kind, values[0]
    except (TimeoutError, EOFError, BrokenPipeError) as error:
        raise failure(path, error) from error


def _refused(
    path: Path, check: str, page: int | None, problem: str, advice: str = ""
) -> DocumentError:
    return DocumentError(Problem(check, Place(str(path), page=page), problem, advice))


def failure(path: Path, error: Exception) -> DocumentError:
    """What to say when a child that read this document hung or died."""
    if isinstance(error, TimeoutError):
        problem = f"it took longer than {SECONDS:.0f} seconds"
        return DocumentError(Problem("time", Place(str(path)), problem))
    problem = "the PDF reader gave up on this document: it is damaged or hostile"
    return DocumentError(Problem("reader", Place(str(path)), problem))
