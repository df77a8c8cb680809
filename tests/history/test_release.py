"""Releases: refused until all is settled, made whole, the same anywhere, and provable."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from annexes.base.errors import ReleaseError
from annexes.history.release import Released, release
from history.small_series import commit, git, state
from programs import need_validator

pytestmark = pytest.mark.slow

Run = Callable[..., Result]
ENTRY = "# Changelog\n\n### 1.1.0 – 2032-02-01\n\n#### Fixed\n\n- A note.\n\n"
LOCK = """# locked
left-pad==1.0 \\
    --hash=sha256:{0} \\
    --hash=sha256:{1}
only_windows==2.0 ; sys_platform == 'win32' \\
    --hash=sha256:{0}
""".format("a" * 64, "b" * 64)


def make(root: Path, version: str = "", out: Path | None = None) -> Released:
    return release(root, version, None, out or root / "dist/releases")


@pytest.fixture
def corrected(released: Path) -> Path:
    """A note was corrected since v1.0.0, and the changelog has an entry for the next version."""
    recipe = released / "scripts/recipes/2031-h1.toml"
    recipe.write_text(recipe.read_text().replace("The south may be", "The south is perhaps"))
    (released / "CHANGELOG.md").write_text(ENTRY.replace("1.1.0", "1.0.1"))
    (released / "requirements.lock").write_text(LOCK)
    commit(released, "a better note")
    return released


# ── what is made ────────────────────────────────────────────────────────────────────────────


def test_a_release_sets_version_and_date_and_carries_what_it_is_made_from(
    corrected: Path, annexes: Run
) -> None:
    result = annexes("release", "1.0.1", corrected, "--json")
    assert result.exit_code == 0, result.stderr
    told = json.loads(result.stdout)
    assert (told["version"], told["date"], told["step"]) == ("1.0.1", "2032-02-01", "patch")
    descriptor = json.loads((corrected / "datapackage.json").read_text())
    assert (descriptor["version"], descriptor["created"]) == ("1.0.1", "2032-02-01T00:00:00Z")
    recipe = (corrected / "scripts/recipes/package.toml").read_text()
    assert 'version = "1.0.1"  # raised by hand or by a release\n' in recipe
    with zipfile.ZipFile(told["zip"]) as archive:
        names = {name.removeprefix("visits-1.0.1/") for name in archive.namelist()}
    assert names >= {
        "datapackage.json",
        "data/visits.csv",
        "data/raw/2031-h1/answer.txt",
        "scripts/recipes/2031-h1.toml",
        "scripts/recipes/package.toml",
        "schema/visits.json",
        "CHANGELOG.md",
        "requirements.lock",
        "index.html",
        "visits.xlsx",
        "SHA256SUMS",
        "bom.json",
        "release.json",
    }


def test_the_next_version_is_what_the_changes_ask_for(corrected: Path) -> None:
    assert make(corrected).assembled.version == "1.0.1"


def test_a_folder_in_place_of_the_version_is_the_package(corrected: Path, annexes: Run) -> None:
    told = annexes("release", corrected, "--json")
    assert json.loads(told.stdout)["version"] == "1.0.1", told.stderr


def test_made_twice_and_elsewhere_it_is_the_same(corrected: Path, tmp_path: Path) -> None:
    first = make(corrected)
    assert first.made
    assert not make(corrected).made
    git(tmp_path, "clone", "--quiet", str(corrected), "elsewhere")
    assert make(tmp_path / "elsewhere", "1.0.1").sha256 == first.sha256
    commit(corrected, "Data 1.0.1", "v1.0.1")
    again = make(corrected, "1.0.1", tmp_path / "again")
    assert (again.sha256, again.is_tagged) == (first.sha256, True)


def test_the_bill_of_materials_lists_the_lock_file_and_the_documents(corrected: Path) -> None:
    bill = json.loads((make(corrected).folder / "bom.json").read_text())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    components = {part["bom-ref"]: part for part in bill["components"]}
    assert list(components) == [
        "data/raw/2031-h1/answer.txt",
        "pkg:pypi/left-pad@1.0",
        "pkg:pypi/only-windows@2.0",
    ]
    (reference,) = components["pkg:pypi/left-pad@1.0"]["externalReferences"]
    assert [digest["content"][0] for digest in reference["hashes"]] == ["a", "b"]
    assert components["pkg:pypi/only-windows@2.0"]["properties"][0]["value"].startswith("sys_")


def test_the_bill_of_materials_is_taken_by_the_official_schema(
    corrected: Path, repository: Path
) -> None:
    file = make(corrected).folder / "bom.json"
    script = repository / "tests" / "validators" / "check_cyclonedx.py"

    def faults() -> list[str]:
        command = [need_validator("cyclonedx") / "python", script, file]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found: list[str] = json.loads(done.stdout)
        return found

    assert faults() == []
    file.write_text(file.read_text().replace('"type": "file"', '"type": "paper"'))
    assert any("'paper' is not one of" in fault for fault in faults())


# ── what is refused ─────────────────────────────────────────────────────────────────────────


def spoil(root: Path, path: str, old: str = "", new: str = "spoilt", *, keep: bool = False) -> None:
    """Change a text; commit it if it is to be kept."""
    file = root / path
    text = file.read_text() if file.exists() else ""
    file.write_text(text.replace(old, new) if old else text + new)
    if keep:
        commit(root, "changed")


def test_changes_that_are_not_committed_are_refused(corrected: Path) -> None:
    before = state(corrected)
    spoil(corrected, "notes.txt")
    with pytest.raises(ReleaseError, match=r"notes\.txt.*not committed"):
        make(corrected)
    (corrected / "notes.txt").unlink()
    spoil(corrected, "data/visits.csv", "AUT,12", "AUT,13")
    with pytest.raises(ReleaseError, match="neither as committed nor as it will be"):
        make(corrected)
    git(corrected, "checkout", "--quiet", "data/visits.csv")
    assert state(corrected) == before


@pytest.mark.parametrize(
    ("version", "path", "old", "new", "said"),
    [
        ("1.0.1", "CHANGELOG.md", "1.0.1", "1.0.9", r"no entry for 1\.0\.1"),
        ("1.0.1", "CHANGELOG.md", " – 2032-02-01", "", "has no date"),
        ("1.0.1", "scripts/recipes/package.toml", 'en = "Visits"', 'en = "All visits"', ""),
        ("1.0.0", "CHANGELOG.md", "1.0.1", "1.0.0", "was released, and it was another"),
        ("0.9.0", "CHANGELOG.md", "1.0.1", "0.9.0", "no later version than 1.0.0"),
        ("one", "CHANGELOG.md", "", "", "no version"),
        ("1.0.1", "scripts/recipes/2031-h1.toml", "rows = 4", "rows = 5", "has 4 rows, expected 5"),
    ],
)
def test_what_is_not_settled_is_refused_and_nothing_is_written(
    version: str, path: str, old: str, new: str, said: str, corrected: Path, annexes: Run
) -> None:
    if old:
        spoil(corrected, path, old, new, keep=True)
    before = state(corrected)
    result = annexes("release", version, corrected)
    if not said:
        assert result.exit_code == 0, result.stderr
        return
    assert result.exit_code == 1
    assert re.search(said, result.stderr), result.stderr
    assert "annexes-" not in result.stderr, "a folder that is gone by then"
    assert state(corrected) == before


def test_added_rows_ask_for_more_than_a_patch(released: Path) -> None:
    recipe = released / "scripts/recipes/2031-h1.toml"
    more = '\n[[rows.milestones]]\nas_of = 2031-03-31\nmeasure = "recorded"\nvalue = 90\n'
    recipe.write_text(recipe.read_text() + more + 'document = "answer-7"\nplace = "there"\n')
    (released / "CHANGELOG.md").write_text(ENTRY + ENTRY.replace("1.1.0", "1.0.1"))
    commit(released)
    with pytest.raises(ReleaseError, match=r"since 1\.0\.0 are minor: 1\.0\.1 is too small"):
        make(released, "1.0.1")
    assert make(released, "1.1.0").assembled.version == "1.1.0"


def test_nothing_to_release_and_no_repository(released: Path, tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match=r"nothing changed since v1\.0\.0"):
        make(released)
    plain = tmp_path / "plain"
    shutil.copytree(released, plain, ignore=shutil.ignore_patterns(".git"))
    with pytest.raises(ReleaseError, match="no git repository"):
        make(plain)


def test_a_date_that_is_not_that_of_the_changelog_is_refused(corrected: Path) -> None:
    with pytest.raises(ReleaseError, match="has the date 2032-02-01"):
        release(corrected, "1.0.1", dt.date(2032, 2, 2), corrected / "dist")


def test_another_release_of_the_same_version_is_refused(corrected: Path) -> None:
    make(corrected)
    git(corrected, "checkout", "--quiet", ".")
    spoil(corrected, "scripts/recipes/2031-h1.toml", "perhaps", "possibly", keep=True)
    before = state(corrected)
    with pytest.raises(ReleaseError, match="this version was made, and it was another"):
        make(corrected)
    assert state(corrected) == before


# ── proved ──────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release as a stranger gets it."""
    from history.small_series import write_series

    root = write_series(tmp_path_factory.mktemp("released"))
    commit(root)
    return make(root).archive


def test_a_release_holds_from_its_zip_alone(archive: Path, tmp_path: Path, annexes: Run) -> None:
    alone = shutil.copy(archive, tmp_path / "alone.zip")
    result = annexes("verify", alone, "--json")
    assert result.exit_code == 0, result.stdout
    told = json.loads(result.stdout)
    assert told["version"] == "1.0.0"
    assert set(told["checks"]) >= {"documents", "reviewed", "round-trip", "standard", "read-back"}
    assert "HOLDS" in annexes("verify", alone).stdout


def tampered(archive: Path, target: Path, path: str, old: bytes, new: bytes, fix: bool) -> Path:
    """The release with one text replaced; with `fix`, its list of checksums is made to agree."""
    from annexes.exports import checksums

    folder = target / "tampered"
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    inner = folder / "visits-1.0.0"
    data = (inner / path).read_bytes()
    assert old in data
    (inner / path).write_bytes(data.replace(old, new))
    if fix:
        (inner / checksums.FILE).unlink()
        (inner / checksums.FILE).write_bytes(checksums.text(checksums.measure(inner)))
    return Path(shutil.make_archive(str(target / "tampered"), "zip", folder))


@pytest.mark.parametrize(
    ("path", "old", "new", "fix", "said"),
    [
        ("data/visits.csv", b"AUT,12,3", b"AUT,13,3", False, "visits 12 → 13"),
        ("data/visits.csv", b"AUT,12,3", b"AUT,13,3", True, "visits 12 → 13"),
        ("data/raw/2031-h1/answer.txt", b" 12 3", b" 13 3", True, "SHA-256 is"),
        ("scripts/recipes/2031-h1.toml", b"south may", b"south will", True, "will"),
        ("SHA256SUMS", b"0", b"1", False, "SHA256SUMS"),
        ("index.html", b"<title>", b"<title>x", False, "index.html, line"),
        ("release.json", b"4 sums", b"9 sums", True, "release.json, line"),
    ],
)
def test_what_was_changed_is_named(
    path: str, old: bytes, new: bytes, fix: bool, said: str, archive: Path, tmp_path: Path,
    annexes: Run,
) -> None:  # fmt: skip
    found = tampered(archive, tmp_path, path, old, new, fix)
    result = annexes("verify", found)
    assert result.exit_code == 1
    assert "DOES NOT HOLD" in result.stdout
    assert said in result.stderr
    assert "/annexes-" not in result.stderr


def test_what_is_no_release_is_said(tmp_path: Path, annexes: Run) -> None:
    (tmp_path / "text.zip").write_text("no zip")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("release.json", "[]")
    with zipfile.ZipFile(tmp_path / "outside.zip", "w") as archive:
        archive.writestr("../out.txt", "")
    for name, said in [
        ("none.zip", "no such file"),
        ("text.zip", "no zip that can be read"),
        ("other.zip", "not as 'annexes release' writes it"),
        ("outside.zip", "outside the package"),
    ]:
        result = annexes("verify", tmp_path / name)
        assert result.exit_code == 1, name
        assert said in result.stderr, name
    assert not (tmp_path.parent / "out.txt").exists()
