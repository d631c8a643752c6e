"""The invoices lived: day after day by the file's own dates, orders of a few minutes side by side, refunds at day's end."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby

from procrastinate import App

from lianyi.app.demo.instance import Instance
from lianyi.app.replay.people import SIDE_BY_SIDE, Caller, Desk, Phones, Refused, Shopper
from lianyi.app.replay.plan import Part, Plan, Return, Sale, Sku
from lianyi.app.replay.sheet import ZONE
from lianyi.kit import relay

ROUNDS_MAX = 40
LOOK_EVERY_SECONDS = 0.5
REFUND_TAKES = timedelta(minutes=3)
Progress = Callable[[int], None]


@dataclass
class Life:
    """The shop while it lives the plan."""

    here: Instance
    queue: App
    desk: Desk
    phones: Phones
    shoppers: dict[str, Shopper]
    orders: dict[int, str] = field(default_factory=dict)
    refunds: int = 0


async def bring_in(
    here: Instance, queue: App, desk: Caller, files: Sequence[bytes], progress: Progress
) -> None:
    """The goods come in by the console's file import; `progress` hears of rows. Raises Refused with the first wrong ones."""
    for number, data in enumerate(files, start=1):
        file = {"file": (f"goods-{number}.csv", data, "text/csv")}
        began = await desk.send("POST", "/imports", files=file, data={"kind": "products"})
        await _tell(here)
        working, told = asyncio.create_task(work(queue)), 0
        while not working.done():
            await asyncio.wait({working}, timeout=LOOK_EVERY_SECONDS)
            done = await desk.get(f"/imports/{began['id']}")
            progress(done["rows_done"] - told)
            told = done["rows_done"]
        await working
        if done["state"] != "done" or done["rows_failed"] or done["rows_done"] != done["rows_total"]:
            wrong = f"{done['state']}, {done['rows_failed']} rows failed: {done['errors'][:3]}"
            raise Refused(f"the import of the goods ended {wrong}")
        await _tell(here)


async def shelves(desk: Caller) -> list[dict[str, int | str]]:
    """The console's stock page, all of it."""
    found: list[dict[str, int | str]] = []
    cursor = ""
    while True:
        page = await desk.get("/stock", limit="100", **({"cursor": cursor} if cursor else {}))
        found += page["items"]
        cursor = page["next_cursor"] or ""
        if not cursor:
            return found


async def work(queue: App) -> None:
    """What the worker does: every job that waits, once."""
    await queue.run_worker_async(wait=False, install_signal_handlers=False, delete_jobs="successful")


async def move_to(here: Instance, instant: datetime) -> None:
    """Both clocks show the instant, unless they have passed it already."""
    here.clock.advance(max(instant - here.clock.now(), timedelta()))
    await here.sandbox.set_clock(here.clock.now())


def shoppers_of(plan: Plan) -> dict[str, Shopper]:
    """Everybody who buys, with as much money as that takes."""
    money: dict[str, int] = defaultdict(int)
    for sale in plan.sales:
        money[sale.shopper] += sale.pence
    return {name: Shopper(number, fen) for number, (name, fen) in enumerate(money.items(), start=1)}


async def live(life: Life, plan: Plan, progress: Progress) -> None:
    """All days of the plan; `progress` hears of sales and refunds as they are done."""
    sales = {day: list(some) for day, some in groupby(plan.sales, key=lambda one: _day(one.at))}
    returns = {day: list(some) for day, some in groupby(plan.returns, key=lambda one: _day(one.at))}
    for day in sorted({*sales, *returns}):
        today = sales.get(day, [])
        for start in range(0, len(today), SIDE_BY_SIDE):
            some = today[start : start + SIDE_BY_SIDE]
            await _sell(life, some)
            progress(len(some))
        await _take_back(life, returns.get(day, []))
        progress(len(returns.get(day, [])))
        await work(life.queue)
        await life.here.rest()


def _day(at: datetime) -> date:
    return at.astimezone(ZONE).date()


async def _sell(life: Life, sales: Sequence[Sale]) -> None:
    """Different people at once, one person's orders one after the other; then the callbacks and what follows from them."""
    await move_to(life.here, sales[0].at)
    by_shopper: dict[str, list[Sale]] = defaultdict(list)
    for sale in sales:
        by_shopper[sale.shopper].append(sale)

    async def one(name: str) -> None:
        for sale in by_shopper[name]:
            life.orders[sale.number] = await life.phones.buy(life.shoppers[name], sale)

    await asyncio.gather(*(one(name) for name in by_shopper))
    await _settle(life.here)


async def _take_back(life: Life, returns: Sequence[Return]) -> None:
    """Staff give back what the file cancelled that day, and wait until WeChat has paid it."""
    if not returns:
        return
    await move_to(life.here, max(one.at for one in returns))
    await life.here.rest()  # whoever paid is seen to have paid, by asking WeChat where its notice was lost
    await life.desk.enter()
    for one in returns:
        await _refund(life, one)
    for _ in range(ROUNDS_MAX):
        await life.here.advance(REFUND_TAKES)
        waiting = await life.desk.caller.get("/refunds", state="processing", limit="1")
        if not waiting["items"]:
            return
    raise Refused("refunds do not arrive at WeChat")


async def _refund(life: Life, one: Return) -> None:
    order = life.orders[one.sale]
    shown = await life.desk.caller.get(f"/orders/{order}")
    line_of = {line["sku_id"]: line["id"] for line in shown["lines"]}
    lines = [_given(part, line_of[life.phones.skus[part.sku]]) for part in one.parts]
    wish = {"lines": lines, "freight_fen": 0, "reason": f"取消 {one.invoice}"}
    await life.desk.caller.send("POST", f"/orders/{order}/refunds", json=wish)
    life.refunds += 1


def _given(part: Part, line: str) -> dict[str, int | str]:
    return {"line_id": line, "quantity": part.quantity, "amount_fen": part.pence}


async def _settle(here: Instance) -> None:
    """Callbacks arrive and every fact is told; sweeps have their turn at the day's end."""
    await here.sandbox.run_due()
    await _tell(here)


async def _tell(here: Instance) -> None:
    while await relay.relay_once(here.db):
        pass


def skus_by_code(shelf: Sequence[dict[str, int | str]], codes: dict[Sku, str]) -> dict[Sku, str]:
    """The shop's id of every SKU. Raises Refused naming one that the import did not bring."""
    known = {str(one["sku_code"]): str(one["sku_id"]) for one in shelf}
    missing = next((code for code in codes.values() if code not in known), None)
    if missing is not None:
        raise Refused(f"the shop has no SKU {missing} after the import")
    return {sku: known[code] for sku, code in codes.items()}
