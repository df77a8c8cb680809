"""What a form says of itself: its name, what it writes, how it is read back, what it is called."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from annexes.base.errors import Problem
from annexes.base.storage import Measured
from annexes.exports import forms as room
from annexes.package.opened import OpenedPackage

Beside = Mapping[str, Measured]
"""The files of other forms that stand in the same folder, by path."""


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
    found = (getattr(module, "FORM", None) for module in _modules())
    forms = [form for form in found if isinstance(form, Form)]
    forms.sort(key=lambda form: (form.is_last, not form.is_whole, form.name))
    return {form.name: form for form in forms}


def _modules() -> Iterator[object]:
    for module in iter_modules(room.__path__):
        yield import_module(f"{room.__name__}.{module.name}")


def media_type(path: str) -> str:
    """The media type of a file that a form writes, '' where no form says it."""
    suffix = path.rpartition(".")[2]
    known = (form.media_types.get(suffix, "") for form in all_forms().values())
    return next(filter(None, known), "")


def table_files(source: OpenedPackage, folder: str, suffix: str) -> dict[str, str]:
    """For each table the path of a file of its own."""
    stems = source.file_stems.items()
    return {name: f"{folder}/{stem}.{suffix}" for name, stem in stems}
