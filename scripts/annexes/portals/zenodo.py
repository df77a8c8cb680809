"""The record of a package for Zenodo: the body that InvenioRDM's records API takes.

Fields, and which are required: https://inveniordm.docs.cern.ch/reference/metadata/. Zenodo keeps
files flat; how they get there is not said here. Addresses that only hold a place (see
`checks.addresses`) are left out: a record is public for ever.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import islice

from annexes.base.texts import Texts, texts_of
from annexes.package.about import About, Contributor
from annexes.package.vocabularies import contributor_type, iso_639_3
from annexes.portals.checks.addresses import is_placeholder
from annexes.portals.fields import Node, fields, filled, in_language


def record(facts: About) -> Node:
    """The whole body: public, with files, and without a DOI, which Zenodo gives."""
    return {
        "access": {"record": "public", "files": "public"},
        "files": {"enabled": True},
        "metadata": metadata(facts),
    }


def metadata(facts: About) -> Node:
    """The metadata; what the package does not say is left out.

    `version` and `publication_date` belong to this version: they must be sent with each new one.
    """
    zenodo = facts.licence.zenodo if facts.licence else ""
    return filled(
        {
            **fields("zenodo", facts),
            "additional_titles": list(_titles(facts)),
            "description": _html(facts.description),
            "additional_descriptions": list(_descriptions(facts)),
            "creators": [_creator(who) for who in facts.cited],
            "contributors": [_contributor(who) for who in facts.others],
            "rights": [{"id": zenodo}] if zenodo else [],
            "languages": [{"id": language} for language in facts.data_languages],
            "subjects": [{"subject": word} for word in _words(facts)],
            "dates": list(_dates(facts)),
            "identifiers": [{"scheme": "urn", "identifier": facts.id}] if _is_urn(facts.id) else [],
            "related_identifiers": list(_related(facts)),
            "locations": _locations(facts),
        }
    )


def _titles(facts: About) -> Iterator[Node]:
    for language, title in _other_languages(facts.titles):
        yield {"title": title, "type": {"id": "translated-title"}, **_lang(language)}


def _descriptions(facts: About) -> Iterator[Node]:
    """The other languages, then how the data came to be and what may be done with them."""
    for kind, texts in (
        ("abstract", dict(_other_languages(facts.descriptions))),
        ("methods", facts.publication.provenance),
        ("other", facts.publication.rights),
    ):
        for language, text in texts.items():
            yield {"description": _html(text), "type": {"id": kind}, **_lang(language)}


def _creator(who: Contributor) -> Node:
    node: Node = {"person_or_org": _agent(who)}
    return {**node, "affiliations": [{"name": who.organization}]} if who.organization else node


def _contributor(who: Contributor) -> Node:
    return {**_creator(who), "role": {"id": contributor_type(who.roles).lower()}}


def _agent(who: Contributor) -> Node:
    if not who.family_name:
        return {"type": "organizational", "name": who.name}
    given = {"given_name": who.given_name} if who.given_name else {}
    return {"type": "personal", **given, "family_name": who.family_name}


def _words(facts: About) -> dict[str, None]:
    """The keywords of all languages, each once."""
    return dict.fromkeys(word for found in facts.keywords.values() for word in found)


def _dates(facts: About) -> Iterator[Node]:
    if facts.period:
        about = texts_of("portals")["period"]["en"]
        span = "/".join(map(str, facts.period))
        yield {"date": span, "type": {"id": "other"}, "description": about}


def _related(facts: About) -> Iterator[Node]:
    pages = [("isdescribedby", facts.homepage)]
    pages += [("references", related.url) for related in facts.publication.related]
    for relation, url in pages:
        if url and not is_placeholder(url):
            yield {"scheme": "url", "identifier": url, "relation_type": {"id": relation}}


def _locations(facts: About) -> Node:
    name = in_language(facts.publication.place, facts.language)
    return {"features": [{"place": name}]} if name else {}


def _other_languages(texts: Texts) -> Iterator[tuple[str, str]]:
    """All but the first, which stands in a field of its own."""
    return islice(texts.items(), 1, None)


def _lang(language: str) -> Node:
    code = iso_639_3(language)
    return {"lang": {"id": code}} if code else {}


def _is_urn(identifier: str) -> bool:
    return identifier.lower().startswith("urn:")


def _html(text: str) -> str:
    """A paragraph; what stands between backquotes is code."""
    marked = re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text, quote=False))
    return f"<p>{marked}</p>" if text else ""
