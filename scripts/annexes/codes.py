"""The code list: ISO 3166-1 and declared others, and which printed names a code may carry.

Reference names are the ISO 3166-1 names (iso-codes, through pycountry) and the short names of
Unicode CLDR (through Babel), in German; everything else needs an alias in the recipe.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import pycountry
from babel import Locale

from annexes.recipe.edition import Alias
from annexes.recipe.package import DeclaredCode

ISO_STATUS = "iso-3166-1"


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of the code list; the fields up to `note` are the columns of the resource.

    `references` are the German ISO name and the German CLDR name, `known_as` has the common and
    the official name of ISO as well.
    """

    code: str
    alpha_2: str
    numeric: str
    name_en: str
    name_de: str
    status: str
    note: str = ""
    references: frozenset[str] = frozenset()
    known_as: frozenset[str] = frozenset()

    def differs(self, name: str) -> bool:
        """True if a join on the ISO name or on the CLDR name would miss this name.

        A code outside ISO has no reference name, so every name of it differs.
        """
        return self.references != {name}


class CodeList:
    """All codes of a package, in the order ISO 3166-1 alphabetical, then as declared."""

    def __init__(self, declared: Iterable[DeclaredCode]) -> None:
        others = (
            Code(d.code, d.alpha_2, d.numeric, d.name_en, d.name_de, d.status, d.note)
            for d in declared
        )
        self.entries = (*iso_3166_1(), *others)
        self._by_code = {entry.code: entry for entry in self.entries}

    def __contains__(self, code: str) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> Code:
        return self._by_code[code]

    def agrees(self, code: str, name: str, aliases: Iterable[Alias]) -> bool:
        """True if this code may carry this printed name."""
        return name in self[code].known_as or any(
            alias.code == code and alias.printed == name for alias in aliases
        )

    def bearers(self, name: str, aliases: Iterable[Alias]) -> list[str]:
        """The codes that this printed name belongs to."""
        return [entry.code for entry in self.entries if self.agrees(entry.code, name, aliases)]


@lru_cache(maxsize=1)
def iso_3166_1() -> tuple[Code, ...]:
    """All entries of ISO 3166-1 as pycountry has them, ordered by alpha-3 code."""
    german = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=["de"]).gettext
    short = Locale("de").territories
    entries = []
    for country in sorted(pycountry.countries, key=lambda country: str(country.alpha_3)):
        references = frozenset(
            {german(country.name), short.get(country.alpha_2, german(country.name))}
        )
        others = (getattr(country, key, None) for key in ("common_name", "official_name"))
        entries.append(
            Code(
                code=country.alpha_3,
                alpha_2=country.alpha_2,
                numeric=country.numeric,
                name_en=country.name,
                name_de=german(country.name),
                status=ISO_STATUS,
                references=references,
                known_as=references | frozenset(german(name) for name in others if name),
            )
        )
    return tuple(entries)
