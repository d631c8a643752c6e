"""Control of bills: plant a difference into what is served for a day, look, take it back."""

from typing import Any

from fastapi import APIRouter, Depends
from pydantic import Field

from wechat_sandbox.accounts.merchants import shown_merchant
from wechat_sandbox.bills.days import parse_day
from wechat_sandbox.bills.plants import Bill, Kind
from wechat_sandbox.control.access import Box, loopback_only
from wechat_sandbox.control.accounts import Body
from wechat_sandbox.refusals import ControlRefusal
from wechat_sandbox.state import Sandbox

router = APIRouter(prefix="/_sandbox", dependencies=[Depends(loopback_only)])
PLANTS_MAX = 1000


class Plant(Body):
    kind: Kind
    bill: Bill = "trade"
    number: str | None = Field(None, min_length=1, max_length=64)
    delta_fen: int = Field(0, ge=-(10**12), le=10**12)


@router.post("/bills/{mchid}/{day}/plant")
async def plant(mchid: str, day: str, body: Plant, sandbox: Box) -> dict[str, Any]:
    """Serve the day's bill with this difference; the books stay as they are."""
    shown_merchant(sandbox.db, mchid)
    if parse_day(day) is None:
        raise ControlRefusal(400, "BAD_DAY", "the day is written YYYY-MM-DD", "day")
    known = sandbox.db.one("select count(*) as count from plants where mchid = ?", (mchid,))
    if known is not None and known["count"] >= PLANTS_MAX:
        raise ControlRefusal(409, "TOO_MANY_PLANTS", "take some back first")
    sandbox.db.run(
        "insert into plants (mchid, bill_date, bill, kind, number, delta_fen) values (?, ?, ?, ?, ?, ?)",
        (mchid, day, body.bill, body.kind, body.number, body.delta_fen),
    )
    return _shown(sandbox, mchid, day)


@router.get("/bills/{mchid}/{day}/plant")
async def show_plants(mchid: str, day: str, sandbox: Box) -> dict[str, Any]:
    return _shown(sandbox, mchid, day)


@router.delete("/bills/{mchid}/{day}/plant")
async def take_back(mchid: str, day: str, sandbox: Box) -> dict[str, Any]:
    """Serve the true bills of this day again."""
    sandbox.db.run("delete from plants where mchid = ? and bill_date = ?", (mchid, day))
    return _shown(sandbox, mchid, day)


def _shown(sandbox: Sandbox, mchid: str, day: str) -> dict[str, Any]:
    rows = sandbox.db.all(
        "select kind, bill, number, delta_fen from plants where mchid = ? and bill_date = ? order by id",
        (mchid, day),
    )
    return {"plants": [dict(row) for row in rows]}
