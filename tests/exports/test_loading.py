"""Each form is loaded by the programs that people use, with a German locale where there is one.

What a program has loaded it writes as CSV again, and that is compared with the resources, cell by
cell.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
import sqlite3
import sys
from html import unescape
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from csvw import CSVW

from annexes.history.explain import explain
from annexes.package.disk import open_package
from programs import need, need_locale, need_r, office, run

RESOURCES = [
    "inspections",
    "flags",
    "areas",
    "periods",
    "milestones",
    "provenance",
    "documents",
    "findings",
]
ABOVE = 4
"""Rows above the table of a sheet: title and note in two languages."""
GERMAN = {"LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de"}


def cells(path: Path) -> list[list[str]]:
    return list(csv.reader(path.open(encoding="utf-8", newline="")))


def resource(root: Path, name: str) -> list[list[str]]:
    return cells(root / f"data/{name}.csv")


# ── R ───────────────────────────────────────────────────────────────────────────────────────

BASE_R = """
for (name in commandArgs(TRUE)) {
  table <- read.csv(paste0("data/", name, ".csv"), colClasses = "character", na.strings = "",
    encoding = "UTF-8")
  write.csv(table, paste0(name, "-again.csv"), row.names = FALSE, na = "", fileEncoding = "UTF-8")
}
"""
READR = """
for (name in commandArgs(TRUE)) {
  table <- readr::read_csv(paste0("data/", name, ".csv"), na = "",
    col_types = readr::cols(.default = "c"))
  readr::write_csv(table, paste0(name, "-again.csv"), na = "")
}
"""
READXL = """
for (name in commandArgs(TRUE)) {
  table <- readxl::read_excel("ship-inspections.xlsx", sheet = name, skip = 4)
  table <- table[names(read.csv(paste0("data/", name, ".csv")))]
  days <- sapply(table, inherits, "POSIXct")
  table[days] <- lapply(table[days], format, "%Y-%m-%d")
  write.csv(table, paste0(name, "-again.csv"), row.names = FALSE, na = "", fileEncoding = "UTF-8")
}
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("package", "script"), [("base", BASE_R), ("readr", READR), ("readxl", READXL)]
)
def test_r_loads_every_table(
    exported: Path, root: Path, tmp_path: Path, package: str, script: str
) -> None:
    """With readxl the lines above the table are skipped, and the names of codes left out."""
    need_r(package)
    need_locale(GERMAN["LC_ALL"])
    for name in ("data", "ship-inspections.xlsx"):
        (tmp_path / name).symlink_to(exported / name)
    run(["Rscript", "--vanilla", "-e", script, *RESOURCES], tmp_path, GERMAN)
    for name in RESOURCES:
        assert cells(tmp_path / f"{name}-again.csv") == resource(root, name)


@pytest.mark.slow
def test_r_reads_the_descriptor(exported: Path) -> None:
    need_r("jsonlite")
    script = 'cat(jsonlite::fromJSON("datapackage.json")$resources$name)'
    assert run(["Rscript", "--vanilla", "-e", script], exported).split() == RESOURCES


def code(exported: Path, language: str) -> str:
    """The code that the page shows for this language."""
    page = (exported / "index.html").read_text("utf-8")
    found = re.search(rf">{re.escape(language)}</h3>\s*<pre[^>]*><code>(.*?)</code>", page, re.S)
    assert found
    return unescape(found[1])


@pytest.mark.slow
def test_the_code_on_the_page_runs_in_r(exported: Path) -> None:
    need("Rscript")
    need_locale(GERMAN["LC_ALL"])
    output = run(["Rscript", "--vanilla", "-e", code(exported, "R")], exported, GERMAN)
    assert re.search(r"DEU 2021-Q1 +inland-ports +4 +0", output)
    assert "Germany" in output


def test_the_code_on_the_page_runs_in_python(exported: Path) -> None:
    output = run([sys.executable, "-c", code(exported, "Python (pandas)")], exported)
    assert re.search(r"0 +2021-Q1 +inland-ports", output)


def test_the_code_on_the_page_runs_in_sqlite(exported: Path) -> None:
    command = ["sqlite3", "-readonly", "ship-inspections.sqlite"]
    output = run(command, exported, typed=code(exported, "SQL (sqlite3)"))
    assert "2021-Q1|inland-ports|DEU|4|0|first quarter of 2021" in output


# ── pandas ──────────────────────────────────────────────────────────────────────────────────


def rows(frame: pd.DataFrame) -> list[list[str]]:
    values = frame.astype(object).where(frame.notna(), "").astype(str)
    return [list(values.columns), *values.to_numpy().tolist()]


@pytest.mark.parametrize("name", RESOURCES)
def test_pandas_loads_csv_and_parquet(exported: Path, root: Path, name: str) -> None:
    path = exported / f"data/{name}.csv"
    assert rows(pd.read_csv(path, dtype=str, keep_default_na=False)) == resource(root, name)
    assert rows(pd.read_parquet(exported / f"parquet/{name}.parquet")) == resource(root, name)


@pytest.mark.parametrize("name", RESOURCES)
@pytest.mark.parametrize("engine", ["openpyxl", "calamine"])
def test_pandas_loads_the_workbook(exported: Path, root: Path, name: str, engine: Any) -> None:
    """As text, for pandas makes numbers even of the text cells of a workbook; days are days."""
    book = exported / "ship-inspections.xlsx"
    frame = pd.read_excel(
        book,
        sheet_name=name,
        skiprows=ABOVE,
        engine=engine,
        dtype=str,
        keep_default_na=False,
        na_values=[""],
    )[resource(root, name)[0]]
    found = [[cell.removesuffix(" 00:00:00") for cell in row] for row in rows(frame)]
    assert found == resource(root, name)


def test_pandas_loses_by_default_what_the_schema_declares(exported: Path) -> None:
    flags: Any = pd.read_csv(exported / "data/flags.csv").set_index("code")
    assert pd.isna(flags.loc["NAM", "alpha_2"])
    assert flags.loc["AFG", "numeric"] == 4
    assert pd.read_parquet(exported / "parquet/flags.parquet")["alpha_2"].eq("NA").sum() == 1


# ── spreadsheets ────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_a_german_spreadsheet_shows_every_cell_as_it_is(
    exported: Path, root: Path, tmp_path: Path
) -> None:
    sheets = office(tmp_path, exported / "ship-inspections.xlsx")
    assert {"Cover", "Deckblatt", "Contents", "Notes", "Anlage 1", "Anlage 3"} <= set(sheets)
    for name in RESOURCES:
        header, *rows = cells(sheets[name])[ABOVE:]
        own = [header.index(column) for column in resource(root, name)[0]]
        found = [[row[place] for place in own] for row in [header, *rows]]
        assert found == resource(root, name)


@pytest.mark.slow
def test_the_annexes_stand_in_the_workbook_as_they_were_printed(
    exported: Path, source: str, tmp_path: Path
) -> None:
    """Word by word the document, from the first page to the last."""
    sheets = office(tmp_path, exported / "ship-inspections.xlsx")
    rows = [row for n in (1, 2, 3) for row in cells(sheets[f"Anlage {n}"])[ABOVE + 1 :]]
    assert " ".join(cell for row in rows for cell in row[2:]).split() == source.split()


@pytest.mark.slow
def test_a_german_spreadsheet_imports_the_csv_as_the_readme_says(
    root: Path, tmp_path: Path
) -> None:
    """Comma, UTF-8, and the columns of codes as text (2): every cell stays as it is."""
    need("soffice")
    for name, columns in (("inspections", ""), ("flags", "1/2/2/2/3/2")):
        options = f"--infilter=CSV:44,34,76,1,{columns},1031,false,false"
        (path,) = office(tmp_path / name, root / f"data/{name}.csv", options).values()
        assert cells(path) == resource(root, name)


# ── SQL ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", RESOURCES)
def test_sqlite_holds_every_table(exported: Path, root: Path, tmp_path: Path, name: str) -> None:
    command = [
        "sqlite3",
        "-readonly",
        "-header",
        "-csv",
        "ship-inspections.sqlite",
        f"SELECT * FROM {name}",
    ]
    (tmp_path / "again.csv").write_text(run(command, exported), "utf-8", newline="")
    assert cells(tmp_path / "again.csv") == resource(root, name)


def test_sqlite_finds_no_fault_and_names_the_codes(exported: Path) -> None:
    def ask(statement: str) -> str:
        return run(["sqlite3", "-readonly", "ship-inspections.sqlite", statement], exported).strip()

    assert ask("PRAGMA integrity_check; PRAGMA foreign_key_check") == "ok"
    assert ask("SELECT typeof(numeric), numeric FROM flags WHERE code = 'AFG'") == "text|004"
    assert ask("SELECT typeof(inspected) FROM inspections LIMIT 1") == "integer"
    assert ask(
        "SELECT flag_name_de, area_label_en FROM inspections_labelled WHERE inspected = 31"
    ) == ("Liberia|sea ports")
    assert ask("SELECT measure_label_de FROM milestones_labelled WHERE value = 23") == (
        "beschäftigte Prüferinnen und Prüfer"
    )
    assert ask("SELECT value FROM _package WHERE name = 'version'") == "1.0.0"
    assert "Namibia" in ask("SELECT description_en FROM _columns WHERE column = 'alpha_2'")


def test_sqlite_enforces_the_keys(exported: Path, tmp_path: Path) -> None:
    shutil.copy(exported / "ship-inspections.sqlite", tmp_path)
    with sqlite3.connect(tmp_path / "ship-inspections.sqlite") as db:
        db.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            db.execute("INSERT INTO inspections VALUES ('2021-Q1', 'sea-ports', 'QQQ', 1, 0)")
        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
            db.execute("INSERT INTO inspections VALUES ('2021-Q1', 'sea-ports', 'LBR', 1, 0)")


def test_duckdb_reads_parquet_with_types_and_what_it_means(exported: Path) -> None:
    inspections = exported / "parquet/inspections.parquet"
    sums = duckdb.execute(f"SELECT sum(inspected) FROM '{inspections}' GROUP BY area ORDER BY 1")
    assert sums.fetchall() == [(19,), (44,), (163,)]
    days = duckdb.execute(f"DESCRIBE FROM '{exported / 'parquet/periods.parquet'}'").fetchall()
    assert [kind for name, kind, *_ in days if name == "start"] == ["DATE"]
    about = duckdb.execute(
        f"SELECT key, value FROM parquet_kv_metadata('{inspections}')"
    ).fetchall()
    described = {key.decode(): json.loads(value) for key, value in about}
    assert described["resource"]["title@de"].startswith("Überprüfungen und Festhaltungen")
    assert described["schema"]["primaryKey"] == ["period", "area", "flag"]


# ── descriptions ────────────────────────────────────────────────────────────────────────────


def test_csvw_validates(exported: Path) -> None:
    validate = Path(sys.executable).with_name("csvwvalidate")
    assert run([str(validate), "csv-metadata.json"], exported) == "OK\n"


def test_csvw_finds_a_broken_key(exported: Path, tmp_path: Path) -> None:
    shutil.copytree(exported / "data", tmp_path / "data")
    shutil.copy(exported / "csv-metadata.json", tmp_path)
    inspections = tmp_path / "data/inspections.csv"
    inspections.write_text(inspections.read_text("utf-8").replace(",LBR,31,", ",ZWE,31,"), "utf-8")
    described = CSVW(str(tmp_path / "csv-metadata.json"), validate=True)
    with pytest.raises(ValueError, match=r"provenance.csv:15 Key .*'LBR'.* not found"):
        _ = described.is_valid


@pytest.mark.slow
@pytest.mark.parametrize(
    "shape", ["datapackage.json", "flat/datapackage.json", "ship-inspections.zip"]
)
def test_the_reference_says_valid(exported: Path, shape: str) -> None:
    command = [sys.executable, "-m", "frictionless", "validate", shape, "--json"]
    report = json.loads(run(command, exported))
    assert report["valid"]
    assert len(report["tasks"]) == len(RESOURCES)


def test_the_flat_package_has_no_folders_and_leads_to_the_source(exported: Path) -> None:
    flat = exported / "flat"
    assert all(path.is_file() for path in flat.iterdir())
    figures = explain(open_package(flat), "LBR", {"area": "sea-ports"}).figures
    found = [figure.trace for figure in figures]
    assert [one.text for one in found] == ["LBR Liberia 31 4"]
