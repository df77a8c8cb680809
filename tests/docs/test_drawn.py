"""The documents and the picture of the pages are what their scripts draw."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageChops

from docs.draw_answer import DRAWN, drawn
from docs.picture import COLOURS, PICTURE, marked_row

LARGEST = 150_000


@pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.stem)
def test_a_document_is_what_its_text_says(path: Path) -> None:
    """`python tests/docs/draw_answer.py` draws it anew."""
    assert path.with_suffix(".pdf").read_bytes() == drawn(path.read_text("utf-8"))


@pytest.mark.slow
def test_the_picture_is_what_the_engine_draws() -> None:
    """`python -m docs.picture` draws it anew; another pdfium may smooth its edges otherwise."""
    shown = Image.open(PICTURE).convert("RGB")
    real = marked_row().quantize(COLOURS).convert("RGB")
    assert shown.size == real.size
    difference = ImageChops.difference(shown, real).convert("L").resize((66, 43))
    assert max(difference.tobytes()) < 64
    assert PICTURE.stat().st_size < LARGEST
