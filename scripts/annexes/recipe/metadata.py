"""What `package.toml` may say of the package as a whole: the types are the language.

`recipe_keys.toml` beside this module says what each key means.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from msgspec import field
from msgspec.structs import replace

from annexes.recipe.columns import ResourceColumn
from annexes.recipe.edition import AnnexRecipe, EditionRecipe
from annexes.recipe.types import Both, Keywords, Semver, Slug, Strict, Text, TypedRows, Url

Origin = Literal[
    "annexes", "codes", "recipe", "documents", "provenance", "totals", "findings", "revisions"
]


class DeclaredCode(Strict, frozen=True):
    """A code outside ISO 3166-1 that the documents use; other lists may have it, too."""

    code: Text
    name_en: Text
    name_de: Text
    status: Text
    note: Text
    alpha_2: str = ""
    numeric: str = ""
    destatis: str = ""
    eu: str = ""
    also: list[str] = field(default_factory=list)


class ResourceRecipe(Strict, frozen=True):
    """A resource: where its rows come from, its title and description, its columns, its key.

    Its schema is made from this. What the engine makes (provenance, codes, documents, totals,
    findings, revisions) has columns and texts of its own: an entry here says only what shall be
    different.
    """

    name: Slug
    rows_from: Origin
    title: Both | None = None
    description: Both | None = None
    key: list[Slug] = field(default_factory=list)
    columns: list[ResourceColumn] = field(name="column", default_factory=list)


class RuleRecipe(Strict, frozen=True):
    """In every row of `resource`, `column` is at most `at_most`."""

    resource: Slug
    column: Slug
    at_most: Slug
    reason: Text


class License(Strict, frozen=True):
    """A licence as the Data Package standard names it."""

    name: Text
    path: Url
    title: Text


class ContributorRecipe(Strict, frozen=True):
    """Who made what: roles as in the Data Package standard; a person has both names as well."""

    title: Text
    roles: list[Text]
    path: str = ""
    organization: str = ""
    given_name: str = field(name="givenName", default="")
    family_name: str = field(name="familyName", default="")


class AgentRecipe(Strict, frozen=True, omit_defaults=True):
    """Who publishes."""

    name: Text
    url: Url = ""
    type: Url = ""


class ContactRecipe(Strict, frozen=True):
    """Where questions go. Portals want one of the two ways."""

    name: Text
    email: str = ""
    url: str = ""


class RelatedRecipe(Strict, frozen=True):
    """A document that belongs to the data."""

    title: Text
    url: str = ""


class AuthorityRecipe(Strict, frozen=True):
    """The portal through which authorities of the place publish, and whom it takes."""

    name: Text
    url: Url
    takes: Both


class PublicationRecipe(Strict, frozen=True, omit_defaults=True):
    """What portals ask for and the data cannot say. All URIs are concepts of official lists.

    Which portal must have what, the checks of portals say, all at once.
    """

    publisher: AgentRecipe | None = None
    contact: ContactRecipe | None = None
    themes: list[Url] = field(default_factory=list)
    languages: list[Url] = field(default_factory=list)
    spatial: list[Url] = field(default_factory=list)
    geocoding_level: Url = ""
    geocoding: list[Url] = field(default_factory=list)
    place: Both | None = None
    frequency: Url = ""
    access_rights: Url = ""
    availability: Url = ""
    status: Url = ""
    dataset_type: Url = ""
    provenance: Both | None = None
    rights: Both | None = None
    related: list[RelatedRecipe] = field(default_factory=list)
    contributor_ids: list[Url] = field(default_factory=list)
    issued: dt.date | None = None
    doi: str = ""
    download: str = ""
    attribution: str = ""
    authority: AuthorityRecipe | None = None


class PackageRecipe(Strict, frozen=True):
    """The package as a whole; an edition stands here or in a file of its own."""

    name: Slug
    version: Semver
    created: dt.datetime
    title: Both
    description: Both
    keywords: Keywords
    resources: list[ResourceRecipe] = field(name="resource")
    confirm: dict[str, list[Text]] = field(default_factory=dict)
    homepage: str = ""
    id: str = ""
    licenses: list[License] = field(name="license", default_factory=list)
    contributors: list[ContributorRecipe] = field(name="contributor", default_factory=list)
    publication: PublicationRecipe | None = None
    rules: list[RuleRecipe] = field(name="rule", default_factory=list)
    codes: list[DeclaredCode] = field(name="code", default_factory=list)
    rows: TypedRows = field(default_factory=dict)
    editions: list[EditionRecipe] = field(name="edition", default_factory=list)

    @property
    def facts(self) -> list[ResourceRecipe]:
        """The resources that annexes fill."""
        return [r for r in self.resources if r.rows_from == "annexes"]

    def filled_by(self, annex: AnnexRecipe) -> ResourceRecipe | None:
        """The resource that this annex fills: the first, if it names none."""
        named = (r for r in self.facts if r.name == annex.resource)
        return next(named, None) if annex.resource else self.facts[0]

    def completed(self, edition: EditionRecipe) -> EditionRecipe:
        """The edition, its annexes with layouts that have the columns of their resources."""
        annexes = []
        for number, annex in enumerate(edition.annexes):
            layout, resource = edition.layout(number), self.filled_by(annex)
            described = resource.columns if resource else []
            columns = [
                replace(column, header=annex.headings.get(column.name, column.header))
                for column in layout.columns or [c.printed for c in described if c.printed]
            ]
            annexes.append(replace(annex, layout=replace(layout, columns=columns)))
        return replace(edition, annexes=annexes)

    def names_by_origin(self) -> dict[Origin, str]:
        """The first resource that the engine fills from each origin; typed-in ones are left out."""
        names: dict[Origin, str] = {}
        for resource in self.resources:
            if resource.rows_from != "recipe":
                names.setdefault(resource.rows_from, resource.name)
        return names
