"""What a package must say before a portal is asked anything: all of it is refused at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from annexes.base.errors import CheckError, Place, Problem, raise_if_any
from annexes.package.disk import DESCRIPTOR
from annexes.package.unconfirmed import draft_problem
from annexes.portals.checks.all_checks import Locate, nowhere, refusals
from annexes.portals.upload.plan import Plan

MOST_FILES = 100
MOST_BYTES = 50_000_000_000
"""Of one record at Zenodo: https://help.zenodo.org/docs/deposit/manage-files/."""


def refuse_unready(plan: Plan, portal: str, *, practice: bool, locate: Locate = nowhere) -> None:
    """Raise CheckError with everything that `portal` ('zenodo' or 'ckan') would miss.

    An address that only holds a place is fine where publishing is practised, and nowhere else.
    `locate` knows where a fact is corrected; without it, each place is the descriptor.
    """
    told = refusals(plan.facts, (portal,), publishing=True, practice=practice, locate=locate)
    problems = [_of_the_original(problem, plan) for problem in told]
    if draft := draft_problem(plan.package):
        problems.append(draft)
    if portal == "zenodo":
        problems += _too_much(plan)
    raise_if_any(CheckError, problems)


def _of_the_original(problem: Problem, plan: Plan) -> Problem:
    """The problem with the descriptor of the package instead of that of the checked copy."""
    copy, original = (str(p.root / DESCRIPTOR) for p in (plan.facts.package, plan.package))
    return replace(problem, place=Place(original)) if problem.place.file == copy else problem


def _too_much(plan: Plan) -> Iterator[Problem]:
    """What Zenodo takes of no record, however it is described."""
    place, size = Place(str(plan.package.root)), sum(item.size for item in plan.items)
    if len(plan.items) > MOST_FILES:
        text = f"the package has {len(plan.items)} files; a record takes {MOST_FILES}"
        yield Problem("files", place, text)
    if size > MOST_BYTES:
        text = f"the package has {size} bytes; a record takes {MOST_BYTES}"
        hint = "publish it in parts, or ask Zenodo for a larger quota"
        yield Problem("files", place, text, hint)
