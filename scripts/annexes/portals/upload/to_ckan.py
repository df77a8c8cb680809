"""Publishing at a CKAN portal: one dataset, which each version brings up to date in place.

Its name makes it the only one, and the id of each resource follows from the dataset and the name
of the file: whatever is repeated meets itself. A new dataset stays private until every file was
downloaded again and compared.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from annexes.base.storage import sha256_of
from annexes.package.vocabularies import file_format
from annexes.portals.ckan import dataset_name, package_dict
from annexes.portals.upload import ckan_actions
from annexes.portals.upload.access import Secret, is_practice
from annexes.portals.upload.ckan_actions import Datasets, Files, Node, file_path, page_path
from annexes.portals.upload.journal import journal
from annexes.portals.upload.plan import Item, Outcome, Plan, is_later
from annexes.portals.upload.transport import Portal
from annexes.portals.upload.waiting import PATIENCE, Patience, Said, quiet, settle

HOW = "make an API token in your profile at the portal"
UNKNOWN = "application/octet-stream"
CLEARED = ("url", "version", "author", "maintainer", "maintainer_email", "license_id", "notes")
"""Fields that are emptied where the package does not say them any more."""
SENT_ANEW = ("resources", "extras", "tags", "private", "name")
"""Fields that are compared otherwise, or not at all."""


def publish(
    plan: Plan,
    base: str,
    organization: str,
    secret: Secret,
    say: Said = quiet,
    patience: Patience = PATIENCE,
    language: str = "",
) -> Outcome:
    """Bring the CKAN portal at this address to show this version, with exactly these files.

    Raises CheckError before the first request, PublishError; the next call goes on from there.
    """
    plan.refuse_unready("ckan", practice=is_practice(base))
    portal = Portal(base, secret, ckan_actions.SCHEME, ckan_actions.ACCEPT, patience)
    with journal(base, plan.facts.name):
        upload = CkanUpload(plan, portal, organization, say, language)
        return settle(upload.attempt, patience, say)


class CkanUpload:
    """One upload: each attempt looks at what is there, and does what is missing."""

    def __init__(
        self, plan: Plan, portal: Portal, organization: str, say: Said, language: str
    ) -> None:
        self.plan = plan
        self.portal = portal
        self.datasets = Datasets(portal)
        self.organization = organization
        self.say = say
        self.wanted = package_dict(plan.facts, language)
        self.name = dataset_name(plan.facts.name)
        self.items = _in_order(plan)
        self.updated = False

    def attempt(self) -> Outcome:
        """From whatever state to the public dataset."""
        owner = self._owner()
        wanted = {**dict.fromkeys(CLEARED, ""), **self.wanted, "owner_org": owner}
        wanted["license_id"] = self._licence()
        there = self.datasets.show(self.name)
        if there is None:
            self.plan.check_unchanged()
            there = self.datasets.create(wanted)
        self._refuse_foreign(there, owner)
        wanted["resources"] = self._resources(there)
        self._refuse_other_version(there, wanted)
        stale = self._stale(there, wanted)
        if stale or _differs(wanted, there):
            self._revise(there, wanted, stale)
            there = self._compared(wanted)
        if there.get("private"):
            self.plan.check_unchanged()
            self.datasets.make_public(str(there["id"]))
            there = self._shown()
        wrote = "updated" if self.updated else "published"
        state = wrote if self.portal.wrote else "unchanged"
        url = f"{self.portal.base}/dataset/{self.name}"
        return Outcome(state, url, self.plan.facts.version, str(there["id"]))

    # ── what is there ───────────────────────────────────────────────────────────────────────

    def _owner(self) -> str:
        """The id of the organization, in which this token may make datasets."""
        owner = self.datasets.organization(self.organization)
        if owner is None:
            problem = f"there is no organization '{self.organization}'"
            hint = f"take its name from its address; all are at {self.portal.base}/organization"
            raise self.portal.refused(problem, hint, "organization")
        if owner not in self.datasets.allowed():
            problem = f"the token may not publish for '{self.organization}', or has expired"
            hint = "make a new one, or ask the organization's administrator to make you an editor"
            raise self.portal.refused(problem, hint, "organization")
        return owner

    def _licence(self) -> str:
        """What this portal calls the licence."""
        known = self.datasets.licences()
        licence = self.plan.facts.licence
        for name in licence.ckan if licence else []:
            if name in known:
                return name
        problem = f"it does not know the licence {licence.spdx if licence else ''}"
        hint = f"ask the portal to add it, or use one that it knows: {', '.join(sorted(known))}"
        raise self.portal.refused(problem, hint, "licence")

    def _refuse_foreign(self, there: Mapping[str, Any], owner: str) -> None:
        """A dataset of this name that is not this package is left alone."""
        same = _extras_of(there).get("identifier") == self.plan.facts.name
        if there.get("owner_org") != owner or there.get("state") == "deleted" or not same:
            problem = f"there is another dataset with the name '{self.name}'"
            raise self.portal.refused(problem, check="dataset-name")

    def _refuse_other_version(self, there: Mapping[str, Any], wanted: Node) -> None:
        """What is public keeps its version as long as it keeps its files, and never goes back."""
        old, new = str(there.get("version") or ""), self.plan.facts.version
        if there.get("private"):
            return
        hashes = {str(entry.get("id")): entry.get("hash") for entry in there.get("resources") or []}
        same = hashes == {entry["id"]: entry["hash"] for entry in wanted["resources"]}
        if is_later(old, new) or (old == new and not same):
            problem = f"version {old} is published there" + " with other files" * (old == new)
            raise self.portal.refused(problem, check="published-version")

    def _stale(self, there: Mapping[str, Any], wanted: Node) -> dict[int, Item]:
        """The files that the portal does not hand out as they are, by their place in the list."""
        here = {str(entry.get("id")) for entry in there.get("resources") or []}
        dataset = str(there["id"])
        names = [entry["id"] for entry in wanted["resources"]]
        return {
            number: item
            for number, (name, item) in enumerate(zip(names, self.items, strict=True))
            if name not in here or not self._holds(dataset, name, item)
        }

    def _holds(self, dataset: str, resource: str, item: Item) -> bool:
        data = self.datasets.download(dataset, resource, item.name, item.size)
        return data is not None and sha256_of(data) == item.sha256

    def _compared(self, wanted: Node) -> Node:
        """The dataset as it is now, if the portal hands out exactly what was sent."""
        there = self._shown()
        names = {str(entry.get("id")) for entry in there.get("resources") or []}
        damaged = [item.name for item in self._stale(there, wanted).values()]
        if damaged:
            raise self.portal.damaged(
                f"it hands out other bytes than were sent: {', '.join(damaged)}"
            )
        if names != {entry["id"] for entry in wanted["resources"]}:
            raise self.portal.damaged("it lists other files than were sent")
        return there

    def _shown(self) -> Node:
        there = self.datasets.show(self.name)
        if there is None:
            raise self.portal.unclear("look for the dataset", "it is not there")
        return there

    # ── what should be there ────────────────────────────────────────────────────────────────

    def _resources(self, there: Mapping[str, Any]) -> list[Node]:
        """The resources in the order of the files, each with one id for all versions."""
        paths = [file.path for file in self.plan.facts.files]
        described = dict(zip(paths, self.wanted["resources"], strict=True))
        kept = {str(entry.get("id")): entry for entry in there.get("resources") or []}
        nodes = []
        for item in self.items:
            name = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{there['id']}/{item.name}"))
            node = described.get(item.name) or self._document(item)
            url = str(kept.get(name, {}).get("url") or item.name)
            own = {"id": name, "url": url, "url_type": "upload"}
            addresses = self._addresses(str(there["id"]), name, item.name)
            nodes.append({**node, "size": item.size, "hash": item.sha256, **own, **addresses})
        return nodes

    def _addresses(self, dataset: str, resource: str, name: str) -> Node:
        """Where readers get the file; harvesters are told no address to download otherwise."""
        page, file = page_path(dataset, resource), file_path(dataset, resource, name)
        return {"access_url": self.portal.base + page, "download_url": self.portal.base + file}

    def _document(self, item: Item) -> Node:
        """A document that the tables were read from, described as far as the package does."""
        like = self.wanted["resources"][-1]
        sources = self.plan.facts.descriptor.get("sources") or []
        titles = [s["title"] for s in sources if s.get("path") == item.name and s.get("title")]
        said = {key: like[key] for key in like if key not in ("mimetype", "description")}
        ending = item.name.rpartition(".")[2]
        known = file_format(ending)
        kind = {"mimetype": known.media_type} if known else {}
        form = known.file_type if known else ending.upper()
        return {**said, **kind, "name": titles[0] if titles else item.name, "format": form}

    def _revise(self, there: Node, wanted: Node, stale: Mapping[int, Item]) -> None:
        self.plan.check_unchanged()
        self.updated = self.updated or not there.get("private")
        update = {key: value for key, value in wanted.items() if key not in ("private", "name")}
        files: Files = {
            f"update__resources__{number}__upload": (item.name, item.read(), kind or UNKNOWN)
            for number, item in stale.items()
            for kind in [wanted["resources"][number].get("mimetype")]
        }
        self.say(f"sending {len(files)} files, {sum(item.size for item in stale.values())} bytes")
        self.datasets.revise(str(there["id"]), update, files)


def _in_order(plan: Plan) -> list[Item]:
    """The files in the order of the descriptor; what it does not describe comes last."""
    order = [file.path for file in plan.facts.files]
    places = {name: number for number, name in enumerate(order)}
    return sorted(plan.items, key=lambda item: places.get(item.name, len(order)))


# ── what the portal says already: it adds to what it was told, so only what we say is compared ──


def _differs(wanted: Mapping[str, Any], there: Mapping[str, Any]) -> bool:
    """Whether anything that we say is not there, or a resource is there that is not ours."""
    plain = {key: value for key, value in wanted.items() if key not in SENT_ANEW}
    return (
        not _says(plain, there)
        or not _says(_listed(wanted), _extras_of(there))
        or _tags(wanted) != _tags(there)
        or not _same_resources(wanted, there)
    )


def _extras_of(dataset: Mapping[str, Any]) -> dict[str, Any]:
    """The extras by key; a portal with a schema of its own has them as fields."""
    return {**dataset, **_listed(dataset)}


def _listed(dataset: Mapping[str, Any]) -> dict[str, Any]:
    return {str(e.get("key")): e.get("value") for e in dataset.get("extras") or []}


def _says(wanted: Mapping[str, Any], there: Mapping[str, Any]) -> bool:
    return all(_plain(there.get(key)) == _plain(value) for key, value in wanted.items())


def _same_resources(wanted: Mapping[str, Any], there: Mapping[str, Any]) -> bool:
    ours, theirs = wanted["resources"], there.get("resources") or []
    if [entry["id"] for entry in ours] != [entry.get("id") for entry in theirs]:
        return False
    pairs = zip(ours, theirs, strict=True)
    return all(_says({k: v for k, v in our.items() if k != "url"}, their) for our, their in pairs)


def _tags(dataset: Mapping[str, Any]) -> set[str]:
    return {str(tag.get("name")) for tag in dataset.get("tags") or []}


def _plain(value: Any) -> str:
    """A value as text: numbers come back as texts, and nothing as empty."""
    return "" if value is None else str(value)
