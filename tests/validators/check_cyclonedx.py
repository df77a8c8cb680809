"""Print, as JSON, where a bill of materials breaks the official schema of CycloneDX 1.6.

Run by the Python of its own environment, see `make validators`; the project never imports it.
"""

import json
import sys
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

bill = Path(sys.argv[1]).read_text("utf-8")
found = JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill, all_errors=True)
sys.stdout.write(json.dumps([f"{one.data.json_path}: {one.data.message}" for one in found or ()]))
