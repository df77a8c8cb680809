"""Printed papers of the Bundestag, asked of its documentation system DIP.

Documentation: https://search.dip.bundestag.de/api/v1/swagger-ui/. A key is asked for there; it is
read from `DIP_API_KEY` and sent in its header only.
"""

from __future__ import annotations

import datetime as dt
import os

import msgspec

from annexes.base.errors import DocumentError, Place, UsageError
from annexes.reading.arrival.paper import Paper, PaperNumber
from annexes.reading.arrival.web import Web, host_of

INTERFACE = "https://search.dip.bundestag.de/api/v1"
DOMAIN = "bundestag.de"
KEY = "DIP_API_KEY"
LIMIT = 5_000_000
"""Bytes of a reply."""


class DipName(msgspec.Struct, frozen=True):
    """Who has a part in a paper, as a reply names them."""

    titel: str = ""
    title: str = ""
    autor_titel: str = ""
    federfuehrend: bool = False

    @property
    def name(self) -> str:
        """The name, whichever of its forms the reply gives."""
        return self.autor_titel or self.titel or self.title


class DipSource(msgspec.Struct, frozen=True):
    """Where the paper stands."""

    pdf_url: str = ""


class DipPaper(msgspec.Struct, frozen=True):
    """A paper as the interface describes it, as far as it is used."""

    dokumentnummer: str
    titel: str = ""
    datum: dt.date | None = None
    drucksachetyp: str = ""
    dokumentart: str = ""
    herausgeber: str = ""
    fundstelle: DipSource = DipSource()
    urheber: list[DipName] = []
    ressort: list[DipName] = []
    autoren_anzeige: list[DipName] = []


class DipReply(msgspec.Struct, frozen=True):
    """The papers that the interface has found."""

    documents: list[DipPaper] = []


def find(number: PaperNumber, web: Web, interface: str = INTERFACE) -> Paper:
    """The paper of the Bundestag with this number.

    Raises UsageError without a key, DocumentError where the interface has no such paper, another
    one, or one that stands at another host.
    """
    query = f"f.dokumentnummer={number.period}%2F{number.number}&f.zuordnung=BT&format=json"
    address = f"{interface}/drucksache?{query}"
    place = Place(f"{interface}/drucksache")
    data = web.get(address, "application/json", LIMIT, {"Authorization": f"ApiKey {_key()}"})
    papers = [p for p in _read(data, place).documents if p.herausgeber in ("", "BT")]
    if not papers:
        raise DocumentError.of("no-document", place, f"there is no paper {number}")
    if others := [p.dokumentnummer for p in papers if p.dokumentnummer != str(number)]:
        problem = f"asked for {number}, it answers with {', '.join(others)}"
        raise DocumentError.of("other-document", place, problem)
    return _paper(papers[0], number, place, web)


def _paper(paper: DipPaper, number: PaperNumber, place: Place, web: Web) -> Paper:
    address = paper.fundstelle.pdf_url
    host = host_of(address)
    if not (host == DOMAIN or host.endswith(f".{DOMAIN}") or web.is_allowed(address)):
        problem = f"the paper {number} stands at '{address}', which is no address of {DOMAIN}"
        raise DocumentError.of("other-host", place, problem)
    leading = [one for one in paper.ressort if one.federfuehrend] or paper.ressort
    return Paper(
        address=address,
        number=number,
        title=paper.titel,
        publisher="Deutscher Bundestag",
        answered=paper.datum,
        kind=paper.drucksachetyp or paper.dokumentart,
        authors=[one.name for one in (*paper.autoren_anzeige, *paper.urheber) if one.name],
        ministry=", ".join(one.name for one in leading if one.name),
    )


def _read(data: bytes, place: Place) -> DipReply:
    try:
        return msgspec.json.decode(data, type=DipReply)
    except (ValueError, RecursionError) as error:
        problem = "its reply is not one of this interface"
        raise DocumentError.of("reply", place, problem) from error


def _key() -> str:
    key = os.environ.get(KEY, "").strip()
    if not key or not key.isascii() or not key.isprintable():
        hint = f"put the key into {KEY}; https://dip.bundestag.de says how to get one"
        raise UsageError.of("key", KEY, "there is no key for the interface", hint)
    return key
