"""Verbs of inventory. Each runs in its caller's transaction."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from lianyi.catalog import actions as catalog_actions
from lianyi.catalog import queries as catalog_queries
from lianyi.catalog.types import ProductId, SkuId
from lianyi.identity import queries as identity_queries
from lianyi.identity.types import Staff, System
from lianyi.inventory import queries, rules, store
from lianyi.inventory.errors import QuantityInvalid, ReturnExceedsSale, StockSoldOut, StockWouldBeNegative
from lianyi.inventory.events import StockBack, StockGone, StockLow
from lianyi.inventory.store import LockedRow, MovedRow
from lianyi.inventory.types import AdjustReason, MovementKind, OrderRef, Promise, Short
from lianyi.kit.db import ReadSession, Session
from lianyi.kit.ids import encode

NOTE_LENGTH_MAX = 200


async def reserve(
    session: Session, order_id: UUID, lines: Iterable[tuple[UUID, int]], expires_at: datetime
) -> None:
    """Promise stock to an order: every line or none. Cost and locks as `reserve_all`.

    An order reserves once: a second call for the same order and SKU is an error of the caller (unique violation).

    Raises:
        StockSoldOut: the first line that is short, with its title and what is left; nothing moved.
        QuantityInvalid: no line, too many, or a quantity out of range.
    """
    refused = (await reserve_all(session, [Promise(order_id, tuple(lines), expires_at)]))[0]
    if refused is not None:
        raise refused


async def reserve_all(session: Session, promises: Sequence[Promise]) -> list[StockSoldOut | None]:
    """Promise stock to several orders in turn, each whole or not at all; if any is refused, nothing has moved for any.

    Cost: one statement and one wait for the rows of stock, locked in the order of their ids, and one piped; to be called
    last before the commit. Raises QuantityInvalid.
    """
    asks = _asks(promises)
    rows = {row.sku_id: row for row in await store.lock_stock(session, _skus(asks))}
    lacking, taken = rules.allot({sku_id: row.available for sku_id, row in rows.items()}, asks)
    if any(lacking):
        return await _refusals(session, lacking)
    await store.reserve(session, list(zip(promises, asks, strict=True)), taken)
    for sku_id, pieces in taken.items():
        await _tell_taken(session, rows[sku_id], pieces)
    return [None] * len(promises)


async def look(
    session: ReadSession, available: Mapping[SkuId, int], promises: Sequence[Promise]
) -> list[StockSoldOut | None]:
    """Who could not be served even alone with so much available: who comes too late need not wait for a lock.

    Each is looked at by itself, because somebody before them may yet be refused for another reason and leave pieces.
    No statement unless somebody is refused. Raises QuantityInvalid.
    """
    lacking = [rules.allot(available, [ask])[0][0] for ask in _asks(promises)]
    return await _refusals(session, lacking)


def _asks(promises: Sequence[Promise]) -> list[list[tuple[SkuId, int]]]:
    """Each order's lines in its own sequence, one a SKU: the sentence names the first one short. Raises QuantityInvalid."""
    found = []
    for promise in promises:
        wanted = dict(rules.merge(promise.lines))
        if not wanted:
            raise QuantityInvalid(field="quantity", quantity_max=rules.QUANTITY_MAX)
        found.append([(SkuId(sku_id), wanted[SkuId(sku_id)]) for sku_id in dict(promise.lines)])
    return found


def _skus(asks: Sequence[Sequence[tuple[SkuId, int]]]) -> list[SkuId]:
    return sorted({sku_id for ask in asks for sku_id, _ in ask})


async def _refusals(session: ReadSession, lacking: Sequence[Short | None]) -> list[StockSoldOut | None]:
    short = {one.sku_id for one in lacking if one is not None}
    titles = await catalog_queries.titles(session, list(short)) if short else {}
    return [None if one is None else _sold_out(one, titles.get(one.sku_id, "")) for one in lacking]


def _sold_out(short: Short, title: str) -> StockSoldOut:
    return StockSoldOut(
        sku_id=encode("sku", short.sku_id), title=title, available=short.available, wanted=short.wanted
    )


async def reserve_again(
    session: Session, order_id: UUID, lines: Iterable[tuple[UUID, int]], expires_at: datetime
) -> None:
    """Promise stock anew to an order that had closed and given it back: a payment came late. Raises as `reserve` does."""
    await store.forget_released(session, OrderRef(order_id))
    await reserve(session, order_id, lines, expires_at)


async def commit(session: Session, order_id: UUID) -> None:
    """The order is paid: what was promised is sold; nothing when it is ended already. Two statements in the pipe."""
    await store.sell(session, OrderRef(order_id))


async def sell(session: Session, order_ids: Sequence[UUID]) -> None:
    """Orders that cost nothing are paid as they are placed: what `reserve_all` has just promised them is sold.

    Cost: one statement in the pipe, whatever their number, none without an order. In the transaction that reserved,
    which holds the rows of stock.
    """
    if order_ids:
        await store.sell_reserved(session, order_ids)


async def release(session: Session, order_id: UUID, lines: Iterable[tuple[UUID, int]] | None = None) -> bool:
    """The order closed before payment (or gave up some lines): what was promised can be sold again.

    False when nothing was held any more, so that a second call is harmless. Raises ReturnExceedsSale when a line asks
    for more than is held.
    """
    wanted = None if lines is None else rules.merge(lines)
    moved = await store.release(session, OrderRef(order_id), wanted)
    if wanted is not None and len(moved) != len(wanted):
        raise ReturnExceedsSale
    await _tell_back(session, moved)
    return bool(moved)


async def give_back(
    session: Session, order_id: UUID, lines: Iterable[tuple[UUID, int]], *, restock: bool
) -> None:
    """Paid goods that were refunded come back: onto the shelf, or (`restock` false) written off.

    Raises ReturnExceedsSale when a line gives back more than the order bought; nothing moves then.
    """
    wanted = rules.merge(lines)
    moved = await store.give_back(session, OrderRef(order_id), wanted, restock=restock)
    if len(moved) != len(wanted):
        raise ReturnExceedsSale
    if restock:
        await _tell_back(session, moved)


async def open_stock(session: Session, sku_ids: Sequence[SkuId]) -> None:
    """Begin to count SKUs at nothing, so that they show as low from the first day; counted ones stay as they are."""
    await store.open_stock(session, sku_ids, (await identity_queries.tenant(session)).settings.low_stock_at)


async def receive(
    session: Session, by: Staff | System, sku_id: UUID, delta: int, reason: AdjustReason, note: str = ""
) -> int:
    """Add to what is available, or take away (negative). Answers what is available then.

    Raises StockWouldBeNegative when less is available than is taken away.
    """
    if not 0 < abs(delta) <= rules.STOCK_MAX:
        raise QuantityInvalid(field="delta", quantity_max=rules.STOCK_MAX)
    kind = MovementKind.RECEIVED if delta > 0 and reason is AdjustReason.PURCHASE else MovementKind.ADJUSTED
    return await _adjust(session, by, SkuId(sku_id), kind, reason, note, delta=delta)


async def set_counted(
    session: Session, by: Staff | System, sku_id: UUID, counted: int, note: str = ""
) -> int:
    """The shelf was counted: `counted` pieces can be promised. Promised and sold pieces are not touched."""
    if not 0 <= counted <= rules.STOCK_MAX:
        raise QuantityInvalid(field="counted", quantity_max=rules.STOCK_MAX)
    return await _adjust(
        session, by, SkuId(sku_id), MovementKind.ADJUSTED, AdjustReason.COUNT, note, counted=counted
    )


async def refresh_sold_out(session: Session, product_id: ProductId) -> None:
    """Write onto the product's card whether any of its SKUs can be bought.

    The product is locked before the stock is read: whoever comes second sees what the first one saw, or newer.
    """
    sku_ids = await catalog_actions.lock_skus(session, product_id)
    left = await queries.available(session, sku_ids)
    await catalog_actions.show_sold_out(session, product_id, sold_out=not any(left.values()))


async def _adjust(
    session: Session,
    by: Staff | System,
    sku_id: SkuId,
    kind: MovementKind,
    reason: AdjustReason,
    note: str,
    *,
    delta: int | None = None,
    counted: int | None = None,
) -> int:
    product_id = await catalog_queries.product_of(session, sku_id)
    low_at = (await identity_queries.tenant(session)).settings.low_stock_at
    await store.open_stock(session, [sku_id], low_at)
    row = await store.adjust(
        session,
        sku_id,
        delta=delta,
        counted=counted,
        kind=kind,
        reason=reason,
        note=note[:NOTE_LENGTH_MAX],
        by_id=by.staff if isinstance(by, Staff) else None,
        low_at=low_at,
    )
    if delta is not None and row.available != row.available_before + delta:
        raise StockWouldBeNegative(field="delta", available=row.available_before, wanted=-delta)
    if (row.available_before == 0) != (row.available == 0):
        await refresh_sold_out(session, product_id)
    return row.available


async def _tell_taken(session: Session, row: LockedRow, pieces: int) -> None:
    left = row.available - pieces
    if left == 0:
        await session.emit(StockGone(row.sku_id))
    if left <= row.low_at < row.available:
        await session.emit(StockLow(row.sku_id, left))


async def _tell_back(session: Session, rows: Sequence[MovedRow]) -> None:
    for row in rows:
        if row.available_before == 0:
            await session.emit(StockBack(row.sku_id))
