"""What a file may hold: products, stock, tracking numbers; how its rows belong together and how a group is written."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from lianyi.catalog import queries as catalog_queries
from lianyi.catalog.types import ProductId, RowError, RowsDone
from lianyi.identity.types import System
from lianyi.inventory import actions as inventory
from lianyi.kit.config import config
from lianyi.kit.db import Session
from lianyi.kit.errors import Refusal
from lianyi.kit.fetch import fetch
from lianyi.kit.ids import TenantId
from lianyi.kit.sheets import Sheet
from lianyi.media import actions as media
from lianyi.media import queries as media_queries
from lianyi.media.types import Encoded
from lianyi.orders import actions as orders
from lianyi.orders.actions.batch import ShipmentRow
from lianyi.orders.types import Actor
from lianyi.supply import queries
from lianyi.supply.actions.intake import Intake, save_product, shelve
from lianyi.supply.rules import columns, goods_rows
from lianyi.supply.rules.columns import Column
from lianyi.supply.rules.goods_rows import Group, Known, RowRefused

PICTURE_BYTES_MAX = 10 * 1024 * 1024
_OWN_PICTURE = re.compile(r"/media/(?P<tenant>[0-9a-f]{32})/(?P<hash>[0-9a-f]{40})-[0-9]+\.webp")
_NAME = "import"


@dataclass(frozen=True, slots=True)
class Shipments:
    """Rows of one order; or one row that cannot be read, and why; or lines that wait for their tracking numbers."""

    rows: tuple[ShipmentRow, ...] = ()
    problems: tuple[RowError, ...] = ()
    unsent: tuple[int, ...] = ()

    @property
    def lines(self) -> tuple[int, ...]:
        """The rows' line numbers."""
        named = [*(row.line for row in self.rows), *(one.line for one in self.problems)]
        return tuple(dict.fromkeys([*named, *self.unsent]))


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures of a product on their way in: hashes of those that are kept already, and new ones, encoded."""

    found: tuple[str | Encoded, ...] = ()
    given: bool = False


Together = Group | Shipments


@dataclass(frozen=True, slots=True)
class ImportKind:
    """Who may bring such a file, its header with examples, and what happens to a group of its rows.

    `prepare` runs outside of any transaction (it may fetch), `write` inside one; `refused` adds what else fails with
    the errors of a group, `explain` puts a refusal at its row and column.
    """

    permission: str
    header: tuple[str, ...]
    examples: tuple[tuple[str, ...], ...]
    groups: Callable[[Sheet], Sequence[Together]]
    write: Callable[[Session, Together, Pictures], Awaitable[RowsDone]]
    prepare: Callable[[TenantId, Together, bool], Awaitable[Pictures]]
    refused: Callable[[Together, list[RowError]], list[RowError]]
    explain: Callable[[Together, Refusal], RowError]


async def _write_product(session: Session, group: Together, pictures: Pictures) -> RowsDone:
    assert isinstance(group, Group)
    by = System(session.tenant, _NAME)
    product_id = await catalog_queries.product_by_code(session, str(group.rows[0].values["product_code"]))
    before = None if product_id is None else await catalog_queries.product(session, product_id)
    known = Known(
        await catalog_queries.category_by_path(session),
        {template.name: template.id for template in (await queries.freight_templates(session)).values()},
    )
    draft = goods_rows.draft_of(group, before, known, await _picture_ids(session, by, group, pictures))
    saved = await save_product(session, by, product_id, Intake(draft, counted=goods_rows.counted_of(group)))
    state = goods_rows.state_of(group)
    if state is not None and state != (before.state if before else "draft"):
        await shelve(session, by, [ProductId(saved.id)], state, None)
    rows = len(group.rows)
    return RowsDone(updated=rows) if before else RowsDone(created=rows)


async def _write_stock(session: Session, group: Together, _: Pictures) -> RowsDone:
    assert isinstance(group, Group)
    row = group.rows[-1]
    code = str(row.values["sku_code"])
    sku_id = await catalog_queries.sku_by_code(session, code)
    if sku_id is None:
        raise RowRefused(RowError(row.line, "SKU编码", code, "没有这个 SKU 编码 (there is no such SKU code)"))
    if len(group.rows) > 1:
        raise RowRefused(
            RowError(row.line, "SKU编码", code, "这个 SKU 编码出现了两次 (this SKU code stands twice)")
        )
    counted = cast("int", row.values["available"])
    note = str(row.values.get("note") or "批量导入")
    await inventory.set_counted(session, System(session.tenant, _NAME), sku_id, counted, note)
    return RowsDone(updated=1)


async def _write_shipments(session: Session, group: Together, _: Pictures) -> RowsDone:
    assert isinstance(group, Shipments)
    if not group.rows:
        return RowsDone()
    return await orders.ship_group(session, Actor("system", name=_NAME), group.rows, dry_run=False)


async def _no_pictures(_tenant: TenantId, _group: Together, _dry_run: bool) -> Pictures:
    return Pictures()


async def _fetch_pictures(tenant: TenantId, group: Together, dry_run: bool) -> Pictures:
    """Fetch and encode outside of any transaction; a trial fetches nothing."""
    assert isinstance(group, Group)
    addresses = goods_rows.picture_addresses(group)
    found: list[str | Encoded] = []
    for address in addresses:
        own = _own_hash(tenant, address)
        if own is not None:
            found.append(own)
        elif not dry_run:
            found.append(await _fetched(group, address))
    return Pictures(tuple(found), given=bool(addresses) and len(found) == len(addresses))


async def _fetched(group: Group, address: str) -> Encoded:
    try:
        return await media.encode_picture(await fetch(address, PICTURE_BYTES_MAX), address.rpartition("/")[2])
    except Refusal as refusal:
        reason = _reason(refusal)
        column = goods_rows.NAMES["pictures"]
        raise RowRefused(RowError(group.rows[0].line, column, address[:60], reason)) from refusal


def _own_hash(tenant: TenantId, address: str) -> str | None:
    """The content of a picture that this shop exported itself: it is kept already and need not travel."""
    match = _OWN_PICTURE.fullmatch(address.removeprefix(config().public_url))
    return match["hash"] if match and match["tenant"] == tenant.hex else None


async def _picture_ids(
    session: Session, by: System, group: Group, pictures: Pictures
) -> tuple[UUID, ...] | None:
    if not pictures.given:
        return None
    kept = await media_queries.ids_by_hash(session, [one for one in pictures.found if isinstance(one, str)])
    ids: list[UUID] = []
    for one in pictures.found:
        if isinstance(one, Encoded):
            ids.append((await media.accept_picture(session, by, one)).id)
        elif one in kept:
            ids.append(kept[one])
        else:
            raise RowRefused(
                goods_rows.error_at(group, "picture_ids", "没有这张图片 (there is no such picture)")
            )
    return tuple(ids)


def _reason(refusal: Refusal) -> str:
    return f"{refusal.words('zh')} ({refusal.words('en')})"


def _explain(group: Together, refusal: Refusal) -> RowError:
    if isinstance(group, Group):
        return goods_rows.error_at(group, refusal.field, _reason(refusal))
    return RowError(group.lines[0], orders.SHIPMENT_HEADER[0], group.rows[0].number, _reason(refusal))


def _with_siblings(group: Together, errors: list[RowError]) -> list[RowError]:
    assert isinstance(group, Group)
    return goods_rows.refused_together(group, errors)


def _alone(_group: Together, errors: list[RowError]) -> list[RowError]:
    return errors


def _by_key(given: tuple[Column, ...], key: str) -> Callable[[Sheet], Sequence[Together]]:
    return lambda sheet: goods_rows.by_key(columns.read(sheet, given), key)


def _shipments(sheet: Sheet) -> Sequence[Together]:
    groups, errors, unsent = orders.shipment_groups(sheet)
    by_line: dict[int, list[RowError]] = {}
    for error in errors:
        by_line.setdefault(error.line, []).append(error)
    bad = [Shipments(problems=tuple(some)) for some in by_line.values()]
    waiting = [Shipments(unsent=tuple(unsent))] if unsent else []
    return [*bad, *waiting, *(Shipments(rows=tuple(group)) for group in groups)]


def _header(given: tuple[Column, ...]) -> tuple[str, ...]:
    return tuple(f"{column.name}*" if column.required else column.name for column in given)


def _example(given: tuple[Column, ...]) -> tuple[tuple[str, ...], ...]:
    return (tuple(column.example for column in given),)


KINDS: dict[str, ImportKind] = {
    "products": ImportKind(
        "goods.write", _header(columns.PRODUCTS), _example(columns.PRODUCTS),
        groups=_by_key(columns.PRODUCTS, "product_code"), write=_write_product, prepare=_fetch_pictures,
        refused=_with_siblings, explain=_explain,
    ),
    "stock": ImportKind(
        "stock.write", _header(columns.STOCK), _example(columns.STOCK), groups=_by_key(columns.STOCK, "sku_code"),
        write=_write_stock, prepare=_no_pictures, refused=_alone, explain=_explain,
    ),
    "shipments": ImportKind(
        "orders.ship", orders.SHIPMENT_HEADER, orders.SHIPMENT_EXAMPLES, groups=_shipments, write=_write_shipments,
        prepare=_no_pictures, refused=_alone, explain=_explain,
    ),
}  # fmt: skip
