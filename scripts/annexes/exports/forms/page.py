"""page: a landing page in each language, with charts, all figures, findings and downloads."""

from __future__ import annotations

from annexes.exports.form import Form, later
from annexes.package.labels import LANGUAGES
from annexes.package.opened import OpenedPackage

RENDER = "annexes.exports.page.render"


def pages(source: OpenedPackage) -> dict[str, str]:
    """For each language of the package the path of its landing page, the first as index."""
    spoken = [language for language in source.about.languages if language in LANGUAGES] or ["en"]
    return {
        language: f"index.{language}.html" if number else "index.html"
        for number, language in enumerate(spoken)
    }


FORM = Form(
    name="page",
    holds="a landing page in each language: charts, all figures, findings, downloads",
    paths=lambda source: pages(source).values(),
    write=later(RENDER, "write"),
    read_back=later(RENDER, "read_back"),
    is_last=True,
)
