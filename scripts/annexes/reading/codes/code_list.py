"""The code lists: which codes there are, and which printed names they may carry."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from annexes.reading.codes.destatis import destatis_key_of
from annexes.reading.codes.iso import Code, iso_3166_1, iso_3166_2, iso_3166_3
from annexes.reading.codes.names import Names
from annexes.recipe.edition import Alias, CodeListName, Language
from annexes.recipe.metadata import DeclaredCode
from annexes.recipe.recipe import Recipe

_ISO = {"iso-3166-1", "destatis"}
"""The lists whose codes are those of ISO 3166-1."""


class CodeList:
    """All codes of these lists, in alphabetical order, then those that the package declares.

    States are known by their names in this language. A code that its list has given up is known,
    with its own name, but no entry: a name printed without a code never means it.
    """

    def __init__(
        self,
        lists: Collection[CodeListName],
        declared: Iterable[DeclaredCode],
        language: Language = "de",
    ) -> None:
        official = {entry.code: entry for name in lists for entry in _official(name, language)}
        others = (_declared(entry) for entry in declared)
        self.entries: Sequence[Code] = (*official.values(), *others)
        withdrawn = iso_3166_3(language) if _ISO & {*lists} else ()
        self._by_code = {entry.code: entry for entry in (*withdrawn, *self.entries)}
        self._names: Names | None = None

    def __contains__(self, code: str) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> Code:
        return self._by_code[code]

    def with_withdrawn(self, used: Iterable[str]) -> list[Code]:
        """All entries, and those of the used codes that their list has given up."""
        listed = {entry.code: entry for entry in self.entries}
        others = (self[code] for code in sorted(set(used)) if code in self)
        return [*listed.values(), *(entry for entry in others if entry.code not in listed)]

    def is_same(self, code: str, text: str) -> bool:
        """True if this text is the code, or what another list has for it."""
        return code in self and text in self[code].keys

    def carriers(self, text: str) -> list[str]:
        """The codes for which this text stands in one of the lists."""
        return [entry.code for entry in self.entries if text in entry.keys]

    def agrees(self, code: str, name: str, aliases: Iterable[Alias]) -> bool:
        """True if this code may carry this printed name, exactly as it is spelt."""
        return name in self[code].known_as or any(
            alias.code == code and alias.printed == name for alias in aliases
        )

    def bearers(self, name: str, aliases: Iterable[Alias]) -> list[str]:
        """The codes that this printed name belongs to, exactly as it is spelt."""
        aliases = list(aliases)
        return [entry.code for entry in self.entries if self.agrees(entry.code, name, aliases)]

    def resolve(self, name: str, aliases: Iterable[Alias]) -> list[str]:
        """The codes that a name printed without a code may mean; one, if it is certain.

        An alias of the recipe decides; else word order, punctuation and abbreviations do not
        matter ('Kongo, Dem. Republik'), but a name that several codes share is not decided.
        """
        declared = [alias.code for alias in aliases if alias.printed == name]
        if declared:
            return declared
        if self._names is None:
            self._names = Names(self.entries)
        return self._names.meant_by(name)


def codes_of(recipe: Recipe) -> CodeList:
    """All codes that the documents of a recipe may print."""
    return CodeList(recipe.code_lists(), recipe.package.codes, recipe.language())


def _declared(entry: DeclaredCode) -> Code:
    """A code of the package, with the key that the list gives it where the package gives none."""
    return Code(
        code=entry.code,
        alpha_2=entry.alpha_2,
        numeric=entry.numeric,
        name_en=entry.name_en,
        name_de=entry.name_de,
        status=entry.status,
        note=entry.note,
        destatis=entry.destatis or destatis_key_of().get(entry.code, ""),
        eu=entry.eu,
    )


def _official(name: CodeListName, language: Language) -> Sequence[Code]:
    if name in _ISO:
        return iso_3166_1(language)
    return iso_3166_2("DE") if name == "iso-3166-2:DE" else ()
