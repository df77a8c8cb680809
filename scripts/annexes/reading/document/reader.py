"""The child process that reads PDFs, seen from outside.

This loads next to nothing: a command that is going to read a PDF starts the reader first, and loads
everything else while that starts.
"""

from __future__ import annotations

from annexes.base.children import Child, child_running

MODULE = "annexes.reading.document.pdf_child"


def reader() -> Child:
    """The reader of this thread."""
    return child_running(MODULE)
