"""A shop whose shopkeepers are paid: a plan, customers of a shopkeeper, orders that live to their end."""

from datetime import timedelta

from lianyi.distribution.actions import commissions, plans
from lianyi.distribution.queries import commissions as reads
from lianyi.distribution.types.plans import PlanDraft, Rule
from lianyi.kit import wire
from lianyi.kit.db import Statement
from lianyi.ledger import queries as ledger
from lianyi.orders import actions as orders
from lianyi.orders import jobs as order_jobs
from lianyi.orders.types import Portion

SHOP = Rule("tenant", None, rate_bp=1000)
# What the entries say of each account of each shopkeeper.
BY_ENTRIES = Statement(
    """
    select jsonb_object_agg(who || ':' || side, fen) from (
      select shopkeeper_id::text as who, side, sum(fen)::bigint as fen from (
        select shopkeeper_id, target as side, amount_fen as fen from distribution_commission_move
          where tenant_id = %(tenant)s
        union all
        select shopkeeper_id, source, -amount_fen from distribution_commission_move where tenant_id = %(tenant)s
      ) moves where side <> 'promised' group by 1, 2) sums
    """,
    dict,
)
BY_STATE = Statement(
    """
    select jsonb_object_agg(who || ':' || state, fen) from (
      select shopkeeper_id::text as who, state, sum(amount_fen - reversed_fen)::bigint as fen
      from distribution_commission where tenant_id = %(tenant)s and state in ('pending', 'frozen', 'available')
      group by 1, 2) sums
    """,
    dict,
)
KEYS_KNOWN = Statement(
    """
    select count(*)::int from distribution_commission_move e
    where e.tenant_id = %(tenant)s and not exists (
      select 1 from ledger_transfer t where t.tenant_id = %(tenant)s and t.key = e.transfer_key)
    """,
    int,
)
PER_KEY = Statement(
    """
    select count(*)::int from (
      select transfer_key, sum(amount_fen) as fen from distribution_commission_move where tenant_id = %(tenant)s group by 1
    ) e join ledger_transfer t on t.tenant_id = %(tenant)s and t.key = e.transfer_key and t.amount_fen <> e.fen
    """,
    int,
)


def draft(shop, *rules, **more):
    known = {
        "effective_at": shop.db.clock.now(), "base": "paid", "freeze_days": 8, "order_share_bp": 3000,
        "margin_share_bp": 10_000, "fulfilment_fen": 0, "reserve_bp": 0, "target_bp": 0, "rules": rules or (SHOP,),
        "accept_unknown_cost": True,
    }  # fmt: skip
    return PlanDraft(**known | more)


async def save_plan(shop, *rules, seen=0, **more):
    """A version that two people agreed on; in force from now."""
    given = {"draft": wire.plain(draft(shop, *rules, **more)), "seen_version": seen}
    await shop.write(plans._saved.execute, shop.staff, given)
    shop.db.clock.advance(timedelta(seconds=1))


async def customer_of(shop, keeper_body):
    """Somebody who came by a shopkeeper's share; as a shopper."""
    body = await shop.someone("客人")
    await shop.came(body, keeper_body)
    return shop.shopper_of(body)


async def receive(shop, order_id, shopper):
    await shop.ship(order_id, tracking_no=f"SF{order_id.hex[:10]}")
    await shop.write(orders.receive, shopper, order_id)
    await shop.tell()


async def refund(shop, order_id, quantity, line=0):
    """Staff give units back before they are shipped; the money arrives."""
    lines = await shop.lines(order_id)
    await shop.write(
        orders.refund,
        shop.staff,
        order_id,
        [Portion(lines[line].id, quantity)],
        freight_fen=None,
        reason="少发",
    )
    await shop.refund_money()


async def pass_days(shop, days):
    """Time goes by: orders are completed, commission is released."""
    shop.db.clock.advance(timedelta(days=days))
    await order_jobs.complete_by_time(shop.db, shop.tenant)
    await shop.tell()
    done = await commissions.release_due(shop.db, shop.tenant)
    await shop.tell()
    return done


async def standing(shop, keeper_id):
    """(pending, frozen, available, held for a pay-out)."""
    known = (await shop.read(reads.balances, [keeper_id]))[keeper_id]
    return known.pending_fen, known.frozen_fen, known.available_fen, known.payout_held_fen


async def explained(shop):
    """The ledger is at zero, and every account is what its entries and its lines say. Without pay-outs."""
    assert await shop.read(ledger.sum_fen) == 0
    assert await shop.read(_one, KEYS_KNOWN) == 0
    assert await shop.read(_one, PER_KEY) == 0
    entries = {name: fen for name, fen in (await shop.read(_one, BY_ENTRIES) or {}).items() if fen}
    lines = {name: fen for name, fen in (await shop.read(_one, BY_STATE) or {}).items() if fen}
    assert entries == lines
    sides = {
        "commission_pending": "pending",
        "commission_frozen": "frozen",
        "commission_available": "available",
    }
    accounts = {
        f"{one.owner_id}:{sides[one.purpose.value]}": one.posted_fen
        for one in await shop.read(ledger.accounts)
        if one.purpose.value in sides and one.posted_fen
    }
    assert accounts == entries


async def _one(session, statement):
    return await session.maybe(statement)
