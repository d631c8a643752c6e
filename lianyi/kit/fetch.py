"""Fetching an address a stranger wrote: a picture in an import, a webhook.

The name is resolved here, every address it has must be public, and the connection goes to the very address that was
checked, so that a name which changes its answer (DNS rebinding) gains nothing. Redirects are checked like the first
address. Size and time are bounded, compressed answers are not unpacked.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Awaitable, Callable, Sequence
from functools import cache
from urllib.parse import urljoin, urlsplit

import httpx

from lianyi.kit.errors import Invalid

URL_LENGTH_MAX = 2_000
REDIRECTS_MAX = 3
CONNECT_SECONDS = 5.0
TOTAL_SECONDS = 20.0

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]

# Prefixes that carry an IPv4 address inside: translators (RFC 6052, 8215) can reach a private network through them.
_TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))


class AddressNotPublic(Invalid):
    code = "address_not_public"
    zh = "不能访问这个地址:只接受公网的 http 或 https 网址"
    en = "This address is not allowed: only public http or https addresses are"


class FetchFailed(Invalid):
    code = "fetch_failed"
    zh = "取不到这个网址的内容:{reason}"
    en = "The address could not be fetched: {reason}"


def is_public(address: str) -> bool:
    """Tell whether an IP address is one that everybody on the internet may reach."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(
        one.is_global and not one.is_multicast and not one.is_reserved for one in _layers(ip)
    ) and not any(ip in network for network in _TRANSLATED if ip.version == network.version)


async def fetch(
    url: str,
    bytes_max: int,
    *,
    resolve: Resolve | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> bytes:
    """Fetch at most `bytes_max` bytes from a public address.

    Raises:
        AddressNotPublic: other scheme or port, a name inside credentials, or an address that is not public.
        FetchFailed: no answer, an error status, too large, too slow, too many redirects.
    """
    try:
        async with asyncio.timeout(TOTAL_SECONDS):
            for _ in range(REDIRECTS_MAX + 1):
                body, url = await _step(url, bytes_max, resolve or _resolve, transport)
                if body is not None:
                    return body
    except (httpx.HTTPError, OSError, TimeoutError) as error:
        raise FetchFailed(reason=type(error).__name__) from error
    raise FetchFailed(reason="重定向太多")


@cache
def authorities() -> ssl.SSLContext:
    """Whom to trust, read once a process: it takes 50 ms of a processor, which httpx would spend on every client."""
    return httpx.create_ssl_context(trust_env=False)


async def _step(
    url: str, bytes_max: int, resolve: Resolve, transport: httpx.AsyncBaseTransport | None
) -> tuple[bytes | None, str]:
    """Answer the body, or the address of the next step."""
    host, port, secure = _parts(url)
    addresses = await resolve(host, port)
    if not addresses or not all(is_public(address) for address in addresses):
        raise AddressNotPublic
    target = httpx.URL(url).copy_with(host=addresses[0])
    timeout = httpx.Timeout(TOTAL_SECONDS, connect=CONNECT_SECONDS)
    async with httpx.AsyncClient(
        transport=transport, timeout=timeout, trust_env=False, verify=authorities()
    ) as client:
        request = client.build_request(
            "GET",
            target,
            headers={"Host": host, "Accept-Encoding": "identity", "User-Agent": "lianyi"},
            extensions={"sni_hostname": host} if secure else {},
        )
        response = await client.send(request, stream=True)
        try:
            if response.is_redirect:
                return None, urljoin(url, response.headers.get("location", ""))
            if response.status_code != httpx.codes.OK:
                raise FetchFailed(reason=f"HTTP {response.status_code}")
            return await _body(response, bytes_max), url
        finally:
            await response.aclose()


async def _body(response: httpx.Response, bytes_max: int) -> bytes:
    parts = bytearray()
    async for part in response.aiter_raw():
        parts += part
        if len(parts) > bytes_max:
            raise FetchFailed(reason=f"超过 {bytes_max // 1024} KB")
    return bytes(parts)


def _parts(url: str) -> tuple[str, int, bool]:
    if len(url) > URL_LENGTH_MAX or any(char.isspace() for char in url):
        raise AddressNotPublic
    try:
        split = urlsplit(url)
        port = split.port
    except ValueError as error:
        raise AddressNotPublic from error
    default = {"http": 80, "https": 443}.get(split.scheme)
    if default is None or port not in {None, default} or not split.hostname or split.username is not None:
        raise AddressNotPublic
    return split.hostname, default, split.scheme == "https"


async def _resolve(host: str, port: int) -> Sequence[str]:
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


def _layers(ip: IpAddress) -> list[IpAddress]:
    """The address and those it carries inside (mapped, 6to4, Teredo): each must be public."""
    if isinstance(ip, ipaddress.IPv4Address):
        return [ip]
    carried = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
    inner: list[IpAddress] = [one for one in carried if one is not None]
    return inner if ip.ipv4_mapped is not None else [ip, *inner]
