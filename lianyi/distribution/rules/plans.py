"""What a plan may be, what it leaves the seller at worst, and what it would pay. Money in fen; pure.

The gate counts the commission as if it were on the list price even where a discount applies: what is safe then is safe
for every buyer, and stays safe when the discount ends.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from lianyi.distribution.errors.plans import PlanWrong
from lianyi.distribution.rules import commissions
from lianyi.distribution.rules.commissions import BP, SHARE_MAX_BP, Sold
from lianyi.distribution.types.plans import PREFIXES, Case, Example, Forecast, Plan, PlanDraft, Rule
from lianyi.kit.ids import encode
from lianyi.kit.money import format_yuan
from lianyi.rulebook import distribution as law

RULES_MAX, GRADES_MAX = 500, 10
FREEZE_DAYS = (7, 90)
FACTOR_BP = (0, 30_000)
FIXED_FEN_MAX = 1_000_000
NOTE_MAX = 200


def check(draft: PlanDraft) -> None:
    """Whether a draft says something that can be. Raises PlanWrong naming the field."""
    for field, right, why_zh, why_en in _questions(draft):
        if not right:
            raise PlanWrong(field=field, why_zh=why_zh, why_en=why_en)


def _questions(draft: PlanDraft) -> Iterable[tuple[str, bool, str, str]]:
    low, high = FREEZE_DAYS
    yield (
        "freeze_days",
        low <= draft.freeze_days <= high,
        f"冻结天数应为 {low}–{high}",
        f"freeze {low} to {high} days",
    )
    yield (
        "order_share_bp", 0 <= draft.order_share_bp <= SHARE_MAX_BP,
        "每单分给各方的合计不能超过实付的 30%", "all shares of an order are at most 30% of what was paid",
    )  # fmt: skip
    yield (
        "margin_share_bp",
        0 <= draft.margin_share_bp <= BP,
        "毛利占比应为 0–100%",
        "a share of margin is 0 to 100%",
    )
    yield (
        "reserve_bp", min(draft.fulfilment_fen, draft.reserve_bp, draft.target_bp) >= 0
        and draft.reserve_bp + draft.target_bp <= BP,
        "履约、准备与目标不能为负,合计不超过售价", "fulfilment, reserve and target are not negative, and not above the price",
    )  # fmt: skip
    yield (
        "note",
        len(draft.note) <= NOTE_MAX,
        f"说明最多 {NOTE_MAX} 字",
        f"a note has at most {NOTE_MAX} characters",
    )
    yield "rules", len(draft.rules) <= RULES_MAX, f"规则最多 {RULES_MAX} 条", f"at most {RULES_MAX} rules"
    places = [(rule.scope, rule.scope_id) for rule in draft.rules]
    yield "rules", len(set(places)) == len(places), "同一范围只能有一条规则", "a scope has one rule"
    for number, rule in enumerate(draft.rules):
        yield from _of_rule(f"rules.{number}", rule)
    grades = [one.grade for one in draft.grades]
    yield (
        "grades", len(set(grades)) == len(grades) <= GRADES_MAX and all(grade >= 1 for grade in grades),
        f"等级不能重复,最多 {GRADES_MAX} 个", f"a grade stands once, at most {GRADES_MAX} of them",
    )  # fmt: skip
    low, high = FACTOR_BP
    yield (
        "grades", all(low <= one.factor_bp <= high for one in draft.grades),
        "等级系数应为 0–300%", "a grade's factor is 0 to 300%",
    )  # fmt: skip


def _of_rule(field: str, rule: Rule) -> Iterable[tuple[str, bool, str, str]]:
    yield (
        field,
        (rule.scope_id is None) == (rule.scope == "tenant"),
        "规则没有说明范围",
        "a rule says what it is for",
    )
    yield (field, 0 <= (rule.rate_bp or 0) <= SHARE_MAX_BP, "比例应为 0–30%", "a rate is 0 to 30%")
    fixed = max(rule.fixed_fen or 0, rule.cap_fen or 0)
    yield (
        field, min(rule.fixed_fen or 0, rule.cap_fen or 0) >= 0 and fixed <= FIXED_FEN_MAX,
        "金额应为 0–10000 元", "an amount is 0 to 10,000 yuan",
    )  # fmt: skip


def facts(draft: PlanDraft, cheapest_fen: Mapping[UUID | None, int]) -> law.PlanFacts:
    """A draft as the rulebook judges it; `cheapest_fen` by scope: a fixed amount is judged against the lowest price.

    One level, own referrals, refunds taken back: the engine knows nothing else, and says so.
    """
    dearest = max([one.factor_bp for one in draft.grades], default=BP)
    dearest = max(dearest, BP)
    return law.PlanFacts(
        pays=tuple(
            law.Pay(
                rate_bp=(rule.rate_bp or 0) * dearest // BP if not rule.fixed_fen else 0,
                fixed_fen=(rule.fixed_fen or 0) * dearest // BP, cap_fen=rule.cap_fen, base=law.Base(draft.base),
                price_fen=cheapest_fen.get(rule.scope_id) if rule.fixed_fen else None, subject=f"rules.{number}",
            )
            for number, rule in enumerate(draft.rules)
        ),
        frozen_days=draft.freeze_days,
    )  # fmt: skip


def worst_case(
    plan: Plan | PlanDraft, piece: Sold, title: str, option_text: str, discounts_fen: int,
    campaigns: Sequence[UUID] = (),
) -> Case:  # fmt: skip
    """A piece at its list price under the rule and grade that cost most, with the deepest discounts that were claimed.

    `campaigns`: those with a rule of their own that have the SKU on their shelf.
    """
    grades = [1, *(one.grade for one in plan.grades)]
    amount, grade, scope = 0, 1, ""
    for campaign_id in (None, *campaigns):
        for each in grades:
            worked = commissions.work(plan, piece, campaign_id, each)
            if worked.amount_fen > amount:
                amount, grade, scope = worked.amount_fen, each, worked.rule.scope if worked.rule else ""
    price = piece.paid_fen
    return Case(
        piece.sku_id, title, option_text, grade, scope, price, discounts_fen, amount, piece.cost_fen,
        plan.fulfilment_fen, share_up(price, plan.reserve_bp), share_up(price, plan.target_bp),
    )  # fmt: skip


def share_up(price_fen: int, share_bp: int) -> int:
    """What must be left of a price, rounded up, in the seller's favour."""
    return -(-price_fen * share_bp // BP)


def limiting(cases: Sequence[Case]) -> Case | None:
    """Of the cases that prove something the one that leaves least; equal ones by SKU."""
    known = [case for case in cases if case.cost_fen is not None]
    return min(known, key=lambda case: (case.left_fen, case.sku_id.int), default=None)


def example(plan: Plan | PlanDraft, piece: Sold, title: str, option_text: str, grade: int) -> Example:
    """What the plan pays for one piece at its list price."""
    worked = commissions.work(plan, piece, None, grade)
    rule = worked.rule
    return Example(
        piece.sku_id, title, option_text, piece.paid_fen, piece.cost_fen, rule.scope if rule else "",
        rule.rate_bp if rule else None, rule.fixed_fen if rule else None, worked.factor_bp, worked.base_fen,
        worked.worked_fen, worked.amount_fen, worked.reason,
    )  # fmt: skip


def forecast(
    plan: Plan | PlanDraft, sold: Sequence[Sold], days: int, orders_30d: int, orders: int, share_bp: int
) -> Forecast:
    """What the goods sold in the last days would have paid a shopkeeper of the first grade, and cost the merchant.

    SKUs are taken together, so a cap per line counts as often as if each piece were a line of its own.
    """
    paid = sum(one.paid_fen for one in sold)
    promised = sum(_of_pieces(plan, one) for one in sold)
    basket = paid // orders_30d if orders_30d else 0
    commission = promised // orders_30d if orders_30d else 0
    return Forecast(
        days, orders_30d, basket, commission, promised * BP // paid if paid else 0, orders,
        promised * orders // orders_30d if orders_30d else 0, share_bp, promised * share_bp // BP,
    )  # fmt: skip


def _of_pieces(plan: Plan | PlanDraft, sold: Sold) -> int:
    """An average piece's commission, for all of them."""
    piece = Sold(
        sold.order_line_id, sold.sku_id, sold.product_id, sold.category_ids, sold.paid_fen // max(sold.quantity, 1), 1,
        sold.cost_fen,
    )  # fmt: skip
    return commissions.work(plan, piece, None, 1).amount_fen * sold.quantity


def in_words(draft: PlanDraft) -> dict[str, Any]:
    """A draft as the second person and the audit read it; rules as `sku_… 8.00% ≤5.00`."""
    return {
        "effective_at": draft.effective_at.isoformat(), "base": draft.base, "freeze_days": draft.freeze_days,
        "order_share_bp": draft.order_share_bp, "margin_share_bp": draft.margin_share_bp,
        "fulfilment_fen": draft.fulfilment_fen, "reserve_bp": draft.reserve_bp, "target_bp": draft.target_bp,
        "pays": [_rule_words(rule) for rule in draft.rules],
        "grades": [f"{one.grade}: {format_yuan(one.factor_bp)}%" for one in draft.grades], "note": draft.note,
    }  # fmt: skip


def _rule_words(rule: Rule) -> str:
    place = encode(PREFIXES[rule.scope], rule.scope_id) if rule.scope_id else rule.scope
    amount = f"¥{format_yuan(rule.fixed_fen)}" if rule.fixed_fen else f"{format_yuan(rule.rate_bp or 0)}%"
    return f"{place} {amount}" + (f" ≤¥{format_yuan(rule.cap_fen)}" if rule.cap_fen is not None else "")


def effective(wanted: datetime, now: datetime) -> datetime:
    """A plan never works backwards: what was agreed on late begins then."""
    return max(wanted, now)


def as_draft(plan: Plan) -> PlanDraft:
    """A version as the draft of the next."""
    return PlanDraft(
        plan.effective_at, plan.base, plan.freeze_days, plan.order_share_bp, plan.margin_share_bp, plan.fulfilment_fen,
        plan.reserve_bp, plan.target_bp, plan.rules, plan.grades, plan.note, plan.accept_unknown_cost,
    )  # fmt: skip
