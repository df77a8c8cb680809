"""What XlsxWriter does not do by itself: exact numbers and texts, marked tables on long sheets.

This is the only module that reaches into parts which the library keeps to itself. A test names
them, and no release is installed that was not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from xlsxwriter import xmlwriter
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

# A text such as _x005F_x0041_ must be escaped at every underscore that may begin a code, also
# where two codes share one: the library misses the second. It is read back in the tests.
xmlwriter.re_control_chars_1 = re.compile("(_)(?=x[0-9a-fA-F]{4}_)")


class ExactSheet(Worksheet):  # type: ignore[misc]
    """A sheet that holds each double as the shortest decimal that gives it back.

    The library writes sixteen digits; some doubles have seventeen.
    """

    constant_memory: bool

    def _xml_number_element(
        self, number: float, attributes: Iterable[tuple[str, Any]] = ()
    ) -> None:
        text = f"{number:.16G}"
        digits = text if float(text) == number else repr(number).upper()
        attr = "".join(f' {key}="{value}"' for key, value in attributes)
        self.fh.write(f"<c{attr}><v>{digits}</v></c>")

    def mark_table(
        self, name: str, title: str, header: Sequence[str], row: int, length: int
    ) -> None:
        """Mark a table that begins in column A with a header in this row; not where Excel forbids
        it: two headers that differ in case only, a control character in one.

        The library marks no table on a sheet that it writes row by row, because it would write its
        headers; they are to be written after this. It remembers each cell of a marked range: it is
        given the first row alone, and the range is corrected.
        """
        alike = len({text.lower() for text in header}) < len(header)
        if alike or not header or any(not text.isprintable() for text in header):
            return
        options = {
            "name": f"T_{re.sub('[^A-Za-z0-9_]', '_', name)}_{self.index}",
            "columns": [{"header": text} for text in header],
            "style": None,
            "banded_rows": False,
            "title": title,
        }
        is_streamed = self.constant_memory
        self.constant_memory = False
        self.add_table(row, 0, row + 1, len(header) - 1, options)
        self.constant_memory = is_streamed
        whole = xl_range(row, 0, row + max(1, length), len(header) - 1)
        self.tables[-1] |= {"range": whole, "a_range": whole, "autofilter": whole}
