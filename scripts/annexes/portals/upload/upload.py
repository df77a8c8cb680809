"""From a plan to its portal: the two ways, with everything that is refused before a request."""

from __future__ import annotations

from annexes.publishing import ckan, ckan_actions, invenio, zenodo
from annexes.publishing.address import is_practice
from annexes.publishing.journal import journal
from annexes.publishing.outcome import Outcome
from annexes.publishing.patience import Patience, Said
from annexes.publishing.plan import Plan
from annexes.publishing.refusals import refuse_unready
from annexes.publishing.secret import Secret
from annexes.publishing.transport import Portal

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
