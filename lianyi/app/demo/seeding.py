"""Seeding: the demo shop and a month of its life, once, through the same doors as everybody.

The clock of the database and the sandbox's clock are set back a month and walk forward together, so that every order,
payment and ledger entry has its own instant and both sides of the wire agree.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from lianyi.app.demo import (
    assisting,
    bargaining,
    catalogue,
    clearing,
    club,
    crowd,
    giving,
    happenings,
    living,
    month,
    notices,
    opening,
    packets,
    passing,
    paying,
    shopkeepers,
    signin,
    spreading,
)
from lianyi.app.demo.cast import REGULARS, customers
from lianyi.app.demo.catalogue import Product
from lianyi.app.demo.happenings import Happening
from lianyi.app.demo.living import Life
from lianyi.app.demo.month import Errand, Verb
from lianyi.app.demo.opening import Staffed
from lianyi.app.demo.sandbox import Sandbox
from lianyi.app.demo.signin import SignIn
from lianyi.app.demo.spreading import Spread
from lianyi.app.wiring import load_work
from lianyi.identity import queries as identity
from lianyi.inventory import actions as inventory
from lianyi.kit.clock import MovableClock, SystemClock
from lianyi.kit.config import config
from lianyi.kit.db import Database

MERCHANT_KEY = "lianyi-demo"
SWEEP_HOURS = 12
SHOPS_MAX = 20
# So that the console has something to say about stock: SKU and what a count of the shelf found.
COUNTED = (("TEA-005-B", 2), ("TBL-005-A", 3), ("HOM-006-B", 4), ("PAP-006-B", 0))


class NotADemonstration(Exception):
    """Seeding was asked for where real WeChat, or nothing, answers."""


async def run(app_dsn: str, sandbox_url: str | None) -> SignIn:
    """Seed the database at this address from a process of its own. Raises NotADemonstration."""
    if sandbox_url is None:
        raise NotADemonstration("There is no sandbox here: with a real WeChat the demo shop is never opened.")
    load_work()
    clock = MovableClock(SystemClock().now())
    db = Database(app_dsn, clock=clock)
    await db.open()
    try:
        return await seed(db, clock, sandbox_url)
    finally:
        await db.close()


async def seed(
    db: Database, clock: MovableClock, sandbox_url: str, *,
    goods: Sequence[Product] | None = None, per_day: float = 3.2,
) -> SignIn:  # fmt: skip
    """Open the demo shop and live its month; does nothing when that was done before.

    `clock` must be the clock of `db`; it stands where it stood when this returns. `goods` are the whole
    catalogue unless given, `per_day` is how lively the shop is. Raises NotADemonstration.
    """
    if not config().demo or config().sandbox_url != sandbox_url:
        raise NotADemonstration(
            "Demo data goes with LIANYI_DEMO=1 and the sandbox only, never with real WeChat."
        )
    done = signin.kept()
    if done is not None:
        return done
    end = clock.now()
    goods = catalogue.products() if goods is None else goods
    async with Sandbox(sandbox_url) as sandbox:
        merchant = await sandbox.merchant(catalogue.SHOP_NAME, MERCHANT_KEY)
        async with _quiet(sandbox, merchant["mchid"]):
            begin = end - timedelta(days=month.DAYS + 2)
            clock.advance(begin - end)
            await sandbox.set_clock(begin)
            await sandbox.take_fee(merchant["mchid"], happenings.FEE_BP)
            shop = await opening.open_shop(db, await _free_slug(db), merchant)
            await notices.choose(db, sandbox, shop, merchant)
            skus = await opening.stock_shop(db, shop, goods)
            await club.found(db, shop)
            life = Life(
                db, clock, sandbox, shop.tenant, merchant["mini_appid"], shop.staff["customer_service"],
                shop.staff["warehouse"], skus, customers(),
            )  # fmt: skip
            plan = month.plan(goods, REGULARS, end, per_day=per_day)
            spread = Spread(life, shop.staff["operations"], crowd.openings(len(life.people), end))
            around = [
                *happenings.happenings(life, shop.owner, plan, end),
                *giving.happenings(life, shop.staff["operations"], end),
                *assisting.happenings(life, shop.staff["operations"], end),
                *passing.happenings(life, shop.staff["operations"], end),
                *packets.happenings(life, shop.staff["operations"], shop.owner, end),
                *bargaining.happenings(life, shop.staff["operations"], end),
                *clearing.happenings(life, shop.staff["operations"], end),
            ]
            around += shopkeepers.happenings(life, shop.owner, shop.staff["operations"], end)
            around += paying.happenings(life, shop.owner, end)
            await _live(life, plan, spread, around, end)
            await _count_shelves(life, shop)
    owner = shop.logins[0]
    sign_in = SignIn(shop.slug, owner.login, owner.password, shop.logins)
    signin.keep(sign_in)
    return sign_in


@asynccontextmanager
async def _quiet(sandbox: Sandbox, mchid: str) -> AsyncIterator[None]:
    """The shop's server is not up yet: nothing is called back, and the sandbox acts only when told."""
    offset_seconds = await sandbox.offset_seconds()
    before = await sandbox.settings(auto=False, refund_gap_strict=False)
    fault = await sandbox.lose_callbacks(mchid)
    try:
        yield
    finally:
        await sandbox.run_due()
        await sandbox.end_fault(fault)
        await sandbox.turn_clock(offset_seconds)
        await sandbox.settings(auto=before["auto"], refund_gap_strict=before["refund_gap_strict"])


async def _free_slug(db: Database) -> str:
    """The shop's short name, or the next one where an earlier seeding was cut off."""
    for number in range(1, SHOPS_MAX):
        slug = catalogue.SHOP_SLUG if number == 1 else f"{catalogue.SHOP_SLUG}-{number}"
        if await identity.tenant_id_by_slug(db, slug) is None:
            return slug
    raise NotADemonstration(f"{SHOPS_MAX} demo shops were begun in this database; empty the data folder.")


async def _live(
    life: Life, plan: Sequence[Errand], spread: Spread, around: Sequence[Happening], end: datetime
) -> None:
    """Every step in the order of time, with the day's sweeps between them."""
    own: list[Moment] = [
        (step.at, len(plan), step) for step in spreading.steps(spread.tree, end) if step.at < end
    ]
    own += [(at, len(plan), happening) for at, happening in around]
    for at, number, verb in sorted([*_timeline(plan, end), *own], key=lambda one: (one[0], one[1])):
        life.move_to(at)
        if verb is None:
            await life.sweep()
        elif isinstance(verb, spreading.Step):
            await spreading.do(spread, verb)
        elif callable(verb):
            await verb()
        else:
            await living.do(life, number, plan[number], verb)
    for number in range(len(life.people)):
        await living.join(life, number)  # some only look around
    life.move_to(end)
    await life.sweep()


Moment = tuple[datetime, int, "Verb | spreading.Step | Callable[[], Awaitable[None]] | None"]


def _timeline(plan: Sequence[Errand], end: datetime) -> Iterator[Moment]:
    """Steps with their errand's number, and None where the worker sweeps: twice a day and after each deadline."""
    moments: list[Moment] = [
        (step.at, number, step.verb) for number, errand in enumerate(plan) for step in errand.steps
    ]
    tick = plan[0].steps[0].at
    while tick < end:
        moments.append((tick, -1, None))
        tick += timedelta(hours=SWEEP_HOURS)
    moments += [
        (errand.steps[0].at + timedelta(minutes=121), -1, None) for errand in plan if errand.fate == "left"
    ]
    yield from (one for one in moments if one[0] < end)


async def _count_shelves(life: Life, shop: Staffed) -> None:
    async with life.db.write(life.tenant) as session:
        for code, counted in COUNTED:
            await inventory.set_counted(
                session, shop.staff["warehouse"], life.skus[code], counted, "月末盘点"
            )
    await life.rest()
