"""What is known of pay-outs: for their shopkeeper, for the staff, for the sweeps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lianyi.distribution.errors.payouts import NothingToConfirm, PayoutUnknown, ShopkeeperNotPaid
from lianyi.distribution.rules.payouts import ITEMS_MAX, Asked
from lianyi.distribution.types.payouts import (
    UNDER_WAY,
    Confirmation,
    Item,
    Part,
    Payable,
    Payee,
    Payout,
    PayoutSettings,
    PayoutState,
    StateSum,
    Step,
)
from lianyi.kit.clock import business_day, day_bounds
from lianyi.kit.db import ReadSession, Statement
from lianyi.ledger import queries as ledger
from lianyi.ledger.types import AccountRef, Purpose
from lianyi.payments import queries as payments

PAYOUT_COLUMNS = """id, shopkeeper_id, person_id, path, state, gross_fen, fee_fen, tax_fen, net_fen, appid, openid, mchid,
    batch_id, order_id, wechat_state, bill_no, package_info, confirm_until, error, reason, tries, next_try_at,
    requested_at, sent_at, ended_at"""
PAYOUT = Statement(
    f"select {PAYOUT_COLUMNS} from distribution_payout where tenant_id = %(tenant)s and id = %(id)s",  # noqa: S608  our own columns
    Payout,
)
SOME = Statement(
    f"""
    select {PAYOUT_COLUMNS} from distribution_payout
    where tenant_id = %(tenant)s and id = any(%(ids)s::uuid[]) order by id limit 200
    """,  # noqa: S608  our own columns
    Payout,
)
OWN = Statement(
    f"""
    select {PAYOUT_COLUMNS} from distribution_payout
    where tenant_id = %(tenant)s and shopkeeper_id in (
        select id from distribution_shopkeeper where tenant_id = %(tenant)s and person_id = %(person_id)s)
      and (%(at)s::timestamptz is null or (requested_at, id) < (%(at)s, %(after_id)s))
    order by requested_at desc, id desc limit %(limit)s
    """,  # noqa: S608  our own columns
    Payout,
)
# What waits is listed oldest first elsewhere too, but a page of history must begin with the newest.
LISTED = Statement(
    f"""
    select {PAYOUT_COLUMNS} from distribution_payout
    where tenant_id = %(tenant)s and state = any(%(states)s::text[])
      and (%(shopkeeper_id)s::uuid is null or shopkeeper_id = %(shopkeeper_id)s)
      and (%(batch_id)s::uuid is null or batch_id = %(batch_id)s)
      and (%(at)s::timestamptz is null or (requested_at, id) < (%(at)s, %(after_id)s))
    order by requested_at desc, id desc limit %(limit)s
    """,  # noqa: S608  our own columns
    Payout,
)
SUMS = Statement(
    """
    select state, count(*)::int as count, sum(gross_fen)::bigint as gross_fen, sum(net_fen)::bigint as net_fen
    from distribution_payout where tenant_id = %(tenant)s group by state order by state
    """,
    StateSum,
)
DUE = Statement(
    """
    select id from distribution_payout
    where tenant_id = %(tenant)s and state in ('sending', 'confirming', 'paying', 'cancelling') and next_try_at <= %(now)s
    order by next_try_at limit %(limit)s
    """,
    UUID,
)
OF_ORDER = Statement(
    """
    select id from distribution_payout
    where tenant_id = %(tenant)s and order_id = %(order_id)s and path = 'sharing' order by id limit 50
    """,
    UUID,
)
SHARING = Statement(
    """
    select id from distribution_payout where tenant_id = %(tenant)s and state = 'sharing'
    order by requested_at, id limit %(limit)s
    """,
    UUID,
)
PAYEE_OF_ID = Statement(
    """
    select id as shopkeeper_id, person_id, state from distribution_shopkeeper
    where tenant_id = %(tenant)s and id = %(id)s and state in ('probation', 'active', 'left')
    """,
    Payee,
)
IS_OPEN = Statement(
    """
    select id from distribution_payout
    where tenant_id = %(tenant)s and shopkeeper_id in (
        select id from distribution_shopkeeper where tenant_id = %(tenant)s and person_id = %(person_id)s)
      and path = 'transfer' and state in ('review', 'ready', 'sending', 'confirming', 'paying', 'cancelling') limit 1
    """,
    UUID,
)
ASKED = Statement(
    """
    select coalesce(sum(gross_fen) filter (where requested_at >= %(day_at)s), 0)::bigint as day_fen,
      (count(*) filter (where requested_at >= %(day_at)s))::int as day_count,
      coalesce(sum(gross_fen), 0)::bigint as month_fen
    from distribution_payout
    where tenant_id = %(tenant)s and shopkeeper_id in (
        select id from distribution_shopkeeper where tenant_id = %(tenant)s and person_id = %(person_id)s)
      and requested_at >= %(month_at)s
      and state not in ('failed', 'cancelled', 'refused')
    """,
    Asked,
)
ITEMS = Statement(
    """
    select commission_id, amount_fen from distribution_payout_item
    where tenant_id = %(tenant)s and payout_id = %(payout_id)s order by commission_id limit %(limit)s
    """,
    Item,
)
ORDERS = Statement(
    """
    select distinct c.order_id from distribution_payout_item i
    join distribution_commission c on c.tenant_id = i.tenant_id and c.order_line_id = i.commission_id
    where i.tenant_id = %(tenant)s and i.payout_id = %(payout_id)s limit %(limit)s
    """,
    UUID,
)
STEPS = Statement(
    """
    select at, state, who, words from distribution_payout_step
    where tenant_id = %(tenant)s and payout_id = %(payout_id)s order by id limit 200
    """,
    Step,
)
# What is released, less what refunds took back, less what pay-outs pay that did not come to nothing.
PAYABLE = Statement(
    """
    select commission_id, amount_fen, shopkeeper_id from (
      select c.order_line_id as commission_id, c.released_at, c.shopkeeper_id,
        (c.amount_fen - c.reversed_fen - coalesce((
          select sum(i.amount_fen) from distribution_payout_item i
          join distribution_payout p on p.tenant_id = i.tenant_id and p.id = i.payout_id
          where i.tenant_id = c.tenant_id and i.commission_id = c.order_line_id
            and p.state not in ('failed', 'cancelled', 'refused')), 0))::bigint as amount_fen
      from distribution_commission c
      where c.tenant_id = %(tenant)s and c.state = 'available'
        and c.shopkeeper_id = any(%(places)s::uuid[])) open
    where amount_fen <> 0 order by amount_fen > 0, released_at, commission_id limit %(limit)s
    """,
    Payable,
)
PARTS = Statement(
    """
    select c.shopkeeper_id, sum(i.amount_fen)::bigint as amount_fen
    from distribution_payout_item i
    join distribution_commission c on c.tenant_id = %(tenant)s and c.order_line_id = i.commission_id
    where i.tenant_id = %(tenant)s and i.payout_id = %(payout_id)s
    group by c.shopkeeper_id order by c.shopkeeper_id
    """,
    Part,
)
PLACES = Statement(
    """
    select id from distribution_shopkeeper where tenant_id = %(tenant)s and person_id = %(person_id)s
    order by (state = 'left'), applied_at desc, id desc limit 100
    """,
    UUID,
)
# Places of other accounts that gave the same ID number, also of accounts that took it back or are gone.
OF_TAXPAYER = Statement(
    """
    select k.id from distribution_real_name mine
    join distribution_real_name other on other.tenant_id = %(tenant)s and other.taxpayer = mine.taxpayer
      and other.person_id <> mine.person_id
    join distribution_shopkeeper k on k.tenant_id = %(tenant)s and k.person_id = other.person_id
    where mine.tenant_id = %(tenant)s and mine.person_id = %(person_id)s and mine.withdrawn_at is null
    order by k.id limit 100
    """,
    UUID,
)
SETTINGS = Statement(
    """
    select path, strategy, min_fen, max_fen, day_fen, day_count, month_fen, auto_below_fen, fee_fen, fee_bp, batch_day_fen,
      job_title from distribution_payout_setting where tenant_id = %(tenant)s
    """,
    PayoutSettings,
)
# Whoever left is still paid what was earned; who came back is paid in the place they have now.
PAYEE = Statement(
    """
    select id as shopkeeper_id, person_id, state from distribution_shopkeeper
    where tenant_id = %(tenant)s and person_id = %(person_id)s and started_at is not null
    order by (state = 'left'), applied_at desc, id desc limit 1
    """,
    Payee,
)


@dataclass(frozen=True, slots=True)
class PaidBy:
    commission_id: UUID
    payout_id: UUID
    amount_fen: int
    state: str


PAID_BY = Statement(
    """
    select i.commission_id, i.payout_id, i.amount_fen, p.state from distribution_payout_item i
    join distribution_payout p on p.tenant_id = i.tenant_id and p.id = i.payout_id
    where i.tenant_id = %(tenant)s and i.commission_id = any(%(ids)s::uuid[])
      and p.state not in ('failed', 'cancelled', 'refused')
    order by i.commission_id, i.payout_id limit 2000
    """,
    PaidBy,
)


# Through every index that names a state: what is under way is little beside what is over.
AT_MERCHANT = Statement(
    """
    select count(*)::int from distribution_payout
    where tenant_id = %(tenant)s and state = any(%(states)s::text[]) and mchid = %(mchid)s
    """,
    int,
)


@payments.sent_by_merchant.answer("payouts")
async def at_merchant(session: ReadSession, mchid: str) -> int:
    """Pay-outs that this merchant number has sent and that WeChat still has to be asked about. One statement."""
    return await session.one(AT_MERCHANT, states=sorted(UNDER_WAY), mchid=mchid)


def available_of(shopkeeper_id: UUID) -> AccountRef:
    """The account of what a shopkeeper may ask for."""
    return AccountRef(Purpose.COMMISSION_AVAILABLE, "shopkeeper", shopkeeper_id)


def held_of(shopkeeper_id: UUID) -> AccountRef:
    """The account of what was asked for and has not arrived."""
    return AccountRef(Purpose.PAYOUT_HELD, "shopkeeper", shopkeeper_id)


async def places(session: ReadSession, person_id: UUID) -> list[UUID]:
    """Every place that a person has or had in the shop, the one they have now first."""
    return await session.all(PLACES, person_id=person_id)


async def accountable(session: ReadSession, person_id: UUID) -> list[UUID]:
    """The places that a pay-out counts: the person's own, and those of other accounts of the same taxpayer that owe.

    A debt is left behind neither by leaving nor by another account; what another account has stays its own.
    """
    own, others = await places(session, person_id), await session.all(OF_TAXPAYER, person_id=person_id)
    return [*own, *[one for one in others if await available_fen(session, [one]) < 0]]


async def available_fen(session: ReadSession, places: Sequence[UUID]) -> int:
    """What may be asked for now in all of somebody's places; below zero while a refund of something paid is owed back."""
    return await _posted(session, [available_of(one) for one in places])


async def held_fen(session: ReadSession, places: Sequence[UUID]) -> int:
    """What was asked for and has not arrived."""
    return await _posted(session, [held_of(one) for one in places])


async def _posted(session: ReadSession, refs: Sequence[AccountRef]) -> int:
    found = await ledger.accounts_by_id(session, [one.id_in(session.tenant) for one in refs])
    return sum(one.posted_fen for one in found)


async def open_payout(session: ReadSession, person_id: UUID) -> UUID | None:
    """The pay-out that has not ended; a person has one at most, wherever it was asked for."""
    return await session.maybe(IS_OPEN, person_id=person_id)


def confirmation(found: Payout) -> Confirmation:
    """What the person's client hands to WeChat. Raises NothingToConfirm."""
    if found.state is not PayoutState.CONFIRMING or found.package_info is None or found.mchid is None:
        raise NothingToConfirm
    return Confirmation(found.mchid, found.appid, found.package_info, found.openid, found.confirm_until)


async def payee_if_any(session: ReadSession, person_id: UUID) -> Payee | None:
    """Who is paid when this person asks; None for whoever never sold for the shop."""
    return await session.maybe(PAYEE, person_id=person_id)


async def payee_of(session: ReadSession, person_id: UUID) -> Payee:
    """The same. Raises ShopkeeperNotPaid to whoever never sold for the shop."""
    found = await payee_if_any(session, person_id)
    if found is None:
        raise ShopkeeperNotPaid
    return found


async def settings(session: ReadSession) -> PayoutSettings:
    """The shop's limits; what it never changed is the default."""
    return await session.maybe(SETTINGS) or PayoutSettings()


async def payables(session: ReadSession, places: Sequence[UUID]) -> list[Payable]:
    """What of released commissions is in no pay-out, what is owed back first, then oldest first, ITEMS_MAX at most."""
    return await session.all(PAYABLE, places=list(places), limit=ITEMS_MAX)


async def parts(session: ReadSession, payout_id: UUID) -> list[Part]:
    """What a pay-out pays by the place where it was earned."""
    return await session.all(PARTS, payout_id=payout_id)


async def asked(session: ReadSession, person_id: UUID) -> Asked:
    """What somebody asked for today and this month (China), without what came back."""
    today = business_day(session.now)
    return await session.one(
        ASKED, person_id=person_id, day_at=day_bounds(today)[0],
        month_at=day_bounds(today.replace(day=1))[0],
    )  # fmt: skip


async def payout(session: ReadSession, payout_id: UUID) -> Payout:
    """Raises PayoutUnknown."""
    found = await session.maybe(PAYOUT, id=payout_id)
    if found is None:
        raise PayoutUnknown
    return found


async def payout_for(session: ReadSession, person_id: UUID, payout_id: UUID) -> Payout:
    """The person's own. Raises PayoutUnknown, also for somebody else's."""
    found = await payout(session, payout_id)
    if found.person_id != person_id:
        raise PayoutUnknown
    return found


async def own_payouts(
    session: ReadSession, person_id: UUID, after: tuple[datetime, UUID] | None, limit: int
) -> list[Payout]:
    """A person's pay-outs, newest first."""
    at, after_id = after or (None, None)
    return await session.all(OWN, person_id=person_id, at=at, after_id=after_id, limit=limit)


async def listed(
    session: ReadSession, states: Sequence[str], after: tuple[datetime, UUID] | None, limit: int, *,
    shopkeeper_id: UUID | None = None, batch_id: UUID | None = None,
) -> list[Payout]:  # fmt: skip
    """The shop's pay-outs in these states, newest first."""
    at, after_id = after or (None, None)
    return await session.all(
        LISTED,
        states=list(states),
        shopkeeper_id=shopkeeper_id,
        batch_id=batch_id,
        at=at,
        after_id=after_id,
        limit=limit,
    )


async def sums(session: ReadSession) -> list[StateSum]:
    """Count and money by state."""
    return await session.all(SUMS)


async def items(session: ReadSession, payout_id: UUID) -> list[Item]:
    """Which commissions a pay-out pays."""
    return await session.all(ITEMS, payout_id=payout_id, limit=ITEMS_MAX)


async def orders_of(session: ReadSession, payout_id: UUID) -> list[UUID]:
    """The orders whose commissions a pay-out pays."""
    return await session.all(ORDERS, payout_id=payout_id, limit=ITEMS_MAX)


async def steps(session: ReadSession, payout_id: UUID) -> list[Step]:
    """What happened to it, oldest first."""
    return await session.all(STEPS, payout_id=payout_id)


async def paid_by(session: ReadSession, commission_ids: Sequence[UUID]) -> list[PaidBy]:
    """Which pay-outs pay these commissions, and how much of each; what came back is left out."""
    return await session.all(PAID_BY, ids=list(commission_ids))
