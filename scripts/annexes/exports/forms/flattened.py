"""flat: the package without folders, a valid package of its own."""

from __future__ import annotations

from annexes.exports.form import Form
from annexes.package.disk import DESCRIPTOR
from annexes.package.flat import FLAT, compare_flat, flat_files, write_flat

FORM = Form(
    name="flat",
    holds="the package without folders, a valid package of its own",
    paths=lambda source: [f"{FLAT}/{name}" for name in (DESCRIPTOR, *flat_files(source.package))],
    write=lambda source, out, _: write_flat(source, out),
    read_back=compare_flat,
)
