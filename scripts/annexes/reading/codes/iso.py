"""The official lists, with German and English names.

Reference names are the ISO 3166 names (iso-codes, through pycountry) and the short names of
Unicode CLDR (through Babel), in the language of the document; everything else needs an alias in the
recipe.
"""

from __future__ import annotations

import gettext
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pycountry
from babel import Locale

from annexes.reading.codes.destatis import destatis_key_of
from annexes.recipe.edition import Language


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of the code list; the fields up to `eu` are the columns of the resource.

    `references` are the ISO name and the CLDR name in the language of the documents, `known_as` has
    the common and the official name of ISO as well.
    """

    code: str
    alpha_2: str
    numeric: str
    name_en: str
    name_de: str
    status: str
    note: str = ""
    destatis: str = ""
    eu: str = ""
    references: frozenset[str] = frozenset()
    known_as: frozenset[str] = frozenset()

    @property
    def is_iso(self) -> bool:
        """True for a code of ISO 3166, false for one that a package declares."""
        return bool(self.known_as)

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
    german = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=["de"]).gettext
    called = german if language == "de" else str
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
                references=references,
                known_as=references | frozenset(called(name) for name in others if name),
            )
        )
    return tuple(entries)


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
            alpha_2="",
            numeric="",
            name_en=part.name,
            name_de=part.name,
            status="iso-3166-2",
            references=frozenset({part.name}),
            known_as=frozenset({part.name}),
        )
        for part in sorted(parts, key=lambda part: str(part.code))
    )
