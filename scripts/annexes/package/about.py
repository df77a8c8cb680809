"""A package on disk → the facts that all portals are told: one reading, so that they agree.

Nothing is refused here. What a package does not say is empty, and `checks` names it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote

from annexes.base.texts import Texts
from annexes.package.disk import Package
from annexes.package.files import PackageFile, files
from annexes.package.publication import Agent, Publication, publication
from annexes.package.roles import Roles, roles
from annexes.package.vocabularies import Licence, licence

CITED = ("publisher", "author", "creator", "wrangler")
"""Who is cited: the contributors with the first of these roles, as in the README of a package."""


IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


@dataclass(frozen=True, slots=True)
class Contributor:
    """Who had a part: a person has a family name, everyone else is an organisation."""

    name: str
    url: str = ""
    roles: tuple[str, ...] = ()
    given_name: str = ""
    family_name: str = ""
    organization: str = ""


@dataclass(frozen=True)
class About:
    """The facts of one package. Texts are by language, the package's own language first."""

    package: Package
    publication: Publication
    roles: Roles

    @property
    def descriptor(self) -> Mapping[str, Any]:
        """The descriptor of the package."""
        return self.package.descriptor

    @property
    def name(self) -> str:
        """The short name: the identifier at portals."""
        return self._text("name")

    @property
    def id(self) -> str:
        """The identifier that stays when the package moves, such as a URN."""
        return self._text("id")

    @property
    def version(self) -> str:
        """The version of the data."""
        return self._text("version")

    @property
    def homepage(self) -> str:
        """Where the package is published, without a slash at the end."""
        return self._text("homepage").rstrip("/")

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages of the texts; the one that stands without a mark comes first."""
        declared = self.descriptor.get("languages")
        return tuple(map(str, declared)) if isinstance(declared, list) and declared else ("en",)

    @property
    def language(self) -> str:
        """The package's own language."""
        return self.languages[0]

    @cached_property
    def titles(self) -> Texts:
        """The title in each language."""
        return self.texts(self.descriptor, "title")

    @cached_property
    def descriptions(self) -> Texts:
        """The description in each language."""
        return self.texts(self.descriptor, "description")

    @cached_property
    def keywords(self) -> dict[str, list[str]]:
        """The keywords in each language."""
        marked = {at: self.descriptor.get(f"keywords@{at}") for at in self.languages}
        marked[self.language] = self.descriptor.get("keywords")
        return {at: [str(word) for word in _listed(found)] for at, found in marked.items() if found}

    @property
    def title(self) -> str:
        """The title in the package's own language, '' without one."""
        return next(iter(self.titles.values()), "")

    @property
    def description(self) -> str:
        """The description in the package's own language, '' without one."""
        return next(iter(self.descriptions.values()), "")

    @property
    def day(self) -> dt.date | None:
        """The day of this version; None where the descriptor has no valid `created`."""
        return day(self._text("created"))

    @property
    def issued(self) -> dt.date | None:
        """The day of the first version."""
        return day(self.publication.issued) or self.day

    @property
    def standards(self) -> list[str]:
        """The standards that the package follows: the address of its profile."""
        return [profile] if (profile := self._text("$schema")).startswith("http") else []

    @cached_property
    def licence_as_given(self) -> Mapping[str, Any]:
        """The first licence of the descriptor."""
        return next(iter(self.entries("licenses")), {})

    @cached_property
    def licence(self) -> Licence | None:
        """The licence in official lists; None if they do not have it."""
        given = self.licence_as_given
        return licence(str(given.get("name") or ""), str(given.get("path") or ""))

    @property
    def licences(self) -> list[str]:
        """The addresses of all licences as the descriptor gives them, else that of the list."""
        given = [str(entry["path"]) for entry in self.entries("licenses") if entry.get("path")]
        return given or ([self.licence.url] if self.licence else [])

    @cached_property
    def publisher(self) -> Agent:
        """Who publishes; where nothing is said for portals, the first contributor of this role."""
        if self.publication.publisher.name:
            return self.publication.publisher
        named = (who for who in self.contributors if "publisher" in who.roles)
        return next((Agent(who.name, who.url) for who in named), Agent())

    @cached_property
    def contributors(self) -> list[Contributor]:
        """All contributors in the order of the descriptor."""
        found = (_contributor(entry) for entry in self.entries("contributors"))
        return [who for who in found if who.name]

    @cached_property
    def cited(self) -> list[Contributor]:
        """Who stands first in a citation of the package; the publisher if no role says it."""
        for role in CITED:
            if named := [who for who in self.contributors if role in who.roles]:
                return named
        return [Contributor(self.publisher.name, self.publisher.url)] if self.publisher.name else []

    @cached_property
    def others(self) -> list[Contributor]:
        """The contributors who are not cited first."""
        return [who for who in self.contributors if who not in self.cited]

    @property
    def uri(self) -> str:
        """The address of the dataset as a thing, not as a page."""
        return self.part("dataset")

    def part(self, name: str) -> str:
        """The address of something that belongs to the dataset, such as its publisher."""
        return f"{self.homepage or self.id}#{quote(name)}"

    @property
    def doi_url(self) -> str:
        """The DOI as an address, '' without one."""
        return f"https://doi.org/{self.publication.doi}" if self.publication.doi else ""

    @property
    def places(self) -> list[str]:
        """What the figures are about, by national keys, else by European ones.

        National portals read one place only, and not the first: so the key of theirs stands alone.
        """
        return self.publication.geocoding or self.publication.spatial

    @property
    def media_types(self) -> list[str]:
        """The media types of the files, each once."""
        return sorted({file.media_type for file in self.files if file.media_type})

    @property
    def data_languages(self) -> list[str]:
        """The languages of the data as ISO 639-3."""
        return [uri.rpartition("/")[2].lower() for uri in self.publication.languages]

    @property
    def period(self) -> tuple[dt.date, dt.date] | None:
        """The first and the last day that the figures cover, None if one is missing."""
        start, end = day(self.publication.temporal.start), day(self.publication.temporal.end)
        return (start, end) if start and end else None

    @cached_property
    def files(self) -> list[PackageFile]:
        """The files of the resources, and the descriptor last."""
        return files(self.package, self.texts, self.publication.download or "{home}/{path}")

    def texts(self, entry: Mapping[str, Any], text: str) -> Texts:
        """A text of the descriptor or of a resource in all languages in which it is given."""
        found = {at: entry.get(f"{text}@{at}") for at in self.languages}
        found[self.language] = entry.get(text)
        return {at: str(said) for at, said in found.items() if said}

    def entries(self, key: str) -> list[Mapping[str, Any]]:
        """The objects in a list of the descriptor."""
        listed = _listed(self.descriptor.get(key))
        return [entry for entry in listed if isinstance(entry, dict)]

    @property
    def iri(self) -> str:
        """The identifier where it is one that programs can follow, else the address."""
        return self.id if IRI.fullmatch(self.id) else self.uri

    def _text(self, key: str) -> str:
        return str(self.descriptor.get(key) or "")


def about(package: Package) -> About:
    """The facts; PackageError only where the descriptor is not as the engine writes it."""
    return About(package, publication(package), roles(package))


def day(text: str) -> dt.date | None:
    """The day with which an ISO 8601 date or date-time begins; None if there is none."""
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return None


def _contributor(entry: Mapping[str, Any]) -> Contributor:
    roles = [entry.get("role"), *_listed(entry.get("roles"))]
    names = (entry.get("givenName"), entry.get("familyName"))
    return Contributor(
        name=str(entry.get("title") or " ".join(str(name) for name in names if name)),
        url=str(entry.get("path") or ""),
        roles=tuple(str(role) for role in roles if role),
        given_name=str(entry.get("givenName") or ""),
        family_name=str(entry.get("familyName") or ""),
        organization=str(entry.get("organization") or ""),
    )


def _listed(value: Any) -> list[Any]:
    """A list, also of one where only its entry is given."""
    return value if isinstance(value, list) else [value]
