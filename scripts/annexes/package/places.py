"""Where each form stands in the folder of an export, relative to it."""

from __future__ import annotations

from annexes.package.opened import OpenedPackage

CSVW = "csv-metadata.json"
FLAT = "flat"
PARQUET = "parquet"
CHECKSUMS = "SHA256SUMS"


def workbook(source: OpenedPackage) -> str:
    """The path of the workbook."""
    return f"{source.stem}.xlsx"


def database(source: OpenedPackage) -> str:
    """The path of the SQLite database."""
    return f"{source.stem}.sqlite"


def archive(source: OpenedPackage) -> str:
    """The path of the zip archive."""
    return f"{source.stem}.zip"


def parquet(source: OpenedPackage) -> dict[str, str]:
    """For each table the path of its Parquet file."""
    return {name: f"{PARQUET}/{stem}.parquet" for name, stem in source.file_stems.items()}


def pages(source: OpenedPackage) -> dict[str, str]:
    """For each language of the package the path of its landing page, the first as index."""
    declared = source.descriptor.get("languages")
    spoken = [language for language in declared or [] if language in ("en", "de")] or ["en"]
    return {
        language: f"index.{language}.html" if number else "index.html"
        for number, language in enumerate(spoken)
    }
