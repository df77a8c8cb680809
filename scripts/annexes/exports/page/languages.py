"""In which languages there is a page, and where it stands."""

from __future__ import annotations

from annexes.package.labels import LANGUAGES
from annexes.package.opened import OpenedPackage


def pages(source: OpenedPackage) -> dict[str, str]:
    """For each language of the package the path of its landing page, the first as index."""
    declared = source.descriptor.get("languages")
    spoken = [language for language in declared or [] if language in LANGUAGES] or ["en"]
    return {
        language: f"index.{language}.html" if number else "index.html"
        for number, language in enumerate(spoken)
    }
