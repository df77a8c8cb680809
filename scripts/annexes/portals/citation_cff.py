"""CITATION.cff: how to cite the package, for programs.

Format: https://github.com/citation-file-format/citation-file-format, version 1.2.0. It has no
place for a publisher: who is cited stands under `authors`.
"""

from __future__ import annotations

from annexes.base.texts import texts_of
from annexes.package.about import About, Contributor
from annexes.portals.fields import Node, fields, filled

WIDTH = 100


def citation_file(facts: About) -> str:
    """The whole file as YAML; what the package does not say is left out."""
    import yaml

    please, licence = texts_of("portals")["cite"], facts.licence
    listed = licence is not None and licence.in_cff
    node = {
        **fields("citation", facts),
        "message": please.get(facts.language) or please["en"],
        "authors": [_author(who) for who in facts.cited],
        "license": licence.spdx if licence and listed else "",
        "license-url": "" if listed else str(facts.licence_as_given.get("path") or ""),
        "identifiers": [{"type": "other", "value": facts.id}] if facts.id else [],
        "keywords": list(dict.fromkeys(facts.keywords.get(facts.language, []))),
    }
    return str(yaml.safe_dump(filled(node), allow_unicode=True, sort_keys=False, width=WIDTH))


def _author(who: Contributor) -> Node:
    if not who.family_name:
        return filled({"name": who.name, "website": who.url})
    names = {"given-names": who.given_name, "family-names": who.family_name}
    return filled({**names, "affiliation": who.organization, "website": who.url})
