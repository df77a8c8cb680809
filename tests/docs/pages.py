"""Runs what a page shows, block by block, and compares what is printed with what the page says.

A page that shows commands says in a comment where they run: `<!-- runs in: an empty folder -->`.
In it, the language of a block says what is done with it:

- `console`: each line after `$ ` is run by bash; the lines below it are its output. `…` stands for
  any text, alone on a line for any lines; sizes, hashes and seconds may differ. `make build` is run
  as `annexes build`, other targets only have to be there; what ends with ` &` runs until the page
  ends.
- `diff`: a change of the file named in its first line, `--- path`; `@@` begins the next
  place, and `-…` stands for any lines. Lines with `+` and nothing around them go to its end.
- `python` and `r`: run; a block of `text` directly below is its output.
- after a comment `<!-- file: path -->`, a block of any language is written into that file;
- after `<!-- not run: reason -->`, nothing is done with it, nor with blocks of other languages.

`python tests/docs/pages.py [PAGE]…` writes the real output into the pages.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md")))
TUTORIAL = DOCS / "tutorial" / "index.md"
SHIPS = ROOT / "tests" / "fixtures" / "ship-inspections"

REPOSITORY = "a copy of this repository"
"""Where the pages run that show the data of this repository."""

PLACE = re.compile(r"<!-- runs in: (.+?) -->")
COMMENT = re.compile(r"<!-- (file|not run): (.+?) -->")
FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^ *```$", re.M | re.S)
RUN = ("console", "diff", "python", "r")
VOLATILE = (
    r"(\b[0-9]+ +)?sha256:[0-9a-f]{64}",
    r"\b[0-9]+ bytes",
    r"\b[0-9.]+ (s|seconds)\b",
    r"package.toml, line [0-9]+",
)
"""Sizes and hashes of files, how long something took, lines of a drafted recipe."""
MADE = {"make build": "annexes build"}
SNIPPETS = {"python": [sys.executable, "-c"], "r": ["Rscript", "--vanilla", "-e"]}


@dataclass
class Block:
    """A fenced block of a page: its language, its text, and the comment above it."""

    language: str
    text: str
    start: int
    end: int
    """Where its text stands in the page."""
    told: str = ""
    value: str = ""
    output: Block | None = None
    """For a snippet, the block that shows what it prints."""


@dataclass
class Outcome:
    """What running a page showed: where it differs, what was not run, and the page as it is."""

    faults: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    text: str = ""


def blocks(text: str) -> list[Block]:
    """All fenced blocks of a page, in order."""
    found: list[Block] = []
    behind = 0
    for match in FENCE.finditer(text):
        between = text[behind : match.start()].strip()
        block = Block(match[2], match[3], match.start(3), match.end(3))
        if comment := re.search(COMMENT.pattern + r"\s*$", between):
            block.told, block.value = comment[1], comment[2]
        if found and found[-1].language in SNIPPETS and block.language == "text" and not between:
            found[-1].output = block
        found.append(block)
        behind = match.end()
    return found


def place_of(text: str) -> str:
    """Where the page says that its commands run; empty if it says nothing."""
    named = PLACE.search(text)
    return named[1] if named else ""


def is_run(text: str) -> bool:
    """Does the page show anything that can be run?"""
    return any(block.language in RUN and block.told != "not run" for block in blocks(text))


def check_page(path: Path, folder: Path) -> None:
    """Run the page in a new folder below this one: no fault; skip where a program is missing."""
    here = folder / "here"
    here.mkdir()
    outcome = run_page(path, here)
    assert outcome.faults == []
    if outcome.skipped:
        pytest.skip("; ".join(outcome.skipped))


# ── where it runs ───────────────────────────────────────────────────────────────────────────


def prepare(place: str, folder: Path) -> None:
    """Make the folder that a page names; ValueError for a name that is none of these."""
    if place == REPOSITORY:
        for name in ("data", "schema", "docs/tutorial", "scripts/recipes"):
            shutil.copytree(ROOT / name, folder / name)
        shutil.copy(ROOT / "datapackage.json", folder)
        (folder / ".venv").symlink_to(Path(sys.prefix))
    elif place == "a copy of tests/fixtures/ship-inspections":
        shutil.copytree(SHIPS, folder, dirs_exist_ok=True)
    elif place == "the folder that the tutorial leaves":
        run_page(TUTORIAL, folder)  # whether it shows what happens, its own test says
    elif place.startswith("an empty folder with "):
        shutil.copy(ROOT / place.removeprefix("an empty folder with "), folder)
    elif place != "an empty folder":
        raise ValueError(f"'{place}' is no place to run in")


def run_page(path: Path, folder: Path) -> Outcome:
    """Run all that the page shows, in this empty folder."""
    text = path.read_text("utf-8")
    prepare(place_of(text), folder)
    return _Run(path, text, folder).whole()


class _Run:
    """One page on its way: the folder it is in, and the outputs that it should have."""

    def __init__(self, path: Path, text: str, folder: Path) -> None:
        self.name = path.relative_to(ROOT)
        self.text = text
        self.start = self.folder = folder
        self.outcome = Outcome()
        self.outputs: list[tuple[Block, str]] = []
        self.running: list[subprocess.Popen[bytes]] = []

    def whole(self) -> Outcome:
        """Run block after block; what was started with `&` ends with the page."""
        try:
            return self._all_blocks()
        finally:
            for process in self.running:
                process.terminate()
                process.wait()

    def _all_blocks(self) -> Outcome:
        for block in blocks(self.text):
            if block.told == "not run":
                continue
            if block.told == "file":
                target = self.folder / block.value
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(block.text, "utf-8")
            elif block.language == "console":
                self.outputs.append((block, "".join(self._commands(block))))
            elif block.language == "diff":
                self._change(block)
            elif block.language in SNIPPETS:
                self._snippet(block)
        text = self.text
        for block, shown in reversed(self.outputs):
            text = text[: block.start] + shown + text[block.end :]
        self.outcome.text = text
        return self.outcome

    def _commands(self, block: Block) -> Iterator[str]:
        """The block with the real output wherever it differs from what is shown."""
        for command, expected in commands(block.text):
            yield "".join(
                f"$ {line}\n" if not n else f"{line}\n"
                for n, line in enumerate(command.split("\n"))
            )
            yield self._shown(block, command, expected)

    def _shown(self, block: Block, command: str, expected: str) -> str:
        first = command.split()[0]
        if first == "cd":
            self.folder = (self.folder / command.split()[1]).resolve()
            return expected
        if first == "make" and command not in MADE:  # what it does takes too long
            if f"\n{command.split()[1]}:" not in (ROOT / "Makefile").read_text("utf-8"):
                self.outcome.faults.append(f"{self._at(block)}: there is no {command}")
            return expected
        if not shutil.which(first, path=_environment(self.start)["PATH"]) and first != ".":
            self._skip(block, f"{first} is not installed")
            return expected
        if command.endswith(" &"):
            self._start(command.removesuffix(" &"))
            return expected
        printed = self._run(["bash", "-c", MADE.get(command, command)])
        return expected if self._is_as_shown(block, command, expected, printed) else printed

    def _snippet(self, block: Block) -> None:
        program = SNIPPETS[block.language]
        if not shutil.which(program[0]):
            self._skip(block, f"{program[0]} is not installed")
            return
        printed = self._run([*program, block.text])
        shown = block.output
        if shown is None:
            if "Error" in printed:
                self.outcome.faults.append(f"{self._at(block)}: {printed}")
        elif not self._is_as_shown(block, f"the {block.language} snippet", shown.text, printed):
            self.outputs.append((shown, printed))

    def _change(self, block: Block) -> None:
        first, _, rest = block.text.partition("\n")
        path = self.folder / first.removeprefix("--- ")
        text = path.read_text("utf-8")
        for hunk in re.split(r"^@@\n", rest, flags=re.M):
            lines = hunk.splitlines(keepends=True)
            before = "".join(line[1:] for line in lines if line[0] in " -")
            after = "".join(line[1:] for line in lines if line[0] in " +")
            if not before:
                text += after
                continue
            places = list(re.finditer(_pattern(before), text))
            if len(places) != 1:
                fault = f"{self._at(block)}: {len(places)} times in {path.name}:\n{before}"
                self.outcome.faults.append(fault)
                continue
            text = text[: places[0].start()] + after + text[places[0].end() :]
        path.write_text(text, "utf-8")

    def _start(self, command: str) -> None:
        process = subprocess.Popen(
            command.split(),
            cwd=self.folder,
            env=_environment(self.start),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.running.append(process)

    def _run(self, command: list[str]) -> str:
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=_environment(self.start),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            timeout=300,
            check=False,
        )
        lines = [line.rstrip() for line in done.stdout.replace(str(self.start), "").splitlines()]
        return "".join(f"{line}\n" for line in lines)

    def _is_as_shown(self, block: Block, command: str, expected: str, printed: str) -> bool:
        if re.fullmatch(_pattern(_settled(expected)), _settled(printed)):
            return True
        self.outcome.faults.append(
            f"{self._at(block)}: {command}\nis shown with\n{expected}\nand prints\n{printed}"
        )
        return False

    def _skip(self, block: Block, reason: str) -> None:
        self.outcome.skipped.append(f"{self._at(block)}: {reason}")

    def _at(self, block: Block) -> str:
        return f"{self.name}, line {self.text.count(chr(10), 0, block.start)}"


def commands(text: str) -> Iterator[tuple[str, str]]:
    """The commands of a console block, each with its output; a backslash continues a command."""
    for part in re.split(r"^\$ ", text, flags=re.M)[1:]:
        lines = part.splitlines()
        end = next(n for n, line in enumerate(lines) if not line.endswith("\\")) + 1
        yield "\n".join(lines[:end]), "".join(f"{line}\n" for line in lines[end:])


def _settled(output: str) -> str:
    """The output without what may differ from version to version or from machine to machine."""
    for pattern in VOLATILE:
        output = re.sub(pattern, "(…)", output)
    return output


def _pattern(expected: str) -> str:
    """A regular expression for the output that a page shows."""
    lines = []
    for line in expected.splitlines():
        if line.strip() == "…":
            lines.append("(?:.*\n)*?")
        else:
            lines.append(".*".join(map(re.escape, line.rstrip().split("…"))) + "\n")
    return "".join(lines)


def _environment(folder: Path) -> dict[str, str]:
    """What a reader's shell has after the environment was activated, the same everywhere."""
    return {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": str(folder.parent),
        "XDG_STATE_HOME": str(folder.parent / "state"),
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "80",
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "GIT_CONFIG_NOSYSTEM": "1",
    }


def main(names: list[str]) -> None:
    """Write the real output into these pages, or into all."""
    for path in [Path(name).resolve() for name in names] or PAGES:
        if is_run(path.read_text("utf-8")):
            with tempfile.TemporaryDirectory() as folder:
                inside = Path(folder, "here")
                inside.mkdir()
                outcome = run_page(path, inside)
            path.write_text(outcome.text, "utf-8")
            for said in (*outcome.faults, *outcome.skipped):
                sys.stdout.write(f"{said}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
