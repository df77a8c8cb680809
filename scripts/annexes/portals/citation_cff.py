"""CITATION.cff: how to cite the package, for programs.

Format: https://github.com/citation-file-format/citation-file-format, version 1.2.0. It has no
place for a publisher: who is cited stands under `authors`.
"""

from __future__ import annotations

from typing import Any

from annexes.base.texts import texts_of
from annexes.package.about import About, Contributor
from annexes.portals.schema_org import filled

WIDTH = 100


def citation_file(facts: About) -> str:
    """The whole file as YAML; what the package does not say is left out."""
    import yaml

    return str(yaml.safe_dump(fields(facts), allow_unicode=True, sort_keys=False, width=WIDTH))


def fields(facts: About) -> dict[str, Any]:
    """The fields of the file, in the order in which they are written."""
    doi, please = facts.publication.doi, texts_of("portals")["cite"]
    return filled(
        {
            "cff-version": "1.2.0",
            "message": please.get(facts.languages[0]) or please["en"],
            "type": "dataset",
            "title": facts.title,
            "abstract": facts.description,
            "authors": [_author(who) for who in facts.cited],
            "version": facts.version,
            "date-released": str(facts.day or ""),
            **_licence(facts),
            "doi": doi,
            "url": facts.homepage,
            "identifiers": [{"type": "other", "value": facts.id}] if facts.id else [],
            "keywords": list(dict.fromkeys(facts.keywords.get(facts.languages[0], []))),
        }
    )


def _author(who: Contributor) -> dict[str, Any]:
    if not who.family_name:
        return filled({"name": who.name, "website": who.url})
    names = {"given-names": who.given_name, "family-names": who.family_name}
    return filled({**names, "affiliation": who.organization, "website": who.url})


def _licence(facts: About) -> dict[str, str]:
    """The SPDX identifier; licences that are not in the list of the format by their address."""
    licence = facts.licence
    if licence and licence.in_cff:
        return {"license": licence.spdx}
    return {"license-url": str(facts.licence_as_given.get("path") or "")}
