"""One request for one document: https only, bounded, and never to a private network.

The name of the host is resolved once, every address that it has is looked at, and the connection
goes to the address that was looked at. A redirect is followed within the host and nowhere else.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from annexes.base.errors import DocumentError, Place, Problem, UsageError

CHUNK = 1 << 16
REDIRECTS = (301, 302, 303, 307, 308)
MOST_REDIRECTS = 5
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""Addresses of IPv6 that lead to one of IPv4."""
SAID = {
    401: "the key is wrong or has expired: get a new one",
    403: "open the address in a browser: it may ask for something that a program cannot give",
    404: "check the number or the address of the document",
    410: "the document was withdrawn: ask who published it",
}

Resolve = Callable[[str, int], Iterable[str]]


def resolved(host: str, port: int) -> list[str]:
    """The addresses that this machine would connect to, in their order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class Web:
    """How documents are fetched: seconds for a connection, a silence, and a document in all.

    `authorities` is a file with those whose certificates are trusted, if not the usual ones.
    `allowed` are origins, such as http://127.0.0.1:8000, that need neither https nor a public
    address: tests name their own server, nothing else names any.
    """

    connect: float = 10
    read: float = 30
    total: float = 300
    resolve: Resolve = resolved
    authorities: str = ""
    allowed: frozenset[str] = frozenset()

    def is_allowed(self, url: str) -> bool:
        """Whether the address is one of the origins that tests have named."""
        return origin_of(url) in self.allowed

    def get(
        self, url: str, accept: str, limit: int, headers: Mapping[str, str] | None = None
    ) -> bytes:
        """The body of at most `limit` bytes; DocumentError says why there is none."""
        deadline, first = time.monotonic() + self.total, url
        for _ in range(MOST_REDIRECTS + 1):
            response = self._ask(url, accept, headers or {})
            try:
                if response.status not in REDIRECTS:
                    return self._body(first, response, accept, limit, deadline)
                target = urljoin(url, response.headers.get("Location", ""))
            finally:
                response.close()
            if origin_of(target) != origin_of(url):
                problem = f"it leads to another host: {_shown(target)}"
                raise _refused(first, "redirect", problem)
            url = target
        raise _refused(first, "redirect", "it leads in a circle", SAID[404])

    # ── the connection ──────────────────────────────────────────────────────────────────────

    def _ask(self, url: str, accept: str, headers: Mapping[str, str]) -> Any:
        """The response, of which only the head is read."""
        import certifi
        import urllib3
        from urllib3.exceptions import HTTPError

        parts, address = urlsplit(url), self._public_address(url)
        timeout = urllib3.Timeout(connect=self.connect, read=self.read)
        port, host = _port(url), parts.hostname or ""
        said = {"Accept": accept, "Host": parts.netloc, "User-Agent": "annexes", **headers}
        pool: Any
        if parts.scheme == "https":
            pool = urllib3.HTTPSConnectionPool(
                address,
                port,
                server_hostname=host,
                assert_hostname=host,
                cert_reqs="CERT_REQUIRED",
                ca_certs=self.authorities or certifi.where(),
            )
        else:
            pool = urllib3.HTTPConnectionPool(address, port)
        path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
        try:
            return pool.urlopen(
                "GET",
                path,
                headers=said,
                timeout=timeout,
                retries=False,
                redirect=False,
                preload_content=False,
                decode_content=False,
            )
        except HTTPError as error:
            raise _refused(url, "no-answer", f"no answer: {_reason(error)}") from error

    def _public_address(self, url: str) -> str:
        """The address to connect to; all that the host has must be public."""
        parts = urlsplit(url)
        plain = parts.scheme == "https" and parts.hostname and parts.username is None
        if not (plain or self.is_allowed(url)):
            problem, hint = "this is not an https address", "write it as https://host/path"
            raise UsageError.of("usage", _shown(url), problem, hint)
        try:
            addresses = list(self.resolve(parts.hostname or "", _port(url)))
        except OSError as error:
            problem = "there is no such host, or no network"
            raise _refused(url, "no-host", problem) from error
        private = [address for address in addresses if not _is_public(address)]
        if not addresses or (private and not self.is_allowed(url)):
            problem = f"the host is in a private network: {', '.join(private)}"
            raise _refused(url, "private-address", problem)
        return addresses[0]

    # ── the answer ──────────────────────────────────────────────────────────────────────────

    def _body(self, url: str, response: Any, accept: str, limit: int, deadline: float) -> bytes:
        """The bytes, not one more than allowed, however slowly they come."""
        from urllib3.exceptions import HTTPError

        if response.status != 200:
            wait = response.headers.get("Retry-After", "")
            asked = f", and to wait {wait} s" if wait.isascii() and wait.isdigit() else ""
            hint = SAID.get(response.status, "")
            problem = f"it answered {response.status}{asked}"
            raise _refused(url, "answer", problem, hint)
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind and kind not in (accept, "application/octet-stream"):
            problem = f"it answered with {_shown(kind)} instead of {accept}"
            raise _refused(url, "content-type", problem)
        data = bytearray()
        try:
            for part in _parts(response, url, limit, deadline):
                data += part
        except HTTPError as error:
            raise _refused(url, "no-answer", f"the answer broke off: {_reason(error)}") from error
        return bytes(data)


def _parts(response: Any, url: str, limit: int, deadline: float) -> Iterator[bytes]:
    announced = response.headers.get("Content-Length", "")
    size = int(announced) if announced.isascii() and announced.isdigit() else 0
    while size <= limit:
        if time.monotonic() > deadline:
            raise _refused(url, "no-answer", "it did not come to an end in time")
        part = response.read1(CHUNK)
        if not part:
            return
        size = size if announced else size + len(part)
        yield part
    problem = f"it is larger than {limit // 1_000_000} MB"
    hint = "download it yourself, cut the annex pages out of it, and name that file"
    raise _refused(url, "file-size", problem, hint)


def host_of(url: str) -> str:
    """The name of the host in lower case, '' for what is no address."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def origin_of(url: str) -> str:
    """Scheme, host and port, by which two addresses are of the same host."""
    try:
        parts = urlsplit(url)
        return f"{parts.scheme}://{parts.hostname}:{parts.port or _port(url)}".lower()
    except ValueError:
        return ""


def _port(url: str) -> int:
    parts = urlsplit(url)
    return parts.port or {"https": 443}.get(parts.scheme, 80)


def _is_public(address: str) -> bool:
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if found in NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return _is_public(str(inner))
    return found.is_global and not found.is_multicast


def _reason(error: Exception) -> str:
    """The kind of a failure, in words; what a library says in full is for nobody."""
    name = type(error).__name__
    words = {"ReadTimeoutError": "it is silent", "ConnectTimeoutError": "it is silent"}
    return words.get(name, "its certificate is not trusted" if "SSL" in name else "it was cut off")


def _shown(text: str) -> str:
    """What another host says, without what would act on a terminal."""
    return "".join(sign for sign in text if sign.isprintable())[:300]


def _refused(url: str, check: str, problem: str, advice: str = "") -> DocumentError:
    shown = urlsplit(url)._replace(query="").geturl()
    return DocumentError(Problem(check, Place(_shown(shown)), problem, advice))
