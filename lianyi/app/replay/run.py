"""`make replay`: from the file to the verdict, on a fresh instance that is gone afterwards. The last line is JSON."""

import asyncio
import json
import sys
import time
from collections.abc import Iterable, Mapping
from decimal import ROUND_UP, Decimal
from pathlib import Path
from typing import Any

from procrastinate import App
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from lianyi.app.demo.instance import Ground, Instance, ground, running
from lianyi.app.replay import goods, living, telling, verdict
from lianyi.app.replay import plan as planning
from lianyi.app.replay.people import SHOP, Caller, Desk, Phones
from lianyi.app.replay.plan import Plan, Sku
from lianyi.app.replay.sheet import Invoice, find, read
from lianyi.identity import queries as identity
from lianyi.kit import jobs, relay
from lianyi.ledger.types import AT_WECHAT

LIMIT = 3_000
MUST_BE_ZERO = (
    "difference_pence", "stock_difference", "ledger_sum_fen", "wechat_difference_fen", "lost_pence", "dead_letters",
)  # fmt: skip


def replay(path: Path, limit: int = LIMIT) -> int:
    """Live the first `limit` invoices (0: all); 0 when every sum is right. Raises NoSuchFile."""
    began = time.monotonic()
    say = Console(highlight=False)
    file = find(path)
    with say.status(f"读 reading {file.name} …"):
        chosen = read(file, limit)
        plan = planning.make(chosen)
    say.print(f"\n[bold]涟漪 Lianyi[/]  真实店铺重放 · the replay of a real shop: {file.name}\n")
    telling.plan(say, plan, verdict.left_out(plan))
    with ground() as on:
        result = asyncio.run(live(on, say, chosen, plan))
    result["seconds"] = round(time.monotonic() - began, 1)
    sys.stdout.write(json.dumps(result) + "\n")
    return code_of(result)


def code_of(result: Mapping[str, Any]) -> int:
    """What the program ends with: 0 when something was lived and nothing differs."""
    return 0 if result["orders"] and not any(result[name] for name in MUST_BE_ZERO) else 1


async def live(on: Ground, say: Console, chosen: list[Invoice], plan: Plan) -> dict[str, Any]:
    """The plan lived on this ground; the counts and differences that the last line says."""
    async with (
        running(on) as here,
        Caller(f"{here.url}/api/console", {"Lianyi-Console": "1"}) as console,
        Caller(f"{here.url}/api/shop", {"Lianyi-Shop": SHOP}) as shop,
    ):
        if plan.sales:
            here.clock.advance(plan.sales[0].at - here.clock.now())
            await living.move_to(here, here.clock.now())
        queue = jobs.queue_app(on.dsn, here.db, lambda: identity.every_tenant(here.db))
        desk = Desk(here, console)
        merchant = await desk.open_shop()
        async with queue.open_async():
            with _bar(say) as bar:
                skus = await _bring_in(here, queue, console, plan, bar)
                phones = Phones(here, shop, merchant["mini_appid"], skus)
                life = living.Life(here, queue, desk, phones, living.shoppers_of(plan))
                steps = len(plan.sales) + len(plan.returns)
                task = bar.add_task("订单与退款 orders and refunds", total=steps)
                await living.live(life, plan, lambda done: bar.advance(task, done))
        return await _judge(here, say, life, chosen, plan) | {
            "wechat_difference_fen": await _at_wechat(here, console, merchant["mchid"]),
        }


async def _bring_in(here: Instance, queue: App, console: Caller, plan: Plan, bar: Progress) -> dict[Sku, str]:
    """The goods on the shelves; the shop's id of each SKU."""
    codes = goods.codes(plan)
    task = bar.add_task("商品导入 goods, by SKU", total=len(codes))
    files = list(goods.files(plan, goods.opening_stock(plan)))
    await living.bring_in(here, queue, console, files, lambda done: bar.advance(task, done))
    return living.skus_by_code(await living.shelves(console), codes)


def _bar(say: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn(),
        console=say,
    )  # fmt: skip


async def _judge(
    here: Instance, say: Console, life: living.Life, chosen: list[Invoice], plan: Plan
) -> dict[str, Any]:
    console = life.desk.caller
    await life.desk.enter()
    ledger = await verdict.ledger_months(console, verdict.month_names(plan))
    rows = [row for invoice in chosen for row in invoice.rows]
    found = verdict.months(plan, rows, ledger)
    telling.verdict(say, found)
    piles = verdict.piles_of(await living.shelves(console))
    left = sum((one.skipped for one in found), Decimal())
    return {
        "invoices": plan.replayed,
        "skipped": plan.invoices - plan.replayed,
        "rows": len(rows),
        "skipped_rows": len(plan.skipped),
        "skipped_pence": int(left.to_integral_value()),  # to the nearest; the table has the rest
        "orders": len(life.orders),
        "refunds": life.refunds,
        "difference_pence": _whole(one.difference for one in found),
        "lost_pence": _whole(abs(one.whole - one.skipped - one.file) for one in found),
        "stock_difference": verdict.stock_difference(plan, goods.codes(plan), piles),
        "ledger_sum_fen": (await console.get("/ledger/accounts"))["sum_fen"],
        "dead_letters": len(await relay.parked(here.db)),
    }


def _whole(differences: Iterable[Decimal]) -> int:
    """Their sum; a part of a penny counts as one, so that no difference is rounded away."""
    return int(sum(differences, Decimal()).to_integral_value(ROUND_UP))


async def _at_wechat(here: Instance, console: Caller, mchid: str) -> int:
    """What WeChat owes the shop less what the shop's books say it owes."""
    accounts = (await console.get("/ledger/accounts"))["items"]
    ours_fen: int = sum(one["balance_fen"] for one in accounts if one["purpose"] in AT_WECHAT)
    return await here.sandbox.merchant_balance_fen(mchid) - ours_fen
