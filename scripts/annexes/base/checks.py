"""The catalogue of checks: what each one means, and what to do where it fails."""

from __future__ import annotations

from annexes.base.texts import toml_of


def checks() -> list[str]:
    """The names of all checks, in the order of the catalogue."""
    return list(toml_of("base", "checks.toml"))


def meaning_of(check: str, language: str = "en") -> tuple[str, str]:
    """What this check means, and what to do where it fails; in English if not in this language.

    Raises KeyError if the catalogue does not have it.
    """
    texts = toml_of("base", "checks.toml")[check]
    meaning, advice = texts.get(language, texts["en"])
    return meaning, advice
