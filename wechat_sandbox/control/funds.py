"""Control of a merchant's funds: what it has at WeChat, and what it draws out or pays in."""

from typing import Any

from fastapi import APIRouter, Depends
from pydantic import Field

from wechat_sandbox import flows, wallet
from wechat_sandbox.accounts.merchants import digits, shown_merchant
from wechat_sandbox.control.access import Box, loopback_only
from wechat_sandbox.control.accounts import Body
from wechat_sandbox.holdings import frozen_fen
from wechat_sandbox.refusals import ControlRefusal
from wechat_sandbox.state import Sandbox

router = APIRouter(prefix="/_sandbox", dependencies=[Depends(loopback_only)])


class Amount(Body):
    amount_fen: int = Field(ge=1, le=10**12)


@router.get("/merchants/{mchid}/balance")
async def show_balance(mchid: str, sandbox: Box) -> dict[str, int]:
    """`frozen_fen` is the part of `unsettled_fen` that waits for profit sharing."""
    return _balance(sandbox, mchid)


def _balance(sandbox: Sandbox, mchid: str) -> dict[str, int]:
    shown = shown_merchant(sandbox.db, mchid)
    return {
        "available_fen": shown["available_fen"],
        "unsettled_fen": shown["unsettled_fen"],
        "frozen_fen": frozen_fen(sandbox, mchid),
    }


@router.post("/merchants/{mchid}/withdraw")
async def withdraw(mchid: str, body: Amount, sandbox: Box) -> dict[str, Any]:
    """Draw available money out to the merchant's bank account."""
    return _move(sandbox, mchid, -body.amount_fen, "withdraw")


@router.post("/merchants/{mchid}/topup")
async def topup(mchid: str, body: Amount, sandbox: Box) -> dict[str, Any]:
    """Pay money in from the merchant's bank account."""
    return _move(sandbox, mchid, body.amount_fen, "topup")


def _move(sandbox: Sandbox, mchid: str, delta_fen: int, kind: str) -> dict[str, Any]:
    shown_merchant(sandbox.db, mchid)
    number = digits(28)
    with sandbox.db.transaction():
        if not wallet.move_available(sandbox, mchid, delta_fen, kind, number):
            raise ControlRefusal(409, "NOT_ENOUGH", "可用余额不足", "amount_fen")
        wallet.move_outside(sandbox, wallet.BANK, -delta_fen, kind, number)
        flows.tell(sandbox, mchid, kind, delta_fen, (number, number))
    return _balance(sandbox, mchid)
