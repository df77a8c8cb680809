"""What is installed is whole: a wheel in a fresh environment does what the checkout does."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

from drawing import table_pdf

pytestmark = pytest.mark.slow

ARRIVALS = [
    ["Herkunftsland", "2021", "2022"],
    ["Elfenbeinküste", "1.204", "7"],
    ["Syrien", "31", "12"],
    ["Türkei", "5", "0"],
    ["Gesamt", "1.240", "19"],
]


@pytest.fixture(scope="module")
def wheel(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    build: list[str | Path] = [
        sys.executable,
        "-m",
        "hatchling",
        "build",
        "--target",
        "wheel",
        "--directory",
        out,
    ]
    subprocess.run(build, cwd=repository, check=True, capture_output=True)
    (made,) = out.glob("annexes-*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of a fresh environment; only the libraries are those of the tests."""
    folder = tmp_path_factory.mktemp("fresh") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    (site,) = folder.glob("lib/python*/site-packages")
    libraries = [path for path in sys.path if path.endswith("site-packages")]
    (site / "libraries.pth").write_text("\n".join(libraries), "utf-8")
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", folder, "install", "--quiet"]
    alone = ["--no-deps", "--no-index", "--disable-pip-version-check", "--force-reinstall"]
    subprocess.run([*pip, *alone, wheel], check=True)
    return folder / "bin" / "annexes"


def run(command: list[object], folder: Path) -> str:
    """Its standard output, with nothing of the checkout in reach."""
    elsewhere = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        list(map(str, command)), cwd=folder, env=elsewhere, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_every_file_of_the_engine_is_in_the_wheel(wheel: Path, repository: Path) -> None:
    source = repository / "scripts"
    engine = {
        path.relative_to(source).as_posix()
        for path in (source / "annexes").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert engine <= set(zipfile.ZipFile(wheel).namelist())
    assert len(engine) > 100


def test_it_drafts_and_exports_the_same_package(installed: Path, tmp_path: Path) -> None:
    python = installed.with_name("python")
    where = run([python, "-c", "import annexes; print(annexes.__file__)"], tmp_path)
    assert where.startswith(str(installed.parents[1]))
    made = {}
    for name, command in (("wheel", [installed]), ("checkout", [sys.executable, "-m", "annexes"])):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "answer.pdf").write_bytes(table_pdf(ARRIVALS))
        run([*command, "new", "answer.pdf", "package"], folder)
        run([*command, "export", "page", "xlsx", "sqlite", "-C", "package"], folder)
        run([*command, "validate", "-C", "package", "--language", "de"], folder)
        made[name] = tree(folder)
    assert made["wheel"] == made["checkout"]
    assert b"\nCIV,1204,7\n" in made["wheel"]["package/data/figures.csv"]


def test_the_folder_of_a_draft_is_a_repository_that_proves_itself(
    installed: Path, tmp_path: Path
) -> None:
    """The jobs that `new` writes run there, with the wheel alone, after a clone to elsewhere."""
    (tmp_path / "answer.pdf").write_bytes(table_pdf(ARRIVALS))
    run([installed, "new", "answer.pdf", "package"], tmp_path)
    package, clone = tmp_path / "package", tmp_path / "clone"
    run(["git", "init", "-q"], package)
    run(["git", "add", "."], package)
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    run(["git", *who, "commit", "-q", "-m", "A draft"], package)
    run(["git", "clone", "-q", package, clone], tmp_path)
    jobs = yaml.safe_load((clone / ".github/workflows/check.yml").read_text("utf-8"))["jobs"]
    said = [step["run"] for step in jobs["check"]["steps"] if "run" in step]
    same = yaml.safe_load((clone / ".gitlab-ci.yml").read_text("utf-8"))["check"]["script"]
    assert said[0] == same[0] == "pip install engine/*.whl"
    for command in [*said[1:], *same[1:]]:
        run(["sh", "-c", command.replace("annexes", str(installed), 1)], clone)
    assert run(["git", "status", "--porcelain"], clone) == ""
