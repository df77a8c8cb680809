"""The programs that readers use, run for real; a test that needs one skips where it is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

GERMAN_OFFICE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>de-DE</value></prop></item>
</oor:items>
"""
AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
"""LibreOffice writes every sheet as it shows it: comma, UTF-8, quotes where they are needed."""


def need(program: str) -> str:
    """The path of a program; skips the test where there is none."""
    found = shutil.which(program)
    if not found:
        pytest.skip(f"{program} is not installed")
    return found


def need_validator(name: str) -> Path:
    """The programs of a validator in an environment of its own; skips the test without it."""
    folder = Path(__file__).parents[1] / ".venv" / "validators" / name
    if not (folder / ".ready").is_file():
        pytest.skip(f"the validator '{name}' is not installed: run 'make validators'")
    return folder / "bin"


def need_locale(name: str) -> None:
    """Skips the test where the system has no such locale, such as de_DE.UTF-8."""
    known = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False).stdout
    if name.lower().replace("-", "") not in known.lower().replace("-", "").splitlines():
        pytest.skip(f"the locale {name} is not installed (Debian: package 'locales', localedef)")


def need_r(*packages: str) -> None:
    """Skips the test where R or one of these packages is missing."""
    loaded = " && ".join(f"requireNamespace('{name}', quietly = TRUE)" for name in packages)
    command = [need("Rscript"), "--vanilla", "-e", f"quit(status = !({loaded or 'TRUE'}))"]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip(f"R has no {' or '.join(packages)}")


def run(
    command: list[str], folder: Path, env: Mapping[str, str] | None = None, typed: str = ""
) -> str:
    """The standard output of a program that must succeed; `typed` is its standard input."""
    need(command[0])
    done = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        input=typed,
        text=True,
        check=False,
        env={**os.environ, **(env or {})},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def office(folder: Path, file: Path, *options: str) -> dict[str, Path]:
    """What LibreOffice with a German locale makes of a file: one CSV for each sheet, by its name.

    The profile is made in `folder`, so that no program of the machine is touched.
    """
    profile, out = folder / "profile", folder / "from-office"
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(GERMAN_OFFICE, "utf-8")
    user = f"-env:UserInstallation={profile.as_uri()}"
    convert = ["--headless", *options, "--convert-to", AS_CSV, "--outdir", str(out)]
    run(["soffice", user, *convert, str(file)], folder)
    return {path.stem.removeprefix(f"{file.stem}-"): path for path in out.glob("*.csv")}
