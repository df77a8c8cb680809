"""What can go wrong, said so that a person can act on it: what, where, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

MAX_LINES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file: page, line and column are 1-based and None where they say nothing.

    `box` is a place on the page of a PDF: x0, top, x1, bottom in points from its top left corner.
    The lines of a PDF are the visual lines of the page.
    """

    file: str
    page: int | None = None
    line: int | None = None
    column: int | None = None
    box: tuple[float, float, float, float] | None = None

    def __str__(self) -> str:
        parts = [("page", self.page), ("line", self.line), ("column", self.column)]
        return ", ".join([self.file, *(f"{name} {at}" for name, at in parts if at is not None)])


@dataclass(frozen=True, slots=True)
class Problem:
    """One failed check: its name, the place, what is wrong there, and what to do about it.

    `advice` is what to do here in particular; without it `hint` is what the catalogue of checks
    says, which is read only then.
    """

    check: str
    place: Place
    problem: str
    advice: str = ""

    @property
    def hint(self) -> str:
        """What to do about it."""
        from annexes.base.checks import meaning_of

        return self.advice or meaning_of(self.check)[1]

    def __str__(self) -> str:
        return f"{self.place}: {self.problem} [{self.check}]\n  → {self.hint}"

    def as_json(self) -> dict[str, Any]:
        """Flat record: check, file, page, line, column, problem, hint, and in a PDF the box."""
        place = asdict(self.place)
        box = place.pop("box")
        record = {"check": self.check, **place, "problem": self.problem, "hint": self.hint}
        return {**record, "box": box} if box else record


class AnnexesError(Exception):
    """The root of all errors meant for users; `problems` holds at least one Problem."""

    exit_code = 1

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__(str(self))

    @classmethod
    def of(cls, check: str, place: Place | Path | str, problem: str, advice: str = "") -> Self:
        """The error with this one problem; a path or the name of an option is a place as well."""
        at = place if isinstance(place, Place) else Place(str(place))
        return cls(Problem(check, at, problem, advice))

    def __str__(self) -> str:
        lines = [str(problem) for problem in self.problems[:MAX_LINES_SHOWN]]
        if (more := len(self.problems) - len(lines)) > 0:
            lines.append(f"… and {more} more problems; --json lists them all")
        return "\n".join(lines)


class DocumentError(AnnexesError):
    """The source document is refused: its figures cannot be read with certainty."""


class RecipeError(AnnexesError):
    """The recipe is incomplete, contradicts itself, or has an unknown key or a wrong type."""


class PackageError(AnnexesError):
    """The package on disk is missing, damaged or not what was expected."""


class CheckError(AnnexesError):
    """What was made does not pass a check: nothing is written."""


class ExportError(AnnexesError):
    """A form cannot hold this package, though others can; of that form nothing is written."""


class PublishError(AnnexesError):
    """A portal refuses, or cannot be relied on: what it holds is no worse than it was before."""


class ReleaseError(AnnexesError):
    """Something about a release is not settled: nothing is written."""


class UsageError(AnnexesError):
    """The command was called with something that does not exist."""

    exit_code = 2


def raise_if_any(kind: type[AnnexesError], problems: Iterable[Problem]) -> None:
    """Raise one error of this kind that carries all problems; do nothing where there are none."""
    if found := tuple(problems):
        raise kind(found)
