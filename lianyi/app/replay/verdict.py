"""The verdict: the file's own sums beside the shop's books and shelves. Everything the file says is summed from its rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from lianyi.app.replay.goods import SPARE
from lianyi.app.replay.people import Caller
from lianyi.app.replay.plan import Plan, Reason, Sku
from lianyi.app.replay.sheet import ZONE, Row

BUYERS = (
    "buyers"  # the ledger's account of the world outside: what buyers have paid in, as a negative balance
)


@dataclass(frozen=True, slots=True)
class Month:
    """Pence of a month: every readable row of the file, the skipped units, the rest, and the ledger's fen."""

    name: str
    whole: Decimal
    skipped: Decimal
    file: Decimal
    ledger: int

    @property
    def difference(self) -> Decimal:
        return abs(self.file - self.ledger)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What one reason leaves out: rows (or parts of rows), and what they are worth by the file, up and down, in pence."""

    reason: Reason
    rows: int
    up: Decimal
    down: Decimal
    example: str


@dataclass(frozen=True, slots=True)
class Pile:
    """A SKU in the house, as the console's stock page tells it."""

    received: int
    available: int
    reserved: int
    sold: int


def months(plan: Plan, invoices_rows: Iterable[Row], ledger: Mapping[str, int]) -> list[Month]:
    """Every month that the file or the ledger knows, oldest first.

    `whole` comes from all rows as they were read, `skipped` and `file` from the units of the plan: the first is the
    sum of the other two, or a row was lost.
    """
    whole: dict[str, Decimal] = defaultdict(Decimal)
    skipped: dict[str, Decimal] = defaultdict(Decimal)
    file: dict[str, Decimal] = defaultdict(Decimal)
    for row in invoices_rows:
        whole[_month(row.at)] += row.pence
    for left in plan.skipped:
        if isinstance(left.row, Row):
            skipped[_month(left.row.at)] += left.quantity * left.row.price * 100
    for kept in plan.kept:
        file[_month(kept.row.at)] += kept.quantity * kept.row.price * 100
    return [
        Month(name, whole[name], skipped[name], file[name], ledger.get(name, 0))
        for name in sorted({*whole, *(name for name, fen in ledger.items() if fen)})
    ]


def month_names(plan: Plan) -> list[str]:
    """The months in which something is replayed."""
    return sorted({_month(kept.row.at) for kept in plan.kept})


def _month(at: datetime) -> str:
    return f"{at.astimezone(ZONE):%Y-%m}"


async def ledger_months(desk: Caller, names: Sequence[str]) -> dict[str, int]:
    """What buyers paid less what they got back, by the ledger's own statement of each month, in fen.

    What the buyers' account has beyond those months stands under `elsewhere`; there must be nothing.
    """
    found: dict[str, int] = {}
    for name in names:
        told = await desk.get("/ledger/summary", month=name)
        found[name] = sum(
            one["out_fen"] - one["in_fen"] for one in told["items"] if one["purpose"] == BUYERS
        )  # fmt: skip
    accounts = (await desk.get("/ledger/accounts"))["items"]
    paid_fen = -sum(one["balance_fen"] for one in accounts if one["purpose"] == BUYERS)
    found["elsewhere"] = paid_fen - sum(found.values())
    return found


def left_out(plan: Plan) -> list[LeftOut]:
    """Every reason that left something out, in the order of the reasons."""
    found = []
    for reason in Reason:
        some = [one for one in plan.skipped if one.reason is reason]
        if not some:
            continue
        worth = [
            one.quantity * one.row.price * 100 if isinstance(one.row, Row) else Decimal() for one in some
        ]  # fmt: skip
        first = some[0].row
        what = (
            f"{first.stock} {first.description}"
            if isinstance(first, Row)
            else f"{first.column} {first.text!r}"
        )
        up, down = (
            sum((one for one in worth if one > 0), Decimal()),
            sum((one for one in worth if one < 0), Decimal()),
        )
        found.append(LeftOut(reason, len(some), up, down, f"{first.invoice} · {what}"[:44]))
    return found


def piles_of(shelf: Sequence[Mapping[str, int | str]]) -> dict[str, Pile]:
    """The stock page by SKU code."""
    return {
        str(one["sku_code"]): Pile(
            *(int(one[name]) for name in ("received", "available", "reserved", "sold"))
        )
        for one in shelf
    }


def stock_difference(plan: Plan, codes: Mapping[Sku, str], piles: Mapping[str, Pile]) -> int:
    """Pieces in which the shelves differ: per SKU from what it opened with, sold and took back; per stock code from the file.

    Both, because a cancellation may name another price than the purchase it takes back: then the file knows the code
    alone. A SKU that is nowhere, or one that nobody planned, counts whole.
    """
    opening, net = plan.opening(), net_sold(plan)
    wrong = 0
    for sku, code in codes.items():
        pile = piles.get(code, Pile(0, 0, 0, 0))
        received = opening[sku] + SPARE
        wrong += abs(pile.received - received) + abs(pile.sold - net[sku]) + abs(pile.reserved)
        wrong += abs(pile.available - (received - net[sku]))
    planned = set(codes.values())
    wrong += sum(pile.received for code, pile in piles.items() if code not in planned)
    by_file: dict[str, int] = defaultdict(int)
    by_shop: dict[str, int] = defaultdict(int)
    for kept in plan.kept:
        by_file[kept.row.stock] += kept.quantity
    for sku, code in codes.items():
        by_shop[sku.stock] += piles[code].sold if code in piles else 0
    return wrong + sum(abs(by_file[stock] - by_shop[stock]) for stock in {*by_file, *by_shop})


def net_sold(plan: Plan) -> dict[Sku, int]:
    """Pieces of each SKU that stay sold."""
    pieces = plan.opening()
    for one in plan.returns:
        for part in one.parts:
            pieces[part.sku] -= part.quantity
    return pieces
