"""Publishing at Zenodo, or any InvenioRDM: one record, a new version of it for each version.

The record is found again by the package's URN, which stands among its identifiers. A draft is
published last, when the portal has answered for every file that it holds the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from annexes.base.errors import PublishError
from annexes.portals.upload import invenio, replies
from annexes.portals.upload.access import Secret, is_practice
from annexes.portals.upload.invenio import (
    Records,
    Stored,
    doi_of,
    parent_doi_of,
    parent_of,
    version_of,
)
from annexes.portals.upload.journal import Journal, journal
from annexes.portals.upload.plan import Item, Outcome, Plan, is_later
from annexes.portals.upload.transport import Portal
from annexes.portals.upload.waiting import PATIENCE, Patience, Said, UnclearError, quiet, settle
from annexes.portals.zenodo import record

ADDRESS = "https://zenodo.org"
SANDBOX = "https://sandbox.zenodo.org"
RESERVE = "run 'annexes publish zenodo --reserve', build the package and publish it"
FOREIGN = "remove 'doi' from [publication] of the recipe, build the package and run this again"
HOW = "make one under Applications in your account, with deposit:write and deposit:actions"


def publish(
    plan: Plan, base: str, secret: Secret, say: Said = quiet, patience: Patience = PATIENCE
) -> Outcome:
    """Bring the InvenioRDM at this address to hold this version, with exactly these files.

    Raises CheckError before the first request, PublishError with nothing published half; the next
    call goes on from there.
    """
    return _uploaded(ZenodoUpload.attempt, plan, base, secret, say, patience)


def reserve(
    plan: Plan, base: str, secret: Secret, say: Said = quiet, patience: Patience = PATIENCE
) -> Outcome:
    """Bring the InvenioRDM to hold a draft of this version that has its DOI, and no files yet.

    Raises CheckError before the first request, PublishError; the next call goes on from there,
    and finds the same draft and DOI.
    """
    return _uploaded(ZenodoUpload.attempt_to_reserve, plan, base, secret, say, patience)


def _uploaded(
    attempt: Callable[[ZenodoUpload], Outcome],
    plan: Plan,
    base: str,
    secret: Secret,
    say: Said,
    patience: Patience,
) -> Outcome:
    plan.refuse_unready("zenodo", practice=is_practice(base))
    portal = Portal(base, secret, invenio.SCHEME, invenio.ACCEPT, patience)
    with journal(base, plan.facts.id) as kept:
        upload = ZenodoUpload(plan, portal, kept, say)
        return settle(lambda: attempt(upload), patience, say)


class ZenodoUpload:
    """One upload: each attempt looks at what is there, and does what is missing."""

    def __init__(self, plan: Plan, portal: Portal, journal: Journal, say: Said) -> None:
        self.plan = plan
        self.portal = portal
        self.records = Records(portal)
        self.journal = journal
        self.say = say

    def attempt(self) -> Outcome:
        """From whatever state to the published version."""
        known, versions = self._known()
        latest = self._latest(known)
        if latest and version_of(latest) == self.plan.facts.version:
            return self._finished(latest)
        if self.plan.facts.publication.doi and not known:
            raise self._doi_error("no draft there has it", RESERVE)
        draft = self._open(known, latest, versions)
        self._describe(draft, self._pids(draft))
        self._fill(draft)
        self.plan.check_unchanged()
        self.records.publish(draft)
        published = self.records.record(draft)
        if published is None:
            raise self.portal.unclear("publish", "the record is not there")
        return self._finished(published)

    def attempt_to_reserve(self) -> Outcome:
        """From whatever state to a draft of this version with a DOI."""
        known, versions = self._known()
        latest = self._latest(known)
        if latest and version_of(latest) == self.plan.facts.version:
            problem = f"version {version_of(latest)} is published there, as {doi_of(latest)}"
            raise self.portal.refused(problem, check="published-version")
        name = self._open(known, latest, versions)
        draft = self._draft(name)
        ours, has = self.plan.facts.publication.doi, doi_of(draft)
        if ours and ours not in (has, doi_of(latest or {}), parent_doi_of(draft)):
            raise self._doi_error("it belongs to another record, or to a discarded draft", FOREIGN)
        doi = has or self.records.reserve_doi(name)
        url, version = f"{self.portal.base}/uploads/{name}", self.plan.facts.version
        return Outcome("unchanged" if has and ours == has else "reserved", url, version, name, doi)

    def _open(self, known: list[str], latest: Mapping[str, Any] | None, versions: set[str]) -> str:
        """The draft of this version, found or made."""
        if latest:
            self._refuse_older(version_of(latest), versions)
        self.plan.check_unchanged()
        if latest:
            return self.records.next_version(self.records.id_of(latest))
        return self._first(known)

    def _draft(self, name: str) -> Mapping[str, Any]:
        draft = self.records.draft(name)
        if draft is None:
            raise self.portal.unclear("look at the draft", "it is not there")
        return draft

    def _pids(self, name: str) -> Any:
        """The identifiers of the draft, if its files carry the same DOI.

        They are sent with its metadata: the portal forgets what it is not told again.
        """
        draft = self._draft(name)
        ours, has = self.plan.facts.publication.doi, doi_of(draft)
        if ours and ours not in (has, parent_doi_of(draft)):
            raise self._doi_error(f"the draft there has {has or 'none'}", RESERVE)
        if has and not ours:
            problem = f"the draft has the reserved DOI {has}, and the package does not say it"
            hint = f"run 'annexes build'; if the recipe does not say it either, {RESERVE}"
            raise self.portal.refused(problem, hint, "doi")
        return draft.get("pids") if has else None

    def _doi_error(self, why: str, hint: str) -> PublishError:
        problem = f"the package says that its DOI is {self.plan.facts.publication.doi}, but {why}"
        return self.portal.refused(problem, hint, "doi")

    # ── what is there ───────────────────────────────────────────────────────────────────────

    def _known(self) -> tuple[list[str], set[str]]:
        """The ids of records and drafts that may be ours, and the versions published so far.

        The search shows late what is new. So before a first draft is made it is asked twice, and
        more often after an attempt that may have made one.
        """
        last = [self.journal.record] if self.journal.record else []
        searches = self.portal.patience.searches
        waits = searches if self.journal.creating else searches[:1]
        for wait in (0, *([] if last else waits)):
            if wait:
                self.say(f"looking once more for a record of this package, in {wait:.0f} s")
                self.portal.patience.sleep(wait)
            found = list(self.records.search(self.plan.facts.id))
            if found:
                break
        names = dict.fromkeys([*last, *map(self.records.id_of, found)])
        return list(names), {version_of(hit) for hit in found if hit.get("is_published")}

    def _latest(self, known: list[str]) -> dict[str, Any] | None:
        """The latest published version of the first of these that was published."""
        for name in known:
            if found := self.records.record(name):
                latest = self.records.record(self.records.latest(name))
                if latest is None or parent_of(latest) != parent_of(found):
                    raise self.portal.unclear("look for the latest version", "it is another record")
                return latest
        return None

    def _refuse_older(self, there: str, versions: set[str]) -> None:
        ours = self.plan.facts.version
        if ours in versions or is_later(there, ours):
            problem = f"version {there} is published there, which is later than {ours}"
            raise self.portal.refused(problem, check="published-version")

    def _finished(self, published: Mapping[str, Any]) -> Outcome:
        """The outcome for the published version, if its files are exactly ours."""
        name, version = self.records.id_of(published), self.plan.facts.version
        there = self.records.files(name, draft=False)
        if self._wrong(there) or there.keys() - self._names():
            problem = f"version {version} is published there with other files"
            raise self.portal.refused(problem, check="published-version")
        self.journal.note(record=name)
        state = "published" if self.portal.wrote else "unchanged"
        url = f"{self.portal.base}/records/{name}"
        return Outcome(state, url, version, name, doi_of(published))

    # ── the draft ───────────────────────────────────────────────────────────────────────────

    def _first(self, known: list[str]) -> str:
        """The draft of a record that was never published: the oldest open one, or a new one."""
        drafts = [draft for name in known if (draft := self.records.draft(name))]
        drafts.sort(key=lambda draft: str(draft.get("created")))
        names = list(map(self.records.id_of, drafts))
        for double in names[1:]:
            self._discard(double)
        name = names[0] if names else self._new()
        self.journal.note(record=name)
        return name

    def _new(self) -> str:
        """A new draft; that it may have been made is noted first, for whoever comes next."""
        before = self.journal.creating
        self.journal.note(creating=True)
        try:
            return self.records.create(record(self.plan.facts))
        except UnclearError:
            raise
        except PublishError:
            self.journal.note(creating=before)
            raise

    def _discard(self, name: str) -> None:
        """Discard an empty double, which an answer that was lost has left; keep all else."""
        if self.records.files(name, draft=True):
            problem = f"there are two drafts of this package with files; one is {name}"
            hint = f"look at both and discard one: {self.portal.base}/uploads/{name}"
            raise self.portal.refused(problem, hint)
        self.records.discard(name)

    def _describe(self, draft: str, pids: Any) -> None:
        body = {**record(self.plan.facts), **({"pids": pids} if pids else {})}
        errors = self.records.describe(draft, body)
        if errors:
            problem = f"it does not take the metadata: {replies.printable('; '.join(errors))}"
            hint = "correct it in the metadata of the package, then build and publish again"
            raise self.portal.refused(problem, hint)

    # ── the files ───────────────────────────────────────────────────────────────────────────

    def _fill(self, draft: str) -> None:
        """Bring the draft to hold exactly our files; one that was begun is begun anew."""
        there = self.records.files(draft, draft=True)
        wrong = self._wrong(there)
        for name in there:
            if name in wrong or name not in self._names():
                self.records.remove(draft, name)
        for item in self.plan.items:
            if item.name in wrong:
                self.say(f"sending {item.name}, {item.size} bytes")
                self._compare({item.name: self.records.send(draft, item.name, item.read())}, [item])
        there = self.records.files(draft, draft=True)
        self._compare(there, self.plan.items)
        if extra := there.keys() - self._names():
            raise self.portal.damaged(f"the draft holds {', '.join(sorted(extra))} as well")

    def _names(self) -> set[str]:
        return {item.name for item in self.plan.items}

    def _wrong(self, there: Mapping[str, Stored]) -> set[str]:
        """The names of our files that are not there, or not as they should be."""
        return {item.name for item in self.plan.items if not _same(item, there.get(item.name))}

    def _compare(self, there: Mapping[str, Stored], items: list[Item] | tuple[Item, ...]) -> None:
        for item in items:
            if not _same(item, there.get(item.name)):
                raise self.portal.damaged(f"it holds other bytes of {item.name} than were sent")


def _same(item: Item, there: Stored | None) -> bool:
    return there == Stored(complete=True, size=item.size, md5=item.md5)
