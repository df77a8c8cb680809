"""PostgreSQL and Redis in a folder of their own, reached by sockets in it: no port is taken."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path
from typing import Any

import pytest

from programs import need
from servers.processes import Household

DEBIAN = Path("/usr/lib/postgresql")


def start_postgres(house: Household, databases: tuple[str, ...]) -> str:
    """The address of the server without a database's name, for SQLAlchemy.

    As root it runs as the user `postgres`: it refuses to run as root.
    """
    tools = _postgres_tools()
    folder = house.folder / "postgres"
    folder.mkdir()
    who: dict[str, Any] = {}
    if os.getuid() == 0:
        who = {"user": "postgres", "group": "postgres", "extra_groups": []}
        shutil.chown(folder, "postgres", "postgres")
    data = folder / "data"
    make = [str(tools / "initdb"), "--auth=trust", "--username=tests", "--encoding=UTF8"]
    house.call("initdb", [*make, "--no-sync", "--locale=C.UTF-8", str(data)], {}, **who)
    careless = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"]
    reached = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={folder}"]
    serve = [str(tools / "postgres"), "-D", str(data), *careless, *reached]
    house.start("postgres", serve, end=signal.SIGINT, **who)
    house.wait("postgres", (folder / ".s.PGSQL.5432").exists)
    for name in databases:
        create = [str(tools / "createdb"), "-h", str(folder), "-U", "tests", name]
        house.call("createdb", create, {"PGCONNECT_TIMEOUT": "30"})
    return f"postgresql://tests@/{{}}?host={folder}"


def start_redis(house: Household) -> str:
    """The address of a Redis that writes nothing to disk; a number for the database follows."""
    program = need("redis-server")
    path = house.folder / "redis.sock"
    nothing = ["--port", "0", "--save", "", "--appendonly", "no"]
    house.start("redis", [program, *nothing, "--unixsocket", str(path)])
    house.wait("redis", path.exists)
    return f"unix://{path}?db={{}}"


def need_databases() -> None:
    """Skips the test where one of them is missing, before anything is started."""
    _postgres_tools()
    need("redis-server")


def _postgres_tools() -> Path:
    """Where initdb stands: Debian keeps it off the path, below the number of the version."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not versions:
        pytest.skip("PostgreSQL is not installed")
    return versions[-1].parent
