"""annexes serve: the landing page on this machine, for a look before publishing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from annexes.commands.options import Named, Root, named_folder


def serve(
    path: Named = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="The folder of an export.", show_default="dist in the package"),
    ] = None,
    port: Annotated[int, typer.Option(help="The port; 0 takes any that is free.")] = 8000,
    root: Root = Path(),
) -> None:
    """Show the last export in a browser of this machine; no other machine can see it.

    Stop it with Ctrl-C.

    Example: annexes serve --port 8080
    """
    from annexes.exports.serving import server

    with server(out or named_folder(path, root) / "dist", port) as running:
        host, number = running.server_address[:2]
        typer.echo(f"http://{host!s}:{number}/ (stop with Ctrl-C)")
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            typer.echo("Stopped.")
