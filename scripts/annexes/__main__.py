"""`annexes`, and `python -m annexes`.

The reader of PDFs, or the validation, takes as long to start as the command line: it is started
first where it will be asked, and they start side by side.
"""

from __future__ import annotations

import os
import sys

from annexes.base.children import child_running
from annexes.reading.document.reader import reader

READ_ONE = ("tables", "new")
"""Verbs that read the document they are given."""
VALIDATION = "annexes.validation.bounded"


def main() -> None:
    """Run the command line."""
    verb, *others = sys.argv[1:] or [""]
    if os.name == "posix" and "--help" not in others:
        if verb in READ_ONE and any(map(_is_pdf, others)):
            reader().start()
        elif verb == "validate":
            child_running(VALIDATION).start()
    from annexes.cli import main as run

    run()


def _is_pdf(argument: str) -> bool:
    return argument.lower().endswith(".pdf")


if __name__ == "__main__":
    main()
