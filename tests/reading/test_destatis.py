"""Tables labelled by the key of nationality: each label means one ISO code, or is refused."""

from __future__ import annotations

import csv
from pathlib import Path

import msgspec
import pytest

from annexes.base.errors import DocumentError, Place
from annexes.base.texts import file_of
from annexes.reading.codes.code_list import CodeList
from annexes.reading.codes.destatis import destatis_key_of, destatis_keys
from annexes.reading.document.read_document import read_document
from annexes.reading.rows import understand
from annexes.reading.tables.text_rows import read_text
from annexes.reading.understood_rows import CellRow
from annexes.recipe.edition import EditionRecipe
from annexes.recipe.metadata import DeclaredCode

KOSOVO = DeclaredCode("XKX", "Kosovo", "Kosovo", status="user-assigned", note="not ISO")
SERBIA_WITH_KOSOVO = {"code": "SRB", "printed": "133", "reason": "former name"}


def edition(*aliases: dict[str, str]) -> EditionRecipe:
    return msgspec.convert(
        {
            "edition": "one",
            "document": {"id": "d", "title": "D", "publisher": "P", "file": "d.txt"},
            "table": {
                "codes": "destatis",
                "column": [
                    {"name": "nationality", "header": "Staat", "reads": "name"},
                    {"name": "people", "header": "Personen", "reads": "count"},
                ],
            },
            "annex": [{"label": "A"}],
            "alias": list(aliases),
            "expect": {"sha256": "0" * 64, "annex": []},
        },
        EditionRecipe,
    )


def keys_of(*labels: str, aliases: tuple[dict[str, str], ...] = ()) -> list[str]:
    place = Place("d.txt", line=1)
    cells = [CellRow(0, label, ("1",), place) for label in labels]
    codes = CodeList(["destatis"], [KOSOVO])
    rows = understand(cells, edition(*aliases), codes).rows
    assert [row.name for row in rows] == list(labels)
    return [row.key for row in rows]


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("150", "XKX"),
        ("150 Kosovo", "XKX"),
        ("Kosovo", "XKX"),
        ("000", "DEU"),
        ("475 Syrien", "SYR"),
        ("475 Arabische Republik Syrien", "SYR"),
        ("246 Kongo, Dem. Republik", "COD"),
        ("Belarus", "BLR"),
        ("Weißrussland", "BLR"),
        ("411", "HKG"),
    ],
)
def test_a_label_means_one_code(label: str, code: str) -> None:
    assert keys_of(label) == [code]


@pytest.mark.parametrize(
    ("label", "check", "told"),
    [
        ("133", "key-without-code", "133 is 'Serbien (einschließlich Kosovo)'"),
        ("133 Serbien (einschließlich Kosovo)", "key-without-code", "printed = '133'"),
        ("Sudan (einschließlich Südsudan)", "key-without-code", "276 is 'Sudan"),
        ("185 Britische Überseegebiete", "key-without-code", "no single code"),
        ("777", "unknown-code", "'777' is no key of the list destatis"),
        ("997 staatenlos", "unknown-code", "means XXA, which is no code of this package"),
        ("150 Serbien", "name-mismatch", "150 is printed as 'Serbien', but its name is 'Kosovo'"),
        ("Nirgendwo", "unknown-name", "'Nirgendwo' is no name of the list destatis"),
        ("15", "unknown-name", "'15' is no name"),
    ],
)
def test_what_is_not_certain_is_refused(label: str, check: str, told: str) -> None:
    with pytest.raises(DocumentError) as caught:
        keys_of(label)
    (problem,) = caught.value.problems
    assert problem.check == check
    assert told in f"{problem.problem} {problem.hint}"


@pytest.mark.parametrize("label", ["133", "133 Serbien (einschließlich Kosovo)"])
def test_the_recipe_decides_what_a_key_without_a_code_means(label: str) -> None:
    assert keys_of(label, aliases=(SERBIA_WITH_KOSOVO,)) == ["SRB"]


def test_an_alias_names_a_code_of_the_package() -> None:
    with pytest.raises(DocumentError, match="means QQQ, which is no code of this package"):
        keys_of("133", aliases=({**SERBIA_WITH_KOSOVO, "code": "QQQ"},))


# ── the list ────────────────────────────────────────────────────────────────────────────────


def test_keys_and_codes_pair_off_one_to_one() -> None:
    pairs = [(key, entry.code) for key, entry in destatis_keys().items() if entry.code]
    assert len({code for _, code in pairs}) == len(pairs)
    assert destatis_key_of()["XKX"] == "150"
    assert destatis_key_of()["XXX"] == "998"
    assert "BMU" not in destatis_key_of()  # 185 are all British overseas territories


def test_no_key_stands_twice_in_the_list() -> None:
    lines = file_of("reading.codes", "destatis.csv").splitlines()
    keys = [line.partition(",")[0] for line in lines if line[:1].isdigit()]
    assert len(keys) == len(set(keys)) == len(destatis_keys())


def test_the_list_is_that_of_the_sources(shared: Path) -> None:
    """All keys, and all codes but the one that stands for several territories."""
    file = shared / "codes" / "destatis-nationality.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        given = {row["destatis"]: row["code"] for row in csv.DictReader(lines)}
    ours = {key: entry.code for key, entry in destatis_keys().items()}
    assert {key: code for key, code in ours.items() if given[key] != code} == {"185": ""}
    assert ours.keys() == given.keys()


def test_codes_carry_the_keys_of_other_lists() -> None:
    codes = CodeList(
        ["iso-3166-1", "destatis"],
        [KOSOVO, msgspec.structs.replace(KOSOVO, code="XKZ", destatis="999", eu="1A0")],
    )
    assert len({entry.code for entry in codes.entries}) == len(codes.entries)
    assert [codes[code].destatis for code in ("DEU", "XKX", "XKZ", "ABW")] == [
        "000",
        "150",
        "999",
        "",
    ]
    assert [codes[code].eu for code in ("DEU", "XKX", "XKZ")] == ["DEU", "", "1A0"]


# ── a text ──────────────────────────────────────────────────────────────────────────────────

PRINTED = """\
Anlage 1
Staat Personen
000 Deutschland 1.200
150 Kosovo 12
475 7
Belarus 3
"""


def test_a_text_with_all_three_kinds_of_labels(tmp_path: Path) -> None:
    """Key and name, a key alone, a name alone; a label is kept as it is printed."""
    (file := tmp_path / "d.txt").write_text(PRINTED, "utf-8")
    said = msgspec.to_builtins(edition())
    said["table"]["thousands"] = "."
    said["annex"] = [{"label": "Anlage 1", "above": ["Anlage 1"]}]
    own = msgspec.convert(said, EditionRecipe)
    codes = CodeList(["destatis"], [KOSOVO])
    (page,) = read_document(file).pages
    rows = understand(read_text(str(file), page, own).rows, own, codes).rows
    assert [(row.key, row.name, row.figures["people"]) for row in rows] == [
        ("DEU", "000 Deutschland", 1200),
        ("XKX", "150 Kosovo", 12),
        ("SYR", "475", 7),
        ("BLR", "Belarus", 3),
    ]
