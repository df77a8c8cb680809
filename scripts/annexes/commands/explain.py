"""annexes explain: the whole story of a figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from annexes.base.errors import UsageError
from annexes.commands.options import Json, Root, print_json

if TYPE_CHECKING:
    from annexes.history.explain import AbsenceStory, FigureStory, Story
    from annexes.history.trace import Trace

Rows = list[tuple[str, str]]
"""Lines of the screen: what is said, and how it is introduced."""


def explain(
    subject: Annotated[
        str, typer.Argument(help="A code, a name, or a figure from the text of a document.")
    ],
    area: Annotated[str, typer.Option(help="Only this area.")] = "",
    period: Annotated[str, typer.Option(help="Only this period.")] = "",
    where: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN=VALUE", help="Only rows with this value.")
    ] = None,
    picture: Annotated[
        Path | None, typer.Option(help="Write the page with the row marked, as PNG (PDFs only).")
    ] = None,
    root: Root = Path(),
    as_json: Json = False,
) -> None:
    """Tell the whole story of a figure: document and line, name, checks, findings, versions.

    Also of what is not there: a code that no annex lists is told from one that is listed with 0,
    and from one that does not exist. Versions come from the git tags of the package.

    Example: annexes explain ABC --area north
    """
    from annexes.history.explain import explain as tell
    from annexes.package.disk import open_package

    story = tell(open_package(root), subject, _wanted(area, period, where))
    if picture:
        _draw([figure.trace for figure in story.figures], picture)
    if as_json:
        print_json({"ok": True, **asdict(story)})
    else:
        typer.echo("\n".join(_lines(story)))


def _wanted(area: str, period: str, where: list[str] | None) -> dict[str, str]:
    """The values of columns that were asked for; UsageError for a text without a column."""
    wanted = dict(map(_pair, where or []))
    return wanted | {name: value for name, value in (("area", area), ("period", period)) if value}


def _pair(text: str) -> tuple[str, str]:
    column, equals, value = text.partition("=")
    if not (column and equals):
        raise UsageError.of("usage", "--where", f"'{text}' has no column, as in COLUMN=VALUE")
    return column, value


def _draw(traces: list[Trace], picture: Path) -> None:
    """Write the picture of the one row that was found; UsageError if there is none to draw."""
    from annexes.reading.document.read_document import pdf_picture

    if not traces:
        raise UsageError.of("picture", picture, "no row was found")
    place = traces[0].place
    if len(traces) > 1:
        raise UsageError.of("picture", place.file, f"{len(traces)} rows were found")
    if place.box is None:
        problem = "the source is a text, which has no pages to draw"
        raise UsageError.of("picture", place, problem)
    picture.write_bytes(pdf_picture(Path(place.file), place.page or 1, place.box))


def _lines(story: Story) -> Iterator[str]:
    yield f"{story.subject}  {story.name}".rstrip()
    for figure in story.figures:
        values = ", ".join(f"{name} {value or '–'}" for name, value in figure.figures.items())
        yield f"\n{', '.join(figure.key.values())}: {values}"
        yield from _block(_figure(figure))
    for absence in story.absences:
        yield f"\n{', '.join(absence.values.values())}: not listed, which is not 0"
        yield from _block(_absence(absence))
    for stated in story.stated:
        row = {k: v for k, v in stated.row.items() if k not in ("document", "place")}
        yield f"\n{', '.join(f'{name} {value}' for name, value in row.items())}"
        yield from _block([("document", stated.document), ("stands in", stated.place)])


def _block(rows: Rows) -> Iterator[str]:
    before = ""
    for name, text in rows:
        yield f"  {'' if name == before else name:<10}  {text}"
        before = name


def _figure(figure: FigureStory) -> Rows:
    place, found = figure.trace.place, figure.trace
    answered = figure.document.get("answered", "")
    rows = [
        ("document", f"{figure.document['title']}" + f" ({answered})" * bool(answered)),
        ("place", f"{found.annex}, {place}"),
        ("printed", found.text),
    ]
    if figure.alias:
        rows.append(("name", f"'{figure.printed}' was taken for it by an alias: {figure.alias}"))
    rows += [("checked", text) for text in figure.checks]
    rows += [("finding", _finding(finding)) for finding in figure.findings]
    return [*rows, *_changes(figure)]


def _absence(absence: AbsenceStory) -> Rows:
    rows = [("document", f"{absence.document}, {absence.annex}")]
    if absence.before and absence.after:
        ends = [
            f"'{own['name_printed']}' (page {own['page']}, line {own['line']})"
            for own in (absence.before, absence.after)
        ]
        rows.append(("place", f"it would stand between {ends[0]} and {ends[1]}"))
    if absence.elsewhere:
        rows.append(("listed in", ", ".join(absence.elsewhere)))
    rows += [("finding", _finding(finding)) for finding in absence.findings]
    return [*rows, *_changes(absence)]


def _changes(story: FigureStory | AbsenceStory) -> Iterator[tuple[str, str]]:
    """What corrections and released versions say of the figures."""
    for revision in story.revisions:
        yield "revised", _revision(revision)
    for version in story.versions:
        row = version.row or {}
        values = ", ".join(f"{name} {text}" for name, text in row.items() if name not in story.key)
        yield "version", f"{version.tag}: {values or 'not there'}"


def _finding(finding: Any) -> str:
    return f"{finding['finding']}: {finding['note_en']}"


def _revision(revision: Any) -> str:
    change = f"{revision['measure']} {revision['before'] or '–'} → {revision['after'] or '–'}"
    published = f", published {revision['published']}" if revision["published"] else ""
    return f"{change}{published}, {revision['document']}: {revision['reason']}"
