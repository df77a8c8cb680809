"""Requests to one portal: bounded in time and size, the token in one header and nowhere else.

A redirect is not followed, so that nobody else is handed the token; only a file may be fetched
from the store of a portal, without it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from annexes.base.errors import Place, Problem, PublishError
from annexes.portals.upload import replies
from annexes.portals.upload.access import Secret, is_loopback
from annexes.portals.upload.waiting import Patience, UnclearError, within

if TYPE_CHECKING:
    import requests

LIMIT = 20_000_000
"""Bytes of an answer that is not a file."""
CHUNK = 1 << 16
AGAIN = 2
"""Times that files are sent anew when the portal holds other bytes than were sent."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The status of an answer, its JSON, and where a redirect leads."""

    status: int
    value: Any
    location: str = ""


class Portal:
    """One portal: `base` is its address, `scheme` what stands before the token in the header.

    `wrote` tells whether anything but a look was asked of it.
    """

    def __init__(
        self, base: str, secret: Secret, scheme: str, accept: str, patience: Patience
    ) -> None:
        self.base = base
        self.patience = patience
        self.wrote = False
        self._secret = secret
        self._header = f"{scheme} {secret.value}".strip()
        self._accept = accept
        self._session: requests.Session | None = None

    def ask(
        self,
        step: str,
        method: str,
        path: str,
        *,
        may: tuple[int, ...] = (),
        **said: Any,
    ) -> Answer:
        """The JSON that the portal answers; `step` says for people what is asked for.

        `said` are the parameters of the request as the library names them. A status below 300 or
        in `may` is returned. All else raises: UnclearError where it is not certain what was done
        or a later attempt may succeed, PublishError where it is final.
        """
        self.wrote = self.wrote or method != "GET"
        files = said.get("files") or {}
        size = sum(len(data) for _, data, _ in files.values()) or len(said.get("data") or ())
        status, headers, data = self._exchange(step, method, path, said, size, LIMIT)
        if status in may and 300 <= status < 400:
            return Answer(status, None, headers.get("Location", ""))
        self._judge(step, status, headers, data, may)
        return Answer(status, self._json(step, status, headers, data))

    def download(self, step: str, path: str, size: int) -> bytes | None:
        """The bytes of a file of at most this size; None if it is not there or is longer."""
        status, headers, data = self._exchange(step, "GET", path, {}, size, size)
        if 300 <= status < 400:
            store = urljoin(self.base + path, headers.get("Location", ""))
            if urlsplit(store).scheme == urlsplit(self.base).scheme:
                said = {"auth": _without_token}
                status, headers, data = self._exchange(step, "GET", store, said, size, size)
        if status == 404 or len(data) > size:
            return None
        self._judge(step, status, headers, data, ())
        return data

    def node(self, value: Any, step: str) -> dict[str, Any]:
        """A value that must be an object; UnclearError if it is none."""
        if isinstance(value, dict):
            return value
        raise self.unclear(step, "the answer is not one of this interface")

    def nodes(self, value: Any, step: str) -> list[dict[str, Any]]:
        """A value that must be a list of objects; UnclearError if it is none."""
        if isinstance(value, list) and all(isinstance(entry, dict) for entry in value):
            return value
        raise self.unclear(step, "the answer is not one of this interface")

    def problem(self, text: str, hint: str = "", check: str = "portal") -> Problem:
        """A problem with this portal; what it said itself cannot act on a terminal."""
        said = (self._secret.hidden_in(replies.printable(words)) for words in (text, hint))
        return Problem(check, Place(self.base), *said)

    def refused(self, text: str, hint: str = "", check: str = "portal") -> PublishError:
        """The error for what this portal, or what it holds, does not allow: it is final."""
        return PublishError(self.problem(text, hint, check))

    def unclear(
        self, step: str, text: str, *, wait: float | None = None, silence: float = 0
    ) -> UnclearError:
        """The error for a step of which it is not certain what the portal did."""
        problem = self.problem(f"could not {step}: {text}")
        return UnclearError(problem, step, wait=wait, silence=silence)

    def damaged(self, text: str) -> UnclearError:
        """The error for a portal that holds other files than it was sent."""
        return UnclearError(self.problem(text), "compare", tries=AGAIN)

    def _exchange(
        self, step: str, method: str, path: str, said: Mapping[str, Any], size: int, limit: int
    ) -> tuple[int, Mapping[str, str], bytes]:
        import requests

        begun = time.monotonic()
        try:
            seconds = self.patience.deadline(size)
            return within(seconds, lambda: self._send(method, path, said, limit))
        except (TimeoutError, requests.Timeout):
            self._session = None  # whatever still hangs in the old one must not be used again
            silence = time.monotonic() - begun
            raise self.unclear(step, "no answer in time", silence=silence) from None
        except (requests.RequestException, OSError) as error:
            self._session = None
            if final := replies.final_failure(error):
                raise self.refused(f"could not {step}: {final[0]}", final[1]) from None
            raise self.unclear(step, "the connection was lost") from None

    def _send(
        self, method: str, path: str, said: Mapping[str, Any], limit: int
    ) -> tuple[int, Mapping[str, str], bytes]:
        """One request; of its answer at most one byte more than `limit` is kept."""
        own = {"auth": self._authorize, "allow_redirects": False, "stream": True}
        timeout = (self.patience.connect, self.patience.read)
        url = self.base + path if path.startswith("/") else path
        with self._open().request(method, url, timeout=timeout, **{**own, **said}) as response:
            data = bytearray()
            for chunk in response.iter_content(CHUNK):
                data += chunk
                if len(data) > limit:
                    break
            return response.status_code, response.headers, bytes(data[: limit + 1])

    def _open(self) -> requests.Session:
        if self._session is None:
            import http.cookiejar

            import requests

            self._session = requests.Session()
            self._session.trust_env = not is_loopback(self.base)  # a proxy is somewhere else
            refuse_all = http.cookiejar.DefaultCookiePolicy(allowed_domains=[])
            self._session.cookies.set_policy(refuse_all)
            headers = {"Accept": self._accept, "Accept-Encoding": "identity"}
            self._session.headers.update({**headers, "User-Agent": "annexes"})
        return self._session

    def _authorize(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """As `auth`, so that no .netrc of the machine puts another header in its place."""
        request.headers["Authorization"] = self._header
        return request

    def _judge(
        self, step: str, status: int, headers: Mapping[str, str], data: bytes, may: tuple[int, ...]
    ) -> None:
        """Raise unless the status is one that the caller can use."""
        if status < 300 or status in may:
            return
        wait = replies.retry_after(headers.get("Retry-After"))
        told = replies.told(status, replies.message(data, self._secret.hidden_in))
        if wait:
            told += f", and to wait {wait:.0f} s"
        if replies.may_be_repeated(status):
            raise self.unclear(step, told, wait=wait)
        hint = replies.advice(status, headers.get("Location", ""))
        raise self.refused(f"could not {step}: {told}", hint)

    def _json(self, step: str, status: int, headers: Mapping[str, str], data: bytes) -> Any:
        if status == 204 or not data:
            return None
        if "json" not in headers.get("Content-Type", "") or len(data) > LIMIT:
            if status >= 400:
                told = f"could not {step}: it answered {status}, with no data"
                hint = "check the address: the portal's interface is not there"
                raise self.refused(told, hint)
            raise self.unclear(step, "it answered with a web page instead of data")
        try:
            return json.loads(data)
        except (ValueError, RecursionError):
            raise self.unclear(step, "it answered with something that is not JSON") from None


def _without_token(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """For somebody else: no header of ours, and none that a .netrc would add."""
    return request
