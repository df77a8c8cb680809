"""A slip in the recipe of a draft is said once, in the words of the recipe, with its line."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from annexes.cli import application
from drawing import document_pdf

Run = Callable[..., Result]

HEADS = ["Staatsangehörigkeit", "Fälle", "Quote"]
FIGURES = [
    ["Syrien", "17", "5,1"],
    ["Irak", "28", "6,2"],
    ["Iran", "9", "7,3"],
    ["Summe", "54", ""],
]
OTHER = [["Ort", "Plätze"], ["a", "17"], ["b", "28"], ["c", "9"]]
PROSE = [(9, f"In Zeile {n} steht, was dazu noch zu sagen ist.") for n in range(12)]


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two annexes of one resource, told apart by the year, and one of another."""
    folder = tmp_path_factory.mktemp("drafted")
    tables = [(9, "Jahr 2021"), [HEADS, *FIGURES], (9, "Jahr 2022"), [HEADS, *FIGURES]]
    path = folder / "answer.pdf"
    path.write_bytes(document_pdf([*PROSE, *tables, *PROSE, (9, "Plätze nach Ort"), OTHER]))
    result = CliRunner().invoke(application(), ["new", str(path), str(folder / "package")])
    assert result.exit_code == 0, result.output
    return folder / "package"


@pytest.mark.parametrize(
    ("edit", "said", "line"),
    [
        (
            ('name = "quote"', 'name = "faelle"'),
            "two columns of 'staatsangehoerigkeit' are named 'faelle'",
            'name = "faelle"\ntitle = { en = "Quote"',
        ),
        (
            ('title = { en = "Fälle", de = "Fälle" }', 'title = { en = "Cases" }'),
            "resource 'staatsangehoerigkeit', column 'faelle', title: 'de' is missing",
            'title = { en = "Cases" }',
        ),
        (
            ('rows_from = "annexes"', 'rows_from = "annexes"\nkey = ["amt"]'),
            "'page 1 table 1' has no value of 'amt', which tells the rows of "
            "'staatsangehoerigkeit' apart",
            '[[edition.annex]]\nlabel = "page 1 table 1"',
        ),
        (
            ('values = { period = "2022" }', 'values = { period = "2022", art = "b" }'),
            "'page 1 table 1' has no value of 'art', which tells the rows of "
            "'staatsangehoerigkeit' apart",
            '[[edition.annex]]\nlabel = "page 1 table 1"',
        ),
        (
            ('values = { period = "2022" }', 'values = { period = "2023" }'),
            "'2023' is no period of 'periods'",
            'values = { period = "2023" }',
        ),
        (
            ('resource = "plaetze-nach-ort"', 'resource = "orte"'),
            "'page 1 table 3' fills 'orte', which no annex can fill",
            'resource = "orte"',
        ),
        (
            ('label = "page 1 table 3"', 'label = "Orte"'),
            "expect must list every annex once, in the order of the document: it has "
            "'page 1 table 3' in place of 'Orte'",
            '[[edition.expect.annex]]\nannex = "page 1 table 3"',
        ),
        (
            ("table = 3", "table = 9"),
            "page 1 table 3: the page has 3 tables, and no number 9",
            "",
        ),
        (
            ('resource = "plaetze-nach-ort"', 'resource = "staatsangehoerigkeit"'),
            "'page 1 table 3' has no value of 'period', which tells the rows of "
            "'staatsangehoerigkeit' apart",
            '[[edition.annex]]\nlabel = "page 1 table 3"',
        ),
        (
            ('header = "Fälle"', 'header = "Zahl"'),
            "page 1 table 1: a column is headed 'Fälle', expected 'Zahl' (in 2 annexes)",
            "",
        ),
        (
            ('reads = "decimal"', 'reads = "count"'),
            "expect for 'page 1 table 1' must sum every count column, in order: faelle, quote; "
            "it has 1 (in 2 annexes)",
            "sums = [54]",
        ),
        (
            ("page = 1\ntable = 3", "page = 4\ntable = 3"),
            "page 1 table 3: there is no page 4",
            "",
        ),
        (
            (
                'resource = "plaetze-nach-ort"',
                'resource = "staatsangehoerigkeit"\nvalues = { period = "2021" }',
            ),
            "page 1 table 3 has 1 columns of figures, but its recipe 2",
            "",
        ),
        (
            ('refers_to = "periods.period"', 'refers_to = "periods.perod"'),
            "'period' refers to 'periods.perod', which is not there",
            'refers_to = "periods.perod"',
        ),
    ],
    ids=lambda value: re.sub(r"\W+", "-", value[1])[:30] if isinstance(value, tuple) else "",
)
def test_a_slip_is_said_once(
    drafted: Path, tmp_path: Path, annexes: Run, edit: tuple[str, str], said: str, line: str
) -> None:
    folder = tmp_path / "package"
    shutil.copytree(drafted, folder)
    path = folder / "scripts/recipes/package.toml"
    text = path.read_text("utf-8")
    assert edit[0] in text
    text = text.replace(*edit, 1)
    path.write_text(text, "utf-8")
    result = annexes("build", "-C", folder, "--json")
    assert result.exit_code == 1
    (error,) = json.loads(result.stdout)["errors"]
    assert error["problem"] == said
    if line:
        assert error["line"] == text[: text.index(line)].count("\n") + 1


PUBLISHED = """
[[license]]
name = "CC0-1.0"
path = "https://creativecommons.org/publicdomain/zero/1.0/"
title = "Creative Commons Zero 1.0 Universal"

[[contributor]]
title = "Data desk"
roles = ["wrangler", "publisher"]

[publication]
contact = { name = "Data desk", email = "data@desk.test" }
publisher = { name = "Data desk" }
"""


def test_a_few_lines_are_enough_for_portals_and_what_is_missing_is_said_at_once(
    drafted: Path, tmp_path: Path, annexes: Run
) -> None:
    package = Path(shutil.copytree(drafted, tmp_path / "package"))
    path = package / "scripts/recipes/package.toml"
    text = path.read_text("utf-8")
    path.write_text(
        text + '\n[publication]\nplace = { en = "Nordland", de = "Nordland" }\n', "utf-8"
    )
    assert annexes("build", package).exit_code == 0
    told = annexes("portals", "-C", package)
    missing = ("publisher", "person or organisation to cite", "contact", "homepage", "licence")
    assert [name for name in missing if f"there is no {name}" not in told.stderr] == []
    homepage = 'homepage = "https://desk.test/places"\nversion ='
    path.write_text(text.replace("version =", homepage, 1) + PUBLISHED, "utf-8")
    assert annexes("build", package).exit_code == 0
    told = annexes("portals", "-C", package)
    assert told.exit_code == 0, told.stderr
    assert "frequency/IRREG" in (package / "dist/portals/dcat-ap-de.ttl").read_text("utf-8")
