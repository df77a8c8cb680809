"""What portals ask for and the data cannot say: the key `publication` of the descriptor, typed.

Everything has a default: a package that says less is told so by the checks of each portal.
"""

from __future__ import annotations

import msgspec

from annexes.base.errors import PackageError
from annexes.base.texts import Texts
from annexes.package.disk import DESCRIPTOR, Package


class Agent(msgspec.Struct, frozen=True):
    """Who publishes; `type` is a concept of the ADMS publisher types."""

    name: str = ""
    url: str = ""
    type: str = ""


class Contact(msgspec.Struct, frozen=True):
    """Where questions go."""

    name: str = ""
    email: str = ""
    url: str = ""


class Temporal(msgspec.Struct, frozen=True):
    """The first and the last day that the figures cover, as they stand in the descriptor."""

    start: str = ""
    end: str = ""


class Related(msgspec.Struct, frozen=True):
    """A document that belongs to the data."""

    title: str = ""
    url: str = ""


class Authority(msgspec.Struct, frozen=True):
    """The portal through which authorities of the place publish, and whom it takes."""

    name: str
    url: str
    takes: Texts


class Publication(msgspec.Struct, frozen=True):
    """What the recipe says under [publication]; all URIs are concepts of official lists.

    `issued` is the day of the first version; `download` the address of each file, with `{path}` or
    `{name}` in it, where that is not its path below the homepage; `attribution` the text that a
    licence may ask for; `temporal` follows from the rows of the package.
    """

    publisher: Agent = Agent()
    contact: Contact = Contact()
    themes: list[str] = []
    languages: list[str] = []
    spatial: list[str] = []
    geocoding_level: str = ""
    geocoding: list[str] = []
    place: Texts = {}
    temporal: Temporal = Temporal()
    frequency: str = ""
    access_rights: str = ""
    availability: str = ""
    status: str = ""
    dataset_type: str = ""
    provenance: Texts = {}
    rights: Texts = {}
    related: list[Related] = []
    contributor_ids: list[str] = []
    issued: str = ""
    doi: str = ""
    download: str = ""
    attribution: str = ""
    authority: Authority | None = None


def publication(package: Package) -> Publication:
    """What the package says for portals; PackageError where it is not as the engine writes it."""
    said = package.own.get("publication")
    try:
        return msgspec.convert(said if isinstance(said, dict) else {}, Publication)
    except msgspec.ValidationError as error:
        problem = f"what the descriptor says for portals is not as the engine writes it: {error}"
        raise PackageError.of("publication", package.root / DESCRIPTOR, problem) from error
