"""The official lists, with German and English names.

Reference names are the ISO 3166 names (iso-codes, through pycountry) and the short names of
Unicode CLDR (through Babel), in the language of the document; everything else needs an alias in the
recipe.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import pycountry
from babel import Locale

from annexes.base.texts import toml_of
from annexes.reading.codes.destatis import destatis_key_of, destatis_keys
from annexes.recipe.edition import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One entry of the code list; the fields up to `valid_until` are the columns of the resource.

    `valid_from` is the year in which it took the place of another, `valid_until` the one in which
    ISO 3166-1 gave it up; None where that is not known, or has not happened.
    `references` are the ISO name and the CLDR name in the language of the documents, `known_as` has
    the common and the official name of ISO as well.
    """

    code: str
    alpha_2: str = ""
    numeric: str = ""
    name_en: str
    name_de: str
    status: str
    note: str = ""
    destatis: str = ""
    eu: str = ""
    valid_from: int | None = None
    valid_until: int | None = None
    references: frozenset[str] = frozenset()
    known_as: frozenset[str] = frozenset()

    @property
    def keys(self) -> set[str]:
        """What lists have for it: letters, numbers, the key of the Federal Statistical Office."""
        return {self.code, self.alpha_2, self.numeric, self.destatis} - {""}

    @property
    def is_iso(self) -> bool:
        """True for a code of ISO 3166 today, false for a withdrawn one, or one that a package
        declares.
        """
        return bool(self.known_as) and self.valid_until is None

    def differs(self, name: str) -> bool:
        """True if a join on the ISO name or on the CLDR name would miss this name.

        A code outside ISO has no reference name, so every name of it differs.
        """
        return self.references != {name}


@lru_cache(maxsize=4)
def iso_3166_1(language: Language = "de") -> tuple[Code, ...]:
    """All entries of ISO 3166-1 as pycountry has them, ordered by alpha-3 code, known by their
    names in this language.
    """
    german, called = _german("iso3166-1"), _called("iso3166-1", language)
    short = Locale(language).territories
    entries = []
    for country in sorted(pycountry.countries, key=lambda country: str(country.alpha_3)):
        references = frozenset(
            {called(country.name), short.get(country.alpha_2, called(country.name))}
        )
        others = (getattr(country, key, None) for key in ("common_name", "official_name"))
        entries.append(
            Code(
                code=country.alpha_3,
                alpha_2=country.alpha_2,
                numeric=country.numeric,
                name_en=country.name,
                name_de=german(country.name),
                status="iso-3166-1",
                destatis=destatis_key_of().get(country.alpha_3, ""),
                eu=country.alpha_3,
                valid_from=_began().get(country.alpha_3),
                references=references,
                known_as=references | frozenset(called(name) for name in others if name),
            )
        )
    return tuple(entries)


@lru_cache(maxsize=4)
def iso_3166_3(language: Language = "de") -> tuple[Code, ...]:
    """The codes that ISO 3166-1 has given up, ordered; one that it gave again is none of them.

    Their two-letter and numeric codes are left empty: others have the same.
    """
    german, called = _german("iso3166-3"), _called("iso3166-3", language)
    entries = []
    for country in sorted(pycountry.historic_countries, key=lambda own: str(own.alpha_3)):
        if pycountry.countries.get(alpha_3=country.alpha_3):
            continue
        name, key = called(country.name), destatis_key_of().get(country.alpha_3, "")
        names = destatis_keys()[key].names if key and language == "de" else ()
        entries.append(
            Code(
                code=country.alpha_3,
                name_en=country.name,
                name_de=german(country.name),
                status="iso-3166-3",
                destatis=key,
                valid_from=_began().get(country.alpha_3),
                valid_until=int(country.withdrawal_date[:4]),
                references=frozenset({name}),
                known_as=frozenset({name, name.partition(",")[0], *names}),
            )
        )
    return tuple(entries)


@cache
def _began() -> dict[str, int]:
    """The year of each code that took the place of another."""
    successors = toml_of("reading.codes", "successors.toml")
    withdrawn = {own.alpha_3: own.withdrawal_date for own in pycountry.historic_countries}
    return {new: int(withdrawn[old][:4]) for old, codes in successors.items() for new in codes}


def _german(domain: str) -> Callable[[str], str]:
    return gettext.translation(domain, pycountry.LOCALES_DIR, languages=["de"]).gettext


def _called(domain: str, language: Language) -> Callable[[str], str]:
    """From an English name to the one in this language."""
    return _german(domain) if language == "de" else str


@lru_cache(maxsize=4)
def iso_3166_2(country: str) -> tuple[Code, ...]:
    """The parts of a country (alpha-2 code), ordered by code; ISO gives their names only in the
    language of the country.
    """
    subdivisions: Any = pycountry.subdivisions
    parts = subdivisions.get(country_code=country)
    return tuple(
        Code(
            code=part.code,
            name_en=part.name,
            name_de=part.name,
            status="iso-3166-2",
            references=frozenset({part.name}),
            known_as=frozenset({part.name}),
        )
        for part in sorted(parts, key=lambda part: str(part.code))
    )
