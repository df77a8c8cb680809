"""The verbs, in the order of the pipeline. Here, and only here, an error becomes an exit code.

A verb is imported when it is named, and all of them for a help text.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from importlib import import_module
from inspect import cleandoc
from typing import Any

import typer
from typer.core import TyperGroup

from annexes.base.errors import AnnexesError, UsageError
from annexes.commands.options import INTERRUPTED, Verb

VERBS = ("tables", "new", "add", "review", "extract", "build", "validate", "explain",
         "info", "diff", "export", "portals", "serve", "readers", "publish", "release",
         "verify", "explain-check")  # fmt: skip
POSIX = os.name == "posix"
"""Folders are locked, and documents and tables are read in child processes with limits."""
EPILOG = (
    "A tutorial and the reference lie in docs/ of the repository, beginning with docs/index.md. "
    "'annexes explain-check NAME' says what the word in brackets behind an error means."
)
INTERNAL = 70


class Verbs(TyperGroup):
    """Turns every error into a sentence on standard error and an exit code."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The verb that is named; UsageError if this system cannot run it."""
        if not POSIX and "--help" not in args:
            raise UsageError.of("system", "annexes", "it needs Linux or macOS")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Run the verb."""
        try:
            return super().invoke(ctx)
        except AnnexesError as error:
            typer.echo(f"Error: {error}", err=True)
            if not isinstance(error, UsageError):
                check = error.problems[0].check
                typer.echo(f"More on this check: annexes explain-check {check}", err=True)
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt as error:
            typer.echo("Interrupted: the package is as it was.", err=True)
            raise typer.Exit(INTERRUPTED) from error
        except BrokenPipeError:
            raise
        except OSError as error:
            typer.echo(f"Error: {error.filename or 'the system'}: {error.strerror}", err=True)
            raise typer.Exit(1) from error


def application(verbs: Iterable[str] = VERBS) -> typer.Typer:
    """The command line with these verbs; each has a module and a function of its name."""
    app = typer.Typer(
        cls=Verbs,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        help="Turn the annexes of parliamentary answers into an open data package.",
        epilog=EPILOG,
    )
    app.callback()(_no_verb)
    for name in verbs:
        own = name.replace("-", "_")
        module = import_module(f"annexes.commands.{own}")
        verb = getattr(module, own)
        if isinstance(verb, typer.Typer):
            for inner in verb.registered_commands:
                inner.help = _flowing(inner.callback)
            app.add_typer(verb)
        else:
            app.command(name, help=_flowing(verb), cls=getattr(module, "COMMAND", Verb))(verb)
    return app


def _flowing(verb: object) -> str:
    """The help of a verb, paragraph by paragraph: Typer keeps the line breaks of the source."""
    paragraphs = cleandoc(verb.__doc__ or "").split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def _no_verb() -> None:
    """Without this, Typer takes the only verb of an application for the application itself."""


def main() -> None:
    """Run the command line; even a fault of the engine is told without a traceback."""
    named = set(sys.argv[1:2]) & set(VERBS)
    try:
        application(named or VERBS)(prog_name="annexes")
    except SystemExit as done:
        _leave(done.code if isinstance(done.code, int) else int(done.code is not None))
    except Exception as error:
        if os.environ.get("ANNEXES_DEBUG"):
            raise
        typer.echo(
            f"Internal error: {type(error).__name__}: {error}\n"
            "  → this is a fault of annexes; set ANNEXES_DEBUG=1, run again and report it",
            err=True,
        )
        sys.exit(INTERNAL)


def _leave(code: int) -> None:
    """End at once: every file is closed by now, and freeing each object takes a while."""
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):  # none where it is closed
            stream.flush()
    except BrokenPipeError:
        pass  # nobody reads on
    except OSError:
        code = code or 1
    os._exit(code)
