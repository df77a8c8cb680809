"""Official lists, as far as portals ask for them: `vocabularies.toml` beside this module."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

import msgspec

from annexes.base.texts import file_of, toml_of


class Licence(msgspec.Struct, frozen=True):
    """A licence and what each list calls it; '' or nothing where a list does not have it."""

    spdx: str
    url: str
    names: list[str] = []
    dcat_ap_de: str = ""
    zenodo: str = ""
    ckan: list[str] = []
    attribution: bool = False
    in_cff: bool = True


class Format(msgspec.Struct, frozen=True):
    """A file format: its media type, its concept in the EU's list, and how it is counted there."""

    name: str
    media_type: str
    file_type: str
    open: bool
    machine: bool


class Concepts(msgspec.Struct, frozen=True):
    """A list of concepts: the address of each begins with `list` and goes on with one of `ends`."""

    list: str
    ends: tuple[str, ...]

    def __contains__(self, uri: object) -> bool:
        """Whether the list has a concept of this address."""
        return str(uri).startswith(self.list) and str(uri).removeprefix(self.list) in self.ends


class Vocabularies(msgspec.Struct, frozen=True):
    """All lists."""

    licence: list[Licence]
    format: list[Format]
    languages: Mapping[str, str]
    contributor_types: Mapping[str, str]
    concepts: Mapping[str, Concepts]


@cache
def vocabularies() -> Vocabularies:
    """All lists, read once."""
    return msgspec.convert(toml_of("package", "vocabularies.toml"), Vocabularies)


NUTS = "http://data.europa.eu/nuts/code/"
"""Where the EU describes its regions: the address ends with the code of one."""


@cache
def nuts_codes() -> frozenset[str]:
    """The codes of countries and regions in `nuts.txt`."""
    lines = file_of("package", "nuts.txt").splitlines()
    country, codes = "", set()
    for line in lines:
        for word in () if line.startswith("#") else line.split():
            country = word[:2] if word.endswith(":") else country
            codes.add(country if word.endswith(":") else f"{country}{word}")
    return frozenset(codes)


def licence(name: str, url: str = "") -> Licence | None:
    """The licence of this name, else the one at this address; None if no list has it."""
    known = vocabularies().licence
    named = (one for one in known if name and name.lower() in _names(one))
    placed = (
        one for one in known if url and _plain(url) in (_plain(one.url), _plain(one.dcat_ap_de))
    )
    return next(named, None) or next(placed, None)


def _names(known: Licence) -> set[str]:
    return {name.lower() for name in (known.spdx, *known.names, known.zenodo) if name}


def file_format(name: str, media_type: str = "") -> Format | None:
    """The format of this name, or of this media type; None if it is not in the lists."""
    for known in vocabularies().format:
        if name.lower() == known.name or (media_type and media_type == known.media_type):
            return known
    return None


def iso_639_3(language: str) -> str:
    """The three letters for a language tag such as `de` or `de-AT`; '' if the list has it not."""
    return vocabularies().languages.get(language.partition("-")[0].lower(), "")


def contributor_type(roles: Iterable[str]) -> str:
    """What DataCite calls the first of these roles that it knows, else `Other`."""
    known = vocabularies().contributor_types
    return next((known[role] for role in roles if role in known), "Other")


def _plain(url: str) -> str:
    """The address without what does not tell two apart."""
    bare = url.lower().partition("://")[2].removeprefix("www.").removesuffix("/")
    return bare.removesuffix("/deed.de").removesuffix("/deed.en") or " "
