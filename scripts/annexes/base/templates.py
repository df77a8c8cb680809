"""Templates: the texts for people that are more than a sentence, each beside the room it is of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from annexes.base.texts import file_of


def rendered(room: str, name: str, *helpers: Callable[..., object], **facts: object) -> str:
    """The template `name.jinja` of a room with these facts; it may call the helpers by their names.

    What stands in a template of HTML is escaped, and `plain` takes away what Markdown or HTML would
    take for markup.
    """
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(lambda own: file_of(room, own)),
        autoescape=jinja2.select_autoescape(["html.jinja"]),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["plain"] = _plain
    called: dict[str, Any] = {helper.__name__: helper for helper in helpers}
    return environment.get_template(f"{name}.jinja").render(**called, **facts)


def _plain(text: str) -> str:
    for sign in "\\`*_[]<>|#":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())
