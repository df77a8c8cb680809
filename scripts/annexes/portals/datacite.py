"""The metadata of a package as DataCite 4.5 JSON, which DOI registries and archives take.

Schema: https://schema.datacite.org/meta/kernel-4.5/. It has no place for checksums.
"""

from __future__ import annotations

from collections.abc import Iterator

from annexes.base.texts import texts_of
from annexes.package.about import About, Contributor
from annexes.package.vocabularies import contributor_type
from annexes.portals.fields import Node, fields, filled

LICENCES = "https://spdx.org/licenses/"


def metadata(facts: About) -> Node:
    """The metadata; what the package does not say is left out."""
    return filled(
        {
            **fields("datacite", facts),
            "titles": list(_titles(facts)),
            "creators": [_agent(who) for who in facts.cited],
            "contributors": [
                {**_agent(who), "contributorType": contributor_type(who.roles)}
                for who in facts.others
            ],
            "publisher": filled({"name": facts.publisher.name}),
            "publicationYear": str(facts.issued.year) if facts.issued else "",
            "dates": list(_dates(facts)),
            "rightsList": _rights(facts),
            "subjects": [
                {"subject": word, "lang": language}
                for language, found in facts.keywords.items()
                for word in dict.fromkeys(found)
            ],
            "descriptions": list(_descriptions(facts)),
            "alternateIdentifiers": _identifiers(facts),
            "relatedIdentifiers": [
                {
                    "relatedIdentifier": related.url,
                    "relatedIdentifierType": "URL",
                    "relationType": "References",
                }
                for related in facts.publication.related
                if related.url
            ],
            "geoLocations": [
                {"geoLocationPlace": place}
                for place in dict.fromkeys(facts.publication.place.values())
            ],
            "sizes": [f"{file.size} bytes: {file.path}" for file in facts.files if file.size],
        }
    )


def _titles(facts: About) -> Iterator[Node]:
    for number, (language, title) in enumerate(facts.titles.items()):
        kind = {"titleType": "TranslatedTitle"} if number else {}
        yield {"title": title, "lang": language, **kind}


def _agent(who: Contributor) -> Node:
    if not who.family_name:
        return {"name": who.name, "nameType": "Organizational"}
    names = (who.family_name, who.given_name)
    return filled(
        {
            "name": ", ".join(name for name in names if name),
            "nameType": "Personal",
            "givenName": who.given_name,
            "familyName": who.family_name,
            "affiliation": [{"name": who.organization}] if who.organization else [],
        }
    )


def _dates(facts: About) -> Iterator[Node]:
    days = {"Issued": facts.issued, "Updated": facts.day if facts.day != facts.issued else None}
    for kind, day in days.items():
        if day:
            yield {"date": str(day), "dateType": kind}
    if facts.period:
        about = texts_of("portals")["period"]["en"]
        span = "/".join(map(str, facts.period))
        yield {"date": span, "dateType": "Other", "dateInformation": about}


def _rights(facts: About) -> list[Node]:
    licence, given = facts.licence, facts.licence_as_given
    node = filled({"rights": given.get("title"), "rightsUri": given.get("path")})
    if licence:
        spdx = {"rightsIdentifier": licence.spdx, "rightsIdentifierScheme": "SPDX"}
        node |= {**spdx, "schemeUri": LICENCES}
    return [node] if node else []


def _descriptions(facts: About) -> Iterator[Node]:
    for kind, texts in (
        ("Abstract", facts.descriptions),
        ("Methods", facts.publication.provenance),
        ("Other", facts.publication.rights),
    ):
        for language, text in texts.items():
            yield {"description": text, "descriptionType": kind, "lang": language}


def _identifiers(facts: About) -> list[Node]:
    if not facts.id:
        return []
    kind = "URN" if facts.id.lower().startswith("urn:") else "Other"
    return [{"alternateIdentifier": facts.id, "alternateIdentifierType": kind}]
