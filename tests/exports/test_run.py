"""One command makes all forms, reads them back, and puts them in their place whole."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from annexes.base.errors import ExportError, PackageError, UsageError
from annexes.exports.export import export
from annexes.exports.form import all_forms
from annexes.package.disk import open_package
from programs import run

Run = Callable[..., Result]


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_every_form_is_there(exported: Path) -> None:
    assert {
        "index.html",
        "index.de.html",
        "SHA256SUMS",
        "datapackage.json",
        "csv-metadata.json",
        "data/inspections.csv",
        "data/raw/2021-q1/antwort-ka7.txt",
        "schema/inspections.json",
        "flat/inspections.csv",
        "parquet/inspections.parquet",
        "ship-inspections.sqlite",
        "ship-inspections.xlsx",
        "ship-inspections.zip",
    } <= set(tree(exported))


def test_the_list_of_checksums_holds(exported: Path) -> None:
    listed = run(["sha256sum", "--check", "--strict", "SHA256SUMS"], exported)
    assert listed.count(": OK") == len(tree(exported)) - 1


def test_the_command_says_what_it_made(annexes: Run, root: Path, tmp_path: Path) -> None:
    result = annexes("export", "sqlite", "csvw", "-C", root, "--out", tmp_path / "out")
    assert result.exit_code == 0
    assert "ship-inspections.sqlite: " in result.stdout
    assert "2 files, 4436 cells compared" in result.stdout
    assert set(tree(tmp_path / "out")) == {
        "SHA256SUMS",
        "csv-metadata.json",
        "ship-inspections.sqlite",
    }


def test_programs_are_told_in_json(annexes: Run, root: Path, tmp_path: Path) -> None:
    result = annexes("export", "zip", "-C", root, "--out", tmp_path / "out", "--json")
    answer = json.loads(result.stdout)
    assert answer["ok"]
    assert answer["left_out"] == []
    assert [file["path"] for file in answer["files"]] == ["ship-inspections.zip"]
    assert set(answer["files"][0]) == {"path", "bytes", "sha256"}


def test_the_default_folder_is_dist_in_the_package(annexes: Run, copy: Path) -> None:
    assert annexes("export", "zip", "-C", copy).exit_code == 0
    assert (copy / "dist/ship-inspections.zip").is_file()


@pytest.mark.parametrize("out", [".", "data", "data/inspections.csv", "..", "schema/../data"])
def test_the_package_itself_is_not_written_into(copy: Path, out: str) -> None:
    before = tree(copy)
    with pytest.raises(UsageError, match=r"the package itself|nothing can be written"):
        export(open_package(copy), copy / out)
    assert tree(copy) == before


def test_a_form_that_does_not_exist_is_wrong_use(annexes: Run, root: Path, tmp_path: Path) -> None:
    result = annexes("export", "docx", "-C", root, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "there is no such form" in result.stderr
    assert all(form in result.stderr for form in all_forms())
    assert not (tmp_path / "out").exists()


def test_a_second_export_changes_no_byte(exported: Path, root: Path, tmp_path: Path) -> None:
    again = tmp_path / "out"
    shutil.copytree(exported, again)
    export(open_package(root), again)
    assert tree(again) == tree(exported)


def test_what_an_export_no_longer_makes_goes_and_what_is_not_ours_stays(
    exported: Path, root: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    shutil.copytree(exported, out)
    (out / "CNAME").write_text("example.org")
    (out / "parquet/old.parquet").write_bytes(b"old")
    (out / "edited.csv").write_bytes(b"edited since")
    with (out / "SHA256SUMS").open("a") as sums:
        known = "cba06b5736faf67e54b07b561eae94395e774c517a7d910a54369e1263ccfbd4"  # of b"old"
        sums.write(f"{known}  parquet/old.parquet\n{known}  edited.csv\n{known}  ../outside\n")
    (tmp_path / "outside").write_bytes(b"old")
    export(open_package(root), out)
    assert set(tree(out)) == {*tree(exported), "CNAME", "edited.csv"}
    assert (tmp_path / "outside").exists()


def test_single_forms_keep_the_others_and_the_page_offers_them(
    exported: Path, root: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    shutil.copytree(exported, out)
    export(open_package(root), out, ["page"])
    assert tree(out) == tree(exported)


def test_a_page_alone_offers_only_what_is_there(root: Path, tmp_path: Path) -> None:
    export(open_package(root), tmp_path, ["zip", "page"])
    page = (tmp_path / "index.html").read_text("utf-8")
    assert 'href="ship-inspections.zip"' in page
    assert 'href="ship-inspections.xlsx"' not in page


@pytest.mark.parametrize("shape", ["flat", "zip", "files"])
def test_a_downloaded_copy_gives_the_same_tables(
    exported: Path, tmp_path: Path, shape: str
) -> None:
    """Neither recipe nor repository is needed: what a portal hands out will do."""
    download = tmp_path / "download"
    if shape == "zip":
        shutil.unpack_archive(exported / "ship-inspections.zip", download)
    elif shape == "flat":
        shutil.copytree(exported / "flat", download)
    else:  # the files that the descriptor needs, without the document
        for folder in ("data", "schema"):
            ignored = shutil.ignore_patterns("raw")
            shutil.copytree(exported / folder, download / folder, ignore=ignored)
        shutil.copy(exported / "datapackage.json", download)
    export(open_package(download), tmp_path / "out")
    again, first = tree(tmp_path / "out"), tree(exported)
    assert again["ship-inspections.xlsx"] == first["ship-inspections.xlsx"]
    assert again["ship-inspections.sqlite"] == first["ship-inspections.sqlite"]
    if shape == "zip":
        assert again == first


def test_a_copy_without_the_document_says_what_is_missing(
    annexes: Run, copy: Path, tmp_path: Path
) -> None:
    shutil.rmtree(copy / "data/raw")
    result = annexes("export", "-C", copy, "--out", tmp_path / "out")
    assert result.exit_code == 0
    assert result.stderr.count("antwort-ka7.txt: this file is not here") == 1
    page = (tmp_path / "out/index.html").read_text("utf-8")
    assert "The document itself is not in this copy" in page
    assert "Anlage 3, p. 4, line 69" in page


def test_a_damaged_download_is_refused_before_anything_is_written(
    annexes: Run, copy: Path, tmp_path: Path
) -> None:
    inspections = copy / "data/inspections.csv"
    inspections.write_bytes(inspections.read_bytes().replace(b"LBR,31,4", b"LBR,30,4"))
    result = annexes("export", "-C", copy, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "not the file whose size and checksum" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_failed_export_leaves_the_last_one_as_it_was(
    exported: Path, copy: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    shutil.copytree(exported, out)
    descriptor = json.loads((copy / "datapackage.json").read_bytes())
    for resource in descriptor["resources"]:
        resource.pop("hash"), resource.pop("bytes")
    (copy / "datapackage.json").write_text(json.dumps(descriptor))
    inspections = copy / "data/inspections.csv"
    inspections.write_bytes(inspections.read_bytes().replace(b"LBR,31,4", b"LBR,many,4"))
    with pytest.raises(PackageError, match="'many' in 'inspected': no integer"):
        export(open_package(copy), out)
    assert tree(out) == tree(exported)


@pytest.mark.slow
def test_a_killed_export_leaves_no_list_of_checksums_that_lies(
    exported: Path, root: Path, tmp_path: Path
) -> None:
    """Killed at many moments: a list of checksums that is there is true of what is there."""
    out = tmp_path / "out"
    shutil.copytree(exported, out)
    (out / "data/inspections.csv").write_bytes(b"from an older version")
    command = [sys.executable, "-m", "annexes", "export", "-C", str(root), "--out", str(out)]
    for tenths in (2, 4, 5, 6, 7, 8):
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            child.wait(tenths / 10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        if (out / "SHA256SUMS").exists() and b"older" not in (
            out / "data/inspections.csv"
        ).read_bytes():
            run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], out)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    assert tree(out) == tree(exported)


# ── packages that this engine has not made ──────────────────────────────────────────────────


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """Two tables, one of them in another dialect, and a resource that is no table."""
    folder = tmp_path / "foreign"
    folder.mkdir()
    (folder / "Übersicht.csv").write_bytes("id;größe\r\n1;1,5\r\n2;\r\n".encode("latin-1"))
    (folder / "names.csv").write_text('id,name\n1,"=1+1"\n2,NA\n')
    fields = [{"name": "id", "type": "integer"}, {"name": "größe", "type": "number"}]
    fields[1]["decimalChar"] = ","
    key = {"fields": "id", "reference": {"resource": "names", "fields": "id"}}
    resources = [
        {
            "name": "sizes",
            "path": "Übersicht.csv",
            "encoding": "latin-1",
            "dialect": {"delimiter": ";"},
            "schema": {"fields": fields, "primaryKey": "id", "foreignKeys": [key]},
        },
        {
            "name": "names",
            "path": "names.csv",
            "schema": {
                "fields": [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}],
                "primaryKey": ["id"],
            },
        },
        {"name": "pictures", "path": "https://example.org/pictures.zip"},
    ]
    (folder / "datapackage.json").write_text(json.dumps({"name": "x", "resources": resources}))
    return folder


def test_a_foreign_package_is_exported_as_far_as_it_goes(annexes: Run, foreign: Path) -> None:
    result = annexes("export", "-C", foreign)
    assert result.exit_code == 0
    assert "resource 'pictures' is left out: its data is on the network" in result.stderr
    assert "does not say which of its tables holds figures" in result.stderr
    made = tree(foreign / "dist")
    assert {"x.xlsx", "x.sqlite", "x.zip", "index.html", "parquet/sizes.parquet"} <= set(made)
    assert "index.de.html" not in made
    assert b"Not on this page" in made["index.html"]
    assert b"pictures" in made["index.html"]


def test_a_key_that_does_not_hold_leaves_out_the_database_only(
    annexes: Run, foreign: Path, tmp_path: Path
) -> None:
    (foreign / "names.csv").write_text("id,name\n1,a\n1,b\n2,c\n")
    result = annexes("export", "-C", foreign, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "SQLite cannot hold 'names': UNIQUE constraint failed: names.id" in result.stderr
    assert "x.sqlite" not in tree(tmp_path / "out")
    assert "x.xlsx" in tree(tmp_path / "out")
    with pytest.raises(ExportError, match="UNIQUE constraint failed"):
        export(open_package(foreign), tmp_path / "other", ["sqlite"])


def test_a_broken_foreign_key_is_named(foreign: Path, tmp_path: Path) -> None:
    (foreign / "names.csv").write_text("id,name\n1,a\n")
    with pytest.raises(ExportError, match="row 2 names nothing that is in 'names'"):
        export(open_package(foreign), tmp_path / "out", ["sqlite"])
