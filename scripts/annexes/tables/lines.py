"""Words of a page → visual lines, and the pieces of a line that stand apart from each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from annexes.model import Rule, Word
from annexes.tables.figures import is_value

APART = 0.7
"""Gap between two pieces of a line, as a share of the height of a word; a space is about 0.22."""
FIGURE_APART = 0.4
"""The same beside a figure: figures stand closer than words of a justified line may."""
SAME_LINE = 0.5
"""Share of the lower of two heights by which two words of one line may stand apart."""
RECENT = 4

Line = tuple[Word, ...]


def lines_of(words: Iterable[Word]) -> list[Line]:
    """Upright words grouped into lines, from top to bottom, each from left to right.

    Texts beside each other may be set at heights that differ a little, so a word is compared with
    the last few lines and joins the nearest.
    """
    lines: list[list[Word]] = []
    for word in sorted((w for w in words if not w.angle), key=lambda w: w.top + w.bottom):
        near = [line for line in lines[-RECENT:] if _on_one_line(word, line[0])]
        if near:
            min(near, key=lambda line: abs(line[0].middle - word.middle)).append(word)
        else:
            lines.append([word])
    return [tuple(sorted(line, key=lambda word: word.x0)) for line in lines]


def _on_one_line(one: Word, two: Word) -> bool:
    return abs(one.middle - two.middle) < SAME_LINE * min(_height(one), _height(two))


def pieces_of(line: Sequence[Word], rules: Sequence[Rule] = ()) -> list[Line]:
    """The line cut where its words stand further apart than words of a sentence do, and where an
    upright rule runs between them.
    """
    pieces: list[list[Word]] = []
    for word in line:
        if pieces and not _apart(pieces[-1][-1], word) and not _walled(pieces[-1][-1], word, rules):
            pieces[-1].append(word)
        else:
            pieces.append([word])
    return [tuple(piece) for piece in pieces]


def _apart(left: Word, right: Word) -> bool:
    beside_figure = is_value(left.text) or is_value(right.text)
    limit = FIGURE_APART if beside_figure else APART
    return right.x0 - left.x1 > limit * _height(right)


def _walled(left: Word, right: Word, rules: Sequence[Rule]) -> bool:
    from_x, to_x = (left.x0 + left.x1) / 2, (right.x0 + right.x1) / 2
    return any(
        from_x < rule.x0 < to_x and rule.top <= left.middle <= rule.bottom
        for rule in rules
        if rule.x1 - rule.x0 < rule.bottom - rule.top
    )


def text_of(words: Iterable[Word]) -> str:
    """The words of a cell in reading order; a word cut by a hyphen at the end of a line is joined.

    A hyphen stays where the next line begins with a capital or a digit: 'Bosnien-' 'Herzegowina'.
    """
    text = ""
    for line in lines_of(map(upright, words)):
        part = " ".join(word.text for word in line)
        if text.endswith("-") and len(text) > 1 and text[-2].isalpha() and part[:1].isalpha():
            text = text[:-1] + part if part[:1].islower() else text + part
        else:
            text = f"{text} {part}" if text else part
    return text


def upright(word: Word) -> Word:
    """The word turned so that it reads from left to right; its place is then only relative."""
    match word.angle:
        case 90:
            return Word(word.text, -word.bottom, word.x0, -word.top, word.x1)
        case 270:
            return Word(word.text, word.top, -word.x1, word.bottom, -word.x0)
        case 180:
            return Word(word.text, -word.x1, -word.bottom, -word.x0, -word.top)
    return word


def _height(word: Word) -> float:
    return max(word.bottom - word.top, 0.1)
