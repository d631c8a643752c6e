"""A commission plan looked at while it is written, saved by two people, and kept true while it is in force."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from lianyi.catalog import queries as catalog
from lianyi.catalog.queries import ShelfSku
from lianyi.distribution.errors.plans import PlanCostUnknown, PlanStale, PlanUnlawful, PlanUnsafe
from lianyi.distribution.events.plans import CommissionPlanSaved
from lianyi.distribution.queries import plans as reads
from lianyi.distribution.rules import plans as rules
from lianyi.distribution.rules.commissions import Sold
from lianyi.distribution.store import plans as store
from lianyi.distribution.types.plans import Case, Plan, PlanDraft, Preview
from lianyi.identity import actions as identity
from lianyi.identity.types import ApprovalId, Change, Staff, Wish
from lianyi.kit import wire
from lianyi.kit.clock import business_day
from lianyi.kit.db import ReadSession, Session
from lianyi.kit.ids import encode, new_id
from lianyi.kit.money import format_yuan
from lianyi.margin import actions as margin
from lianyi.margin import queries as margins
from lianyi.margin.types import Source
from lianyi.margin.types import Wish as Claim
from lianyi.orders import queries as orders
from lianyi.promotions import queries as promotions
from lianyi.rulebook import distribution as law
from lianyi.rulebook.rule import Finding, refused, told, warned

PHASE = "commission"
DAYS = 30
SKUS_MAX = 5000
WORST_SHOWN, EXAMPLES_SHOWN, TITLES_SHOWN = 5, 6, 3
identity.name_acts({"commission_plan.saved": ("保存佣金方案", "Commission plan saved")})


@dataclass(frozen=True, slots=True)
class Asked:
    """What a simulation asks: a shopkeeper with so many orders a month, so much of all orders by shopkeepers."""

    orders: int = 20
    share_bp: int = 3000
    grade: int = 1


async def preview(session: ReadSession, draft: PlanDraft, asked: Asked) -> Preview:
    """What a draft would mean, kept nowhere: the law, the gate over everything on sale, examples, a month of earnings.

    Raises PlanWrong. At most 20,000 SKUs and 5,000 sold ones are looked at.
    """
    rules.check(draft)
    shelf = await catalog.on_shelf(session)
    findings = _judged(session, draft, shelf)
    cases = await _cases(session, draft, shelf)
    known = sorted(
        (case for case in cases if case.cost_fen is not None),
        key=lambda case: (case.left_fen, case.sku_id.int),
    )
    shown = _examples_of(shelf, draft)
    sold, orders_30d = await _sold(session)
    return Preview(
        refused=_told(refused(findings)), warned=_told(warned(findings)), checked=len(known),
        unknown_costs=len(cases) - len(known), unsafe=sum(not case.ok for case in known),
        limiting=known[0] if known else None, worst=tuple(known[:WORST_SHOWN]),
        examples=tuple(rules.example(draft, _piece(sku), sku.title, sku.option_text, asked.grade) for sku in shown),
        forecast=rules.forecast(draft, sold, DAYS, orders_30d, asked.orders, asked.share_bp),
    )  # fmt: skip


async def save(
    session: Session, staff: Staff, draft: PlanDraft, seen_version: int, code: str | None
) -> ApprovalId | None:
    """Let a version wait for a second person, or save it alone with a code. The number of what waits, None when saved.

    Raises PlanWrong, PlanStale, PlanUnlawful, PlanCostUnknown, PlanUnsafe with the limiting case, MarginTooThin, and as
    identity.ask_or_do.
    """
    now_in_force = await reads.in_force(session, session.now)
    await _check(session, draft, seen_version)
    wish = Wish(
        f"commission_plan:v{seen_version + 1}",
        {"draft": wire.plain(draft), "seen_version": seen_version},
        None if now_in_force is None else rules.in_words(rules.as_draft(now_in_force)),
        rules.in_words(draft),
    )
    return await identity.ask_or_do(session, staff, _saved, wish, code)


@identity.approvable(
    "commission_plan.saved", permission="commission.write", zh="佣金方案", en="Commission plan"
)
async def _saved(session: Session, by: Staff, given: Mapping[str, Any]) -> None:
    draft: PlanDraft = wire.typed(given["draft"], PlanDraft)
    seen_version: int = given["seen_version"]
    await _check(session, draft, seen_version)
    draft = replace(draft, effective_at=rules.effective(draft.effective_at, session.now))
    plan_id = new_id()
    if await store.add(session, plan_id, seen_version + 1, draft, by) is None:
        raise PlanStale(version=await reads.version(session))
    if (
        draft.effective_at <= session.now
    ):  # what it follows claims nothing any more: a lower plan must fit where a dear one did
        await retire(session)
    claims = await _claims(session, draft)
    await margin.claim(session, source(plan_id), claims, accept_unknown_cost=draft.accept_unknown_cost)
    await identity.note_change(
        session, by, Change("commission_plan.saved", encode("pln", plan_id), after=rules.in_words(draft))
    )
    await session.emit(CommissionPlanSaved(plan_id, seen_version + 1, draft.effective_at))


async def recheck(session: Session, sku_ids: Sequence[UUID]) -> None:
    """Prices or costs have moved: what the plans in force and to come claim of these SKUs, as it is now."""
    for plan in await reads.standing(session):
        await margin.restate(session, source(plan.id), await _claims(session, plan, sku_ids))


async def retire(session: Session) -> int:
    """Plans that a later one has followed claim nothing of any margin any more; how many. Safe to replay."""
    over = await reads.followed(session)
    for plan_id in over:
        await margin.release(session, source(plan_id))
    return len(over)


def source(plan_id: UUID) -> Source:
    """A version as the profit gate knows it."""
    return Source("commission_plan", plan_id, PHASE)


async def _check(session: ReadSession, draft: PlanDraft, seen_version: int) -> None:
    rules.check(draft)
    version = await reads.version(session)
    if version != seen_version:
        raise PlanStale(version=version)
    shelf = await catalog.on_shelf(session)
    forbidden = refused(_judged(session, draft, shelf))
    if forbidden:
        words_zh, words_en = told(forbidden)
        raise PlanUnlawful(
            field=forbidden[0].subject,
            rules=[one.code for one in forbidden],
            words_zh=words_zh,
            words_en=words_en,
        )
    cases = await _cases(session, draft, shelf)
    unknown = [case.title for case in cases if case.cost_fen is None]
    if unknown and not draft.accept_unknown_cost:
        titles = list(dict.fromkeys(unknown))
        raise PlanCostUnknown(count=len(unknown), titles="、".join(titles[:TITLES_SHOWN]))
    worst = rules.limiting(cases)
    if worst is not None and not worst.ok:
        raise _unsafe(worst)


def _judged(session: ReadSession, draft: PlanDraft, shelf: Sequence[ShelfSku]) -> tuple[Finding, ...]:
    cheapest: dict[UUID | None, int] = {}
    for sku in shelf:
        for place in (None, sku.sku_id, sku.product_id, *sku.path):
            cheapest[place] = min(sku.price_fen, cheapest.get(place, sku.price_fen))
    return law.check_plan(rules.facts(draft, cheapest), business_day(session.now))


async def _cases(session: ReadSession, plan: PlanDraft | Plan, shelf: Sequence[ShelfSku]) -> list[Case]:
    """Everything on sale at its worst, with the discounts that others have claimed."""
    discounts = await margins.of_other_phases(session, PHASE, [sku.sku_id for sku in shelf])
    stands = await _campaigns(session, plan)
    return [
        rules.worst_case(
            plan, _piece(sku), sku.title, sku.option_text, discounts.get(sku.sku_id, 0), stands.get(sku.sku_id, ())
        )
        for sku in shelf
    ]  # fmt: skip


async def _campaigns(session: ReadSession, plan: PlanDraft | Plan) -> dict[UUID, list[UUID]]:
    """Which campaigns with a rule of their own have each SKU on their shelf."""
    found: dict[UUID, list[UUID]] = {}
    for rule in plan.rules:
        if rule.scope == "campaign" and rule.scope_id is not None:
            campaign = await promotions.campaign(session, rule.scope_id)
            for sku in campaign.skus:
                found.setdefault(sku.sku_id, []).append(campaign.id)
    return found


async def _claims(
    session: ReadSession, plan: PlanDraft | Plan, sku_ids: Sequence[UUID] | None = None
) -> list[Claim]:
    """What a piece of everything on sale (or of these SKUs) may earn a shopkeeper at most."""
    shelf = await catalog.on_shelf(session, sku_ids)
    stands = await _campaigns(session, plan)
    cases = [
        rules.worst_case(plan, _piece(sku), sku.title, sku.option_text, 0, stands.get(sku.sku_id, ()))
        for sku in shelf
    ]
    return [Claim(case.sku_id, case.commission_fen) for case in cases if case.commission_fen]


async def _sold(session: ReadSession) -> tuple[list[Sold], int]:
    """What was sold in the last 30 days by SKU, with today's costs; and in how many orders."""
    start = session.now - timedelta(days=DAYS)
    figures = await orders.figures(session, start, session.now)
    rows = await orders.sold_skus(session, start, session.now, SKUS_MAX)
    worth = await catalog.worth(session, [row.sku_id for row in rows])
    paths = await catalog.category_paths(session, [row.product_id for row in rows])
    sold = [
        Sold(
            row.sku_id, row.sku_id, row.product_id, paths.get(row.product_id, ()), row.paid_fen, row.quantity,
            worth[row.sku_id].cost_fen if row.sku_id in worth else None,
        )
        for row in rows
    ]  # fmt: skip
    return sold, figures.paid_orders


def _examples_of(shelf: Sequence[ShelfSku], draft: PlanDraft) -> list[ShelfSku]:
    """For each rule something it decides on, then the dearest and the cheapest of the shelf."""
    found: dict[UUID, ShelfSku] = {}
    for rule in draft.rules:
        for sku in shelf:
            if rule.scope_id in {sku.sku_id, sku.product_id, *sku.path}:
                found.setdefault(sku.sku_id, sku)
                break
    for sku in sorted(shelf, key=lambda one: -one.price_fen):
        if len(found) >= EXAMPLES_SHOWN:
            break
        found.setdefault(sku.sku_id, sku)
    return list(found.values())[:EXAMPLES_SHOWN]


def _piece(sku: ShelfSku) -> Sold:
    return Sold(
        sku.sku_id, sku.sku_id, sku.product_id, tuple(reversed(sku.path)), sku.price_fen, 1, sku.cost_fen
    )


def _told(findings: Sequence[Finding]) -> tuple[tuple[str, str, str, str], ...]:
    return tuple((one.code, one.zh, one.en, one.source) for one in findings)


def _unsafe(case: Case) -> PlanUnsafe:
    said: dict[str, Any] = {
        "price": case.price_fen, "discounts": case.discounts_fen, "commission": case.commission_fen,
        "cost": case.cost_fen or 0, "fulfilment": case.fulfilment_fen, "reserve": case.reserve_fen,
        "target": case.target_fen, "left": case.left_fen,
    }  # fmt: skip
    return PlanUnsafe(
        sku_id=encode("sku", case.sku_id), title=f"{case.title} {case.option_text}".strip(), grade=case.grade,
        **{f"{name}_fen": fen for name, fen in said.items()},
        **{f"{name}_yuan": format_yuan(fen) for name, fen in said.items()},
    )  # fmt: skip
