"""The queries of OpenSearch that InvenioRDM uses, against documents in memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from servers.lucene import matcher

Node = dict[str, Any]
Found = tuple[str, str, Node]
Test = Callable[[str, Any], bool]
"""Whether a document, of this id and with these fields, is meant."""

OTHER_FORMS = ("keyword", "raw", "sort", "text")
"""A mapping may keep a field in other forms too, below its name; here there is one form."""


def chosen(documents: Iterable[Found], query: Node) -> list[Found]:
    """The documents that a query means; ValueError for a query that is not known."""
    test = _test(query)
    return [found for found in documents if test(found[1], found[2]["_source"])]


def in_order(found: list[Found], order: Any) -> list[Found]:
    """Sorted by fields; ranking is not known, and leaves the order of arrival."""
    for said in reversed(order if isinstance(order, list) else [order]):
        name, how = next(iter(said.items())) if isinstance(said, dict) else (said, "asc")
        direction = how.get("order", "asc") if isinstance(how, dict) else how
        field = str(name).removeprefix("-")
        if field not in ("_score", "_doc"):
            backwards = direction == "desc" or str(name).startswith("-")
            found = sorted(found, key=lambda one: _first(one, field), reverse=backwards)
    return found


def _first(found: Found, field: str) -> str:
    return next(iter(values(found[2]["_source"], field)), "")


def values(node: Any, path: str) -> list[str]:
    """All values at this path, through lists, as texts; all there are for the path ''."""
    if not path:
        inner = node.values() if isinstance(node, dict) else node
        return [text for value in inner for text in _texts(value)]
    nodes = [node]
    for part in path.split("."):
        if part in OTHER_FORMS and not any(isinstance(n, dict) and part in n for n in nodes):
            continue
        nodes = [n[part] for n in nodes if isinstance(n, dict) and part in n]
        nodes = [one for n in nodes for one in (n if isinstance(n, list) else [n])]
    return [_text(one) for one in nodes if one is not None]


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict | list):
        return values(value, "")
    return [_text(value)]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _test(query: Node) -> Test:
    ((kind, said),) = query.items()
    if kind not in _KINDS:
        raise ValueError(f"the query {kind} is not known")
    return _KINDS[kind](said)


def _bool(said: Mapping[str, Any]) -> Test:
    must = [_test(one) for key in ("must", "filter") for one in _listed(said.get(key))]
    never = [_test(one) for one in _listed(said.get("must_not"))]
    should = [_test(one) for one in _listed(said.get("should"))]
    least = int(said.get("minimum_should_match", 0 if must else 1)) if should else 0
    return lambda name, doc: (
        all(test(name, doc) for test in must)
        and not any(test(name, doc) for test in never)
        and sum(test(name, doc) for test in should) >= least
    )


def _listed(said: Any) -> list[Node]:
    return said if isinstance(said, list) else [said] if said else []


def _term(said: Mapping[str, Any]) -> Test:
    ((field, value),) = ((k, v) for k, v in said.items() if k != "boost")
    wanted = _text(value.get("value", value.get("query")) if isinstance(value, dict) else value)
    return lambda name, doc: wanted in values(doc, field)


def _terms(said: Mapping[str, Any]) -> Test:
    ((field, listed),) = ((k, v) for k, v in said.items() if k != "boost")
    wanted = {_text(value) for value in listed}
    return lambda name, doc: not wanted.isdisjoint(values(doc, field))


def _prefix(said: Mapping[str, Any]) -> Test:
    ((field, value),) = said.items()
    wanted = str(value["value"] if isinstance(value, dict) else value)
    return lambda name, doc: any(text.startswith(wanted) for text in values(doc, field))


def _range(said: Mapping[str, Any]) -> Test:
    """In the order of the letters, as dates have it."""
    ((field, bounds),) = said.items()
    unknown = set(bounds) - {"gt", "gte", "lt", "lte", "format"}
    if unknown:
        raise ValueError(f"the bounds {sorted(unknown)} are not known")
    tests: dict[str, Callable[[str, str], bool]] = {
        "gt": lambda a, b: a > b,
        "gte": lambda a, b: a >= b,
        "lt": lambda a, b: a < b,
        "lte": lambda a, b: a <= b,
    }
    asked = [(tests[key], _text(bound)) for key, bound in bounds.items() if key in tests]
    return lambda name, doc: any(
        all(test(value, bound) for test, bound in asked) for value in values(doc, field)
    )


def _query_string(said: Mapping[str, Any]) -> Test:
    test = matcher(str(said["query"]))
    return lambda name, doc: test(lambda field: values(doc, field))


def _multi_match(said: Mapping[str, Any]) -> Test:
    words = str(said["query"]).lower().split()
    return lambda name, doc: any(word in " ".join(values(doc, "")).lower() for word in words)


def _scored(said: Mapping[str, Any]) -> Test:
    """Only how it is ranked is said beside the query."""
    return _test(said.get("query") or said["filter"])


_KINDS: Mapping[str, Callable[[Any], Test]] = {
    "bool": _bool,
    "term": _term,
    "match": _term,
    "terms": _terms,
    "prefix": _prefix,
    "range": _range,
    "query_string": _query_string,
    "multi_match": _multi_match,
    "nested": _scored,
    "function_score": _scored,
    "constant_score": _scored,
    "exists": lambda said: lambda name, doc: bool(values(doc, said["field"])),
    "ids": lambda said: lambda name, doc: name in said["values"],
    "match_all": lambda said: lambda name, doc: True,
    "match_none": lambda said: lambda name, doc: False,
    "percolate": lambda said: lambda name, doc: False,
}
