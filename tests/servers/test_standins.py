"""The search engines that stand in: they find what the real ones find, and never guess."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from servers.lucene import NotUnderstoodError, matcher
from servers.opensearch import OpenSearch
from servers.opensearch_query import chosen, values

CASES = {"name": ["cases"], "state": ["active"], "day": ["2022-06-30"], "": ["Cases by name"]}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("*:*", True),
        ("+state:active +name:cases", True),
        ('name:"periods" OR name:"cases"', True),
        ('name:("periods" OR "cases")', True),
        ("+state:(active) -name:cases", False),
        ("NOT name:periods", True),
        ("state:active AND name:periods", False),
        ("name:case", False),
        ("name:cas*", True),
        ('name:"cas*"', False),
        ("day:[2022-01-01 TO NOW]", True),
        ("day:{2022-06-30 TO *]", False),
        ("by", True),
        ("for", False),
    ],
)
def test_a_query_means_what_lucene_means(query: str, found: bool) -> None:
    assert matcher(query)(lambda field: CASES.get(field, [])) is found


@pytest.mark.parametrize("query", ["", "name:", "(name:cases", "name:cases)", "{!dismax}x", "a OR"])
def test_what_is_not_understood_is_refused(query: str) -> None:
    with pytest.raises(NotUnderstoodError):
        matcher(query)


RECORD: dict[str, Any] = {"id": "a", "is_draft": False, "list": [{"x": 1}, {"x": "two"}]}


def test_values_are_found_through_lists() -> None:
    assert values(RECORD, "list.x") == ["1", "two"]
    assert values(RECORD, "id.keyword") == ["a"]
    assert values(RECORD, "nothing.here") == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"term": {"is_draft": False}}, True),
        ({"terms": {"list.x": [2, "two"]}}, True),
        ({"bool": {"must": [{"match_all": {}}], "must_not": [{"exists": {"field": "id"}}]}}, False),
        ({"bool": {"should": [{"term": {"id": "b"}}]}}, False),
        ({"bool": {"filter": {"term": {"id": "a"}}, "should": [{"term": {"id": "b"}}]}}, True),
        ({"query_string": {"query": "list.x:two AND is_draft:false"}}, True),
        ({"ids": {"values": ["b"]}}, False),
    ],
)
def test_a_query_means_what_opensearch_means(query: dict[str, Any], found: bool) -> None:
    assert bool(chosen([("index", "a", {"_source": RECORD})], query)) is found


def test_an_older_version_does_not_overwrite_a_later_one() -> None:
    search = OpenSearch()
    try:
        url = f"{search.address}/records/_doc/a"
        for version, status in (("2", 201), ("1", 409), ("2", 200)):
            asked = {"version": version, "version_type": "external_gte"}
            answer = requests.put(url, json={"v": version}, params=asked, timeout=10)
            assert answer.status_code == status
        question = {"query": {"fuzzy": {"v": "2"}}}
        asked_for = requests.post(f"{search.address}/records/_search", json=question, timeout=10)
        assert asked_for.status_code == 400
        assert search.refused
    finally:
        search.end()
