"""The Table Schemas of a drafted package: titles from the printed headings, in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from annexes.recipe.edition import AnnexRecipe, ColumnRecipe, Layout
from annexes.recipe.schemas import Schema

SCHEMA = "https://datapackage.org/profiles/2.0/tableschema.json"
TYPES = {"count": "integer", "decimal": "number", "percent": "number"}
TRAPS = "annexes:traps"
"""What `annexes readers` would find by default: numbers with a point, codes like numbers, NA."""
TRAPPED_CODES = {"alpha_2": "missing", "numeric": "number", "destatis": "number"}
KINDS = [
    ("name-differs", "names that differ from the reference", "abweichende Namen"),
    ("outside-iso", "codes outside ISO", "Codes außerhalb der ISO"),
    ("small-cells", "small counts", "kleine Fallzahlen"),
    ("total", "totals that do not equal their rows", "Summen, die nicht zu ihren Zeilen passen"),
    ("part-columns", "figures that do not equal their parts", "Zahlen, die nicht aufgehen"),
    ("malformed-number", "misprinted figures", "fehlerhaft gedruckte Zahlen"),
]


def facts_schema(annex: AnnexRecipe, layout: Layout, *, misprinted: bool) -> Schema:
    """The schema of the resource that this table fills, with a place for misprinted figures."""
    title = f"Table: {annex.label}", f"Tabelle: {annex.label}"
    fields = [
        _field("row", "integer", "Row", "Zeile", "Place in the table.", "Platz in der Tabelle.")
    ]
    fields += _label_fields(layout)
    fields += [_figure(column) for column in layout.figures]
    if layout.nil or layout.marks or misprinted:
        text = (
            "Signs printed behind figures or in their place.",
            "Zeichen hinter oder statt Zahlen.",
        )
        fields.append(_field("marks", "string", "Marks", "Zeichen", *text, required=False))
    keys = [_reference("code", "codes", "code")] if layout.codes != "none" else []
    return _schema(*title, fields, ["row"], keys)


def _label_fields(layout: Layout) -> Iterator[dict[str, Any]]:
    if layout.codes != "none":
        yield _field("code", "string", "Code", "Code", "Code of the row.", "Code der Zeile.")
    heading = layout.label.header or "Label"
    text = f"As printed below '{heading}'.", f"Wie unter „{heading}“ gedruckt."
    yield _field("label", "string", heading, heading, *text)


def _figure(column: ColumnRecipe) -> dict[str, Any]:
    heading = column.header or column.name
    text = f"Column '{heading}'.", f"Spalte „{heading}“."
    kind = TYPES[column.reads]
    made = _field(column.name, kind, heading, heading, *text, required=False)
    return made | ({"constraints": {"minimum": 0}} if column.reads == "count" else {})


def other_schemas(*, coded: bool) -> dict[str, Schema]:
    """The schemas of the resources that every package has."""
    row = _field("row", "integer", "Row", "Zeile", "Row of the table.", "Zeile der Tabelle.")
    name = "resource", "string", "Resource", "Ressource"
    resource = _field(*name, "Resource of the row.", "Ressource der Zeile.")
    others = {
        "provenance": _schema(
            "Where each row stands in the source",
            "Wo jede Zeile in der Quelle steht",
            [
                resource,
                row,
                *_named("document annex", "string"),
                *_named("page line", "integer"),
                *_named("code", "string", required=False),
                *_named("name_printed", "string"),
                *_named("x0 top x1 bottom", "number"),
            ],
            ["resource", "row"],
            [_reference("document", "documents", "document")],
        ),
        "documents": _schema(
            "Source documents",
            "Quelldokumente",
            [
                *_named("document title publisher sha256", "string"),
                *_named("question number kind authors ministry address", "string", required=False),
                *_named("answered received", "date", required=False),
            ],
            ["document"],
        ),
        "findings": _schema(
            "What is odd in the source",
            "Auffälligkeiten der Quelle",
            [
                *_named("finding resource", "string"),
                *_named("key", "string", required=False),
                _kind(),
                *_named("note_en note_de", "string"),
            ],
            ["finding"],
        ),
    }
    if coded:
        columns = [*_named("code name_en name_de status", "string")]
        columns += _named("alpha_2 numeric destatis eu note", "string", required=False)
        for column in columns:
            if kind := TRAPPED_CODES.get(column["name"]):
                column[TRAPS] = [kind]
        others["codes"] = _schema("Codes", "Codes", columns, ["code"])
    return others


def _kind() -> dict[str, Any]:
    kind = _field("kind", "string", "Kind", "Art", "Kind of finding.", "Art des Befunds.")
    kind["constraints"]["enum"] = [value for value, _, _ in KINDS]
    kind["categories"] = [{"value": v, "label": en, "label@de": de} for v, en, de in KINDS]
    return kind


def _named(names: str, kind: str, *, required: bool = True) -> list[dict[str, Any]]:
    """Fields whose names say all there is to say."""
    titles = [(name, name.replace("_", " ").capitalize()) for name in names.split()]
    return [_field(n, kind, t, t, f"{t}.", f"{t}.", required=required) for n, t in titles]


def _field(
    name: str, kind: str, en: str, de: str, text_en: str, text_de: str, *, required: bool = True
) -> dict[str, Any]:
    texts = {"title": en, "title@de": de, "description": text_en, "description@de": text_de}
    constraints = {"constraints": {"required": True}} if required else {}
    traps = {TRAPS: ["number"]} if kind == "number" else {}
    return {"name": name, "type": kind, **texts, **constraints, **traps}


def _reference(field: str, resource: str, key: str) -> dict[str, Any]:
    return {"fields": [field], "reference": {"resource": resource, "fields": [key]}}


def _schema(
    en: str,
    de: str,
    fields: list[dict[str, Any]],
    key: list[str],
    foreign_keys: Sequence[dict[str, Any]] = (),
) -> Schema:
    texts = {"title": en, "title@de": de, "description": f"{en}.", "description@de": f"{de}."}
    made = {"$schema": SCHEMA, **texts, "fields": fields, "missingValues": [""], "primaryKey": key}
    return made | ({"foreignKeys": list(foreign_keys)} if foreign_keys else {})
