"""The money of a case. Pure, exact to the fen."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from lianyi.kit.money import format_yuan, split
from lianyi.orders.types import Line, Portion
from lianyi.trust.errors.aftersales import CaseAmountTooHigh, CaseEmpty, CaseLineUnknown
from lianyi.trust.types.aftersales import CaseLine, Kind, Wanted


def checked(lines: Sequence[Line], wanted: Sequence[Wanted], kind: Kind) -> list[Wanted]:
    """What is wanted with every amount named: at most what the units are worth; an exchange stands for all of it.

    Nothing is wanted only of goods that cost nothing: they come back for the points and coupons that paid for them.
    Raises CaseLineUnknown, CaseAmountTooHigh, CaseEmpty.
    """
    known: Mapping[UUID, Line] = {line.id: line for line in lines}
    named: dict[UUID, Wanted] = {}
    for want in wanted:
        line = known.get(want.line_id)
        if line is None or want.line_id in named:
            raise CaseLineUnknown(field="lines")
        out = line.shipped_quantity - line.returned_quantity
        worth_fen = line.worth_fen(min(want.quantity, out))
        amount_fen = worth_fen if want.amount_fen is None or kind == "exchange" else want.amount_fen
        if not 0 < want.quantity <= out or amount_fen > worth_fen:
            raise CaseAmountTooHigh(
                field="lines", title=line.title, quantity_max=out, amount_max_yuan=format_yuan(worth_fen)
            )
        if amount_fen < 0 or (kind != "exchange" and not amount_fen and line.paid_fen):
            raise CaseEmpty(field="lines")
        named[want.line_id] = replace(want, amount_fen=amount_fen)
    if not named:
        raise CaseEmpty(field="lines")
    return list(named.values())


def lowered(lines: Sequence[CaseLine], amount_fen: int) -> list[CaseLine]:
    """A lower amount over the lines, in proportion to what each asked; never more than that for any of them."""
    parts = split(amount_fen, [line.amount_fen for line in lines])
    return [replace(line, amount_fen=part) for line, part in zip(lines, parts, strict=True)]


def portions(kind: Kind, lines: Sequence[CaseLine], order_lines: Sequence[Line]) -> list[Portion]:
    """What the order gives back. Units go with their money, unless the shopper keeps the goods for a part of it."""
    known: Mapping[UUID, Line] = {line.id: line for line in order_lines}
    given: list[Portion] = []
    for part in lines:
        line = known[part.line_id]
        worth_fen = line.worth_fen(part.quantity)
        amount_fen = worth_fen if kind == "exchange" else part.amount_fen
        keeps = kind == "refund_only" and amount_fen < worth_fen
        given.append(Portion(line.id, 0 if keeps else part.quantity, amount_fen))
    return given
