"""frictionless against the specification, and the columnar engine against frictionless."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from annexes.validation.validate import validate
from annexes.validation.validation_options import Options
from validation.case import of_frictionless, one_table
from validation.departures import DEPARTURES
from validation.stories import STORIES, Story


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.case.name)
def test_a_case_from_the_specification(story: Story, tmp_path: Path) -> None:
    """The reference departs only where this is written down, and both engines follow it."""
    path = story.case.write(tmp_path)
    reference = of_frictionless(path)
    departure = DEPARTURES.get(story.case.name)
    expected = departure.reported if departure else story.expected
    assert {place[1:] for place in reference} == expected
    report = validate(path, Options(small=0))
    if not any(f.type in ("unsafe-path", "remote-reference") for f in report.beyond):
        assert Counter(finding.place for finding in report.findings) == reference


def test_every_departure_has_its_story_and_departs() -> None:
    expected = {story.case.name: story.expected for story in STORIES}
    assert set(DEPARTURES) <= set(expected)
    for name, departure in DEPARTURES.items():
        assert departure.reason
        assert departure.reported != expected[name], name


def test_stories_have_names_of_their_own() -> None:
    assert len({story.case.name for story in STORIES}) == len(STORIES)


def _beyond(folder: Path, story: Story) -> list[tuple[Any, ...]]:
    """What both engines see beyond frictionless, which must be the same."""
    path = story.case.write(folder)
    columnar, rows = (validate(path, o) for o in (Options(small=0), Options("frictionless")))
    assert [f.place for f in columnar.beyond] == [f.place for f in rows.beyond]
    return [finding.place[1:] for finding in columnar.beyond]


def _table(data: str, *fields: dict[str, Any], **schema: Any) -> Story:
    named = [{"name": name, **field} for name, field in zip("ab", fields, strict=False)]
    return Story(one_table("table", data, named, schema=schema), frozenset())


@pytest.mark.parametrize(
    ("story", "rows"),
    [
        (
            _table("a\n5%\n€5\n7%\n", {"type": "integer", "bareNumber": False}, uniqueKeys=[["a"]]),
            [3],
        ),
        (_table("a\n1.0\n1\n1\n", {"type": "integer"}, uniqueKeys=[["a"]]), [4]),
        (_table("a\n1_0\n10\n٣\n3\n", {"type": "integer"}, uniqueKeys=[["a"]]), [3, 5]),
        (_table("a\n1e1\n10\n", {"type": "number"}, uniqueKeys=[["a"]]), [3]),
        (
            _table(
                "a\n2022-01-01T10:00:00Z\n2022-01-01T10:00:00+00:00\n",
                {"type": "datetime"},
                uniqueKeys=[["a"]],
            ),
            [3],
        ),
        (_table('a\n"[1, 2]"\n"[1,2]"\n', {"type": "array"}, uniqueKeys=[["a"]]), [3]),
        (
            _table("a,b\n1,x\n1,y,z\n1\n", {"type": "any"}, {"type": "any"}, uniqueKeys=[["a"]]),
            [3, 4],
        ),
    ],
    ids=["text around", "a cell that is wrong", "digits", "exponent", "times", "lists", "ragged"],
)
def test_unique_keys_compare_values_as_frictionless_reads_them(
    tmp_path: Path, story: Story, rows: list[int]
) -> None:
    assert [(row, kind) for kind, row, _ in _beyond(tmp_path, story)] == [
        (row, "unique-key") for row in rows
    ]


def test_a_blank_row_is_no_hole_in_a_key(tmp_path: Path) -> None:
    fields = [{"type": "string"}, {"type": "string"}]
    story = _table('a,b\nx,y\n"",\nx,\n', *fields, primaryKey=["a", "b"])
    assert _beyond(tmp_path, story) == [("null-primary-key", 4, None)]


def test_a_key_whose_label_is_missing_has_no_holes(tmp_path: Path) -> None:
    fields = [{"type": "string"}, {"type": "string"}]
    assert _beyond(tmp_path, _table("a\nx\n", *fields, primaryKey=["a", "b"])) == []
