"""A real CKAN with ckanext-dcat: an organization, and a token of an editor of it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from servers.databases import need_databases, start_postgres, start_redis
from servers.processes import Household, environment, free_port
from servers.solr import Solr

ORGANIZATION = "statistics-office"
SETTINGS = """\
[DEFAULT]
debug = false

[app:main]
use = egg:ckan
SECRET_KEY = a secret that guards nothing: this CKAN lives as long as its tests
sqlalchemy.url = {database}
ckan.redis.url = {redis}
solr_url = {solr}
ckan.site_url = {url}
ckan.site_id = tests
ckan.site_title = Open data of the tests
ckan.site_description = Datasets that tests have published
ckan.storage_path = {storage}
ckan.plugins = dcat
ckan.views.default_views =
ckan.auth.create_user_via_web = false
ckan.locale_default = en
ckanext.dcat.rdf.profiles = euro_dcat_ap_3
"""


@dataclass(frozen=True, slots=True)
class Ckan:
    """Where it answers, who may publish there, and what it and its search engine hold."""

    url: str
    organization: str
    token: str
    admin: str
    house: Household
    solr: Solr

    @property
    def storage(self) -> Path:
        """Where it keeps uploaded files."""
        return self.house.folder / "storage"

    def action(self, name: str, token: str = "", /, **body: Any) -> Any:
        """The result of an action; raises with CKAN's words for what it refuses."""
        headers = {"Authorization": token} if token else {}
        url = f"{self.url}/api/3/action/{name}"
        answer = requests.post(url, json=body, headers=headers, timeout=60)
        said = answer.json()
        assert said["success"], f"{name}: {answer.status_code} {said['error']}"
        return said["result"]

    def datasets(self) -> list[str]:
        """The names of all datasets, also of private ones; as its search engine has them."""
        found = self.action("package_search", self.admin, include_private=True, rows=100)
        return sorted(entry["name"] for entry in found["results"])

    def catalogue(self) -> str:
        """What harvesters read: all datasets as Turtle, made by ckanext-dcat."""
        answer = requests.get(f"{self.url}/catalog.ttl", timeout=60)
        assert answer.status_code == 200, answer.text
        return answer.content.decode()  # Turtle is UTF-8, whatever a header says or not


@contextmanager
def running_ckan(root: Path, folder: Path) -> Iterator[Ckan]:
    """A CKAN in this folder, with nothing in it but an organization and its editor."""
    programs = environment(root, "ckan")
    need_databases()
    house = Household(folder)
    solr = Solr(_schema(programs))
    try:
        yield _start(house, programs, solr)
    finally:
        house.end()
        solr.end()


def _start(house: Household, programs: Path, solr: Solr) -> Ckan:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    settings = house.folder / "ckan.ini"
    settings.write_text(
        SETTINGS.format(
            database=start_postgres(house, ("ckan",)).format("ckan"),
            redis=start_redis(house).format(0),
            solr=solr.url,
            url=url,
            storage=house.folder / "storage",
        )
    )
    ckan = [str(programs / "ckan"), "--config", str(settings)]
    env = {"PYTHONWARNINGS": "ignore"}
    house.call("prepare", [*ckan, "db", "init"], env)
    account = ["email=keeper@example.org", "password=not-a-secret"]
    house.call("prepare", [*ckan, "user", "add", "keeper", *account], env)
    house.call("prepare", [*ckan, "sysadmin", "add", "keeper"], env)
    admin = house.call("prepare", [*ckan, "user", "token", "add", "keeper", "keys", "--quiet"], env)
    house.start("ckan", [*ckan, "run", "-H", "127.0.0.1", "-p", str(port), "--disable-reloader"])
    house.wait("ckan", lambda: _answers(url))
    return _with_editor(Ckan(url, ORGANIZATION, "", admin.strip(), house, solr))


def _with_editor(bare: Ckan) -> Ckan:
    """An organization, and somebody who may publish for it and nothing more."""
    account = {"name": "editor", "email": "editor@example.org", "password": "not-a-secret"}
    bare.action("user_create", bare.admin, **account)
    users = [{"name": "editor", "capacity": "editor"}]
    bare.action("organization_create", bare.admin, name=ORGANIZATION, users=users)
    made = bare.action("api_token_create", bare.admin, user="editor", name="tests")
    return Ckan(bare.url, ORGANIZATION, made["token"], bare.admin, bare.house, bare.solr)


def _schema(programs: Path) -> Path:
    """The schema that CKAN brings for its search engine."""
    where = "import ckan, pathlib; print(pathlib.Path(ckan.__file__).parent)"
    found = subprocess.run(
        [programs / "python", "-c", where], capture_output=True, text=True, check=True
    )
    return Path(found.stdout.strip(), "config", "solr", "schema.xml")


def _answers(url: str) -> bool:
    try:
        return requests.get(f"{url}/api/3/action/status_show", timeout=30).ok
    except requests.ConnectionError:
        return False
