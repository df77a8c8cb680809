"""Characters that nobody sees, which are dropped from names, and others that cannot be trusted."""

from __future__ import annotations

import re
import unicodedata

INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
"""The soft hyphen, spaces and joiners without width, the mark of byte order."""
AT_DIGITS = re.compile(rf"(?<=[0-9.,]){INVISIBLE.pattern}+(?=[0-9.,])|(?<!\S)\u00ad+(?=[0-9])")
"""Between two digits such a character may be the rest of a footnote; before a figure a soft hyphen
may be a minus."""

NAMELESS = re.compile("[\u0080-\u009f\ue000-\uf8ff\ufffd]|[0-9][\u0335-\u0338]")
"""Characters that only their font knows, among them control codes, and digits struck through by a
combining stroke."""


def visible(text: str) -> str:
    """The text without invisible characters, letters and their accents composed (NFC)."""
    return unicodedata.normalize("NFC", INVISIBLE.sub("", text))
