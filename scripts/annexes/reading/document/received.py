"""Reading the bytes of a document, or saying why not."""

from __future__ import annotations

from pathlib import Path

from annexes.base.errors import DocumentError

MAX_BYTES = 200_000_000


def read_bytes(path: Path) -> bytes:
    """The bytes of the document; DocumentError if it is missing, too large or unreadable."""
    file = str(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            problem = f"the document is larger than {MAX_BYTES // 1_000_000} MB"
            raise DocumentError.of("file-size", file, problem)
        return path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "it cannot be read").lower()
        raise DocumentError.of("missing-file", file, reason) from error
