"""Characters that nobody sees: dropped from names, and a doubt where they stand at digits."""

from __future__ import annotations

import re
import unicodedata

INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
"""The soft hyphen, spaces and joiners without width, the mark of byte order."""
AT_DIGITS = re.compile(rf"(?<=[0-9.,]){INVISIBLE.pattern}+(?=[0-9.,])|(?<!\S)\u00ad+(?=[0-9])")
"""Between two digits such a character may be the rest of a footnote; before a figure a soft hyphen
may be a minus."""


def visible(text: str) -> str:
    """The text without invisible characters, letters and their accents composed (NFC)."""
    return unicodedata.normalize("NFC", INVISIBLE.sub("", text))
