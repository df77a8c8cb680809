"""The drawing itself, in a process of its own: specifications in, SVG out, both as JSON.

Vega runs in an engine that takes a while to start and cannot share a process's time: beside the
other exports it costs nothing, and should it fail, it does not take them with it. This file is run
as a script and imports nothing of the project.
"""

from __future__ import annotations

import json
import sys

import vl_convert

EMPTY = {"width": 1, "height": 1}


def main() -> None:
    """Draw each specification of the list on standard input; no address is ever asked for."""
    vl_convert.vega_to_svg(EMPTY)  # the engine starts while the specifications are being made
    specifications = json.load(sys.stdin)
    drawn = [vl_convert.vega_to_svg(one, allowed_base_urls=[]) for one in specifications]
    sys.stdout.write(json.dumps(drawn))


if __name__ == "__main__":
    main()
