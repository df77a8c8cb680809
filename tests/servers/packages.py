"""The package in two versions, as those who keep it would make them: from its recipe."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from annexes.building.build import build

CONTACT = '[publication.contact]\nemail = "data@example.org"'
"""ckanext-dcat tells harvesters no other contact."""


def edition(root: Path, target: Path, version: str, remark: str = "", urn: str = "") -> Path:
    """Build the package anew with this version, and this before the notes of its findings."""
    for folder in ("data", "schema", "scripts/recipes"):
        shutil.copytree(root / folder, target / folder)
    for file in (target / "scripts" / "recipes").glob("*.toml"):
        text = file.read_text("utf-8").replace('\nversion = "1.0.0"', f'\nversion = "{version}"')
        text = text.replace("[publication.contact]", CONTACT)
        text = re.sub(r'(?<=\nid = ")urn:[^"]+', urn, text) if urn else text
        file.write_text(text.replace('\nnote_en = "', f'\nnote_en = "{remark}'), "utf-8")
    build(target)
    findings = [folder / "data" / "findings.csv" for folder in (root, target)]
    assert (findings[0].read_bytes() == findings[1].read_bytes()) is not bool(remark)
    return target
