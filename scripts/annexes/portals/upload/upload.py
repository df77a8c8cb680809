"""From a plan to its portal: the two ways, with everything that is refused before a request."""

from __future__ import annotations

from annexes.portals.upload import ckan_actions, invenio
from annexes.portals.upload import to_ckan as ckan
from annexes.portals.upload import to_zenodo as zenodo
from annexes.portals.upload.address import is_practice
from annexes.portals.upload.journal import journal
from annexes.portals.upload.outcome import Outcome
from annexes.portals.upload.plan import Plan
from annexes.portals.upload.refusals import refuse_unready
from annexes.portals.upload.secret import Secret
from annexes.portals.upload.transport import Portal
from annexes.portals.upload.waiting import Patience, Said

PATIENCE = Patience()


def quiet(_: str) -> None:
    """Say nothing."""


def to_zenodo(
    plan: Plan, base: str, secret: Secret, say: Said = quiet, patience: Patience = PATIENCE
) -> Outcome:
    """Publish at the InvenioRDM at this address; CheckError before the first request."""
    refuse_unready(plan, "zenodo", practice=is_practice(base))
    portal = Portal(base, secret, invenio.SCHEME, invenio.ACCEPT, patience)
    with journal(base, plan.facts.id) as kept:
        return zenodo.publish(plan, portal, kept, say)


def reserve_at_zenodo(
    plan: Plan, base: str, secret: Secret, say: Said = quiet, patience: Patience = PATIENCE
) -> Outcome:
    """Reserve a DOI at the InvenioRDM at this address; CheckError before the first request."""
    refuse_unready(plan, "zenodo", practice=is_practice(base))
    portal = Portal(base, secret, invenio.SCHEME, invenio.ACCEPT, patience)
    with journal(base, plan.facts.id) as kept:
        return zenodo.reserve(plan, portal, kept, say)


def to_ckan(
    plan: Plan,
    base: str,
    organization: str,
    secret: Secret,
    say: Said = quiet,
    patience: Patience = PATIENCE,
    language: str = "",
) -> Outcome:
    """Publish at the CKAN portal at this address; CheckError before the first request."""
    refuse_unready(plan, "ckan", practice=is_practice(base))
    portal = Portal(base, secret, ckan_actions.SCHEME, ckan_actions.ACCEPT, patience)
    with journal(base, plan.facts.name):
        return ckan.publish(plan, portal, organization, say, language)
