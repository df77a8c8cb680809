"""annexes publish: from the package to a portal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from annexes.base.errors import UsageError
from annexes.commands.options import (
    INTERRUPTED,
    Json,
    Named,
    Root,
    Verb,
    named_package,
    print_json,
    show_progress,
)
from annexes.commands.to_replace import print_to_replace, records_to_replace

if TYPE_CHECKING:
    from annexes.portals.upload.plan import Outcome, Plan
    from annexes.recipe.fact_lines import FactLines

Confirm = Annotated[
    bool, typer.Option("--confirm", help="Send it. Without this, nothing is sent or asked.")
]
TokenFile = Annotated[
    Path | None,
    typer.Option("--token-file", help="A file with the token.", show_default=False),
]

publish = typer.Typer(
    name="publish",
    no_args_is_help=True,
    help=(
        "Publish the package at a portal, or show what would be sent.\n\n"
        "Only a package that passes all checks is sent, file by file as it was checked. Whatever "
        "was cut off is finished by the same command; a finished upload is not sent again.\n\n"
        "Example: annexes publish zenodo --sandbox"
    ),
)


@publish.command(cls=Verb)
def zenodo(
    path: Named = None,
    root: Root = Path(),
    sandbox: Annotated[
        bool, typer.Option("--sandbox", help="Practise: sandbox.zenodo.org, with its own token.")
    ] = False,
    url: Annotated[str, typer.Option("--url", help="Another InvenioRDM.", show_default=False)] = "",
    reserve: Annotated[
        bool,
        typer.Option(
            "--reserve", help="Open a draft, reserve its DOI and write it into the recipe."
        ),
    ] = False,
    confirm: Confirm = False,
    token_file: TokenFile = None,
    as_json: Json = False,
) -> None:
    """Publish at Zenodo: a record, and for each later version a new version of it.

    The token is read from ZENODO_TOKEN or --token-file. What is published there stays for good.
    With --reserve first, and a build after it, the files that are published carry their own DOI.

    Example: annexes publish zenodo --sandbox --confirm
    """
    from annexes.portals.upload import to_zenodo
    from annexes.portals.upload.access import checked_address, read_secret
    from annexes.portals.zenodo import record
    from annexes.recipe.edits import check_takes_doi

    with _interruptible():
        if url and sandbox:
            problem, hint = "two portals are named", "use --sandbox or --url, not both"
            raise UsageError.of("usage", "--url", problem, hint)
        base = checked_address(
            url or (to_zenodo.SANDBOX if sandbox else to_zenodo.ADDRESS), "--url"
        )
        if reserve and confirm:
            problem, hint = "these are two steps", "reserve, build the package, then --confirm"
            raise UsageError.of("usage", "--reserve", problem, hint)
        secret = (
            read_secret("ZENODO_TOKEN", token_file, to_zenodo.HOW) if confirm or reserve else None
        )
        with _ready(named_package(path, root), base, "zenodo") as (plan, lines):
            if reserve and secret:
                check_takes_doi(plan.package.root)
                _keep_doi(to_zenodo.reserve(plan, base, secret, _say), plan, as_json)
            elif secret is None:
                _show_plan(plan, lines, base, record(plan.facts), as_json)
            else:
                _show_outcome(to_zenodo.publish(plan, base, secret, _say), plan, as_json)


@publish.command(cls=Verb)
def ckan(
    url: Annotated[str, typer.Argument(help="The address of the portal.")],
    path: Named = None,
    *,
    root: Root = Path(),
    organization: Annotated[
        str, typer.Option("--organization", help="The name of the organization that publishes.")
    ],
    language: Annotated[
        str, typer.Option(help="The language of the texts.", show_default="the package's first")
    ] = "",
    confirm: Confirm = False,
    token_file: TokenFile = None,
    as_json: Json = False,
) -> None:
    """Publish at a CKAN portal: one dataset, which each later version brings up to date.

    The token is read from CKAN_TOKEN or --token-file. A new dataset stays private until all its
    files were downloaded again and compared.

    Example: annexes publish ckan https://ckan.example.org --organization state-office --confirm
    """
    from annexes.portals.ckan import package_dict
    from annexes.portals.fields import check_language
    from annexes.portals.upload import to_ckan
    from annexes.portals.upload.access import checked_address, read_secret

    with _interruptible():
        base = checked_address(url, "URL")
        secret = read_secret("CKAN_TOKEN", token_file, to_ckan.HOW) if confirm else None
        with _ready(named_package(path, root), base, "ckan") as (plan, lines):
            check_language(plan.facts, language)
            if secret is None:
                metadata = {**package_dict(plan.facts, language), "owner_org": organization}
                _show_plan(plan, lines, base, metadata, as_json)
            else:
                sent = to_ckan.publish(plan, base, organization, secret, _say, language=language)
                _show_outcome(sent, plan, as_json)


@contextmanager
def _ready(path: Path, base: str, portal: str) -> Iterator[tuple[Plan, FactLines]]:
    """The plan for a package that passes all checks, and says what the portal needs; its lines."""
    from annexes.package.disk import open_package
    from annexes.portals.checks.addresses import held_places
    from annexes.portals.upload.access import is_practice
    from annexes.portals.upload.plan import prepare
    from annexes.recipe.fact_lines import FactLines

    _say("checking the package")
    with prepare(open_package(path)) as plan:
        show_progress("")
        lines = FactLines(plan.package.root)
        print_to_replace(lines, held_places(plan.facts))
        plan.refuse_unready(portal, practice=is_practice(base), locate=lines.entry)
        yield plan, lines


def _show_plan(
    plan: Plan, lines: FactLines, base: str, metadata: dict[str, Any], as_json: bool
) -> None:
    from annexes.portals.checks.addresses import held_places

    show_progress("")
    facts = plan.facts
    if as_json:
        state = {"ok": True, "state": "not sent", "portal": base, "files": plan.as_json()}
        held = records_to_replace(lines, held_places(facts))
        print_json({**state, "metadata": metadata, "placeholders": held})
        return
    typer.echo(f"{facts.name} {facts.version}: {facts.title}")
    typer.echo(f"To {base}, {len(plan.items)} files, {sum(i.size for i in plan.items)} bytes:")
    width = max(len(item.name) for item in plan.items)
    for item in plan.items:
        typer.echo(f"  {item.name:<{width}}  {item.size:>9}  sha256:{item.sha256}")
    licence = facts.licence_as_given.get("name")
    typer.echo(f"Licence {licence}, published by {facts.publisher.name}. All checks passed.")
    typer.echo("Nothing was sent. --json shows the metadata; --confirm sends all this.")


def _show_outcome(outcome: Outcome, plan: Plan, as_json: bool) -> None:
    show_progress("")
    if as_json:
        files = plan.as_json()
        print_json({"ok": True, **asdict(outcome), "files": files})
        return
    doi = f", DOI {outcome.doi}" if outcome.doi else ""
    what = f"version {outcome.version}, {len(plan.items)} files{doi}: {outcome.url}"
    if outcome.state == "unchanged":
        typer.echo(f"Published before, nothing sent: {what}")
    else:
        typer.echo(f"{outcome.state.capitalize()}: {what}")


def _keep_doi(outcome: Outcome, plan: Plan, as_json: bool) -> None:
    """Write the reserved DOI into the recipe, and say what comes next."""
    from annexes.recipe.edits import write_doi

    place = write_doi(plan.package.root, outcome.doi)
    show_progress("")
    if as_json:
        said = {"ok": True, **asdict(outcome), "file": place.file, "line": place.line}
        print_json(said)
        return
    typer.echo(f"DOI {outcome.doi}, reserved for the draft {outcome.url}: it stands in {place}.")
    typer.echo("Next: 'annexes build', then publish; files and metadata then carry this DOI.")


@contextmanager
def _interruptible() -> Iterator[None]:
    """Whoever stops an upload is told how it goes on; nothing of the progress stays."""
    try:
        yield
    except KeyboardInterrupt as error:
        show_progress("")
        typer.echo("Interrupted: the same command goes on from here.", err=True)
        raise typer.Exit(INTERRUPTED) from error


def _say(text: str) -> None:
    """What is being done: one changing line of a terminal, else a line for each step or wait."""
    if sys.stderr.isatty():
        show_progress(f"{text} …")
    else:
        typer.echo(f"{text} …", err=True)
