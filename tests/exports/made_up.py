"""A small package as the engine would make it, with any names in it."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

KEY = ["area", "code"]


def write_package(folder: Path, names: Sequence[str], *, text: str = "text") -> Path:
    """Codes with these names, each counted in two areas; `text` is every other text there is."""
    folder.mkdir(parents=True, exist_ok=True)
    codes = [f"C{number:02}" for number in range(len(names))]
    rows = [("one", "Annex 1"), ("two", "Annex 2")]
    tables: dict[str, list[Sequence[object]]] = {
        "counts": [("area", "code", "n", "part")]
        + [(area, code, 10 + n, n) for area, _ in rows for n, code in enumerate(codes)],
        "codes": [("code", "name_en", "name_de"), *zip(codes, names, names, strict=True)],
        "areas": [("area", "label_en", "label_de"), ("one", text, text), ("two", "two", "zwei")],
        "places": [("area", "code", "document", "annex", "page", "line", "name_printed")]
        + [
            (area, code, "d", annex, 1, n + 1, name)
            for area, annex in rows
            for n, (code, name) in enumerate(zip(codes, names, strict=True))
        ],
        "documents": [("document", "title", "publisher"), ("d", text, text)],
        "oddities": [
            ("finding", "resource", "key", "kind", "note_en", "note_de"),
            ("f", text, text, "overlap", text, text),
        ],
    }
    for name, records in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(records)
    line = text.replace("\r", " ").replace("\n", " ")
    (folder / "source.txt").write_text(f"{line}\n" * 3, "utf-8", newline="")
    descriptor = json.dumps(_descriptor(tables, text), ensure_ascii=False)
    (folder / "datapackage.json").write_text(descriptor, "utf-8")
    return folder


def _descriptor(tables: dict[str, list[Sequence[object]]], text: str) -> dict[str, Any]:
    texts = dict.fromkeys(("title", "title@de", "description", "description@de"), text)
    resources = [
        {"name": name, "path": f"{name}.csv", **texts, "schema": _schema(name, records[0], texts)}
        for name, records in tables.items()
    ]
    columns = [("code", "code-name"), ("n", "count"), ("part", "count")]
    edition = {
        "edition": "first",
        "document": "d",
        "path": "source.txt",
        "code": "code",
        "columns": [{"name": name, "header": text, "reads": reads} for name, reads in columns],
        "annexes": [
            {"label": f"Annex {n}", "values": {"area": area}, "above": [text], "below": [text]}
            for n, area in enumerate(("one", "two"), start=1)
        ],
    }
    made = ["counts", "codes", "places", "documents", "oddities"]
    origins = ["annexes", "codes", "provenance", "documents", "findings"]
    return {
        "name": "made-up",
        "version": "1.0.0",
        "languages": ["en", "de"],
        **texts,
        "keywords": [text],
        "licenses": [{"name": text, "path": f"javascript:{text}", "title": text}],
        "contributors": [{"title": text, "roles": ["publisher"], "path": text}],
        "sources": [{"title": text, "path": "source.txt"}],
        "resources": resources,
        "annexes": {
            "made": dict(zip(origins, made, strict=True)),
            "editions": [edition],
            "rules": [{"resource": "counts", "column": "part", "at_most": "n", "reason": text}],
            "publication": {
                "contact": {"name": text, "url": f"javascript:{text}", "email": text},
                "related": [{"title": text, "url": f"data:{text}"}],
                "provenance": {"en": text, "de": text},
                "rights": {"en": text, "de": text},
                "place": {"en": text, "de": text},
            },
        },
    }


def _schema(name: str, header: Sequence[object], texts: dict[str, str]) -> dict[str, Any]:
    integers = {"n", "part", "page", "line"}
    fields = [
        {"name": column, "type": "integer" if column in integers else "string", **texts}
        for column in header
    ]
    keys = {"counts": KEY, "places": KEY, "codes": ["code"], "areas": ["area"]}
    targets = {"area": "areas", "code": "codes"}
    own = [
        {"fields": [column], "reference": {"resource": target, "fields": [column]}}
        for column, target in targets.items()
        if name == "counts"
    ]
    return {"fields": fields, "primaryKey": keys.get(name, []), "foreignKeys": own}
