"""What a sale pays, and what a refund takes back of it. Money in fen, rates in 1/100 of a percent; pure.

Every division rounds down, so that no sum of parts exceeds its limit; where a limit is shared out the largest remainders
get the rest, so that the parts sum to it exactly.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from lianyi.distribution.types.commissions import Commission, Reason
from lianyi.distribution.types.plans import SCOPES, Base, Plan, PlanDraft, Rule, Scope
from lianyi.kit.money import split

BP = 10_000
# WeChat Pay, profit sharing: all shares of an order together are at most 30 % of what was paid for it.
SHARE_MAX_BP = 3000
NO_FACTOR_BP = BP
# Why a whole order earns nothing for what its shopkeeper was, not for what the shop or the goods were.
SHOPKEEPERS_STOPS: frozenset[Reason] = frozenset({"not_selling", "same_device"})


@dataclass(frozen=True, slots=True)
class Sold:
    """A line as it was sold. `paid_fen`: after discounts, without freight. `cost_fen` a piece; None: nobody said.

    `category_ids` from the product's own category up to the root.
    """

    order_line_id: UUID
    sku_id: UUID
    product_id: UUID
    category_ids: tuple[UUID, ...]
    paid_fen: int
    quantity: int
    cost_fen: int | None


@dataclass(frozen=True, slots=True)
class Worked:
    """A line's commission with its arithmetic; `reason` says why it is less than the rule alone says, or nothing."""

    order_line_id: UUID
    rule: Rule | None
    factor_bp: int
    base: Base
    base_fen: int
    worked_fen: int
    amount_fen: int
    reason: Reason


def rule_for(plan: Plan | PlanDraft, sold: Sold, campaign_id: UUID | None) -> Rule | None:
    """The rule that decides for a line: campaign, SKU, product, nearest category, tenant; None when none does."""
    known = {(rule.scope, rule.scope_id): rule for rule in plan.rules}
    named: dict[Scope, tuple[UUID | None, ...]] = {
        "campaign": (campaign_id,) if campaign_id else (),
        "sku": (sold.sku_id,),
        "product": (sold.product_id,),
        "category": sold.category_ids,
        "tenant": (None,),
    }
    for scope in SCOPES:
        for scope_id in named[scope]:
            found = known.get((scope, scope_id))
            if found is not None:
                return found
    return None


def rule_of(line: Commission) -> Rule | None:
    """The rule that decided for a line, as it was written down with it; None when none did."""
    if not line.scope:
        return None
    scope = next(one for one in SCOPES if one == line.scope)
    return Rule(scope, None, line.rate_bp, line.fixed_fen, line.cap_fen)


def factor_of(plan: Plan | PlanDraft, grade: int) -> int:
    """What a grade is paid of a rule's amount, in bp; who has none is paid all of it."""
    return next((one.factor_bp for one in plan.grades if one.grade == grade), NO_FACTOR_BP)


def margin_fen(sold: Sold) -> int | None:
    """What a line leaves over its cost, never below nothing; None when nobody said what it costs."""
    return None if sold.cost_fen is None else max(0, sold.paid_fen - sold.cost_fen * sold.quantity)


def base_fen(base: Base, sold: Sold) -> int:
    """What a rate is of: what was paid, or the margin, which is nothing as long as nobody says what the goods cost."""
    return sold.paid_fen if base == "paid" else margin_fen(sold) or 0


def work(plan: Plan | PlanDraft | None, sold: Sold, campaign_id: UUID | None, grade: int) -> Worked:
    """A line's commission before the order's other shares are known.

    Fixed beats rate; then the grade; then the rule's cap, the share of the margin, and 30 % of what was paid for the line.
    """
    if plan is None:
        return Worked(sold.order_line_id, None, NO_FACTOR_BP, "paid", sold.paid_fen, 0, 0, "no_plan")
    return work_by(rule_for(plan, sold, campaign_id), plan, sold, grade)


def work_by(rule: Rule | None, plan: Plan | PlanDraft, sold: Sold, grade: int) -> Worked:
    """The same by a rule of the plan that is known already."""
    base = base_fen(plan.base, sold)
    factor_bp = factor_of(plan, grade)
    if rule is None or not rule.pays:
        why: Reason = "no_rule" if rule is None else "excluded"
        return Worked(sold.order_line_id, rule, factor_bp, plan.base, base, 0, 0, why)
    if rule.fixed_fen:
        worked = rule.fixed_fen * sold.quantity * factor_bp // BP
    else:
        worked = base * (rule.rate_bp or 0) * factor_bp // (BP * BP)
    amount, reason = _capped(plan, rule, sold, worked)
    if plan.base == "margin" and not rule.fixed_fen and sold.cost_fen is None:
        reason = "cost_unknown"
    return Worked(sold.order_line_id, rule, factor_bp, plan.base, base, worked, amount, reason)


def _capped(plan: Plan | PlanDraft, rule: Rule, sold: Sold, worked: int) -> tuple[int, Reason]:
    """The lowest limit and its name; of equal ones the first."""
    limits: list[tuple[int, Reason]] = [(worked, "")]
    if rule.cap_fen is not None:
        limits.append((rule.cap_fen, "cap"))
    margin = margin_fen(sold)
    if margin is not None:
        limits.append((margin * plan.margin_share_bp // BP, "margin_share"))
    limits.append((sold.paid_fen * SHARE_MAX_BP // BP, "order_share"))
    return min(limits, key=lambda limit: limit[0])


def within_order(
    order_paid_fen: int, share_bp: int, others_fen: int, amounts_fen: Sequence[int]
) -> list[int]:
    """Amounts of an order's lines cut, all in proportion, to what its other shares leave of `share_bp` of what was paid."""
    left = max(0, order_paid_fen * min(share_bp, SHARE_MAX_BP) // BP - others_fen)
    return list(amounts_fen) if sum(amounts_fen) <= left else split(left, amounts_fen)


def work_order(
    plan: Plan | PlanDraft | None, sold: Sequence[Sold], campaign_id: UUID | None, grade: int, payable_fen: int, *,
    stopped: Reason = "", borne: Mapping[UUID, int] | None = None,
) -> list[Worked]:  # fmt: skip
    """What each line of an order pays, within the order's share; `stopped`: why it may earn nothing at all.

    `borne`: what the shopkeeper gave away of it by prices of their own, by SKU.
    """
    worked = [work(plan, one, campaign_id, grade) for one in sold]
    return settle_order(plan, sold, worked, payable_fen, stopped=stopped, borne=borne)


def settle_order(
    plan: Plan | PlanDraft | None, sold: Sequence[Sold], worked: Sequence[Worked], payable_fen: int, *,
    stopped: Reason = "", borne: Mapping[UUID, int] | None = None,
) -> list[Worked]:  # fmt: skip
    """What is left of each line's own amount in the order it belongs to; as `work_order`."""
    worked = [
        _less_own(one, (borne or {}).get(piece.sku_id, 0)) for one, piece in zip(worked, sold, strict=True)
    ]
    if stopped:
        return [replace(one, amount_fen=0, reason=stopped) for one in worked]
    amounts = within_order(
        payable_fen, plan.order_share_bp if plan else 0, 0, [one.amount_fen for one in worked]
    )
    return [
        one if amount == one.amount_fen else replace(one, amount_fen=amount, reason="order_share")
        for one, amount in zip(worked, amounts, strict=True)
    ]


def _less_own(one: Worked, borne_fen: int) -> Worked:
    """After what its shopkeeper gave away of it, never below nothing."""
    if not one.amount_fen or not borne_fen:
        return one
    return replace(one, amount_fen=max(0, one.amount_fen - borne_fen), reason="own_price")


def reversed_fen(amount_fen: int, line_paid_fen: int, line_left_fen: int) -> int:
    """What refunds have taken back of a line's commission in all, when `line_left_fen` of what was paid is still kept.

    What stays is rounded down, so that it is within every limit of what stays of the sale; a full refund takes all.
    """
    if line_paid_fen <= 0:
        return amount_fen
    return amount_fen - amount_fen * max(0, min(line_left_fen, line_paid_fen)) // line_paid_fen
