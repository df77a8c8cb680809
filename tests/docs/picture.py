"""The picture of the README: the row of a figure, marked on its page of the PDF.

`PYTHONPATH=tests python -m docs.picture` cuts it out of what `annexes explain COD --picture` draws
of the tutorial's package, and writes docs/tutorial/marked-row.png.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from docs.pages import DOCS, prepare

PICTURE = DOCS / "tutorial" / "marked-row.png"
CUT = (120, 580, 790, 1010)
"""Of a page of A4: left, top, right, bottom."""
COLOURS = 16


def marked_row() -> Image.Image:
    """The second table of the tutorial's document, with the row of Congo marked."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "here")
        place.mkdir()
        prepare("the folder that the tutorial leaves", place)
        page = Path(folder, "page.png")
        annexes = Path(sys.executable).with_name("annexes")
        command = [str(annexes), "explain", "COD", "--picture", str(page)]
        package = place / "honey-imports"
        subprocess.run(command, cwd=package, check=True, stdout=subprocess.DEVNULL)
        return Image.open(page).convert("RGB").crop(CUT)


if __name__ == "__main__":
    marked_row().quantize(COLOURS).save(PICTURE, optimize=True)
