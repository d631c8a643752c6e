"""The wire under `wechatpayv3`: aiohttp in the place of httpx, which cost as much as everything else that a payment is.

Between a request of the library and the socket httpx makes its own request, cookies, redirects, events and an HTTP parser in
Python; aiohttp parses in C. The library only calls its client's verbs and reads status, headers and body, which is all there
is here. Failures are httpx's, as whoever calls the library expects them (docs/decisions/0027-the-pipe.md).
"""

from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from multidict import CIMultiDictProxy


async def connect(core: Any, private_key: str, connect_seconds: float, answer_seconds: float) -> None:
    """Give the library's core its key and a wire; without a public key it fetches the platform certificates.

    This happens in the middle of somebody's payment, on the event loop, where the library itself would take 90 ms: half for
    an httpx client that nobody uses, half for proving again that the key is one, which was proved when it was stored.
    Raises what the library raises, and leaves nothing open then.
    """
    core._private_key = load_pem_private_key(private_key.encode(), None, unsafe_skip_rsa_key_validation=True)  # noqa: SLF001  the library has no argument for a key that was loaded
    core._client = wire = Wire(core._gate_way, connect_seconds, answer_seconds)  # noqa: SLF001  nor for its client
    try:
        if not core._public_key:  # noqa: SLF001  as the library does when it opens its own
            await core._init_certificates()  # noqa: SLF001  as above
    except BaseException:
        await wire.aclose()
        raise


class Answered:
    """What WeChat said; header names in any case."""

    __slots__ = ("content", "headers", "status_code")

    def __init__(self, status_code: int, headers: CIMultiDictProxy[str], content: bytes) -> None:
        self.status_code = status_code
        self.headers = headers
        self.content = content

    @property
    def text(self) -> str:
        return self.content.decode("utf-8", "replace")


class Wire:
    """The verbs that the library calls, over connections that stay open. A picture goes over httpx, as it is meant to."""

    def __init__(self, gateway: str, connect_seconds: float, answer_seconds: float) -> None:
        self._timeout = httpx.Timeout(answer_seconds, connect=connect_seconds)
        self._forms: httpx.AsyncClient | None = None  # made for the first picture
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(sock_connect=connect_seconds, sock_read=answer_seconds, total=None),
            cookie_jar=aiohttp.DummyCookieJar(),
            proxy=_proxy_to(gateway),
        )

    async def get(self, url: str, headers: dict[str, str]) -> Answered:
        return await self._ask("GET", url, headers)

    async def post(self, url: str, headers: dict[str, str], content: str | None = None, **more: Any) -> Any:
        if more:
            self._forms = self._forms or httpx.AsyncClient(timeout=self._timeout)
            return await self._forms.post(url, headers=headers, **more)
        return await self._ask("POST", url, headers, content)

    async def patch(self, url: str, headers: dict[str, str], content: str) -> Answered:
        return await self._ask("PATCH", url, headers, content)

    async def put(self, url: str, headers: dict[str, str], content: str) -> Answered:
        return await self._ask("PUT", url, headers, content)

    async def delete(self, url: str, headers: dict[str, str]) -> Answered:
        return await self._ask("DELETE", url, headers)

    async def _ask(
        self, verb: str, url: str, headers: dict[str, str], content: str | None = None
    ) -> Answered:
        body = None if content is None else content.encode()
        try:
            async with self._session.request(
                verb, url, data=body, headers=headers, allow_redirects=False
            ) as answer:
                return Answered(answer.status, answer.headers, await answer.read())
        except (aiohttp.ClientError, TimeoutError) as problem:
            raise httpx.TransportError(f"{type(problem).__name__}: {problem}"[:200]) from problem

    async def aclose(self) -> None:
        await self._session.close()
        if self._forms is not None:
            await self._forms.aclose()


def _proxy_to(gateway: str) -> str | None:
    """What the machine's environment names as the way out, found once: aiohttp would look, and read .netrc, at every call."""
    found = urlsplit(gateway)
    if found.hostname is None or proxy_bypass(found.hostname):
        return None
    return getproxies().get(found.scheme)
