"""`annexes`, and `python -m annexes`.

The reader of PDFs, or the validation, takes as long to start as the command line: it is started
first where it will be asked, as a fork, and they start side by side.
"""

from __future__ import annotations

import gc
import os
import sys

from annexes.base.children import child_running
from annexes.reading.document.reader import reader

READ_ONE = ("tables", "new")
"""Verbs that read the document they are given."""
VALIDATION = "annexes.validation.bounded"
MADE = 50_000
"""Objects that are made before circles of dead ones are looked for: there are next to none."""


def main() -> None:
    """Run the command line."""
    gc.set_threshold(MADE)
    verb, *others = sys.argv[1:] or [""]
    if os.name == "posix" and "--help" not in others:
        if verb in READ_ONE and any(map(_is_pdf, others)):
            import annexes.reading.pages  # noqa: F401 - what both load, the fork has already

            reader().fork()
        elif verb == "validate":
            child_running(VALIDATION).fork()
    from annexes.cli import main as run

    run()


def _is_pdf(argument: str) -> bool:
    return argument.lower().endswith(".pdf")


if __name__ == "__main__":
    main()
