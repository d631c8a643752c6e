"""The two doors of a running instance as the story's people use them: the console in a browser, the shop on a phone."""

from typing import Any, Self
from uuid import uuid4

import httpx

SECONDS_MAX = 30
MINI_AGENT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Mobile Safari/537.36 MicroMessenger/8.0.50"


class DoorClosed(Exception):
    """The program refused what the story takes for granted; the message is its own."""


class Door:
    """JSON over HTTP; every act carries an idempotency key, as the front ends do."""

    def __init__(self, url: str, prefix: str, headers: dict[str, str]) -> None:
        self._http = httpx.AsyncClient(base_url=f"{url}{prefix}", headers=headers, timeout=SECONDS_MAX)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *problem: object) -> None:
        await self._http.aclose()

    def carry(self, header: str, value: str) -> None:
        """Send this header from now on."""
        self._http.headers[header] = value

    def in_mini_program(self, appid: str) -> None:
        """Speak as WeChat's client does for a mini program: its Referer cannot be chosen by a page."""
        self.carry("Lianyi-Channel", "mini")
        self.carry("User-Agent", MINI_AGENT)
        self.carry("Referer", f"https://servicewechat.com/{appid}/1/page-frame.html")

    async def get(self, path: str, **params: str) -> Any:
        return self._read(await self._http.get(path, params=params))

    async def post(self, path: str, body: object = None) -> Any:
        return self._read(await self._http.post(path, json=body or {}, headers=_act()))

    async def put(self, path: str, body: object) -> Any:
        return self._read(await self._http.put(path, json=body, headers=_act()))

    async def send_file(self, path: str, name: str, data: bytes, mime: str) -> Any:
        return self._read(await self._http.post(path, files={"file": (name, data, mime)}, headers=_act()))

    @staticmethod
    def _read(answer: httpx.Response) -> Any:
        if answer.is_error:
            raise DoorClosed(
                f"{answer.request.method} {answer.request.url.path}: {answer.status_code} {answer.text[:400]}"
            )
        return answer.json() if answer.content else None


def _act() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid4())}


def console(url: str) -> Door:
    return Door(url, "/api/console", {"Lianyi-Console": "1", "Accept-Language": "zh-CN"})


def phone(url: str, slug: str) -> Door:
    return Door(url, "/api/shop", {"Lianyi-Shop": slug, "Accept-Language": "zh-CN"})
