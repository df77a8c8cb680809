"""Which resource plays which part: what `annexes build` writes under the key `annexes`."""

from __future__ import annotations

from typing import Any

import msgspec

from annexes.base.errors import PackageError
from annexes.package.disk import KEY, Package


class PrintedColumn(msgspec.Struct, frozen=True):
    """A column as the document heads it; `reads` says what stands in it, such as `count`.

    `mark` names the column for the signs printed behind its figures or in their place.
    """

    name: str
    header: str
    reads: str
    mark: str = ""


class Annex(msgspec.Struct, frozen=True):
    """An annex of a document: what is printed around its rows, and the values they share.

    `resource` and `columns` are '' and empty where they are those of the edition; `totals` and
    `inside` are printed among its rows, and no rows of the data; `reviewed` are the rows and sums
    that a person has compared.
    """

    label: str
    values: dict[str, str]
    above: list[str] = msgspec.field(default_factory=list)
    below: list[str] = msgspec.field(default_factory=list)
    furniture: list[str] = msgspec.field(default_factory=list)
    totals: list[str] = msgspec.field(default_factory=list)
    inside: list[str] = msgspec.field(default_factory=list)
    resource: str = ""
    columns: list[PrintedColumn] = msgspec.field(default_factory=list)
    reviewed: dict[str, Any] = msgspec.field(default_factory=dict)


class Edition(msgspec.Struct, frozen=True):
    """A document with annexes: its identifier, its file, the column of codes, its columns, and the
    aliases by which printed names were taken for codes.
    """

    edition: str
    document: str
    path: str
    code: str
    columns: list[PrintedColumn]
    annexes: list[Annex]
    aliases: list[dict[str, str]] = msgspec.field(default_factory=list)


class Rule(msgspec.Struct, frozen=True):
    """In every row of `resource`, `column` is at most `at_most`, because of `reason`."""

    resource: str
    column: str
    at_most: str
    reason: str


class BuiltRecipe(msgspec.Struct, frozen=True):
    """A recipe as it was when the package was built."""

    path: str
    sha256: str


class BuiltBy(msgspec.Struct, frozen=True):
    """What the package was built with; all is empty where it does not say so."""

    engine: str = ""
    version: str = ""
    recipes: list[BuiltRecipe] = msgspec.field(default_factory=list)


class Roles(msgspec.Struct, frozen=True):
    """The parts of a package that this engine has made, none of a package of another hand.

    `made` names a resource for each origin; `also` are other codes for a code.
    """

    made: dict[str, str]
    editions: list[Edition]
    rules: list[Rule] = msgspec.field(default_factory=list)
    also: dict[str, list[str]] = msgspec.field(default_factory=dict)
    built: BuiltBy = BuiltBy()


def roles(package: Package) -> Roles:
    """The parts as the descriptor names them.

    Raises PackageError where the key is there but not as the engine writes it.
    """
    if "made" not in package.own:
        return Roles(made={}, editions=[])
    try:
        found = msgspec.convert(package.own, Roles)
    except msgspec.ValidationError as error:
        raise _odd(package, str(error)) from error
    names = {str(resource.get("name")) for resource in package.descriptor["resources"]}
    filled = {annex.resource for edition in found.editions for annex in edition.annexes} - {""}
    if unknown := sorted({*found.made.values(), *filled} - names):
        raise _odd(package, f"it names resources that are not there: {', '.join(unknown)}")
    return found


def _odd(package: Package, why: str) -> PackageError:
    hint = "use the descriptor that 'annexes build' has written"
    problem = f"the key '{KEY}' of the descriptor is not as the engine writes it: {why}"
    return PackageError.of("package", package.place, problem, hint)
