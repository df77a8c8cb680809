"""Does a table go on at the top of the next page?"""

from __future__ import annotations

from annexes.reading.tables.found import Found


def may_continue(before: Found, after: Found) -> bool:
    """True if the first table of a page may be the rest of the last one of the page before.

    It has as many columns, each below the same one, and no title and heading of its own or the
    same again.
    """
    if after.page != before.page + 1 or len(after.columns) != len(before.columns):
        return False
    if after.title not in ("", before.title):
        return False
    if any(after.header) and after.header != before.header:
        return False
    pairs = zip(before.columns, after.columns, strict=True)
    return all(one[0] < two[1] and two[0] < one[1] for one, two in pairs)
