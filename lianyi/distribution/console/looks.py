"""What a look found, as tables and as the report, and the chain of evidence."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel

from lianyi.distribution.actions import compliance as actions
from lianyi.distribution.actions import evidence
from lianyi.distribution.queries import compliance as queries
from lianyi.distribution.queries import shopkeepers
from lianyi.distribution.rules import report as drawing
from lianyi.distribution.types.compliance import SCAN_PREFIX, Scan
from lianyi.distribution.types.shopkeepers import PREFIX
from lianyi.identity.edges import require
from lianyi.identity.types import Staff
from lianyi.kit.db import ReadSession
from lianyi.kit.files import PDF, gives
from lianyi.kit.http import Own, Read, edge
from lianyi.kit.ids import as_word
from lianyi.kit.limits import rate_limit
from lianyi.kit.paging import Page, PageQuery, next_cursor

router = edge("/api/console/distribution/compliance", tags=["console: compliance"])
own = edge("/api/console/distribution/compliance", tags=["console: compliance"], own=True)
READER = require("compliance.read")
Writer = Annotated[Staff, require("compliance.write")]
ScanRef = Annotated[UUID, as_word(SCAN_PREFIX)]
KeeperRef = Annotated[UUID, as_word(PREFIX)]
LOOKS_SHOWN = 30


class ScanOut(BaseModel):
    """One look at everything. `levels`: people by level; `wrong`: counts that ought to be zero."""

    id: ScanRef
    day: date
    at: datetime
    shopkeepers: int
    roots: int
    depth_max: int
    people_max: int
    orders: int
    lines: int
    sales_fen: int
    commission_fen: int
    paid_out_fen: int
    own_orders: int
    own_fen: int
    wrong: dict[str, int]
    levels: dict[str, int]


@own.post("/scan", dependencies=[rate_limit("6/hour", name="compliance scan")])
async def scan_now(db: Own, staff: Writer) -> ScanOut:
    """Look at everything now, as every night."""
    return scan_out(await actions.scan(db, staff.tenant))


class LooksOut(BaseModel):
    items: list[ScanOut]


@router.get("/scans", dependencies=[READER])
async def scans(session: Read) -> LooksOut:
    """The newest looks, for how it went from day to day."""
    return LooksOut(items=[scan_out(one) for one in await queries.history(session, LOOKS_SHOWN)])


class RootOut(BaseModel):
    """A tree of who brought whom; `levels`: people by level."""

    shopkeeper_id: KeeperRef
    shop_name: str
    seq: int
    people: int
    depth: int
    earning: int
    commission_fen: int
    sales_fen: int
    levels: dict[str, int]


@router.get("/roots", dependencies=[READER])
async def roots(session: Read, paging: PageQuery) -> Page[RootOut]:
    """Trees of the newest look, what most wants looking at first."""
    scan = await queries.scanned(session)
    rows = await queries.roots(session, scan.id, _after(paging.after(int)), paging.limit + 1)
    names = await _names(session, [one.shopkeeper_id for one in rows])
    return Page(
        items=[
            RootOut(
                shopkeeper_id=one.shopkeeper_id, shop_name=names.get(one.shopkeeper_id, ""), seq=one.seq, people=one.people,
                depth=one.depth, earning=one.earning, commission_fen=one.commission_fen, sales_fen=one.sales_fen,
                levels=dict(one.levels),
            )
            for one in rows[: paging.limit]
        ],
        next_cursor=next_cursor(rows, paging.limit, "seq"),
    )  # fmt: skip


class OutletOut(BaseModel):
    """Where a shopkeeper's goods went. `own_bp`: the share they bought themselves, 1/100 of a percent."""

    shopkeeper_id: KeeperRef
    shop_name: str
    seq: int
    own_orders: int
    own_fen: int
    consumer_orders: int
    consumer_fen: int
    own_bp: int


@router.get("/outlets", dependencies=[READER])
async def outlets(session: Read, paging: PageQuery) -> Page[OutletOut]:
    """Sell-through of the newest look, the largest share of own buying first."""
    scan = await queries.scanned(session)
    rows = await queries.outlets(session, scan.id, _after(paging.after(int)), paging.limit + 1)
    names = await _names(session, [one.shopkeeper_id for one in rows])
    return Page(
        items=[
            OutletOut(
                shopkeeper_id=one.shopkeeper_id, shop_name=names.get(one.shopkeeper_id, ""), seq=one.seq,
                own_orders=one.own_orders, own_fen=one.own_fen, consumer_orders=one.consumer_orders,
                consumer_fen=one.consumer_fen, own_bp=one.own_bp,
            )
            for one in rows[: paging.limit]
        ],
        next_cursor=next_cursor(rows, paging.limit, "seq"),
    )  # fmt: skip


class PayeeOut(BaseModel):
    shopkeeper_id: KeeperRef
    shop_name: str
    seq: int
    orders: int
    lines: int
    sales_fen: int
    commission_fen: int
    paid_out_fen: int


@router.get("/payees", dependencies=[READER])
async def payees(session: Read, paging: PageQuery) -> Page[PayeeOut]:
    """Who was paid for what, by the newest look, who earned most first."""
    scan = await queries.scanned(session)
    rows = await queries.payees(session, scan.id, _after(paging.after(int)), paging.limit + 1)
    names = await _names(session, [one.shopkeeper_id for one in rows])
    return Page(
        items=[
            PayeeOut(
                shopkeeper_id=one.shopkeeper_id, shop_name=names.get(one.shopkeeper_id, ""), seq=one.seq, orders=one.orders,
                lines=one.lines, sales_fen=one.sales_fen, commission_fen=one.commission_fen, paid_out_fen=one.paid_out_fen,
            )
            for one in rows[: paging.limit]
        ],
        next_cursor=next_cursor(rows, paging.limit, "seq"),
    )  # fmt: skip


@router.get("/report.pdf", dependencies=[READER], response_class=Response, responses=gives(PDF))
async def report_file(session: Read) -> Response:
    """The report for a lawyer: people and depth per root, money, sell-through, findings, rules, where the chain ends."""
    found = await queries.report(session)
    data = await asyncio.to_thread(drawing.draw, found)
    name = f"compliance-{found.scan.day:%Y%m%d}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(data, media_type=PDF, headers=headers)


class LinkOut(BaseModel):
    """A link of the chain: `hash` is SHA-256 over number, instant, kind, payload and the hash before it, a line each."""

    seq: int
    at: datetime
    kind: str
    payload: str
    prev_hash: str
    hash: str


@router.get("/evidence", dependencies=[READER])
async def links(session: Read, paging: PageQuery) -> Page[LinkOut]:
    """The chain of evidence, the newest link first."""
    after = paging.after(int)
    rows = await queries.newest_links(session, after[0] if after else None, paging.limit + 1)
    return Page(
        items=[LinkOut.model_validate(one, from_attributes=True) for one in rows[: paging.limit]],
        next_cursor=next_cursor(rows, paging.limit, "seq"),
    )


class ChainOut(BaseModel):
    """`broken_at`: the first link that does not fit. `changed`: days and kinds whose rows are not what their link says."""

    ok: bool
    links: int
    head: str
    broken_at: int | None
    changed: list[str]


@own.post("/evidence/verify", dependencies=[rate_limit("12/hour", name="verify evidence")])
async def verify(db: Own, staff: Writer) -> ChainOut:
    """Look through the whole chain and hash anew what its days wrote."""
    found = await evidence.verify(db, staff.tenant)
    return ChainOut(
        ok=found.ok, links=found.links, head=found.head, broken_at=found.broken_at, changed=list(found.changed)
    )  # fmt: skip


def scan_out(one: Scan) -> ScanOut:
    """A look as the board shows it."""
    return ScanOut.model_validate(one, from_attributes=True)


async def _names(session: ReadSession, ids: Sequence[UUID]) -> dict[UUID, str]:
    found = await shopkeepers.keepers_by_ids(session, ids)
    return {keeper.id: keeper.shop_name for keeper in found.values()}


def _after(after: tuple[int] | None) -> int:
    return after[0] if after else 0
