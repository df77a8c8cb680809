"""Ways in which the text of a document can be damaged, each with its right outcome.

SAME: the damage does not touch the data, so the same rows must be read (or the document refused,
where `may_refuse` says so). REFUSE: the text betrays the damage, so the document must be refused.
Changes that no reader of the text alone can see, such as another plausible number, are left out.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

ROW = re.compile(r"^([A-Z]{3}) (.+) ([0-9]+) ([0-9]+)$")
PERIOD = re.compile(r"[0-9]{4} - [0-9]")
SPACES = "\t\u00a0\u2002\u2003\u2007\u2009\u202f\u205f\u3000"
HOMOGLYPHS = str.maketrans("AEOPCTXMHKB", "АЕОРСТХМНКВ")
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
OTHER_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")

Outcome = Literal["same", "refuse"]
Mutate = Callable[[random.Random, list[str]], list[str] | bytes]


@dataclass(frozen=True)
class Operator:
    name: str
    outcome: Outcome
    mutate: Mutate
    may_refuse: bool = False


OPERATORS: list[Operator] = []
PROSE_OPERATORS: list[Operator] = []
"""They are given the prose before the annexes instead of the annexes."""


def operator(outcome: Outcome, *, may_refuse: bool = False) -> Callable[[Mutate], Mutate]:
    def register(mutate: Mutate) -> Mutate:
        OPERATORS.append(Operator(mutate.__name__, outcome, mutate, may_refuse))
        return mutate

    return register


def mutants(
    text: str, prose: list[str], rounds: int, seed: int
) -> Iterator[tuple[Operator, bytes]]:
    """`rounds` mutants of each operator; those that equal the text are left out.

    `prose` are lines that may stand before it.
    """
    lines = text.split("\n")
    for op in (*OPERATORS, *PROSE_OPERATORS):
        for number in range(rounds):
            rng = random.Random(f"{seed} {op.name} {number}")
            if op in PROSE_OPERATORS:
                mutant: list[str] | bytes = [*op.mutate(rng, list(prose)), *lines]
            else:
                mutant = op.mutate(rng, list(lines))
            data = mutant if isinstance(mutant, bytes) else "\n".join(mutant).encode()
            if data != text.encode():
                yield op, data


def rows(lines: list[str]) -> list[int]:
    return [number for number, line in enumerate(lines) if ROW.match(line)]


def two_codes(rng: random.Random, lines: list[str]) -> tuple[int, int]:
    """Two rows with different codes: with the same code, a swap is another valid document."""
    one = rng.choice(rows(lines))
    return one, rng.choice([n for n in rows(lines) if lines[n][:3] != lines[one][:3]])


def on_a_row(change: Callable[[random.Random, re.Match[str]], str]) -> Mutate:
    """A mutation of one row, given its cells; the row must have changed."""

    def mutate(rng: random.Random, lines: list[str]) -> list[str]:
        number = rng.choice(rows(lines))
        match = ROW.match(lines[number])
        assert match
        lines[number] = change(rng, match)
        return lines

    mutate.__name__ = change.__name__
    return mutate


def row_operator(outcome: Outcome, *, may_refuse: bool = False):
    return lambda change: operator(outcome, may_refuse=may_refuse)(on_a_row(change))


# ── the same data ───────────────────────────────────────────────────────────────────────────


@operator("same")
def other_spaces(rng, lines):
    return [re.sub(" ", lambda _: rng.choice(SPACES), line) for line in lines]


@operator("same")
def crlf(rng, lines):
    return "\r\n".join(lines).encode()


@operator("same")
def cr(rng, lines):
    return "\r".join(lines).encode()


@operator("same")
def byte_order_mark(rng, lines):
    return "\n".join(lines).encode("utf-8-sig")


@operator("same")
def decomposed(rng, lines):
    return [unicodedata.normalize("NFD", line) for line in lines]


@operator("same")
def invisible(rng, lines):
    sign = rng.choice(INVISIBLE)
    for number in rng.sample(range(len(lines)), 20):
        around = f" {lines[number]} "
        places = range(len(lines[number]) + 1)
        at = rng.choice([n for n in places if not any(map(str.isdigit, around[n : n + 2]))] or [0])
        lines[number] = lines[number][:at] + sign + lines[number][at:]
    return lines


@operator("same")
def form_feeds(rng, lines):
    return [re.sub("^ ?(?=Anlage zu)", "\f", line) for line in lines]


@operator("same")
def blank_lines(rng, lines):
    for _ in range(10):
        lines.insert(rng.randint(0, len(lines)), rng.choice(["", " ", "\t"]))
    return lines


@operator("same")
def no_blank_lines(rng, lines):
    return [line for line in lines if line.strip()]


@operator("same")
def trailing_spaces(rng, lines):
    return [line + " " * rng.randint(0, 3) for line in lines]


@operator("same")
def aligned_columns(rng, lines):
    return [ROW.sub(lambda m: f"{m[1]}  {m[2]:<30}{m[3]:>6}{m[4]:>6}", line) for line in lines]


@operator("same")
def heading_wrapped(rng, lines):
    return [re.sub(r"^(\w+) (\w+) $", r"\1\n\2", line) for line in lines]


@operator("same", may_refuse=True)
def name_wrapped(rng, lines):
    matches = {n: match for n, line in enumerate(lines) if (match := ROW.match(line))}
    number = rng.choice([n for n, match in matches.items() if " " in match[2]])
    code, name, *figures = matches[number].groups()
    first, rest = name.split(" ", 1)
    lines[number : number + 1] = [f"{code} {first}", " ".join([rest, *figures])]
    return lines


# ── lines and pages ─────────────────────────────────────────────────────────────────────────


@operator("refuse")
def row_doubled(rng, lines):
    number = rng.choice(rows(lines))
    lines.insert(number, lines[number])
    return lines


@operator("refuse")
def row_lost_from_a_twin(rng, lines):
    start = [number for number, line in enumerate(lines) if "Anlage zu" in line][2]
    del lines[rng.choice([number for number in rows(lines) if number > start])]
    return lines


@operator("refuse")
def rows_swapped(rng, lines):
    one, two = two_codes(rng, lines)
    lines[one], lines[two] = lines[two], lines[one]
    return lines


@operator("refuse")
def heading_lost(rng, lines):
    fixed = [n for n, line in enumerate(lines) if line.strip() and not ROW.match(line)]
    del lines[rng.choice(fixed)]
    return lines


@operator("refuse")
def heading_changed(rng, lines):
    number = rng.choice([n for n, line in enumerate(lines) if line.strip() and not ROW.match(line)])
    word = rng.choice(lines[number].split())
    lines[number] = lines[number].replace(word, word[::-1] if word != word[::-1] else word + "x", 1)
    return lines


def pages(lines: list[str]) -> list[list[str]]:
    starts = [number for number, line in enumerate(lines) if "Anlage zu" in line]
    return [lines[a:b] for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]


@operator("refuse")
def page_lost(rng, lines):
    kept = pages(lines)
    del kept[rng.randrange(len(kept))]
    return [line for page in kept for line in page]


@operator("refuse")
def page_doubled(rng, lines):
    kept = pages(lines)
    number = rng.randrange(len(kept))
    return [line for page in [*kept[:number], kept[number], *kept[number:]] for line in page]


@operator("refuse")
def pages_swapped(rng, lines):
    kept = pages(lines)
    one, two = rng.sample(range(len(kept)), 2)
    kept[one], kept[two] = kept[two], kept[one]
    return [line for page in kept for line in page]


@operator("refuse")
def cut_off(rng, lines):
    return lines[: rng.randint(1, rows(lines)[-1])]


@operator("refuse")
def stray_line(rng, lines):
    stray = ["Summe 1826 65", "Entwurf", "12", "AFG", "Stand: 30.06.2022", "* vorläufig", "Seite 2"]
    lines.insert(rng.randint(0, len(lines)), rng.choice(stray))
    return lines


@operator("refuse")
def row_outside_table(rng, lines):
    row = lines.pop(rng.choice(rows(lines)))
    lines.insert(rng.choice([0, len(lines)]), row)
    return lines


@operator("refuse")
def other_encoding(rng, lines):
    return "\n".join(lines).encode(rng.choice(["cp1252", "utf-16", "mac-roman"]))


@operator("refuse")
def mojibake(rng, lines):
    return [line.encode().decode("latin-1") for line in lines]


# ── cells ───────────────────────────────────────────────────────────────────────────────────


@row_operator("refuse")
def cell_empty(rng, m):
    cells = [*m.groups()]
    cells[rng.randrange(4)] = ""
    return " ".join(cell for cell in cells if cell)


@row_operator("refuse")
def cells_glued(rng, m):
    return rng.choice([f"{m[1]}{m[2]} {m[3]} {m[4]}", f"{m[1]} {m[2]}{m[3]} {m[4]}"])


@row_operator("refuse")
def figures_glued(rng, m):
    return f"{m[1]} {m[2]} {m[3]}{m[4]}"


@row_operator("refuse")
def extra_column(rng, m):
    return f"{m[0]} {rng.randint(0, 99)}"


@row_operator("refuse")
def row_on_two_lines(rng, m):
    return f"{m[1]} {m[2]}\n{m[3]} {m[4]}"


@row_operator("refuse")
def two_rows_on_a_line(rng, m):
    return f"{m[0]} {m[0]}"


@row_operator("refuse")
def footnote_mark(rng, m):
    cells = list(m.groups())
    cells[rng.randrange(1, 4)] += rng.choice("*¹²†)")
    return " ".join(cells)


@row_operator("refuse")
def code_unknown(rng, m):
    return f"{rng.choice(['QQQ', 'ZZZ', 'AAA', 'XXK'])} {m[2]} {m[3]} {m[4]}"


@row_operator("refuse")
def code_lower_case(rng, m):
    return f"{m[1].lower()} {m[2]} {m[3]} {m[4]}"


@row_operator("refuse")
def code_of_another_name(rng, m):
    others = ["AUT", "AUS", "IRN", "IRQ", "NER", "NGA"]
    other = rng.choice([code for code in others if code != m[1]])
    return f"{other} {m[2]} {m[3]} {m[4]}"


@operator("refuse")
def codes_exchanged(rng, lines):
    one, two = two_codes(rng, lines)
    lines[one], lines[two] = lines[two][:3] + lines[one][3:], lines[one][:3] + lines[two][3:]
    return lines


@row_operator("refuse")
def code_homoglyph(rng, m):
    code = m[1].translate(HOMOGLYPHS)
    return f"{code if code != m[1] else m[1][:2] + '0'} {m[2]} {m[3]} {m[4]}"


@row_operator("refuse")
def name_homoglyph(rng, m):
    name = m[2].replace("a", "а").replace("o", "о").replace("e", "е")
    return f"{m[1]} {name if name != m[2] else m[2] + '·'} {m[3]} {m[4]}"


@row_operator("refuse")
def name_misspelt(rng, m):
    at = rng.randrange(len(m[2]))
    return f"{m[1]} {m[2][:at]}{rng.choice('qxz')}{m[2][at:]} {m[3]} {m[4]}"


@row_operator("refuse")
def letter_for_digit(rng, m):
    return f"{m[1]} {m[2]} {rng.choice(['O', 'l', '1O', 'l0'])} {m[4]}"


@row_operator("refuse")
def invisible_in_a_figure(rng, m):
    return f"{m[1]} {m[2]} {m[3]}{rng.choice(INVISIBLE)}{rng.choice('123')} {m[4]}"


@row_operator("refuse")
def soft_hyphen_before_a_figure(rng, m):
    return f"{m[1]} {m[2]} \u00ad{m[3]} {m[4]}"


@row_operator("refuse")
def not_a_count(rng, m):
    own = [f"-{m[3]}", f"{m[3]},5", f"{m[3]}.0"]
    other = ["1.353", "1,353", "1 353", "1\u202f353", "1'353", "1’353", "-", "–", "0x1"]
    number = rng.choice([*own, *other])
    return f"{m[1]} {m[2]} {number} {m[4]}"


@row_operator("refuse")
def other_digits(rng, m):
    return f"{m[1]} {m[2]} {m[3].translate(OTHER_DIGITS)} {m[4]}"


@row_operator("refuse")
def endless_digits(rng, m):
    return f"{m[1]} {m[2]} {'9' * rng.choice([7, 20, 500, 5000])} {m[4]}"


@row_operator("refuse")
def leading_zero(rng, m):
    return f"{m[1]} {m[2]} 0{m[3]} {m[4]}"


@row_operator("refuse")
def part_above_its_whole(rng, m):
    return f"{m[1]} {m[2]} {m[3]} {int(m[3]) + rng.randint(1, 9)}"


@row_operator("refuse")
def markup_in_name(rng, m):
    return f"{m[1]} {rng.choice(['=1+1', '<b>', '@x', '+49', '-x'])}{m[2]} {m[3]} {m[4]}"


@row_operator("refuse")
def control_character(rng, m):
    sign = rng.choice("\x00\x07\x1b\u202e\u200f\u2066\x85\u2028")
    at = rng.randint(0, len(m[0]))
    return m[0][:at] + sign + m[0][at:]


@operator("refuse")
def another_period(rng, lines):
    number = rng.choice([n for n, line in enumerate(lines) if PERIOD.search(line)])
    at = rng.choice([m.start() for m in re.finditer("[0-9]", lines[number])])
    other = rng.choice([digit for digit in "0123456789" if digit != lines[number][at]])
    lines[number] = lines[number][:at] + other + lines[number][at + 1 :]
    return lines


# ── the prose before the annexes ────────────────────────────────────────────────────────────


def prose_operator(outcome: Outcome) -> Callable[[Mutate], Mutate]:
    def register(mutate: Mutate) -> Mutate:
        PROSE_OPERATORS.append(Operator(mutate.__name__, outcome, mutate))
        return mutate

    return register


def in_a_line(rng, prose, pattern, change):
    """The prose, with what the pattern finds in one of its lines changed."""
    number = rng.choice([n for n, line in enumerate(prose) if re.search(pattern, line)])
    prose[number] = re.sub(pattern, change, prose[number], count=1)
    return prose


@prose_operator("same")
def prose_before_the_annexes(rng, prose):
    rng.shuffle(behind := prose[1:])
    return [prose[0], *behind]


@prose_operator("refuse")
def another_question(rng, prose):
    change = rng.choice([r"\g<0>7", r"1\g<0>"])
    return in_a_line(rng, prose, "[0-9]+/[0-9]+", change)


@prose_operator("refuse")
def another_period_in_the_prose(rng, prose):
    return in_a_line(rng, prose, r"\b1\. ", rng.choice(["2. ", "zweites ", "II. "]))


@prose_operator("refuse")
def another_code_list(rng, prose):
    return in_a_line(rng, prose, r"\S+(?=-\w+$)", rng.choice(["FIFA", "ISO-3166-ALPHA2", "IOC"]))
