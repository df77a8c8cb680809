"""What stands before the figures as offices print it: groups over several rows, codes in columns of
their own, footnotes behind names, sums that are called nothing of the kind.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from drawing import document_pdf, draw_table, new_canvas, table_pdf

Run = Callable[..., Result]

COUNTRIES = [
    ("DZA", "DZ", "221", "Algerien", "713", "31"),
    ("ERI", "ER", "224", "Eritrea", "2.389", "26"),
    ("IRQ", "IQ", "438", "Irak", "2.618", "13"),
    ("SYR", "SY", "475", "Syrien", "811", "8"),
]
EDGES = [57.0, 160.0, 300.0, 380.0, 460.0]


@pytest.fixture
def draft(tmp_path: Path, annexes: Run) -> Callable[[bytes], tuple[dict[str, Any], Path]]:
    """What `annexes new --json` says, and the new package."""

    def new(data: bytes) -> tuple[dict[str, Any], Path]:
        path, folder = tmp_path / "document.pdf", tmp_path / "package"
        path.write_bytes(data)
        return json.loads(annexes("new", path, folder, "--json").stdout), folder

    return new


def data_of(folder: Path) -> list[str]:
    return (folder / "data/figures.csv").read_text("utf-8").splitlines()


def drawn(draw: Callable[..., None]) -> bytes:
    canvas, buffer = new_canvas()
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


# ── names over several rows ─────────────────────────────────────────────────────────────────


Groups = Sequence[tuple[str, int]]
TOTAL = ["Gesamt", "", "6.531", "78"]


def draw_groups(canvas: Any, groups: Groups, rows: Sequence[Sequence[str]]) -> None:
    """A ruled table whose first column has one cell for so many rows of each group, the name in
    the middle of its height.
    """
    top = 900.0
    rows = [["", "Herkunftsland", "Personen", "Kinder"], *rows]
    bottom = draw_table(canvas, rows, top, EDGES, ruled=False)
    canvas.drawString(60, top - 11, "Kontinent")
    below = top - 16
    ends = [below]
    for name, count in groups:
        canvas.drawString(60, below - 8 * count - 3, name)
        below -= 16 * count
        ends.append(below)
    for n in range(len(rows) + 1):
        y = top - 16 * n
        left = EDGES[0] if n == 0 or y in ends or y == bottom else EDGES[1]
        canvas.line(left, y, EDGES[-1], y)
    for x in EDGES:
        canvas.line(x, top, x, ends[-1] if x == EDGES[1] else bottom)


def grouped(groups: Groups, *, total: bool = True) -> bytes:
    """The countries by these groups, with a total whose label takes both columns."""
    rows = [["", *own[3:]] for own in COUNTRIES] + [TOTAL] * total
    return drawn(lambda canvas: draw_groups(canvas, groups, rows))


def test_a_name_over_several_rows_is_a_column_that_every_row_has(draft, annexes: Run) -> None:
    created, folder = draft(grouped([("Afrika", 2), ("Asien", 2)]))
    assert created["ok"], created["errors"]
    said = "a name in 'kontinent' holds for the rows below it as well: Afrika, Asien"
    assert any(said in text for text in created["confirm"])
    assert data_of(folder) == [
        "kontinent,origin,personen,kinder",
        "Afrika,DZA,713,31",
        "Afrika,ERI,2389,26",
        "Asien,IRQ,2618,13",
        "Asien,SYR,811,8",
    ]
    assert ",Gesamt,figures,personen,6531,equal,6531," in (folder / "data/totals.csv").read_text()
    assert annexes("validate", folder).exit_code == 0
    assert "Nothing changed" in annexes("build", "-C", folder).stdout


def test_a_row_below_the_end_of_a_group_is_in_none(draft) -> None:
    """Its cell ends with a rule: the next row has a blank cell of its own."""
    created, folder = draft(grouped([("Afrika", 2), ("", 1), ("Asien", 1)], total=False))
    assert created["ok"], created["errors"]
    assert data_of(folder)[3:] == [",IRQ,2618,13", "Asien,SYR,811,8"]


def test_a_group_goes_on_over_the_page(draft) -> None:
    rows = [["", *own[3:]] for own in COUNTRIES]

    def draw(canvas: Any) -> None:
        draw_groups(canvas, [("Afrika", 1)], rows[:1])
        canvas.showPage()
        canvas.setFont("Helvetica", 9)
        draw_groups(canvas, [("", 1), ("Asien", 2)], [*rows[1:], TOTAL])

    created, folder = draft(drawn(draw))
    assert created["ok"], created["errors"]
    assert [line.split(",")[0] for line in data_of(folder)[1:]] == ["Afrika"] * 2 + ["Asien"] * 2


def test_names_of_groups_at_their_first_rows_need_no_rules(draft) -> None:
    rows = [["Kontinent", "Herkunftsland", "Personen", "Kinder"]]
    names = ["Afrika", "", "Asien", ""]
    rows += [[name, *own[3:]] for name, own in zip(names, COUNTRIES, strict=True)]

    def draw(canvas: Any) -> None:
        for n, row in enumerate(rows):
            for x, text in zip((60, 163), row, strict=False):
                canvas.drawString(x, 889 - 16 * n, text)
            for x, text in zip((377, 457), row[2:], strict=True):
                canvas.drawRightString(x, 889 - 16 * n, text)

    created, folder = draft(drawn(draw))
    assert created["ok"], created["errors"]
    assert [line.split(",")[:2] for line in data_of(folder)[1:]] == [
        ["Afrika", "DZA"],
        ["Afrika", "ERI"],
        ["Asien", "IRQ"],
        ["Asien", "SYR"],
    ]


def test_labels_that_repeat_in_each_group_are_told_apart_by_it(draft) -> None:
    def draw(canvas: Any) -> None:
        rows = [["Jahr", "Art", "Fälle"]]
        rows += [["", kind, str(17 * n)] for n, kind in enumerate(("Haft", "Flucht") * 2, 1)]
        edges = EDGES[:4]
        draw_table(canvas, rows, 900, edges, ruled=False)
        for n, year in enumerate(("2021", "2022")):
            canvas.drawString(60, 865 - 32 * n, year)
        for n in range(6):
            y = 900 - 16 * n
            canvas.line(edges[0] if n in (0, 1, 3, 5) else edges[1], y, edges[-1], y)
        for x in edges:
            canvas.line(x, 900, x, 820)

    created, folder = draft(drawn(draw))
    assert created["ok"], created["errors"]
    recipe = tomllib.loads((folder / "scripts/recipes/package.toml").read_text("utf-8"))
    assert recipe["resource"][0]["key"] == ["art", "jahr"]
    assert "2022,Flucht,68" in data_of(folder)


# ── lines above the rows that they are about ────────────────────────────────────────────────

SECTIONS = [
    ["Art", "Fälle", "Kinder"],
    ["Jahr 2021", "", ""],
    ["Haft", "17", "3"],
    ["Flucht", "28", "9"],
    ["Jahr 2022", "", ""],
    ["Haft", "44", "1"],
    ["Flucht", "9", "2"],
]


@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "unruled"])
def test_a_line_above_rows_is_a_column_that_tells_them_apart(draft, ruled: bool) -> None:
    created, folder = draft(table_pdf(SECTIONS, ruled=ruled))
    assert created["ok"], created["errors"]
    assert any("lines that are about the rows below them" in t for t in created["confirm"])
    assert data_of(folder) == [
        "section,art,faelle,kinder",
        "Jahr 2021,Flucht,28,9",
        "Jahr 2022,Flucht,9,2",
        "Jahr 2021,Haft,17,3",
        "Jahr 2022,Haft,44,1",
    ]


def test_rows_above_the_first_line_are_in_no_section(draft) -> None:
    created, folder = draft(table_pdf([SECTIONS[0], ["Abgabe", "5", "1"], *SECTIONS[1:]]))
    assert created["ok"], created["errors"]
    assert "section" not in data_of(folder)[0]


def test_rows_without_figures_are_no_sections(draft) -> None:
    rows = [["Ort", "Fälle", "Kinder"], ["Amt A", "", ""], ["Amt B", "17", "3"]]
    rows += [["Amt C", "28", "9"], ["Amt D", "", ""], ["Amt E", "9", "2"]]
    created, folder = draft(table_pdf(rows))
    assert created["ok"], created["errors"]
    assert data_of(folder)[0] == "ort,faelle,kinder"


# ── codes in a column of their own ──────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", [0, 1, 2], ids=["three-letters", "two-letters", "key"])
@pytest.mark.parametrize("place", ["before", "behind", "last"])
def test_a_code_in_a_column_of_its_own_is_compared_with_the_name(
    draft, place: str, kind: int
) -> None:
    def table(countries: Sequence[Sequence[str]]) -> bytes:
        heads = ("Code", "Staat", "Fälle", "Kinder")
        rows = [heads, *((own[kind], *own[3:]) for own in countries)]
        order = {"before": (0, 1, 2, 3), "behind": (1, 0, 2, 3), "last": (1, 2, 3, 0)}[place]
        return document_pdf([(9, "Fälle nach Staat"), [[row[n] for n in order] for row in rows]])

    created, folder = draft(table(COUNTRIES))
    assert created["ok"], created["errors"]
    assert {"DZA", "ERI", "IRQ", "SYR"} <= set(",".join(data_of(folder)).split(","))


def test_a_code_behind_the_name_of_another_state_is_a_doubt(draft) -> None:
    rows = [["Staat", "ISO", "Fälle"], *([c[3], c[0], c[4]] for c in COUNTRIES)]
    rows.append(["Russische Föderation", "SRB", "17"])
    created, folder = draft(document_pdf([(9, "Fälle nach Staat"), rows]))
    said = "'SRB Russische Föderation' does not agree: that is the name of RUS"
    assert any(said in text for text in created["confirm"])
    (error,) = created["errors"]
    assert error["check"] == "name-mismatch"
    assert not (folder / "datapackage.json").exists()


def test_a_number_a_code_and_a_name_are_one_label(draft) -> None:
    countries = [[str(n), c[0], *c[3:5]] for n, c in enumerate(COUNTRIES, 1)]
    created, folder = draft(document_pdf([[["Nr.", "ISO", "Staat", "Fälle"], *countries]]))
    assert created["ok"], created["errors"]
    assert data_of(folder)[:2] == ["country,faelle", "DZA,713"]


def test_codes_in_the_order_of_their_names_are_in_order(draft) -> None:
    """Albanien stands before Algerien, but DZA behind ALB."""
    rows = [["Code", "Staat", "Fälle"], ["EGY", "Ägypten", "17"], ["ALB", "Albanien", "44"]]
    rows += [["DZA", "Algerien", "28"], ["AND", "Andorra", "9"], ["ARM", "Armenien", "32"]]
    created, folder = draft(document_pdf([rows]))
    assert created["ok"], created["errors"]
    assert "order" not in (folder / "data/findings.csv").read_text("utf-8")


# ── footnotes ───────────────────────────────────────────────────────────────────────────────


def noted(marks: dict[str, str], notes: Sequence[str], size: float) -> bytes:
    """A table with a mark behind some names, in letters of this size, and notes below."""

    def draw(canvas: Any) -> None:
        rows = [["Staat", "Fälle"], *([c[3], c[4]] for c in COUNTRIES), ["Kosovo", "5"]]
        bottom = draw_table(canvas, rows, 900, [57.0, 240.0, 310.0])
        for n, (name, _) in enumerate(rows):
            if name in marks:
                width = canvas.stringWidth(name, "Helvetica", 9)
                canvas.setFont("Helvetica", size)
                canvas.drawString(60 + width + 0.5, 889 - 16 * n + (9 - size) / 2, marks[name])
                canvas.setFont("Helvetica", 9)
        for n, note in enumerate(notes):
            canvas.drawString(57, bottom - 20 - 12 * n, note)

    return drawn(draw)


@pytest.mark.parametrize(
    ("mark", "note", "size", "read"),
    [("1", "1 Seit 1993 unabhängig.", 6, "¹"), ("*", "* Seit 1993 unabhängig.", 9, "*")],
    ids=["raised", "star"],
)
def test_a_mark_behind_a_name_is_no_part_of_it(
    draft, mark: str, note: str, size: float, read: str
) -> None:
    created, folder = draft(noted({"Eritrea": mark}, [note], size))
    assert created["ok"], created["errors"]
    assert any(f"the mark '{read}' means: Seit 1993 unabh" in t for t in created["confirm"])
    assert data_of(folder)[:3] == ["country,country_mark,faelle", "DZA,,713", f"ERI,{read},2389"]
    schema = (folder / "schema/figures.json").read_text("utf-8")
    assert f"{read}: Seit 1993 unabhängig." in schema


def test_a_number_of_the_size_of_the_name_is_part_of_it(draft) -> None:
    rows = [["Zelle", "Fälle"], ["Zelle 1", "17"], ["Zelle 2", "28"], ["Zelle 3", "9"]]
    created, folder = draft(document_pdf([rows, (9, "1 Zelle ist geschlossen.")]))
    assert created["ok"], created["errors"]
    assert "Zelle 1,17" in data_of(folder)


def test_a_mark_that_is_a_number_is_never_taken_from_a_figure(draft, annexes: Run) -> None:
    _, folder = draft(noted({"Eritrea": "1"}, ["1 Seit 1993 unabhängig."], 6))
    assert "SYR,,811" in data_of(folder)
    path = folder / "scripts/recipes/package.toml"
    assert re.search(r'marks = \{ "¹" = ', path.read_text("utf-8"))


@pytest.mark.parametrize(
    ("notes", "row"),
    [(["1 Geschätzt."], "ERI,2389,¹"), ([], "ERI,,2.389¹")],
    ids=["explained", "perhaps a power"],
)
def test_a_raised_number_behind_a_figure_is_a_mark_only_if_a_note_explains_it(
    draft, notes: list[str], row: str
) -> None:
    def draw(canvas: Any) -> None:
        rows = [["Staat", "Fälle"], *([c[3], c[4]] for c in COUNTRIES), ["Kosovo", "5"]]
        bottom = draw_table(canvas, rows, 900, [57.0, 240.0, 310.0])
        at = next(n for n, own in enumerate(rows) if own[0] == "Eritrea")
        canvas.setFont("Helvetica", 6)
        canvas.drawString(307, 892 - 16 * at, "1")
        canvas.setFont("Helvetica", 9)
        for note in notes:
            canvas.drawString(57, bottom - 20, note)

    created, folder = draft(drawn(draw))
    assert created["ok"], created["errors"]
    assert row in data_of(folder)


def test_a_figure_in_brackets_has_no_mark(draft) -> None:
    rows = [["Staat", "Fälle", "Saldo"], *([*c[3:5], f"({c[5]})"] for c in COUNTRIES)]
    created, folder = draft(document_pdf([rows, (9, "Quelle: Landesamt Seeland")]))
    assert not any("the mark" in text for text in created["confirm"])
    assert "(26)" in (folder / "data/figures.csv").read_text("utf-8")


# ── rows that are none of the data ──────────────────────────────────────────────────────────

MONTHS = [["Januar", "713", "31"], ["Februar", "2.389", "26"], ["März", "811", "8"]]


def test_a_last_row_to_which_all_others_add_up_is_a_total_whatever_it_is_called(draft) -> None:
    rows = [["Monat", "Fälle", "Kinder"], *MONTHS, ["1. Quartal", "3.913", "65"]]
    created, folder = draft(table_pdf(rows))
    assert created["rows"]["figures"] == 3
    assert any("'1. Quartal' is the sum of the rows" in text for text in created["confirm"])
    assert ",1. Quartal,figures,kinder,65,equal,65," in (folder / "data/totals.csv").read_text()


def test_a_last_row_to_which_one_column_does_not_add_up_is_data(draft) -> None:
    rows = [["Monat", "Fälle", "Kinder"], *MONTHS, ["April", "3.913", "66"]]
    created, _ = draft(table_pdf(rows))
    assert created["rows"]["figures"] == 4


def test_all_others_have_one_code_in_every_package(draft) -> None:
    rows = [["Staat", "Fälle"], *([c[3], c[4]] for c in COUNTRIES), ["Sonstige", "44"]]
    created, folder = draft(table_pdf(rows))
    assert created["ok"], created["errors"]
    assert "X-OTHER,44" in data_of(folder)
    assert "X-OTHER,,,All others,Alle übrigen,residual," in (
        folder / "data/countries.csv"
    ).read_text("utf-8")


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("sonst. asiat. Staatsang.", "X-OTHER-ASIA"),
        ("Übriges Afrika", "X-OTHER-AFRICA"),
        ("STAATENLOS", "XXA"),
        ("Jugoslawien (ehemals)", "YUG"),
        ("Serbien (mit Kosovo)", "X-SRB-XKX"),
    ],
)
def test_names_that_are_said_in_many_ways_have_their_usual_codes(
    draft, printed: str, code: str
) -> None:
    rows = [["Staat", "Fälle"], *([c[3], c[4]] for c in COUNTRIES), [printed, "44"]]
    created, folder = draft(table_pdf(rows))
    assert created["ok"], created["errors"]
    assert f"{code},44" in data_of(folder)


# ── what captions and first pages say ───────────────────────────────────────────────────────


def test_a_day_in_a_caption_is_the_period(draft) -> None:
    rows = [["Staat", "Fälle"], *([c[3], c[4]] for c in COUNTRIES)]
    created, folder = draft(document_pdf([(9, "Tabelle 1: Personen am 31. Dezember 2023"), rows]))
    assert created["ok"], created["errors"]
    assert data_of(folder)[1] == "2023-12-31,DZA,713"
    assert "2023-12-31,2023-12-31,2023-12-31," in (folder / "data/periods.csv").read_text("utf-8")


def test_a_kind_of_paper_is_no_title_and_a_day_no_part_of_an_authority(draft) -> None:
    head = [
        (9, "Department of Statistics, 7 February 2024"),
        (14, "Kleine Anfrage zur schriftlichen Beantwortung"),
        (12, "Personen in Seeland"),
        (9, "In der Tabelle steht, was dazu noch zu sagen ist."),
    ]
    created, folder = draft(
        document_pdf([*head, [["Ort", "Fälle"], *([c[3], c[4]] for c in COUNTRIES)]])
    )
    recipe = tomllib.loads((folder / "scripts/recipes/package.toml").read_text("utf-8"))
    assert created["ok"], created["errors"]
    assert recipe["title"]["de"] == "Personen in Seeland"
    assert recipe["contributor"][0]["title"] == "Department of Statistics"


def test_rows_to_which_those_below_add_up_are_totals_of_them(draft) -> None:
    """A table by region and country counts nobody twice."""
    rows = [["Region", "Personen", "Kinder"], ["Afrika", "3.102", "57"]]
    rows += [[c[3], *c[4:]] for c in COUNTRIES[:2]]
    rows += [["Asien", "3.429", "21"], *([c[3], *c[4:]] for c in COUNTRIES[2:])]
    rows += [["Alle Regionen", "6.531", "78"]]
    created, folder = draft(table_pdf(rows))
    assert created["ok"], created["errors"]
    said = "\n".join(created["confirm"])
    assert "'Afrika' is the sum of some of the rows" in said
    assert "'Alle Regionen' is the sum of the rows" in said
    assert [line[:3] for line in data_of(folder)[1:]] == ["DZA", "ERI", "IRQ", "SYR"]
