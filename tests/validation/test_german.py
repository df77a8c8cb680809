"""What is found is told in German as well."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annexes.validation.validate import Options, validate
from annexes.validation.wording import as_json, hint_of, lines_of, message_of
from validation.case import one_table
from validation.corpus import packages
from validation.seeds import generate

FOREIGN = {"error"}
"""Types whose messages are wholly those of other programs."""


def test_every_message_of_the_corpora_is_told_in_german_with_a_hint(tmp_path: Path) -> None:
    first = packages(120, 3, tmp_path)
    second = (generate(seed).write(tmp_path / f"seed-{seed}") for seed in range(120))
    told = set()
    for path in [*first, *second]:
        report = validate(path, Options(small=0))
        for finding in (*report.findings, *report.beyond, *report.advice):
            assert all(hint_of(finding.type, language)[1] for language in ("en", "de")), finding
            if finding.type not in FOREIGN:
                german = message_of(finding.message, "de")
                assert german != finding.message
                assert "{" not in german or "{" in finding.message
                told.add(finding.type)
    assert len(told) > 20


@pytest.mark.parametrize(
    ("english", "german"),
    [
        (
            'Type error in the cell "x" in row "2" and field "a" at position "1": '
            'type is "integer/default"',
            "Zelle „x“ in Zeile 2, Feld „a“ (Spalte 1), ist von anderem Typ: "
            "verlangt ist „integer/default“",
        ),
        (
            'Row at position "3" violates the primary key: the same as in the row at position 2',
            "Zeile 3 verletzt den Primärschlüssel: wie schon in Zeile 2",
        ),
        ("something nobody knows", "something nobody knows"),
    ],
)
def test_a_message_in_german(english: str, german: str) -> None:
    assert message_of(english, "de") == german
    assert message_of(english, "en") == english


def test_braces_in_a_cell_are_no_placeholders(tmp_path: Path) -> None:
    fields = [{"name": "a", "type": "integer"}]
    report = validate(one_table("braces", "a\n{row}\n{x\n", fields).write(tmp_path))
    text = "\n".join(lines_of(report, "de"))
    assert "Zelle „{row}“ in Zeile 2" in text
    assert "Zelle „{x“ in Zeile 3" in text
    assert json.loads(json.dumps(as_json(report)))["errors"][0]["message"]["de"]
