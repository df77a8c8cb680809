"""flat: the package without folders, a valid package of its own."""

from __future__ import annotations

from annexes.exports.form import Form
from annexes.package.flat import FLAT, compare_flat, flat_files, write_flat

FORM = Form(
    name="flat",
    holds="the package without folders, a valid package of its own",
    paths=lambda source: [f"{FLAT}/{name}" for name in flat_files(source)],
    write=lambda source, out, _: write_flat(source, out),
    read_back=compare_flat,
)
