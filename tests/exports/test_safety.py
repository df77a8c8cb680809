"""Whatever the data says: no cell becomes a formula or a link, no name becomes markup."""

from __future__ import annotations

import re
import tempfile
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from annexes.exports.export import export
from annexes.exports.page.render import prose, weblink
from annexes.package.disk import open_package
from exports.made_up import write_package

NASTY = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    '=HYPERLINK("https://evil.example","x")',
    "=cmd|' /C calc'!A0",
    "https://evil.example/",
    "mailto:evil@example.org",
    "internal:Sheet1!A1",
    "external:c:\\x.xlsx",
    "{=1+1}",
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    "<!--",
    "]]>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "{{ 7 * 7 }}",
    "{% raw %}",
    "&lt;b&gt;",
    "`code` and `more",
    "_x0041_",
    "\u202eevil\u2066",
    "\x01\x0b\x1f",
    "a\nb\rc\td",
    "004",
    "1e5",
    "TRUE",
    "12.03.",
    "NA",
    " ",
    "'quoted",
    "[link](javascript:alert(1))",
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
    "ﷺ" * 50,
]
TEXTS = st.one_of(
    st.sampled_from(NASTY),
    st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffe\uffff"), min_size=1
    ),
    st.builds("{}{}".format, st.sampled_from(NASTY), st.sampled_from(NASTY)),
)
FEW = settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.generate])
"""Each example is a whole export: too slow to be made smaller after a failure."""


def exported(names: list[str], text: str, forms: list[str]) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="annexes-safety-"))
    export(open_package(write_package(folder / "package", names, text=text)), folder / "out", forms)
    return folder / "out"


@FEW
@given(names=st.lists(TEXTS, min_size=1, max_size=30, unique=True), text=TEXTS)
def test_no_cell_of_the_workbook_is_a_formula_or_a_link(names: list[str], text: str) -> None:
    """And that each comes back as the text it was is seen to by the export itself."""
    out = exported(names, text, ["xlsx"])
    with zipfile.ZipFile(out / "made-up.xlsx") as parts:
        for name in parts.namelist():
            part = parts.read(name).decode()
            if name.startswith("xl/worksheets/"):
                assert "<f>" not in part, name
                assert "<f " not in part, name
                links = re.findall(r"<hyperlink [^>]*>", part)
                assert all("r:id" not in link for link in links), name  # inside the workbook
            assert "relationships/hyperlink" not in part
            assert "relationships/external" not in part
    book = openpyxl.load_workbook(out / "made-up.xlsx")
    found = {cell.data_type for sheet in book for row in sheet for cell in row}
    assert found <= {"s", "n"}
    counts = {cell.data_type for row in book["counts"]["A6:B9"] for cell in row if cell.value}
    assert counts == {"s"}


# ── the page ────────────────────────────────────────────────────────────────────────────────


class Skeleton(HTMLParser):
    """The tags of a page with the names of their attributes, and where its links lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, ...]] = []
        self.links: set[str] = set()
        self.drawing = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        self.links |= {str(names[name]) for name in ("href", "src", "action") if name in names}
        self.drawing |= tag == "svg"
        if self.drawing:
            assert tag in {"svg", "rect", "text"}
            assert not [name for name in names if name.startswith("on") or name == "style"]
        elif tag != "code":  # the prose may hold `code`
            self.tags.append((tag, *sorted(names)))

    def handle_endtag(self, tag: str) -> None:
        self.drawing &= tag != "svg"


HARMLESS = re.compile(
    r"#[\w-]+|index\.(de\.)?html|made-up\.\w+|[\w-]+\.csv|data:,|SHA256SUMS|"
    r"(datapackage|csv-metadata)\.json|source\.txt|(parquet/)[\w-]+\.parquet"
)


@pytest.mark.slow
@FEW
@given(names=st.lists(TEXTS, min_size=12, max_size=12, unique=True), text=TEXTS)
def test_a_page_has_the_same_structure_whatever_the_names(names: list[str], text: str) -> None:
    forms = ["zip", "files", "page"]
    nasty = exported(names, text, forms)
    plain = exported([f"name {n}" for n in range(12)], "text", forms)
    for page in ("index.html", "index.de.html"):
        one, other = (Skeleton((out / page).read_text("utf-8")) for out in (nasty, plain))
        # a printed name is shown again only where it is another: here it never is
        assert one.tags == other.tags
        assert [link for link in one.links if not HARMLESS.fullmatch(link)] == []


@given(st.text())
def test_only_addresses_of_the_web_become_links(text: str) -> None:
    assert weblink(f"javascript:{text}") == ""
    assert weblink(f"data:{text}") == ""
    assert weblink(f"https://example.org/{text}") in ("", f"https://example.org/{text}")


@given(st.lists(st.sampled_from(["`", "<b>", "&", "a", '"'])).map("".join))
def test_prose_is_text_but_for_code_in_backticks(text: str) -> None:
    html = str(prose(text))
    assert re.sub("</?code>", "", html).replace("`", "").count("<") == 0
    assert html.count("<code>") == html.count("</code>") == text.count("`") // 2


@pytest.mark.parametrize("cell", ["\ufffe", "x" * 32_768], ids=["no character", "too long"])
def test_a_cell_that_no_workbook_holds_leaves_out_the_workbook(tmp_path: Path, cell: str) -> None:
    package = open_package(write_package(tmp_path / "package", [cell]))
    (problem,) = export(package, tmp_path / "out").failed["xlsx"]
    assert "a workbook cannot hold this cell" in problem.problem
    assert not (tmp_path / "out/made-up.xlsx").exists()
    assert (tmp_path / "out/made-up.sqlite").exists()
