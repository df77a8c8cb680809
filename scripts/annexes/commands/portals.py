"""annexes portals: the metadata that portals ask for, checked and scored."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from annexes.base.errors import UsageError
from annexes.commands.options import Json, Root, print_json
from annexes.commands.to_replace import print_draft, print_to_replace, records_to_replace

if TYPE_CHECKING:
    from annexes.portals.dcat.quality import Score
    from annexes.portals.prepare import Prepared
    from annexes.recipe.fact_lines import FactLines

FOLDER = Path("dist", "portals")


def portals(
    forms: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FORM]…",
            help=(
                "dcat, zenodo, datacite, ckan, schema-org, croissant, citation, ro-crate, feed; "
                "all if none is named."
            ),
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Where to write.", show_default="dist/portals in the package"),
    ] = None,
    shapes: Annotated[
        Path | None, typer.Option("--shapes", help="A folder with the official SHACL shapes.")
    ] = None,
    guide: Annotated[
        bool, typer.Option("--guide", help="Print how to publish by hand; write nothing.")
    ] = False,
    language: Annotated[
        str,
        typer.Option(
            "--language",
            help="Of the guide, and of the texts for CKAN and schema.org, which take one only.",
            show_default="the package's own",
        ),
    ] = "",
    root: Root = Path(),
    as_json: Json = False,
) -> None:
    """Make what portals ask for, from DCAT-AP.de and Zenodo's record to Croissant and RO-Crate.

    Nothing but the package is needed, and nothing is sent. What a portal would refuse is refused
    here, before anything is written; the score of data.europa.eu comes with what would raise it.

    Example: annexes portals dcat ckan --out /tmp/portals
    """
    from annexes.package.disk import open_package
    from annexes.portals.prepare import prepare, write
    from annexes.recipe.fact_lines import FactLines

    package = open_package(root)
    if guide:
        _print_guide(package, language or "en", as_json=as_json)
        return
    lines = FactLines(package.root)
    prepared = prepare(package, forms or (), language=language, shapes=shapes, locate=lines.entry)
    folder = out or package.root / FOLDER
    write(prepared.files, folder)
    print_draft(package)
    if as_json:
        print_json(_record(lines, folder, prepared))
    else:
        _print(lines, folder, prepared)


def _print(lines: FactLines, folder: Path, prepared: Prepared) -> None:
    from annexes.portals.checks.concern import PLACEHOLDER

    for name, data in prepared.files.items():
        typer.echo(f"  {name}: {len(data)} bytes")
    for concern in prepared.concerns:
        if concern.problem.check != PLACEHOLDER:
            typer.echo(f"Warning: {concern.problem}", err=True)
    print_to_replace(lines, prepared.placeholders)
    for profile, results in prepared.shapes.items():
        counts = ((sum(r.severity == what for r in results), what) for what in SEVERITIES)
        said = ", ".join(f"{number} {what}{'' if number == 1 else 's'}" for number, what in counts)
        typer.echo(f"{profile}: {said}")
        for result in results:
            typer.echo(f"  {result.severity}: {result.message}", err=True)
    if prepared.score:
        _print_score(prepared.score)
    typer.echo(f"Written to {folder}: {len(prepared.files)} files.")


SEVERITIES = ("violation", "warning", "note")


def _print_score(score: Score) -> None:
    typer.echo(f"Score of data.europa.eu: {score.points} of {score.of} points, {score.rating}")
    for metric in score.metrics:
        if not metric.met:
            worth = "not known" if metric.met is None else "missing"
            typer.echo(f"  +{metric.of} {metric.name}, {worth}: {metric.raise_by}")


def _record(lines: FactLines, folder: Path, prepared: Prepared) -> dict[str, Any]:
    from annexes.base.storage import sha256_of

    score = prepared.score
    return {
        "ok": True,
        "out": str(folder),
        "files": [
            {"path": name, "bytes": len(data), "sha256": sha256_of(data)}
            for name, data in prepared.files.items()
        ],
        "warnings": [
            {"level": one.level.name.lower(), "portals": one.portals, **one.problem.as_json()}
            for one in prepared.concerns
        ],
        "placeholders": records_to_replace(lines, prepared.placeholders),
        "shapes": {name: [asdict(r) for r in found] for name, found in prepared.shapes.items()},
        "score": _score_record(score) if score else None,
    }


def _score_record(score: Score) -> dict[str, Any]:
    names = ("dimension", "name", "of", "met", "raise_by", "points")
    metrics = [{name: getattr(metric, name) for name in names} for metric in score.metrics]
    totals = {"points": score.points, "possible": score.possible, "of": score.of}
    return {**totals, "rating": score.rating, "metrics": metrics}


def _print_guide(package: Any, language: str, *, as_json: bool) -> None:
    from annexes.package.labels import LANGUAGES
    from annexes.portals.guide import guide

    if language not in LANGUAGES:
        hint = f"choose from {', '.join(LANGUAGES)}"
        raise UsageError.of("usage", "--language", f"there is no '{language}'", hint)
    sections = guide(package, language)
    if as_json:
        print_json({"ok": True, "sections": [asdict(section) for section in sections]})
        return
    for section in sections:
        typer.echo(f"# {section.title}\n")
        for number, step in enumerate(section.steps, start=1):
            typer.echo(f"{number}. {step.text}")
            for name, value in step.values:
                typer.echo(f"     {name}: {value}")
        typer.echo()
