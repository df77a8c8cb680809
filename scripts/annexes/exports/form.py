"""What a form says of itself: its name, what it writes, how it is read back, what it is called."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from annexes.base.errors import Problem
from annexes.base.storage import Measured
from annexes.base.texts import texts_in
from annexes.exports import forms as room
from annexes.package.labels import said
from annexes.package.opened import OpenedPackage
from annexes.package.tables import Table

Beside = Mapping[str, Measured]
"""The files of other forms that stand in the same folder, by path."""
Tables = Mapping[Path, Table]
"""Tables by the file of an export that holds each."""


@dataclass(frozen=True, eq=False)
class Form:
    """A form of a package.

    `paths` are all files that it writes; `write` makes them in a folder and returns what is left
    out of them or stands in them otherwise than in the package; `read_back` compares them with
    the package and returns the number of cells. Both raise ExportError or CheckError where the
    form cannot be had: nothing is kept of it then, and the other forms are made all the same.

    `offers` says in a language what each file is that people download; `is_whole` where one file
    holds the whole package. `is_last` is a form that tells of the files of all others. `applies` is
    asked where no form is named: a package without codes is no failure of the list of codes.
    """

    name: str
    holds: str
    paths: Callable[[OpenedPackage], Iterable[str]]
    write: Callable[[OpenedPackage, Path, Beside], Sequence[Problem]]
    read_back: Callable[[OpenedPackage, Path], int]
    offers: Callable[[OpenedPackage, str], Mapping[str, str]] = lambda _, __: {}
    media_types: Mapping[str, str] = field(default_factory=dict)
    is_whole: bool = False
    is_last: bool = False
    applies: Callable[[OpenedPackage], bool] = lambda _: True


@cache
def all_forms() -> dict[str, Form]:
    """All forms by name, those that hold the whole package first, the last one last."""
    found = (said for module in _modules() for said in vars(module).values())
    forms = [form for form in found if isinstance(form, Form)]
    forms.sort(key=lambda form: (form.is_last, not form.is_whole, form.name))
    return {form.name: form for form in forms}


def _modules() -> Iterator[object]:
    for module in iter_modules(room.__path__):
        yield import_module(f"{room.__name__}.{module.name}")


def later(module: str, function: str) -> Callable[..., Any]:
    """A function of a module that is loaded when it is called: its libraries take a while."""
    return lambda *given: getattr(import_module(module), function)(*given)


def media_type(path: str) -> str:
    """The media type of a file that a form writes, '' where no form says it."""
    suffix = path.rpartition(".")[2]
    known = (form.media_types.get(suffix, "") for form in all_forms().values())
    return next(filter(None, known), "")


def titled(source: OpenedPackage, table: str, language: str) -> str:
    """The title of a table, else its name."""
    return said(source.tables[table].resource, "title", language) or table


def whole_file(
    suffix: str,
    holds: str,
    media_type: str,
    write: Callable[[OpenedPackage, Path], Sequence[Problem]],
    read_back: Callable[[OpenedPackage, Path], int],
) -> Form:
    """A form of one file with the whole package; `write` and `read_back` are given its path."""

    def name(source: OpenedPackage) -> str:
        return f"{source.stem}.{suffix}"

    return Form(
        name=suffix,
        holds=holds,
        paths=lambda source: [name(source)],
        write=lambda source, out, _: write(source, out / name(source)),
        read_back=lambda source, out: read_back(source, out / name(source)),
        offers=lambda source, lang: {name(source): texts_in("exports", lang)[f"form_{suffix}"]},
        media_types={suffix: media_type},
        is_whole=True,
    )


def file_per_table(
    suffix: str,
    title: str,
    holds: str,
    media_type: str,
    write: Callable[[Tables], None],
    read_back: Callable[[Tables], int],
) -> Form:
    """A form of a file for each table, in a folder of its own; `write` makes that of each."""

    def names(source: OpenedPackage) -> dict[str, str]:
        return {table: f"{stem}.{suffix}" for table, stem in source.file_stems.items()}

    def tables(source: OpenedPackage, out: Path) -> Tables:
        named = names(source).items()
        return {out / suffix / name: source.tables[table] for table, name in named}

    def write_folder(source: OpenedPackage, out: Path, _: Beside) -> list[Problem]:
        (out / suffix).mkdir()
        write(tables(source, out))
        return []

    def offers(source: OpenedPackage, language: str) -> dict[str, str]:
        return {
            f"{suffix}/{name}": f"{titled(source, table, language)} – {title}"
            for table, name in names(source).items()
        }

    return Form(
        name=suffix,
        holds=holds,
        paths=lambda source: [f"{suffix}/{name}" for name in names(source).values()],
        write=write_folder,
        read_back=lambda source, out: read_back(tables(source, out)),
        offers=offers,
        media_types={suffix: media_type},
    )
