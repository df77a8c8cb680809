"""Set up an InvenioRDM, print the token of one account, and serve its API at a port.

Run by the Python of its own environment, see `make servers`; the project never imports it. The
vocabularies are those that InvenioRDM brings, without the long ones, which are cut.
"""

import csv
import sys
from pathlib import Path

import yaml
from datacite import DataCiteRESTClient
from flask_security.utils import hash_password
from invenio_access.permissions import system_identity
from invenio_accounts.proxies import current_datastore
from invenio_app.factory import create_api
from invenio_db import db
from invenio_files_rest.models import Location
from invenio_oauth2server.models import Token
from invenio_rdm_records import fixtures
from invenio_search import current_search
from sqlalchemy import func
from werkzeug.exceptions import NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import run_simple

BROUGHT = Path(fixtures.__file__).parent / "data"
LANGUAGES = ("deu", "eng", "fra")
LICENCES = ("cc0-1.0", "cc-by-4.0", "cc-by-sa-4.0", "mit")
LEFT_OUT = ("affiliations", "names", "funders", "awards", "code:programmingLanguages")


def cut_vocabularies(folder: Path) -> None:
    """Write the vocabularies of this instance: three languages are enough of eight thousand."""
    lists = yaml.safe_load((BROUGHT / "vocabularies.yaml").read_text())
    (folder / "empty.yaml").write_text("[]")
    for name, said in lists.items():
        said["data-file"] = "empty.yaml" if name in LEFT_OUT else str(BROUGHT / said["data-file"])
    languages = yaml.load(
        (BROUGHT / "vocabularies" / "languages.yaml").read_text(), Loader=yaml.CSafeLoader
    )
    kept = [entry for entry in languages if entry["id"] in LANGUAGES]
    (folder / "languages.yaml").write_text(yaml.safe_dump(kept))
    lists["languages"]["data-file"] = "languages.yaml"
    with (BROUGHT / "vocabularies" / "licenses.csv").open() as file:
        head, *rows = csv.reader(file)
    with (folder / "licenses.csv").open("w", newline="") as file:
        csv.writer(file).writerows([head, *(row for row in rows if row[0] in LICENCES)])
    lists["licenses"]["data-file"] = "licenses.csv"
    (folder / "vocabularies.yaml").write_text(yaml.safe_dump(lists, sort_keys=False))
    for name in ("users", "communities", "records"):
        (folder / f"{name}.yaml").write_text("[]")


def account() -> str:
    """The token of a person who may publish, as one makes it under Applications."""
    password = hash_password("not-a-secret")
    user = current_datastore.create_user(
        email="publisher@example.org", password=password, active=True, confirmed_at=func.now()
    )
    db.session.commit()
    token = Token.create_personal("tests", user.id, scopes=["user:email"], is_internal=False)
    db.session.commit()
    return str(token.access_token)


def keep_to_ourselves() -> None:
    """DOIs are reserved and kept as at Zenodo; only DataCite itself is not told of them."""
    for name in ("public_doi", "draft_doi", "update_doi", "hide_doi", "delete_doi"):
        setattr(DataCiteRESTClient, name, lambda *_, **__: None)


def main(port: int, instance: Path) -> None:
    keep_to_ourselves()
    api = create_api()
    with api.app_context():
        db.create_all()
        for _ in current_search.create():
            pass
        db.session.add(Location(name="files", uri=(instance / "files").as_uri(), default=True))
        db.session.commit()
        folder = instance / "app_data"
        folder.mkdir()
        cut_vocabularies(folder)
        fixtures.FixturesEngine(system_identity).run()
        (instance / "token").write_text(account())
    run_simple("127.0.0.1", port, DispatcherMiddleware(NotFound(), {"/api": api}), threaded=True)


main(int(sys.argv[1]), Path(sys.argv[2]))
