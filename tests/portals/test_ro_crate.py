"""The package as an RO-Crate: a machine follows each file to its document, each row to its line."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annexes.base.storage import digest_of, sha256_of
from annexes.package.about import about
from annexes.package.disk import open_package
from annexes.portals.ro_crate import NAME, crate
from portals.upload.conftest import write_package

ROOT = Path(__file__).parents[2]
DOCUMENT = "data/raw/answer.txt"
RECIPE = "scripts/recipes/package.toml"
PLACES = "code,document,page,line\nA,d-1,2,7\nB,d-1,2,8\n"
LISTED = "document,title,sha256\nd-1,The answer,{sha256}\n"
FIELDS = {
    "places": {"code": "string", "document": "string", "page": "integer", "line": "integer"},
    "listed": {"document": "string", "title": "string", "sha256": "string"},
}
NEEDS_A_REGISTER = ("ROR identifier", "contactPoint SHOULD reference")
"""What the validator would like of organisations, and nobody has said."""

Nodes = dict[str, dict[str, Any]]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Figures, the places that they were read from, the document, and the recipe."""
    root = tmp_path / "package"
    texts = {DOCUMENT: "A 1\nB 2\n", RECIPE: 'name = "small-package"\n'}
    sha256 = sha256_of(texts[DOCUMENT].encode())
    texts |= {"data/places.csv": PLACES, "data/listed.csv": LISTED.format(sha256=sha256)}
    for path, text in texts.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")

    def change(descriptor: dict[str, Any]) -> None:
        descriptor["homepage"] = "https://www.office.de/data"
        descriptor["contributors"][0]["path"] = "https://www.office.de"
        descriptor["annexes"]["publication"]["publisher"]["url"] = "https://www.office.de"
        columns = [{"name": "code", "header": "", "reads": "text"}]
        columns += [{"name": "count", "header": "", "reads": "count"}]
        annex = {"label": "Annex", "values": {}, "above": [], "below": []}
        edition = {"edition": "one", "document": "d-1", "path": DOCUMENT, "code": "code"}
        descriptor["annexes"] |= {
            "made": {"annexes": "cases", "provenance": "places", "documents": "listed"},
            "editions": [{**edition, "columns": columns, "annexes": [annex]}],
            "built": {
                "engine": "annexes",
                "version": "0.1.0",
                "recipes": [{"path": RECIPE, "sha256": digest_of(root / RECIPE)}],
            },
        }
        for name, fields in FIELDS.items():
            listed = [{"name": n, "type": t, "description": n} for n, t in fields.items()]
            schema = {"fields": listed, "primaryKey": ["code" if name == "places" else "document"]}
            entry = {"name": name, "path": f"data/{name}.csv", "format": "csv", "title": name}
            descriptor["resources"].append({**entry, "mediatype": "text/csv", "schema": schema})
        descriptor["resources"][0]["title"] = "Cases"

    return write_package(root, change)


@pytest.fixture
def nodes(package: Path) -> Nodes:
    return {node["@id"]: node for node in crate(about(open_package(package)))["@graph"]}


def test_each_figure_file_leads_to_its_document(nodes: Nodes, package: Path) -> None:
    cases = nodes["data/cases.csv"]
    assert cases["sha256"] == digest_of(package / "data" / "cases.csv")
    assert cases["prov:wasDerivedFrom"] == {"@id": DOCUMENT}
    assert nodes[DOCUMENT]["sha256"] == digest_of(package / DOCUMENT)
    assert nodes[DOCUMENT]["name"] == "The answer"


def test_the_build_names_its_engine_and_its_recipe(nodes: Nodes, package: Path) -> None:
    build = nodes[nodes["data/cases.csv"]["prov:wasGeneratedBy"]["@id"]]
    engine = nodes[build["prov:wasAssociatedWith"]["@id"]]
    assert (engine["name"], engine["version"]) == ("annexes", "0.1.0")
    assert build["prov:used"] == [{"@id": DOCUMENT}, {"@id": RECIPE}] == build["object"]
    assert nodes[RECIPE]["sha256"] == digest_of(package / RECIPE)
    assert {"@id": "data/cases.csv"} in build["result"]


def test_a_machine_follows_a_row_to_its_page_and_line(nodes: Nodes, package: Path) -> None:
    """With nothing but the crate: which column says the document, the page and the line."""
    (file,) = [node for node in nodes.values() if "csvw:tableSchema" in node]
    schema = nodes[file["csvw:tableSchema"]["@id"]]
    columns = [nodes[column["@id"]] for column in schema["csvw:column"]]
    meaning = {c["csvw:propertyUrl"]: c["name"] for c in columns if "csvw:propertyUrl" in c}
    header, row, _ = (package / file["@id"]).read_text("utf-8").splitlines()
    cells = dict(zip(header.split(","), row.split(","), strict=True))
    assert schema["csvw:primaryKey"] == "code"
    document = cells[meaning["http://www.w3.org/ns/prov#hadPrimarySource"]]
    assert [n["@id"] for n in nodes.values() if n.get("identifier") == document] == [DOCUMENT]
    assert cells[meaning["http://schema.org/pageStart"]] == "2"
    assert cells[meaning["http://schema.org/position"]] == "7"


def test_a_copy_from_a_portal_names_no_file_that_is_not_there(package: Path) -> None:
    (package / RECIPE).unlink()
    graph = crate(about(open_package(package)))["@graph"]
    assert RECIPE not in json.dumps(graph)
    files = [node["@id"] for node in graph if "File" in node["@type"]]
    assert all((package / path).is_file() for path in files)


def found(crate_of: Path) -> list[dict[str, str]]:
    """What roc-validator finds, without the network."""
    python = ROOT / ".venv" / "validators" / "rocrate" / "bin" / "python"
    if not (python.parents[1] / ".ready").is_file():
        pytest.skip("the validator 'rocrate' is not installed: run 'make validators'")
    script = ROOT / "tests" / "validators" / "check_ro_crate.py"
    done = subprocess.run([python, script, crate_of], capture_output=True, text=True, check=True)
    issues: list[dict[str, str]] = json.loads(done.stdout)["issues"]
    return issues


@pytest.mark.slow
def test_roc_validator_takes_it(package: Path) -> None:
    told = crate(about(open_package(package)))
    (package / NAME).write_text(json.dumps(told), "utf-8")
    unknown = [one for one in found(package) if not any(n in one["says"] for n in NEEDS_A_REGISTER)]
    assert unknown == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda graph: graph[1].pop("license"), "license"),
        (lambda graph: graph[1]["hasPart"].append({"@id": "gone.csv"}), "gone.csv"),
    ],
    ids=["no licence", "a file that is not there"],
)
def test_roc_validator_sees_a_fault(
    package: Path, damage: Callable[[list[dict[str, Any]]], Any], says: str
) -> None:
    told = crate(about(open_package(package)))
    damage(told["@graph"])
    (package / NAME).write_text(json.dumps(told), "utf-8")
    assert [one for one in found(package) if says in f"{one['says']} {one['node']}"]
