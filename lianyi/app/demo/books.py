"""The acts of `make demo` in which money is told truly: goods come back, the guarantee lets go, WeChat's bills agree."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from lianyi.app.demo.cast import RETURNS
from lianyi.app.demo.doors import Door
from lianyi.app.demo.instance import Instance
from lianyi.kit.clock import business_day

FEE_BP = 60  # WeChat Pay's usual 0.60 %
BILLS_DAYS = 2  # yesterday's bill is there after ten in the morning: two days on, whatever time it is now


@dataclass(frozen=True, slots=True)
class Returned:
    """A case that ended with its money back."""

    title: str
    amount_fen: int


async def return_goods(here: Instance, desk: Door, phone: Door, order: str, word: str) -> Returned:
    """One unit of the order's line with that word comes back for no reason; the merchant looks at it and pays back."""
    await desk.post("/return-addresses", RETURNS)
    options = await phone.get(f"/orders/{order}/aftersales/options")
    line = next(one for one in options["lines"] if word in one["title"])
    case = await phone.post(
        f"/orders/{order}/aftersales",
        {"kind": "return_refund", "reason": "no_reason", "words": "买多了一只",
         "lines": [{"line_id": line["line_id"], "quantity": 1}]},
    )  # fmt: skip
    await desk.post(f"/aftersales/{case['id']}/agree", {})
    parcel = {"carrier_code": "YTO", "tracking_no": "YT7700112233445"}
    await phone.post(f"/aftersales/{case['id']}/hand-in", parcel)
    await here.advance(timedelta(hours=6))
    await desk.post(f"/aftersales/{case['id']}/receive", {"restock": True})
    await here.rest()
    await here.advance(timedelta(minutes=5))
    shown = await phone.get(f"/aftersales/{case['id']}")
    if shown["state"] != "refunded":
        raise RuntimeError("the money of the goods that came back did not")
    return Returned(line["title"], shown["refunded_fen"])


async def wait_for_bills(here: Instance) -> None:
    """Until WeChat's bills of every day so far are here and matched."""
    await here.advance(timedelta(days=BILLS_DAYS))
    await here.advance(timedelta(minutes=10))


async def months(here: Instance, desk: Door, since: datetime) -> dict[str, Any]:
    """The months of the story as the console shows them: sums by the bills together, the rest as of the last one.

    The story takes weeks by its own clock, so it seldom ends in the month it began in.
    """
    first, last = business_day(since).replace(day=1), business_day(here.clock.now())
    found: dict[str, Any] = {}
    sums: Counter[str] = Counter()
    while first <= last:
        found = await desk.get("/reconciliation/month", month=first.isoformat()[:7])
        sums.update({name: fen for name, fen in found["sums"].items() if name.endswith("_fen")})
        first = (first + timedelta(days=32)).replace(day=1)
    return found | {"sums": sums}


async def figures(desk: Door, found: dict[str, Any]) -> dict[str, int]:
    """Fen that the guarantee has let go of, lines of WeChat's bills that the books have, and what does not agree."""
    sums = (await desk.get("/payments/guarantee"))["sums"]
    return {
        "released_fen": sum(one["amount_fen"] for one in sums if one["held"] == "released"),
        "reconciled_lines": found["reconciled_lines"],
        "differences": found["differences"],
    }
