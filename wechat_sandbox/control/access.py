"""Who may command the sandbox: programs and browsers on this machine, nobody else.

The Host header is checked too, so that a web page elsewhere can not reach the control API through a name that
resolves to this machine.
"""

from ipaddress import ip_address
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from wechat_sandbox.refusals import ControlRefusal
from wechat_sandbox.state import Sandbox, sandbox_of


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


async def loopback_only(request: Request) -> None:
    """Refuse strangers unless the sandbox was opened to the network knowingly. Raises ControlRefusal 403."""
    if sandbox_of(request).open_to_network:
        return
    client = request.client.host if request.client else ""
    if not is_loopback(client) or not is_loopback(request.url.hostname or ""):
        raise ControlRefusal(403, "LOOPBACK_ONLY", "the control API answers this machine only")
    origin = request.headers.get("origin")
    if origin is not None and not is_loopback(origin.split("//")[-1].rsplit(":", 1)[0].strip("[]")):
        raise ControlRefusal(403, "LOOPBACK_ONLY", "the control API answers pages of this machine only")


async def _asked(request: Request) -> Sandbox:
    return sandbox_of(request)


# Coroutines, because FastAPI sends a plain function to a thread and back, at every request.
Box = Annotated[Sandbox, Depends(_asked)]
