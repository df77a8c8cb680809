"""The verbs, in the order of the pipeline. Here, and only here, an error becomes an exit code."""

from __future__ import annotations

import os
import sys
from typing import Any

import typer
from typer.core import TyperGroup

from annexes.commands.build import build
from annexes.commands.export import export
from annexes.commands.extract import extract
from annexes.commands.info import info
from annexes.commands.new import new
from annexes.commands.portals import portals
from annexes.commands.publish import publish
from annexes.commands.readers import readers
from annexes.commands.serve import serve
from annexes.commands.tables import tables
from annexes.commands.trace import trace
from annexes.commands.validate import validate
from annexes.errors import AnnexesError

INTERRUPTED = 130
INTERNAL = 70


class Verbs(TyperGroup):
    """Turns every error into a sentence on standard error and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run the verb."""
        try:
            return super().invoke(ctx)
        except AnnexesError as error:
            typer.echo(f"Error: {error}", err=True)
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt as error:
            typer.echo("Interrupted: the package is as it was.", err=True)
            raise typer.Exit(INTERRUPTED) from error
        except BrokenPipeError:
            raise
        except OSError as error:
            typer.echo(f"Error: {error.filename or 'the system'}: {error.strerror}", err=True)
            raise typer.Exit(1) from error


app = typer.Typer(
    cls=Verbs,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Turn the annexes of parliamentary answers into an open data package.",
)
VERBS = (tables, new, extract, build, validate, trace, info, export, portals, serve, readers)
for verb in VERBS:
    app.command()(verb)
app.add_typer(publish)


def main() -> None:
    """Run the command line; even a fault of the engine is told without a traceback."""
    try:
        app(prog_name="annexes")
    except Exception as error:
        if os.environ.get("ANNEXES_DEBUG"):
            raise
        typer.echo(
            f"Internal error: {type(error).__name__}: {error}\n"
            "  → this is a fault of annexes; set ANNEXES_DEBUG=1, run again and report it",
            err=True,
        )
        sys.exit(INTERNAL)
