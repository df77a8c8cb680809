"""Printed papers of the Landtag of NRW: their address follows from their number."""

from __future__ import annotations

from annexes.reading.arrival.paper import Paper, PaperNumber
from annexes.reading.arrival.web import Web

ARCHIVE = "https://www.landtag.nrw.de/portal/WWW/dokumentenarchiv/Dokument"
PUBLISHER = "Landtag NRW"


def find(number: PaperNumber, _: Web, archive: str = ARCHIVE) -> Paper:
    """The paper; only its address is known before it is fetched."""
    address = f"{archive}/MMD{number.period}-{number.number}.pdf"
    return Paper(address, number, publisher=PUBLISHER)
