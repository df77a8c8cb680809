"""A page as a picture, with a place on it marked."""

from __future__ import annotations

import io

import pypdfium2 as pdfium_api
from PIL import Image, ImageDraw

SCALE = 2.0
"""Dots per point: 144 dots per inch."""
COLOUR = (214, 39, 40)
AROUND = 3.0
"""Points between the marked words and the mark around them."""


def picture_of(path: str, number: int, box: tuple[float, float, float, float]) -> bytes:
    """The page as PNG; `box` is in points from the top left corner."""
    with pdfium_api.PdfDocument(path) as document:
        image: Image.Image = document[number - 1].render(scale=SCALE).to_pil().convert("RGB")
    x0, top, x1, bottom = box
    edges = (x0 - AROUND, top - AROUND, x1 + AROUND, bottom + AROUND)
    ImageDraw.Draw(image).rectangle([edge * SCALE for edge in edges], outline=COLOUR, width=3)
    png = io.BytesIO()
    image.save(png, format="PNG")
    return png.getvalue()
