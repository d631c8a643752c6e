"""Why an order paid what it paid: order, line, the rule that won, base, rate, limit, amount, every move of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel

from lianyi.distribution.console.shapes import KeeperName, keeper_name
from lianyi.distribution.queries import commissions as queries
from lianyi.distribution.queries import shopkeepers
from lianyi.distribution.queries.commissions import Why, WhyLine
from lianyi.distribution.rules import commission_words as words
from lianyi.distribution.rules.commission_words import word
from lianyi.distribution.types.commissions import Entry
from lianyi.distribution.types.shopkeepers import Keeper
from lianyi.identity.edges import require
from lianyi.identity.types import Staff
from lianyi.kit.http import Language, Read, edge
from lianyi.kit.ids import as_word

router = edge("/api/console/distribution", tags=["console: commission"])
OrderRef = Annotated[UUID, as_word("ord")]
Reader = Annotated[Staff, require("commission.read")]


class MoveOut(BaseModel):
    """`amount_fen` > 0 came to the shopkeeper's side of the promise or moved on it; a refund's is below zero."""

    at: datetime
    kind: str
    text: str
    amount_fen: int
    transfer_key: str


class LineWhyOut(BaseModel):
    """One line: base x rate x grade = worked, cut to `amount_fen` for a reason; less `reversed_fen` is left.

    `payee` is paid for it: who brought the order, unless an appeal said otherwise.
    """

    commission_id: Annotated[UUID, as_word("com")]
    title: str
    option_text: str
    quantity: int
    paid_fen: int
    state: str
    state_text: str
    scope: str
    scope_text: str
    formula: str
    base: str
    base_fen: int
    rate_bp: int | None
    fixed_fen: int | None
    cap_fen: int | None
    factor_bp: int
    worked_fen: int
    amount_fen: int
    reversed_fen: int
    left_fen: int
    reason: str
    reason_text: str
    held: bool
    release_at: datetime | None
    payee: KeeperName
    moves: list[MoveOut]


class PromoterOut(BaseModel):
    """Whose customer placed the order, as of that instant: by which line of the log and which version of the rule."""

    shopkeeper_id: Annotated[UUID, as_word("shk")]
    shop_name: str
    grade: int
    touch: str
    binding_id: Annotated[UUID, as_word("bnd")] | None
    rule_version: int | None


class WhyOut(BaseModel):
    """`promoter` null: nobody brought the order, so it pays nobody."""

    order_id: OrderRef
    promoter: PromoterOut | None
    plan_version: int | None
    plan_id: Annotated[UUID, as_word("pln")] | None
    paid_fen: int
    amount_fen: int
    reversed_fen: int
    left_fen: int
    lines: list[LineWhyOut]


@router.get("/orders/{order_id}/why")
async def why(session: Read, _staff: Reader, order_id: OrderRef, language: Language) -> WhyOut:
    """Why this order paid this commission."""
    found = await queries.why(session, order_id)
    promoter = None
    if found.snapshot is not None:
        snapped = found.snapshot
        keeper = await shopkeepers.keeper(session, snapped.shopkeeper_id)
        promoter = PromoterOut(
            shopkeeper_id=snapped.shopkeeper_id, shop_name=keeper.shop_name,
            grade=snapped.grade, touch=snapped.touch, binding_id=snapped.binding_id, rule_version=snapped.rule_version,
        )  # fmt: skip
    known = [one.commission for one in found.lines if one.commission is not None]
    payees = await shopkeepers.keepers_by_ids(session, sorted({one.shopkeeper_id for one in known}))
    return _why_out(found, promoter, payees, language)


def _why_out(
    found: Why, promoter: PromoterOut | None, payees: Mapping[UUID, Keeper], language: str
) -> WhyOut:  # fmt: skip
    known = [one.commission for one in found.lines if one.commission is not None]
    return WhyOut(
        order_id=found.order.id, promoter=promoter, plan_version=found.plan.version if found.plan else None,
        plan_id=found.plan.id if found.plan else None, paid_fen=found.order.payable_fen,
        amount_fen=sum(one.amount_fen for one in known), reversed_fen=sum(one.reversed_fen for one in known),
        left_fen=found.left_fen, lines=[line for one in found.lines for line in line_why(one, payees, language)],
    )  # fmt: skip


def line_why(one: WhyLine, payees: Mapping[UUID, Keeper], language: str) -> list[LineWhyOut]:
    """A line as staff read it; nothing when nobody brought its order."""
    known = one.commission
    if known is None:
        return []
    return [
        LineWhyOut(
            commission_id=known.order_line_id, title=one.line.title, option_text=one.line.option_text,
            quantity=known.quantity, paid_fen=known.line_paid_fen, state=known.state,
            state_text=word(words.STATE, known.state, language), scope=known.scope,
            scope_text=word(words.SCOPE, known.scope, language), formula=words.formula(known, language),
            base=known.base, base_fen=known.base_fen, rate_bp=known.rate_bp, fixed_fen=known.fixed_fen,
            cap_fen=known.cap_fen, factor_bp=known.factor_bp, worked_fen=known.worked_fen, amount_fen=known.amount_fen,
            reversed_fen=known.reversed_fen, left_fen=known.left_fen, reason=known.reason,
            reason_text=word(words.REASON, known.reason, language), held=known.held, release_at=known.release_at,
            payee=keeper_name(payees[known.shopkeeper_id]),
            moves=[_move(entry, language) for entry in one.entries],
        )
    ]  # fmt: skip


def _move(entry: Entry, language: str) -> MoveOut:
    signed = -entry.amount_fen if entry.target == "promised" else entry.amount_fen
    return MoveOut(
        at=entry.at, kind=entry.kind, text=words.move_word(entry, language), amount_fen=signed,
        transfer_key=entry.transfer_key,
    )  # fmt: skip
