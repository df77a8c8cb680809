"""What is said, but cannot be: days, digests, identifiers, licences that a portal does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator

from annexes.package.about import About, day
from annexes.package.vocabularies import licence as find_licence
from annexes.portals.checks.concern import ALL, Concern, Level, PortalForm

DOI = re.compile(r"10\.[0-9]{4,9}/[^\s]+")
URN = re.compile(r"urn:[a-z0-9][a-z0-9-]{0,31}:[^\s]+", re.IGNORECASE)
TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
"""A language, as BCP 47 names it."""
TEMPORAL = "annexes.publication.temporal"
PERIOD: tuple[PortalForm, ...] = ("dcat", "zenodo", "datacite", "ckan", "schema-org")
ONLY = "name the others to make those only, such as 'annexes portals dcat ckan'"


def concerns(facts: About) -> Iterator[Concern]:
    """What cannot be so."""
    yield from _period(facts)
    yield from _days(facts)
    yield from _languages(facts)
    yield from _licence(facts)
    yield from _identifiers(facts)


def _period(facts: About) -> Iterator[Concern]:
    said = facts.publication.temporal
    hint = "correct annexes.publication.temporal: days are written as YYYY-MM-DD"
    for name, text in {"start": said.start, "end": said.end}.items():
        if text and not _is_day(text):
            problem = f"the {name} of the period is no day: '{text}'"
            yield Concern(Level.ERROR, PERIOD, "period", TEMPORAL, problem, hint)
    if facts.period and facts.period[1] < facts.period[0]:
        problem = f"the period ends on {said.end}, before it begins on {said.start}"
        yield Concern(Level.ERROR, PERIOD, "period", TEMPORAL, problem, hint)
    elif bool(said.start) != bool(said.end):
        problem = "the period has only one of its two days, so it is left out"
        yield Concern(Level.WARNING, PERIOD, "period", TEMPORAL, problem, hint)


def _days(facts: About) -> Iterator[Concern]:
    created, issued = str(facts.descriptor.get("created") or ""), facts.publication.issued
    for key, text in {"created": created, "annexes.publication.issued": issued}.items():
        if text and not day(text):
            problem = f"'{key.rpartition('.')[2]}' does not begin with a day: '{text}'"
            yield Concern(Level.ERROR, ALL, "day", key, problem)
    if facts.day and facts.issued and facts.day < facts.issued:
        problem = f"this version is of {facts.day}, before the first was issued on {facts.issued}"
        hint = "correct 'created' or annexes.publication.issued"
        yield Concern(Level.ERROR, ALL, "day", "created", problem, hint)


def _languages(facts: About) -> Iterator[Concern]:
    """Of a list that is none, no text would be told in its language."""
    given = facts.descriptor.get("languages")
    listed = given if isinstance(given, list) else [] if given is None else [""]
    if not all(isinstance(one, str) and TAG.fullmatch(one) for one in listed):
        problem = f"'languages' is not a list of languages: {given!r}"
        yield Concern(Level.ERROR, ALL, "languages", "languages", problem)


def _licence(facts: About) -> Iterator[Concern]:
    licence, given = facts.licence, facts.licence_as_given
    if not given:
        return
    name = str(given.get("name") or given.get("path") or given.get("title"))
    known: dict[PortalForm, bool] = {
        "dcat": bool(licence and licence.dcat_ap_de),
        "zenodo": bool(licence and licence.zenodo),
        "ckan": bool(licence and licence.ckan),
        "croissant": bool(licence or given.get("path")),
    }
    if unknown := [portal for portal, knows in known.items() if not knows]:
        problem = f"the licence '{name}' is not in the list of: {', '.join(unknown)}"
        hint = f"give an open licence with its SPDX name, such as CC0-1.0 or CC-BY-4.0; or {ONLY}"
        yield Concern(Level.ERROR, unknown, "licence", "licenses", problem, hint)
    placed = find_licence("", str(given.get("path") or ""))
    if licence and placed and licence != placed:
        problem = f"the licence is named '{name}', but its address is that of {placed.spdx}"
        hint = "correct 'name' or 'path' under 'licenses'"
        yield Concern(Level.ERROR, ALL, "licence", "licenses", problem, hint)
    if licence and licence.attribution and not facts.publication.attribution:
        key = "annexes.publication.attribution"
        problem = f"the licence '{name}' asks for an attribution, and no text is given for it"
        hint = f"say whom to name under {key}"
        yield Concern(Level.ERROR, ("dcat", "ckan"), "attribution", key, problem, hint)
    if len(facts.entries("licenses")) > 1:
        problem = f"there is more than one licence; portals are told the first, '{name}'"
        yield Concern(Level.WARNING, ALL, "licence", "licenses", problem)


def _identifiers(facts: About) -> Iterator[Concern]:
    if facts.publication.doi and not DOI.fullmatch(facts.publication.doi):
        problem = f"'{facts.publication.doi}' is no DOI"
        yield Concern(Level.ERROR, ALL, "doi", "annexes.publication.doi", problem)
    if facts.id.lower().startswith("urn:") and not URN.fullmatch(facts.id):
        problem = f"the identifier '{facts.id}' is no URN"
        yield Concern(Level.ERROR, ("dcat", "zenodo", "datacite"), "identifier", "id", problem)
    elif not facts.id.lower().startswith("urn:"):
        problem = "the 'id' of the package is no URN, by which its record is found again"
        yield Concern(Level.PUBLISHING, ("zenodo",), "identifier", "id", problem)


def _is_day(text: str) -> bool:
    return len(text) == len("YYYY-MM-DD") and day(text) is not None
