"""A DOI before release: one draft, one DOI, and files that carry it when they are published."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from annexes.base.errors import PublishError, RecipeError, UsageError
from annexes.package.disk import open_package
from annexes.portals.upload.access import Secret
from annexes.portals.upload.plan import Outcome, Plan, prepare
from annexes.portals.upload.to_zenodo import publish as to_zenodo
from annexes.portals.upload.to_zenodo import reserve as reserve_at_zenodo
from annexes.portals.upload.waiting import Patience
from annexes.recipe.edits import write_doi
from portals.upload.conftest import TOKEN, write_package
from portals.upload.invenio_stand_in import Invenio
from portals.upload.misbehaving import Fault, Server

pytestmark = pytest.mark.slow

RECIPE = """\
name = "small-package"  # as it was

[publication]
themes = []
# the contact comes last

[publication.contact]
name = "An office"   # who answers
"""
FAULTS = ("500", "504-after", "429", "reset", "lost-after", "hang-after", "html", "nonsense-1")


@contextmanager
def planned(folder: Path, doi: str = "", version: str = "1.0.0") -> Any:
    """The plan for a small package of this version that says this DOI."""

    def change(descriptor: dict[str, Any]) -> None:
        descriptor["version"] = version
        descriptor["annexes"]["publication"] |= {"doi": doi} if doi else {}

    with prepare(open_package(write_package(folder, change))) as plan:
        yield plan


@pytest.fixture
def invenio(server: Server) -> Invenio:
    server.begin(application := Invenio(TOKEN))
    return application


@pytest.fixture
def act(server: Server, patience: Patience, tmp_path: Path) -> Callable[..., Outcome]:
    """Reserve for, or publish, a package that says this DOI."""

    def run(what: Callable[..., Outcome], doi: str = "", version: str = "1.0.0") -> Outcome:
        with planned(tmp_path / f"package-{version}{bool(doi)}", doi, version) as plan:
            return what(plan, server.url, Secret(TOKEN), patience=patience)

    return run


def test_the_published_files_carry_the_reserved_doi(act: Any, invenio: Invenio) -> None:
    reserved = act(reserve_at_zenodo)
    assert (reserved.state, reserved.doi) == ("reserved", "10.1234/rec-1")
    assert invenio.published == []
    again = act(reserve_at_zenodo, reserved.doi)
    assert (again.state, again.doi) == ("unchanged", reserved.doi)
    published = act(to_zenodo, reserved.doi)
    assert (published.record, published.doi) == (reserved.record, reserved.doi)
    ((_, files),) = invenio.published
    assert json.loads(files["datapackage.json"])["annexes"]["publication"]["doi"] == reserved.doi
    assert act(to_zenodo, reserved.doi).state == "unchanged"
    assert len(invenio.items) == 1


def test_the_next_version_gets_a_doi_of_its_own(act: Any, invenio: Invenio) -> None:
    first = act(reserve_at_zenodo).doi
    act(to_zenodo, first)
    second = act(reserve_at_zenodo, first, "1.1.0").doi
    assert second == "10.1234/rec-2"
    with pytest.raises(PublishError, match=r"says that its DOI is 10\.1234/rec-1, but the draft"):
        act(to_zenodo, first, "1.1.0")
    assert act(to_zenodo, second, "1.1.0").doi == second
    assert [version for version, _ in invenio.published] == ["1.0.0", "1.1.0"]


def test_a_doi_that_belongs_to_another_record_is_refused(act: Any, invenio: Invenio) -> None:
    for what, doi in ((reserve_at_zenodo, "10.5281/zenodo.7"), (to_zenodo, "10.5281/zenodo.7")):
        with pytest.raises(PublishError, match=r"its DOI is 10\.5281/zenodo\.7, but") as caught:
            act(what, doi)
        assert "[publication]" in str(caught.value) or "--reserve" in str(caught.value)
    assert not [item for item in invenio.items.values() if item.pids or item.files]


def test_a_package_that_was_not_built_after_reserving_is_not_published(
    act: Any, invenio: Invenio
) -> None:
    act(reserve_at_zenodo)
    with pytest.raises(PublishError, match=r"has the reserved DOI 10\.1234/rec-1, and the package"):
        act(to_zenodo)
    assert invenio.published == []


def test_what_is_published_has_its_doi(act: Any, invenio: Invenio) -> None:
    act(to_zenodo)
    with pytest.raises(
        PublishError, match=r"version 1\.0\.0 is published there, as 10\.1234/rec-1"
    ):
        act(reserve_at_zenodo)


@pytest.mark.parametrize("kind", FAULTS)
def test_whatever_happens_there_is_one_draft_with_one_doi(
    kind: str, server: Server, hasty: Patience, package: Path, state: Path
) -> None:
    def run(plan: Plan) -> Outcome | PublishError:
        try:
            return reserve_at_zenodo(plan, server.url, Secret(TOKEN), patience=hasty)
        except PublishError as error:
            return error

    with prepare(open_package(package)) as plan:
        server.begin(Invenio(TOKEN, late=3))
        run(plan)
        for at in range(1, len(server.requests) + 1):
            for journal in state.rglob("*.json"):
                journal.unlink()
            server.begin(application := Invenio(TOKEN, late=3), Fault(kind, at))
            run(plan)
            server.fault = None
            second = run(plan)
            assert isinstance(second, Outcome), f"{kind} at request {at}: {second}"
            (item,) = application.items.values()
            assert (second.doi, item.published) == (item.pids["doi"]["identifier"], False)


# ── the recipe ──────────────────────────────────────────────────────────────────────────────


def with_recipe(root: Path, text: str = RECIPE) -> Path:
    (root / "scripts" / "recipes").mkdir(parents=True)
    (path := root / "scripts" / "recipes" / "package.toml").write_bytes(text.encode())
    return path


def test_the_command_writes_the_doi_and_keeps_the_comments(
    annexes: Callable[..., Result],
    invenio: Invenio,
    server: Server,
    package: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ZENODO_TOKEN", TOKEN)
    recipe = with_recipe(package)
    command = ["publish", "zenodo", "--url", server.url, package, "--reserve"]
    told = annexes(*command)
    assert told.exit_code == 0, told.output
    assert f"it stands in {recipe}, line 6" in told.stdout
    lines = recipe.read_text("utf-8").splitlines()
    assert [line for line in lines if line not in RECIPE.splitlines()] == ['doi = "10.1234/rec-1"']
    assert [line for line in lines if "doi" not in line] == RECIPE.splitlines()
    said = json.loads(annexes(*command, "--json").stdout)
    assert (said["doi"], said["file"]) == ("10.1234/rec-1", str(recipe))
    assert len(invenio.items) == 1


def test_without_a_recipe_nothing_is_reserved(
    annexes: Callable[..., Result],
    invenio: Invenio,
    server: Server,
    package: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ZENODO_TOKEN", TOKEN)
    command = ["publish", "zenodo", "--url", server.url, package]
    told = annexes(*command, "--reserve")
    assert (told.exit_code, "no recipe here" in told.stderr) == (2, True)
    both = annexes(*command, "--reserve", "--confirm")
    assert (both.exit_code, "two steps" in both.stderr) == (2, True)
    assert server.requests == []


def test_an_older_doi_is_replaced_where_it_stands(tmp_path: Path) -> None:
    text = RECIPE.replace("themes = []", 'doi = "10.1/old"  # reserved\nthemes = []')
    recipe = with_recipe(tmp_path, text)
    assert write_doi(tmp_path, "10.1/new").line == 4
    assert recipe.read_text("utf-8") == text.replace("10.1/old", "10.1/new")
    assert write_doi(tmp_path, "10.1/new").line == 4


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name = 'x'\n", "no \\[publication\\]"),
        ("publication = 7\n", "no \\[publ"),
        ("a =", "line 1"),
    ],
)
def test_a_recipe_that_cannot_take_it_stays(tmp_path: Path, text: str, told: str) -> None:
    recipe = with_recipe(tmp_path, text)
    with pytest.raises(RecipeError, match=told):
        write_doi(tmp_path, "10.1/new")
    assert recipe.read_text("utf-8") == text
    with pytest.raises(UsageError):
        write_doi(tmp_path / "elsewhere", "10.1/new")
