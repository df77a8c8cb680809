"""A real InvenioRDM, the software of Zenodo: its API, and the token of one account."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from servers.databases import need_databases, start_postgres, start_redis
from servers.opensearch import OpenSearch
from servers.processes import Household, environment, free_port

BOOT = 400.0
"""Seconds: it makes its tables and vocabularies first, which takes some 30 on an idle machine."""
SETTINGS = """\
SECRET_KEY = "a secret that guards nothing: this InvenioRDM lives as long as its tests"
SQLALCHEMY_DATABASE_URI = {database!r}
CACHE_REDIS_URL = {redis!r}
ACCOUNTS_SESSION_REDIS_URL = {redis!r}
COMMUNITIES_IDENTITIES_CACHE_REDIS_URL = {redis!r}
RATELIMIT_STORAGE_URI = "memory://"
RATELIMIT_ENABLED = False
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_CACHE_BACKEND = "memory"
CELERY_RESULT_BACKEND = "cache"
BROKER_URL = CELERY_BROKER_URL = QUEUES_BROKER_URL = "memory://"
SEARCH_HOSTS = [{{"host": "127.0.0.1", "port": {search}}}]
SITE_UI_URL = {url!r}
SITE_API_URL = {url!r} + "/api"
APP_ENABLE_SECURE_HEADERS = False
SESSION_COOKIE_SECURE = False
REST_CSRF_ENABLED = False
MAIL_SUPPRESS_SEND = True
DATACITE_ENABLED = True
DATACITE_PREFIX = "10.5072"
DATACITE_USERNAME = DATACITE_PASSWORD = "nobody"
"""


@dataclass(frozen=True, slots=True)
class Invenio:
    """Where it answers, who may publish there, and what its search engine did not understand."""

    url: str
    token: str
    house: Household
    search: OpenSearch

    def ask(self, path: str, method: str = "GET", **asked: str) -> Any:
        """What it answers to the account, below /api."""
        headers = {"Authorization": f"Bearer {self.token}"}
        url = f"{self.url}/api{path}"
        answer = requests.request(method, url, headers=headers, params=asked, timeout=60)
        assert answer.ok, f"{path}: {answer.status_code} {answer.text}"
        return answer.json()


@contextmanager
def running_invenio(root: Path, folder: Path) -> Iterator[Invenio]:
    """An InvenioRDM in this folder, with nothing in it but an account."""
    programs = environment(root, "invenio")
    need_databases()
    house, search = Household(folder), OpenSearch()
    try:
        yield _start(house, programs, search)
    finally:
        house.end()
        search.end()


def _start(house: Household, programs: Path, search: OpenSearch) -> Invenio:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    instance = house.folder / "instance"
    instance.mkdir()
    settings = SETTINGS.format(
        database=start_postgres(house, ("invenio",)).format("invenio"),
        redis=start_redis(house).format(0),
        search=search.server_port,
        url=url,
    )
    (instance / "invenio.cfg").write_text(settings)
    script = Path(__file__).with_name("serve_invenio.py")
    env = {**os.environ, "INVENIO_INSTANCE_PATH": str(instance), "OAUTHLIB_INSECURE_TRANSPORT": "1"}
    command = [str(programs / "python"), str(script), str(port), str(instance)]
    house.start("invenio", command, env=env)
    house.wait("invenio", lambda: _answers(url), BOOT)
    return Invenio(url, (instance / "token").read_text(), house, search)


def _answers(url: str) -> bool:
    try:
        return requests.get(f"{url}/api/records", timeout=60).ok
    except requests.ConnectionError:
        return False
