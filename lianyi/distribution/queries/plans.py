"""Reads of commission plans, and of what is sold as their rules see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from lianyi.catalog import queries as catalog
from lianyi.distribution.errors.plans import PlanUnknown
from lianyi.distribution.rules.commissions import Sold
from lianyi.distribution.types.own_prices import Band
from lianyi.distribution.types.plans import Base, Grade, Plan, PlanId, Rule
from lianyi.kit import wire
from lianyi.kit.db import ReadSession, Statement
from lianyi.orders.types import Line
from lianyi.promotions import queries as promotions


@dataclass(frozen=True, slots=True)
class PlanRow:
    id: UUID
    version: int
    effective_at: datetime
    base: Base
    freeze_days: int
    order_share_bp: int
    margin_share_bp: int
    fulfilment_fen: int
    reserve_bp: int
    target_bp: int
    note: str
    accept_unknown_cost: bool
    saved_by: str
    saved_at: datetime
    rules: list[dict[str, Any]]
    grades: list[dict[str, Any]]


_PLAN = """p.id, p.version, p.effective_at, p.base, p.freeze_days, p.order_share_bp, p.margin_share_bp, p.fulfilment_fen,
    p.reserve_bp, p.target_bp, p.note, p.accept_unknown_cost, p.saved_by, p.saved_at,
    (select coalesce(jsonb_agg(jsonb_build_object('scope', r.scope, 'scope_id', r.scope_id, 'rate_bp', r.rate_bp,
      'fixed_fen', r.fixed_fen, 'cap_fen', r.cap_fen) order by r.seq), '[]')
     from distribution_plan_rule r where r.tenant_id = p.tenant_id and r.plan_id = p.id) as rules, p.grades"""
# Of two versions for the same instant the later one holds: it was agreed on last.
IN_FORCE = Statement(
    f"""
    select {_PLAN} from distribution_plan p
    where p.tenant_id = %(tenant)s and p.effective_at <= %(at)s
    order by p.effective_at desc, p.version desc limit 1
    """,  # noqa: S608  our own column list
    PlanRow,
)
ONE = Statement(
    f"select {_PLAN} from distribution_plan p where p.tenant_id = %(tenant)s and p.id = %(id)s",  # noqa: S608  our own column list
    PlanRow,
)
LISTED = Statement(
    f"""
    select {_PLAN} from distribution_plan p
    where p.tenant_id = %(tenant)s and p.version < %(before)s order by p.version desc limit %(limit)s
    """,  # noqa: S608  our own column list
    PlanRow,
)
VERSION = Statement(
    "select coalesce(max(version), 0)::int as version from distribution_plan where tenant_id = %(tenant)s",
    int,
)
# In force now, or to come: the last one that has begun and all that have not.
STANDING = Statement(
    f"""
    select {_PLAN} from distribution_plan p
    where p.tenant_id = %(tenant)s and not exists (
      select 1 from distribution_plan n
      where n.tenant_id = %(tenant)s and n.effective_at <= %(now)s
        and (n.effective_at, n.version) > (p.effective_at, p.version))
    order by p.version desc limit 50
    """,  # noqa: S608  our own column list
    PlanRow,
)
FOLLOWED = Statement(
    """
    select p.id from distribution_plan p
    where p.tenant_id = %(tenant)s and exists (
      select 1 from distribution_plan n
      where n.tenant_id = %(tenant)s and n.effective_at between %(since)s and %(now)s
        and (n.effective_at, n.version) > (p.effective_at, p.version))
    order by p.version desc limit 50
    """,
    UUID,
)
VERSION_MAX = 2**31 - 1
FOLLOWED_SINCE = timedelta(days=3)


async def in_force(session: ReadSession, at: datetime) -> Plan | None:
    """The plan that an order placed at this instant follows; None while there is none."""
    found = await session.maybe(IN_FORCE, at=at)
    return None if found is None else _plan(found)


async def by_id(session: ReadSession, plan_id: UUID) -> Plan:
    """A version. Raises PlanUnknown."""
    found = await session.maybe(ONE, id=plan_id)
    if found is None:
        raise PlanUnknown
    return _plan(found)


async def listed(session: ReadSession, before: int | None, limit: int) -> list[Plan]:
    """Versions, newest first."""
    rows = await session.all(LISTED, before=VERSION_MAX if before is None else before, limit=limit)
    return [_plan(row) for row in rows]


async def version(session: ReadSession) -> int:
    """The newest version's number; 0 while there is none."""
    return await session.one(VERSION)


async def standing(session: ReadSession) -> list[Plan]:
    """The plan in force and those that were agreed on for later."""
    return [_plan(row) for row in await session.all(STANDING)]


async def followed(session: ReadSession) -> list[UUID]:
    """Versions that a later one took the place of in the last three days: a sweep that missed some hours finds them yet."""
    return await session.all(FOLLOWED, since=session.now - FOLLOWED_SINCE)


async def scope_titles(session: ReadSession, rules: Sequence[Rule | Band]) -> dict[UUID | None, str]:
    """What the scopes of rules are called now; what is gone is left out. At most four statements and one a campaign."""
    ids: dict[str, list[UUID]] = {}
    for rule in rules:
        if rule.scope_id is not None:
            ids.setdefault(rule.scope, []).append(rule.scope_id)
    found: dict[UUID | None, str] = {}
    if "sku" in ids:
        worth = await catalog.worth(session, ids["sku"])
        found |= {one.sku_id: f"{one.title} {one.option_text}".strip() for one in worth.values()}
    if "product" in ids:
        found |= {card.id: card.title for card in await catalog.cards_by_ids(session, ids["product"])}
    if "category" in ids:
        found |= {one.id: one.name for one in await catalog.categories(session)}
    for campaign_id in dict.fromkeys(ids.get("campaign", [])):
        found[campaign_id] = (await promotions.campaign(session, campaign_id)).title
    return found


async def sold(session: ReadSession, lines: Sequence[Line]) -> list[Sold]:
    """Lines as a plan's rules see them, with today's costs and categories. 2 statements."""
    worth = await catalog.worth(session, [line.sku_id for line in lines])
    paths = await catalog.category_paths(session, [line.product_id for line in lines])
    return [
        Sold(
            line.id, line.sku_id, line.product_id, paths.get(line.product_id, ()), line.paid_fen, line.quantity,
            worth[line.sku_id].cost_fen if line.sku_id in worth else None,
        )
        for line in lines
    ]  # fmt: skip


async def campaign_of(session: ReadSession, order_id: UUID) -> UUID | None:
    """The campaign an order came by."""
    return await promotions.campaign_of_order(session, order_id)


def _plan(row: PlanRow) -> Plan:
    return Plan(
        PlanId(row.id), row.version, row.effective_at, row.base, row.freeze_days, row.order_share_bp, row.margin_share_bp,
        row.fulfilment_fen, row.reserve_bp, row.target_bp, row.note, row.accept_unknown_cost, row.saved_by, row.saved_at,
        wire.typed(row.rules, tuple[Rule, ...]), wire.typed(row.grades, tuple[Grade, ...]),
    )  # fmt: skip
