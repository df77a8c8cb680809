"""What changed between two packages: by key, whatever its size, and from wherever they come."""

from __future__ import annotations

import csv
import json
import random
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from annexes.history.changelog import draft_entry, entry_of
from annexes.history.diff import Diff, diff
from annexes.history.sides import side
from annexes.history.version_step import VersionStep

Run = Callable[..., Result]
FIELDS = {"area": "string", "code": "string", "n": "integer", "note": "string"}


def write(
    folder: Path,
    rows: Sequence[Sequence[object]],
    fields: Mapping[str, str] = FIELDS,
    key: Sequence[str] = ("area", "code"),
    **more: Any,
) -> Path:
    """A package with one table."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "t.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([list(fields), *rows])
    schema: dict[str, Any] = {"fields": [{"name": n, "type": t} for n, t in fields.items()]}
    schema |= {"primaryKey": list(key)} if key else {}
    resource = {"name": "t", "path": "t.csv", "schema": schema}
    descriptor = {"name": "p", "version": "1.2.3", "resources": [resource], **more}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    return folder


def between(old: Path | str, new: Path | str, limit: int = 1000) -> Diff:
    with side(str(old)) as before, side(str(new)) as after:
        return diff(before, after, limit)


ROWS = [["a", "x", 1, ""], ["a", "y", 2, "two, or\nso"], ["b", "x", 10, 'say "b"']]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return write(tmp_path / "old", ROWS)


# ── rows ────────────────────────────────────────────────────────────────────────────────────


def test_rows_are_told_apart_by_key_whatever_their_order(old: Path, tmp_path: Path) -> None:
    new = write(tmp_path / "new", [["c", "z", 0, "n"], ["b", "x", 11, 'say "b"'], ROWS[0]])
    (table,) = between(old, new).resources
    found = [(c.kind, c.key, dict(c.before), dict(c.after)) for c in table.rows.listed]
    assert found == [
        ("added", ("c", "z"), {}, {"area": "c", "code": "z", "n": "0", "note": "n"}),
        ("removed", ("a", "y"), {"area": "a", "code": "y", "n": "2", "note": "two, or\nso"}, {}),
        ("changed", ("b", "x"), {"n": "10"}, {"n": "11"}),
    ]
    assert table.rows.cells == {"n": 1}


def test_the_order_of_rows_alone_is_no_change_of_rows(old: Path, tmp_path: Path) -> None:
    new = write(tmp_path / "new", ROWS[::-1])
    (table,) = between(old, new).resources
    assert (table.rows.total, table.file_differs, table.step) == (0, True, VersionStep.patch)


def test_without_a_key_whole_rows_are_counted(tmp_path: Path) -> None:
    old = write(tmp_path / "old", [*ROWS, ROWS[0], ROWS[0]], key=())
    new = write(tmp_path / "new", [*ROWS, ["z", "z", 1, ""]], key=())
    rows = between(old, new).resources[0].rows
    assert rows.counts == {"added": 1, "removed": 2, "changed": 0}
    assert rows.reason


def test_a_key_that_does_not_tell_rows_apart_is_not_relied_on(tmp_path: Path) -> None:
    old = write(tmp_path / "old", ROWS)
    new = write(tmp_path / "new", [*ROWS, ["a", "x", 5, ""]])
    rows = between(old, new).resources[0].rows
    assert (rows.key, rows.counts["added"]) == ((), 1)
    assert "tells" in rows.reason


@pytest.mark.parametrize("seed", range(8))
def test_a_large_table_gets_the_answer_of_a_plain_comparison(seed: int, tmp_path: Path) -> None:
    """Odd cells as well: quotes, line breaks, spaces, NULL, numbers that look alike."""
    chance = random.Random(seed)
    odd = ["", " ", "NULL", "\\N", '"', "a\nb", "0", "00", "1.0", "ü", " x", "x "]
    codes = [f"{number:03}" for number in range(300)]

    def rows() -> dict[tuple[str, ...], list[str]]:
        own = {(chance.choice("ab"), code) for code in chance.sample(codes, 250)}
        return {key: [str(chance.randrange(3)), chance.choice(odd)] for key in sorted(own)}

    before, after = rows(), rows()
    old, new = (
        write(tmp_path / name, [[*key, *cells] for key, cells in own.items()])
        for name, own in (("old", before), ("new", after))
    )
    found = between(old, new).resources[0].rows
    assert found.counts == {
        "added": len(after.keys() - before.keys()),
        "removed": len(before.keys() - after.keys()),
        "changed": sum(before[key] != after[key] for key in after.keys() & before.keys()),
    }
    for change in found.listed:
        pair = [before.get(change.key), after.get(change.key)]
        names = ["n", "note"]
        for said, cells in zip((change.before, change.after), pair, strict=True):
            assert {n: v for n, v in said.items() if n in names}.items() <= dict(
                zip(names, cells or [], strict=False)
            ).items()


def test_what_is_not_listed_is_counted(tmp_path: Path) -> None:
    old = write(tmp_path / "old", [])
    new = write(tmp_path / "new", [["a", str(n), n, ""] for n in range(5000)])
    rows = between(old, new, limit=3).resources[0].rows
    assert [change.key[1] for change in rows.listed] == ["0", "1", "2"]
    assert rows.left_out("added") == 4997


def test_a_ragged_table_is_refused_with_its_place(old: Path, tmp_path: Path, annexes: Run) -> None:
    new = write(tmp_path / "new", [*ROWS, ["short"]])
    result = annexes("diff", old, new)
    assert result.exit_code == 1
    assert "t.csv, line" in result.stderr
    assert "1 cells where the header has 4" in result.stderr


# ── what is described ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("change", "step"),
    [
        ({"title": "t"}, VersionStep.patch),
        ({"version": "9.9.9", "created": "2031-01-01"}, VersionStep.none),
        ({"name": "other"}, VersionStep.major),
        ({"fields": {**FIELDS, "n": "number"}}, VersionStep.major),
        ({"fields": {**FIELDS, "more": "string"}}, VersionStep.minor),
        ({"fields": {"more": "string", **FIELDS}}, VersionStep.major),
        ({"fields": {"code": "string", **FIELDS}}, VersionStep.major),
        ({"fields": {"area": "string", "code": "string", "more": "string"}}, VersionStep.major),
        ({"key": ("code", "area")}, VersionStep.major),
    ],
)
def test_the_step_is_that_of_the_recipe_of_the_standard(
    change: dict[str, Any], step: VersionStep, old: Path, tmp_path: Path
) -> None:
    rows = [] if "fields" in change else ROWS
    before = write(tmp_path / "empty", []) if "fields" in change else old
    assert between(before, write(tmp_path / "new", rows, **change)).step is step


@pytest.mark.parametrize(
    ("before", "after", "step"),
    [
        ({"enum": ["a"]}, {"enum": ["a", "b"]}, VersionStep.minor),
        ({"enum": ["a", "b"]}, {"enum": ["a"]}, VersionStep.major),
        ({"minimum": 1}, {"minimum": 0}, VersionStep.minor),
        ({"maximum": 9}, {"maximum": 5}, VersionStep.major),
        ({}, {"required": True}, VersionStep.major),
        ({"required": True}, {}, VersionStep.minor),
    ],
)
def test_a_stricter_constraint_breaks_a_reader(
    before: dict[str, Any], after: dict[str, Any], step: VersionStep, tmp_path: Path
) -> None:
    sides = []
    for name, constraints in (("old", before), ("new", after)):
        folder = write(tmp_path / name, ROWS)
        descriptor = json.loads((folder / "datapackage.json").read_text())
        descriptor["resources"][0]["schema"]["fields"][2]["constraints"] = constraints
        (folder / "datapackage.json").write_text(json.dumps(descriptor))
        sides.append(folder)
    old, new = sides
    assert between(old, new).step is step


@pytest.mark.parametrize(
    ("columns", "step"), [(("code",), VersionStep.major), (("area", "code"), VersionStep.patch)]
)
def test_a_row_that_is_gone_breaks_who_looks_it_up(
    columns: tuple[str, ...], step: VersionStep, tmp_path: Path
) -> None:
    """Not what goes with it, row by row, such as where each figure stands in its source."""
    sides = []
    for name, rows in (("old", ROWS), ("new", ROWS[1:])):
        folder = write(tmp_path / name, rows)
        descriptor = json.loads((folder / "datapackage.json").read_text())
        reference = {"resource": "t", "fields": list(columns)}
        schema = {
            **descriptor["resources"][0]["schema"],
            "foreignKeys": [{"fields": list(columns), "reference": reference}],
        }
        (folder / "other.csv").write_text("area,code,n,note\n")
        other = {"name": "other", "path": "other.csv", "schema": schema}
        descriptor["resources"].append(other)
        (folder / "datapackage.json").write_text(json.dumps(descriptor))
        sides.append(folder)
    old, new = sides
    assert between(old, new).step is step


# ── where packages come from ────────────────────────────────────────────────────────────────


def test_folders_zips_and_revisions_are_the_same(released: Path, tmp_path: Path) -> None:
    packed = Path(shutil.make_archive(str(tmp_path / "packed"), "zip", released))
    for other in (released, released / "datapackage.json", packed):
        assert between(other, released).is_empty
    figures = released / "data/visits.csv"
    figures.write_text(figures.read_text().replace("AUT,12,", "AUT,13,"))
    with side("v1.0.0:", released) as before, side(str(released)) as after:
        found = diff(before, after)
    assert [dict(c.after) for r in found.changed for c in r.rows.listed] == [{"visits": "13"}]


def test_a_package_in_a_folder_of_a_repository(tmp_path: Path, old: Path) -> None:
    run = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-C", str(tmp_path)]
    for command in (["init", "-q"], ["add", "old"], ["commit", "-qm", "one"]):
        subprocess.run([*run, *command], check=True)
    for name in ("HEAD:old", "HEAD:old/", "HEAD:old/datapackage.json"):
        with side(name, tmp_path) as before, side(str(old)) as after:
            assert diff(before, after).is_empty, name


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("v9.9.9:", "there is no revision 'v9.9.9'"),
        ("HEAD:nowhere", "there is no datapackage.json in this revision"),
        ("--output=x:", "there is nothing of this name"),
        ("nowhere", "a git revision ends in a colon"),
    ],
)
def test_what_is_not_there_is_said(
    name: str, said: str, released: Path, annexes: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(released)
    result = annexes("diff", "--", name, ".")
    assert result.exit_code in (1, 2)
    assert said in result.stderr


def test_a_zip_that_leaves_its_folder_is_refused(tmp_path: Path, old: Path, annexes: Run) -> None:
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as archive:
        archive.writestr("datapackage.json", (old / "datapackage.json").read_text())
        archive.writestr("../outside.csv", "a\n")
    result = annexes("diff", tmp_path / "bad.zip", old)
    assert result.exit_code == 1
    assert "would be written outside" in result.stderr
    assert not (tmp_path.parent / "outside.csv").exists()


# ── how it is told ──────────────────────────────────────────────────────────────────────────


def test_all_forms_tell_both_values_and_nothing_is_markup(tmp_path: Path, annexes: Run) -> None:
    old = write(tmp_path / "old", [["a", "<b>", 1, "|x|"]])
    new = write(tmp_path / "new", [["a", "<b>", 2, "<script>"]])
    record = json.loads(annexes("diff", old, new, "--json").stdout)
    assert record["proposed"] == "1.2.4"
    (change,) = record["resources"][0]["rows"]["listed"]
    assert (change["before"], change["after"]) == (
        {"n": "1", "note": "|x|"},
        {"n": "2", "note": "<script>"},
    )
    assert "~ a, <b>: n 1 → 2, note |x| → <script>" in annexes("diff", old, new).stdout
    page = annexes("diff", old, new, "--form", "html").stdout
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "\\|x\\|" in annexes("diff", old, new, "--form", "markdown").stdout
    target = tmp_path / "diff.html"
    annexes("diff", old, new, "--form", "html", "--out", target)
    assert target.read_text() == page


def test_a_long_text_is_told_from_where_it_differs(tmp_path: Path, annexes: Run) -> None:
    old, new = write(tmp_path / "old", ROWS), write(tmp_path / "new", ROWS)
    for folder, last in ((old, "half"), (new, "year <i>")):
        file = folder / "datapackage.json"
        descriptor = json.loads(file.read_text())
        text = f"A description of all that is counted, and of where it is counted, in the {last}."
        file.write_text(json.dumps({**descriptor, "description": text}))
    assert "description: … half. → … year <i>." in annexes("diff", old, new).stdout
    assert "in the year &lt;i&gt;." in annexes("diff", old, new, "--form", "html").stdout


def test_the_changelog_entry_is_drafted_and_found_again(tmp_path: Path, old: Path) -> None:
    new = write(tmp_path / "new", [*ROWS[1:], ["d", "x", 4, ""], ["d", "y", 4, ""]])
    text = draft_entry(between(old, new)).replace("YYYY-MM-DD", "2031-02-03")
    assert text.startswith("### 1.3.0 – 2031-02-03\n")
    assert "- `t`: 2 rows (area d)." in text
    entry = entry_of(f"# Changelog\n\n{text}\n### 1.2.3 – 2030-01-01\n\n- old\n", "1.3.0")
    assert entry
    assert str(entry.date) == "2031-02-03"
    assert "old" not in entry.text
    assert entry_of(text, "1.3.1") is None
