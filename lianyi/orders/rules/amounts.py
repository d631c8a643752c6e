"""Arithmetic of an order: shares that sum to the whole, and refunds that are exact whatever is refunded when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from lianyi.kit.money import FEN_MAX, format_yuan, split
from lianyi.orders.errors import (
    FreightRefundTooMuch,
    LineUnknown,
    NothingToShip,
    PayableOutOfRange,
    RefundEmpty,
    RefundTooMuch,
    ShipTooMuch,
)
from lianyi.orders.types import Line, Order, Portion, RefundPlan


@dataclass(frozen=True, slots=True)
class Totals:
    """goods + freight + adjust = payable; the shares are in the order of the lines given."""

    goods_fen: int
    freight_fen: int
    adjust_fen: int
    payable_fen: int
    freight_shares_fen: tuple[int, ...]
    adjust_shares_fen: tuple[int, ...]


def shares(total_fen: int, amounts_fen: Sequence[int], keys: Sequence[UUID]) -> tuple[int, ...]:
    """Divide a signed total over lines in proportion to their amounts, largest remainder.

    Ties go to the smaller key, so the same goods get the same shares in whatever order they are listed.
    """
    ranked = sorted(range(len(keys)), key=lambda index: keys[index].int)
    parts = split(abs(total_fen), [amounts_fen[index] for index in ranked])
    sign = -1 if total_fen < 0 else 1
    share_at = {index: sign * part for index, part in zip(ranked, parts, strict=True)}
    return tuple(share_at[index] for index in range(len(keys)))


def totals(
    amounts_fen: Sequence[int],
    keys: Sequence[UUID],
    freight_fen: int,
    adjust_fen: int,
    own_fen: Sequence[int] = (),
    *,
    least_fen: int = 0,
) -> Totals:
    """Totals and shares of an order. Raises PayableOutOfRange: it comes to `least_fen` at least, and never below nothing.

    `own_fen`: the part of `adjust_fen` that belongs to each line already (a team price); only the rest is spread, in
    proportion to what the lines have left, so that a refund of one line gives back what that line was paid for.
    """
    goods_fen = sum(amounts_fen)
    payable_fen = goods_fen + freight_fen + adjust_fen
    # a discount beyond the goods would make a line's paid amount negative, and its refund with it
    if freight_fen < 0 or not least_fen <= payable_fen <= FEN_MAX or goods_fen + adjust_fen < 0:
        raise PayableOutOfRange(payable_yuan=format_yuan(payable_fen), payable_fen=payable_fen)
    own = tuple(own_fen) or (0,) * len(keys)
    left = [amount_fen + part_fen for amount_fen, part_fen in zip(amounts_fen, own, strict=True)]
    rest = shares(adjust_fen - sum(own), left, keys)
    return Totals(
        goods_fen, freight_fen, adjust_fen, payable_fen, shares(freight_fen, amounts_fen, keys),
        tuple(part_fen + more_fen for part_fen, more_fen in zip(own, rest, strict=True)),
    )  # fmt: skip


def refundable_fen(line: Line, quantity: int) -> int:
    """What `quantity` of the units still kept are worth (`Line.worth_fen`)."""
    return line.worth_fen(quantity)


def plan_refund(
    order: Order, lines: Sequence[Line], wanted: Sequence[Portion], freight_fen: int | None
) -> RefundPlan:
    """Work out a refund before shipping.

    `freight_fen` None gives the freight back with the last goods only, and never once a parcel has left; a number is
    what staff decided. Raises LineUnknown, RefundTooMuch, FreightRefundTooMuch, RefundEmpty.
    """
    known: Mapping[UUID, Line] = {line.id: line for line in lines}
    portions: dict[UUID, Portion] = {}
    for want in wanted:
        line = known.get(want.line_id)
        if line is None or want.line_id in portions:
            raise LineUnknown(field="lines")
        portions[want.line_id] = _portion(line, want)
    whole = all(
        line.unshipped == (portions[line.id].quantity if line.id in portions else 0) for line in lines
    )
    freight = _freight(order, lines, freight_fen, whole=whole)
    amount_fen = sum(portion.amount_fen or 0 for portion in portions.values()) + freight
    if not amount_fen and not any(portion.quantity for portion in portions.values()):
        raise RefundEmpty(field="lines")
    return RefundPlan(tuple(portions.values()), freight, amount_fen, whole)


def plan_return(
    order: Order, lines: Sequence[Line], wanted: Sequence[Portion], *, with_freight: bool
) -> RefundPlan:
    """Work out a refund of what has left the house: every portion names its amount, 0 units give money alone.

    `whole`: nothing of the order is kept any more; then, `with_freight`, what is left of the freight comes back, too.
    Raises LineUnknown, RefundTooMuch, RefundEmpty.
    """
    known: Mapping[UUID, Line] = {line.id: line for line in lines}
    portions: dict[UUID, Portion] = {}
    for want in wanted:
        line = known.get(want.line_id)
        if line is None or want.line_id in portions:
            raise LineUnknown(field="lines")
        out = line.shipped_quantity - line.returned_quantity
        limit_fen = line.worth_fen(want.quantity) if want.quantity else line.left_fen
        if not (0 <= want.quantity <= out and 0 <= (want.amount_fen or 0) <= limit_fen):
            raise RefundTooMuch(
                field="lines",
                quantity_max=out,
                amount_max_yuan=format_yuan(line.worth_fen(min(want.quantity, out))),
            )
        portions[line.id] = Portion(line.id, want.quantity, want.amount_fen or 0)
    whole = all(line.kept == (portions[line.id].quantity if line.id in portions else 0) for line in lines)
    freight_fen = order.freight_fen - order.granted_freight_fen if whole and with_freight else 0
    amount_fen = sum(portion.amount_fen or 0 for portion in portions.values()) + freight_fen
    if not amount_fen and not any(portion.quantity for portion in portions.values()):
        raise RefundEmpty(field="lines")
    return RefundPlan(tuple(portions.values()), freight_fen, amount_fen, whole)


def plan_difference(lines: Sequence[Line], amount_fen: int) -> RefundPlan:
    """Money without units, divided by what each line has left. Raises RefundTooMuch."""
    left_fen = [line.paid_fen - line.refunded_fen for line in lines]
    if amount_fen > sum(left_fen):
        raise RefundTooMuch(field="amount_fen", quantity_max=0, amount_max_yuan=format_yuan(sum(left_fen)))
    parts = shares(amount_fen, left_fen, [line.id for line in lines])
    given = tuple(Portion(line.id, 0, part) for line, part in zip(lines, parts, strict=True) if part)
    return RefundPlan(given, 0, amount_fen, whole=False)


def _portion(line: Line, want: Portion) -> Portion:
    worth_fen = refundable_fen(line, want.quantity) if 0 <= want.quantity <= line.unshipped else -1
    # money without goods (a late parcel, a scratch) may take up to all that the line has left
    limit_fen = worth_fen if want.quantity else line.paid_fen - line.refunded_fen
    amount_fen = worth_fen if want.amount_fen is None else want.amount_fen
    if worth_fen < 0 or not 0 <= amount_fen <= limit_fen:
        raise RefundTooMuch(
            field="lines", quantity_max=line.unshipped,
            amount_max_yuan=format_yuan(refundable_fen(line, min(want.quantity, line.unshipped)) if want.quantity > 0
                                        else line.paid_fen - line.refunded_fen),
        )  # fmt: skip
    return Portion(line.id, want.quantity, amount_fen)


def _freight(order: Order, lines: Sequence[Line], asked_fen: int | None, *, whole: bool) -> int:
    left_fen = order.freight_fen - order.granted_freight_fen
    if asked_fen is None:
        return left_fen if whole and not any(line.shipped_quantity for line in lines) else 0
    if not 0 <= asked_fen <= left_fen:
        raise FreightRefundTooMuch(field="freight_fen", amount_max_yuan=format_yuan(left_fen))
    return asked_fen


def plan_parcel(lines: Sequence[Line], wanted: Sequence[Portion] | None) -> tuple[Portion, ...]:
    """The units of a parcel; None takes everything left. Raises LineUnknown, ShipTooMuch, NothingToShip."""
    if wanted is None:
        wanted = [Portion(line.id, line.unshipped) for line in lines if line.unshipped]
    known: Mapping[UUID, Line] = {line.id: line for line in lines}
    seen: set[UUID] = set()
    for want in wanted:
        line = known.get(want.line_id)
        if line is None or want.line_id in seen:
            raise LineUnknown(field="lines")
        seen.add(want.line_id)
        if not 0 < want.quantity <= line.unshipped:
            raise ShipTooMuch(field="lines", title=line.title, quantity_max=line.unshipped)
    if not wanted:
        raise NothingToShip(field="lines")
    return tuple(wanted)
