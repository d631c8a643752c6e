"""HTTP from WeChat: message push of the shop's mini program and official account."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request
from fastapi.responses import PlainTextResponse

from lianyi.identity import actions
from lianyi.identity.errors import PushRefused
from lianyi.kit.http import Own, outside
from lianyi.kit.ids import TenantId

callbacks = outside("/callbacks/push", tags=["callbacks: WeChat"])
BODY_MAX = 1 << 20
Word = Annotated[str, Query(max_length=200)]


async def _seal(
    timestamp: Word = "", nonce: Word = "", signature: Word = "", msg_signature: Word = ""
) -> actions.Seal:
    return actions.Seal(timestamp, nonce, signature, msg_signature)


Seal = Annotated[actions.Seal, Depends(_seal)]


@callbacks.get("/{tenant_id}/{appid}", response_class=PlainTextResponse)
async def check_address(
    tenant_id: UUID, appid: str, db: Own, seal: Seal, echostr: Word = ""
) -> PlainTextResponse:
    """WeChat's check of the address: the echo comes back when the token proves the caller."""
    return PlainTextResponse(await actions.answer_url_check(db, TenantId(tenant_id), appid, seal, echostr))


@callbacks.post("/{tenant_id}/{appid}", response_class=PlainTextResponse)
async def take_push(tenant_id: UUID, appid: str, db: Own, seal: Seal, request: Request) -> PlainTextResponse:
    """Verify, record once, answer within WeChat's five seconds; reactions do the rest."""
    body = await request.body()
    if len(body) > BODY_MAX:
        raise PushRefused
    await actions.take_push(db, TenantId(tenant_id), appid, seal, body)
    return PlainTextResponse("success")
