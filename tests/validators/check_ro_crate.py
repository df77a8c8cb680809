"""Print, as JSON, what roc-validator finds in the RO-Crate of a folder, without the network.

Run by the Python of its own environment, see `make validators`; the project never imports it. The
context that the crate names is put into the validator's cache from the copy that `rocrate` ships.
"""

import io
import json
import sys
import tempfile
from importlib import resources
from pathlib import Path

from requests.adapters import HTTPAdapter
from requests_cache import CachedSession
from rocrate_validator import services
from rocrate_validator.models import Severity, ValidationSettings
from urllib3 import HTTPResponse

CONTEXT = "https://w3id.org/ro/crate/1.3/context"
PROFILE = "ro-crate-1.3"


class Shipped(HTTPAdapter):
    """Answers every request with the context."""

    def send(self, request, **_):
        data = resources.files("rocrate").joinpath("data/ro-crate.jsonld").read_bytes()
        headers = {"Content-Type": "application/ld+json"}
        answer = HTTPResponse(
            io.BytesIO(data), headers, status=200, preload_content=False, request_url=request.url
        )
        return self.build_response(request, answer)


def fill(cache: Path) -> None:
    """Put the context where the validator looks for it."""
    session = CachedSession(cache_name=str(cache), backend="sqlite", expire_after=-1)
    session.mount("https://", Shipped())
    session.get(CONTEXT, headers={"Accept": "application/ld+json"})
    session.close()


def main(crate: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder, "cache")
        fill(cache)
        settings = ValidationSettings(
            rocrate_uri=crate,
            profile_identifier=PROFILE,
            requirement_severity=Severity.RECOMMENDED,
            cache_path=cache,
            offline=True,
        )
        result = services.validate(settings)
        found = [
            {"level": one.severity.name, "node": str(one.violatingEntity), "says": one.message}
            for one in result.get_issues()
        ]
        checks = len(result.passed_checks) if hasattr(result, "passed_checks") else None
    sys.stdout.write(json.dumps({"issues": found, "passed": checks}))


main(sys.argv[1])
