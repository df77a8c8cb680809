"""Where frictionless departs from the specification, with the reason and what it reports instead.

The engine gives the verdict of frictionless here as well: a package must not be valid in one tool
and invalid in the other. The one exception is a crash of the reference, which is no verdict.
"""

from __future__ import annotations

from dataclasses import dataclass

from validation.stories import Place


@dataclass(frozen=True, slots=True)
class Departure:
    """Why the reference departs, and what it reports."""

    reason: str
    reported: frozenset[Place]


DEPARTURES: dict[str, Departure] = {
    "binary is base64": Departure(
        "Python's decoder drops characters that base64 does not have, so nothing but padding fails",
        frozenset(),
    ),
    "an integer has no underscore": Departure(
        "Python's int() takes underscores between digits; XML Schema does not", frozenset()
    ),
    "an integer has ASCII digits": Departure(
        "Python's int() takes the digits of every script; XML Schema does not", frozenset()
    ),
    "an integer with groups": Departure(
        "groupChar of integer fields, new in v2, is not read",
        frozenset({("type-error", 2, 1), ("type-error", 3, 1)}),
    ),
    "a number has ASCII digits and no underscore": Departure(
        "Python's Decimal() takes underscores and the digits of every script", frozenset()
    ),
    "a year may have a sign or five digits": Departure(
        "only four digits are taken; gYear of XML Schema has more",
        frozenset({("type-error", 2, 1), ("type-error", 3, 1)}),
    ),
    "a pattern of two branches is whole as well": Departure(
        "the pattern is anchored without brackets, so '^a|b$' matches more than a or b",
        frozenset({("constraint-error", 5, 1)}),
    ),
    "a sequence for null": Departure(
        "nullSequence is taken and kept, but never used in reading",
        frozenset({("type-error", 2, 1)}),
    ),
}
