"""What documents write and what drafts say, in the languages that drafts are made from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from annexes.base.texts import toml_of
from annexes.recipe.types import Both


def words_for(subject: str) -> Any:
    """The words, patterns or texts of a subject, as `languages.toml` has them."""
    return toml_of("building.draft", "languages.toml")[subject]


def is_one_of(text: str, subject: str) -> bool:
    """True if one of the patterns of this subject says all of the text, in any case."""
    return any(re.fullmatch(pattern, text, re.IGNORECASE) for pattern in words_for(subject))


def both(text: str, /, **facts: Both | str) -> Both:
    """A text of the draft in both languages, with facts that may differ between them."""
    texts = words_for("texts")[text]
    told = {
        at: {k: v if isinstance(v, str) else getattr(v, at) for k, v in facts.items()}
        for at in texts
    }
    return Both(texts["en"].format(**told["en"]), texts["de"].format(**told["de"]))


def alternatives(names: Iterable[str]) -> str:
    """A pattern for one of these names."""
    return "|".join(map(re.escape, names))
