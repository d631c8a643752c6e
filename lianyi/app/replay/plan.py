"""The plan: which rows become orders, which become refunds of which order, and why the rest is left out. Pure.

A SKU is a stock code at a price, because the real shop sold one code at several prices and ours has one price a SKU.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from lianyi.app.replay.sheet import Invoice, Row, Unreadable

# What our shop and WeChat take; each number is held by the product itself, and refused there when it is passed.
WANTS_MAX = 100  # checkout.rules.LINES_MAX
PIECES_OF_A_WANT_MAX = 999  # checkout.rules.QUANTITY_MAX
PIECES_OF_A_SKU_MAX = 9_999  # orders.console: what one line of one refund can give back
PRICE_PENCE_MAX = 100_000_000  # catalog.rules.PRICE_FEN_MAX
ORDER_PENCE_MAX = 1_000_000_000  # what WeChat takes in one payment
STOCK_MAX = 1_000_000  # supply.rules.columns.PIECES_MAX
REFUND_WITHIN = timedelta(days=364)  # WeChat gives money back for a year
REFUNDS_OF_AN_ORDER_MAX = 50  # and in so many parts


class Sku(NamedTuple):
    """A stock code at a price."""

    stock: str
    pence: int


class Reason(StrEnum):
    """Why a row, or some units of it, cannot be lived in a shop."""

    UNREADABLE = "unreadable"
    BAD_DEBT = "bad_debt"
    NO_PRICE = "no_price"
    NEGATIVE_PRICE = "negative_price"
    PART_OF_A_PENNY = "part_of_a_penny"
    BEYOND = "beyond"
    NO_CUSTOMER = "no_customer"
    NOT_BOUGHT = "not_bought"


@dataclass(frozen=True, slots=True)
class Kept:
    """Units of a row that are lived; negative where they come back."""

    row: Row
    quantity: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """Units of a row that are not; the whole row mostly, what nobody bought of a cancellation otherwise."""

    row: Row | Unreadable
    quantity: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Sale:
    """One order: an invoice, or a part of one that is beyond an order's limits. Pieces per SKU."""

    number: int
    invoice: str
    at: datetime
    shopper: str
    wants: tuple[tuple[Sku, int], ...]

    @property
    def pence(self) -> int:
        return sum(sku.pence * quantity for sku, quantity in self.wants)


@dataclass(frozen=True, slots=True)
class Part:
    """Pieces of one SKU of one sale that come back, and the money for them."""

    sku: Sku
    quantity: int
    pence: int


@dataclass(frozen=True, slots=True)
class Return:
    """What a cancellation takes back of one sale: one refund."""

    invoice: str
    at: datetime
    sale: int
    parts: tuple[Part, ...]


@dataclass
class Plan:
    """Sales and returns in the order of time, and every unit of every row under `kept` or `skipped`."""

    sales: list[Sale] = field(default_factory=list)
    returns: list[Return] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    invoices: int = 0

    @property
    def replayed(self) -> int:
        """How many invoices are lived, in whole or in part."""
        return len({one.row.invoice for one in self.kept})

    def opening(self) -> dict[Sku, int]:
        """What must be in the house at the start so that nothing is sold out: all that is ever sold."""
        pieces: dict[Sku, int] = defaultdict(int)
        for sale in self.sales:
            for sku, quantity in sale.wants:
                pieces[sku] += quantity
        return dict(pieces)


@dataclass
class _Lot:
    """Pieces of one SKU in one sale that have not come back yet."""

    sale: int
    at: datetime
    sku: Sku
    left: int


@dataclass
class _Memory:
    """What each customer bought so far; which cancellations touched a sale; how much of a SKU is sold."""

    lots: dict[tuple[str, str], list[_Lot]] = field(default_factory=lambda: defaultdict(list))
    refunds: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    sold: dict[Sku, int] = field(default_factory=lambda: defaultdict(int))


def make(invoices: Sequence[Invoice]) -> Plan:
    """Decide about every row of the invoices, which come in the order of time."""
    plan, memory = Plan(invoices=len(invoices)), _Memory()
    for invoice in invoices:
        plan.skipped += [Skipped(line, 0, Reason.UNREADABLE) for line in invoice.unreadable]
        if invoice.at is None:
            continue
        sold: dict[Sku, int] = defaultdict(int)
        returned: list[Row] = []
        for row in invoice.rows:
            plan.titles[row.stock] = plan.titles.get(row.stock) or row.description
            reason = _refused(row, memory)
            if reason is not None:
                plan.skipped.append(Skipped(row, row.quantity, reason))
            elif row.quantity < 0:
                returned.append(row)
            else:
                sold[_sku(row)] += row.quantity
                memory.sold[_sku(row)] += row.quantity
                plan.kept.append(Kept(row, row.quantity))
        _sell(plan, memory, invoice, sold)
        _take_back(plan, memory, invoice, returned)
    return plan


def _sku(row: Row) -> Sku:
    return Sku(row.stock, int(row.price * 100))


def _refused(row: Row, memory: _Memory) -> Reason | None:
    """What forbids the row before anybody looks at who bought what."""
    pence = row.price * 100
    if row.invoice.upper().startswith("A"):
        return Reason.BAD_DEBT
    if pence < 0:
        return Reason.NEGATIVE_PRICE
    if not pence or not row.quantity:
        return Reason.NO_PRICE
    if pence != pence.to_integral_value():
        return Reason.PART_OF_A_PENNY
    if pence > PRICE_PENCE_MAX or memory.sold[_sku(row)] + row.quantity > STOCK_MAX:
        return Reason.BEYOND
    return None


def _sell(plan: Plan, memory: _Memory, invoice: Invoice, sold: dict[Sku, int]) -> None:
    assert invoice.at is not None
    shopper = shopper_of(invoice)
    for wants in split(sold.items()):
        sale = Sale(len(plan.sales), invoice.number, invoice.at, shopper, wants)
        plan.sales.append(sale)
        for sku, quantity in wants:
            memory.lots[invoice.customer, sku.stock].append(_Lot(sale.number, sale.at, sku, quantity))


def shopper_of(invoice: Invoice) -> str:
    """The customer; without one, somebody who is seen this once."""
    return invoice.customer or f"guest-{invoice.number}"


def split(wants: Iterable[tuple[Sku, int]]) -> Iterator[tuple[tuple[Sku, int], ...]]:
    """Orders within the limits. A line of an order takes 999 pieces, so 5,000 of one SKU stand in six lines of it."""
    order: dict[Sku, int] = {}
    lines = pence = 0
    for sku, quantity in wants:
        most = min(PIECES_OF_A_SKU_MAX, ORDER_PENCE_MAX // sku.pence)
        left = quantity
        while left:
            piece = min(left, most)
            needs = -(-piece // PIECES_OF_A_WANT_MAX)
            if sku in order or lines + needs > WANTS_MAX or pence + piece * sku.pence > ORDER_PENCE_MAX:
                yield tuple(order.items())
                order, lines, pence = {}, 0, 0
            order[sku] = piece
            lines, pence, left = lines + needs, pence + piece * sku.pence, left - piece
    if order:
        yield tuple(order.items())


def _take_back(plan: Plan, memory: _Memory, invoice: Invoice, rows: Sequence[Row]) -> None:
    """Find the order each unit was bought in: at the same price, else at a higher one; the latest first."""
    assert invoice.at is not None
    found: dict[int, dict[Sku, tuple[int, int]]] = defaultdict(dict)
    for row in rows:
        wanted = -row.quantity
        for lot in _lots_for(memory, invoice, row):
            taken = min(wanted, lot.left)
            lot.left -= taken
            wanted -= taken
            quantity, pence = found[lot.sale].get(lot.sku, (0, 0))
            found[lot.sale][lot.sku] = quantity + taken, pence + taken * _sku(row).pence
            memory.refunds[lot.sale].add(invoice.number)
            if not wanted:
                break
        if wanted < -row.quantity:
            plan.kept.append(Kept(row, row.quantity + wanted))
        if wanted:
            reason = Reason.NOT_BOUGHT if invoice.customer else Reason.NO_CUSTOMER
            plan.skipped.append(Skipped(row, -wanted, reason))
    for number, parts in found.items():
        given = tuple(Part(sku, quantity, pence) for sku, (quantity, pence) in parts.items())
        plan.returns.append(Return(invoice.number, invoice.at, number, given))


def _lots_for(memory: _Memory, invoice: Invoice, row: Row) -> Iterator[_Lot]:
    """Purchases that may be refunded, the best first. Nobody gets more back for a piece than was paid for it.

    Where the file names no customer on either side, the cancellation is taken for the stranger's whose purchase it fits.
    """
    pence = _sku(row).pence
    bought = memory.lots[invoice.customer, row.stock]
    for lot in sorted(bought, key=lambda lot: (lot.sku.pence == pence, lot.sale), reverse=True):
        refunds = memory.refunds[lot.sale]
        fresh = row.at - lot.at <= REFUND_WITHIN
        counted = invoice.number in refunds or len(refunds) < REFUNDS_OF_AN_ORDER_MAX
        if lot.left and lot.sku.pence >= pence and fresh and counted:
            yield lot
