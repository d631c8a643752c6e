"""Shopkeepers of the demo shop are paid: one has had theirs, one thought better of it, one waits to be looked at."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from uuid import UUID

from lianyi.app.demo import living
from lianyi.app.demo.happenings import Happening
from lianyi.app.demo.living import Life
from lianyi.distribution.actions import payouts, real_names, transfers
from lianyi.distribution.queries import payouts as reads
from lianyi.distribution.rules.tax import CONSENT_VERSION
from lianyi.identity import actions as identity
from lianyi.identity.types import Channel, Staff
from lianyi.kit.ids import new_id

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
# The two examples that GB 11643 itself gives: whole numbers of nobody.
OF_PAID, OF_WAITING = ("林南山", "11010519491231002X"), ("张守诚", "440524188001010014")
# Customers of the demo's cast who sell. What they have earned by now hangs on the hour at which the month begins.
PAID, WAITING = 8, (17, 22)


def happenings(life: Life, owner: Staff, end: datetime) -> list[Happening]:
    """Each with its instant; whoever has nothing to ask for yet asks for nothing."""
    return [
        (end - 3 * DAY, _act(_take_back, life, PAID)),
        (end - 2 * DAY, _act(_be_paid, life, owner, PAID)),
        (end - 5 * HOUR, _act(_wait, life)),
    ]


def _act(verb: Callable[..., Awaitable[object]], *given: object) -> Callable[[], Awaitable[None]]:
    async def happen() -> None:
        await verb(*given)

    return happen


async def _ask(life: Life, customer: int, named: tuple[str, str] = OF_PAID) -> UUID | None:
    """All that is available, under a real name that is given with it; None while it is too little."""
    shopper, _, _ = await living.join(life, customer)
    async with life.db.write(life.tenant) as session:
        payee = await reads.payee_of(session, shopper.person)
        available_fen = await reads.available_fen(session, await reads.accountable(session, payee.person_id))
        if available_fen < (await reads.settings(session)).min_fen:
            return None
        await real_names.give_real_name(session, shopper.person, *named, CONSENT_VERSION, "mini")
        payout_id = await payouts.request(session, payee, available_fen, Channel.MINI)
    await life.rest()
    return payout_id


async def _wait(life: Life) -> None:
    """The first who has enough asks, and is not looked at yet."""
    for customer in WAITING:
        if await _ask(life, customer, OF_WAITING) is not None:
            return


async def _take_back(life: Life, customer: int) -> None:
    """Asked for, and taken back before anybody looked."""
    payout_id = await _ask(life, customer)
    if payout_id is not None:
        async with life.db.write(life.tenant) as session:
            await payouts.cancel(session, payout_id, payouts.SHOPKEEPER)
        await life.rest()


async def _be_paid(life: Life, owner: Staff, customer: int) -> None:
    """Looked at, sent as a batch, confirmed on WeChat's page, and seen to have arrived."""
    payout_id = await _ask(life, customer)
    if payout_id is None:
        return
    async with life.db.write(life.tenant) as session:
        await payouts.approve(session, owner, [payout_id])
    async with life.db.write(life.tenant) as session:
        # As two people agreed: nobody in this shop has a second factor yet.
        batch = {"id": str(new_id()), "payouts": [str(payout_id)]}
        await identity.ACTS["payouts.batch_sent"].execute(session, owner, batch)
    await life.meet()
    await transfers.advance_payout(life.db, life.tenant, payout_id)
    async with life.db.read(life.tenant) as session:
        package = (await reads.payout(session, payout_id)).package_info
    _, _, person = await living.join(life, customer)
    if package is not None:
        await life.sandbox.take_transfer(package, person)
        await life.sandbox.run_due()
    await transfers.advance_payout(life.db, life.tenant, payout_id)
    await life.rest()
