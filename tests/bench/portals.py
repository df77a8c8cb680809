"""How long do the official shapes take: vocabularies in the data, against pyshacl's own way?"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

PREPARE = """
import sys
from pathlib import Path
import pyshacl
from annexes.package.about import about
from annexes.package.disk import open_package
from annexes.portals.dcat import shapes
from annexes.portals.dcat.catalogue import catalogue

graph, folder = catalogue(about(open_package(Path()))), Path(sys.argv[1])
"""
OURS = "shapes.validate(graph, folder)"
PEER = """
rules = shapes._read(shapes._files(folder, shapes.PROFILES["DCAT-AP.de 3.0"]))
lists = shapes._read(shapes._files(folder, shapes.VOCABULARIES))
pyshacl.validate(graph, shacl_graph=rules, ont_graph=lists)
"""
PATIENCE = 60


def report(root: Path) -> None:
    """Print the seconds of each; the peer, which is asked for one profile of three, may not end."""
    folder = root.parent / "shared" / "portals"
    if not folder.is_dir():
        print("  the official shapes are not here: nothing to measure")
        return
    start, ours = (_seconds(root, PREPARE + program, folder) for program in ("", OURS))
    peer = _seconds(root, PREPARE + PEER, folder)
    ratio, ended = (peer - start) / (ours - start), peer < PATIENCE
    print(f"  three profiles in {ours - start:.2f} s, beside {start:.2f} s to start")
    print(
        f"  pyshacl with the lists as its ontology, one profile: {peer - start:.1f} s"
        f"{'' if ended else ', then stopped'}: {'' if ended else 'more than '}{ratio:.0f} times"
    )


def _seconds(root: Path, program: str, folder: Path) -> float:
    """The wall time of a program, at most PATIENCE."""
    start = time.perf_counter()
    try:
        command = [sys.executable, "-c", program, str(folder)]
        subprocess.run(command, cwd=root, capture_output=True, check=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return float(PATIENCE)
    return time.perf_counter() - start
