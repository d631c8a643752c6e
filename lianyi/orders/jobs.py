"""Sweeps: close what was not paid, receive and complete by time, tell WeChat about parcels, forget who has left."""

from dataclasses import dataclass
from uuid import UUID

from lianyi.identity import queries as identity
from lianyi.identity.types import PersonId
from lianyi.kit import failpoints
from lianyi.kit.db import Database
from lianyi.kit.errors import Refusal
from lianyi.kit.ids import TenantId
from lianyi.kit.jobs import every
from lianyi.kit.log import get_logger
from lianyi.orders import actions, queries, store
from lianyi.orders.errors import NoMiniIdentity, OrderAlreadyPaid, OrderInOtherState
from lianyi.orders.queries.due import due_to_close, due_uploads
from lianyi.orders.rules.deadlines import UPLOAD_TRIES_MAX, upload_again_in
from lianyi.orders.rules.upload import PASSING, parcels_to_tell, shipment
from lianyi.orders.types import Actor, Order, Parcel
from lianyi.wechat import mini
from lianyi.wechat.errors import WeChatRefused, WeChatUnreachable
from lianyi.wechat.types import App, AppKind, Shipment

BATCH = 200
OUTSIDE_BATCH = 50  # calls to WeChat a sweep may make; the next tick goes on
CLOCK = Actor("system", name="clock")
WECHAT = Actor("system", name="wechat")
log = get_logger(__name__)


@every(seconds=20)
async def close_unpaid_orders(db: Database, tenant: TenantId) -> int:
    """Close orders past their deadline; one that WeChat cannot close now is tried again with back-off."""
    async with db.read(tenant) as session:
        due = await due_to_close(session, OUTSIDE_BATCH)
    closed = 0
    for order_id in due:
        closed += await _close(db, tenant, order_id)
    return closed


async def _close(db: Database, tenant: TenantId, order_id: UUID) -> bool:
    try:
        await actions.close_unpaid(db, tenant, order_id, "deadline", CLOCK)
    except OrderInOtherState:
        return False
    except (Refusal, OSError) as problem:
        # Paid at WeChat: payments tells it and the order goes on. Not reachable: nothing may be closed on a guess.
        if not isinstance(problem, OrderAlreadyPaid):
            log.warning("order.not_closed", order=str(order_id), error=type(problem).__name__)
        async with db.write(tenant) as session:
            await session.run(store.PUT_OFF_CLOSING, order_id=order_id)
        return False
    return True


@every(seconds=20)
async def remind_unpaid(db: Database, tenant: TenantId) -> int:
    """Remind of orders that wait for payment, before their deadline."""
    async with db.write(tenant) as session:
        return await actions.remind_unpaid(session, BATCH)


@every(seconds=60)
async def receive_by_time(db: Database, tenant: TenantId) -> int:
    async with db.write(tenant) as session:
        return await actions.receive_due(session, BATCH)


@every(seconds=60)
async def complete_by_time(db: Database, tenant: TenantId) -> int:
    async with db.write(tenant) as session:
        return await actions.complete_due(session, BATCH)


@every(seconds=3600)
async def forget_receivers(db: Database, tenant: TenantId) -> int:
    """Addresses of people who left, once their orders have ended."""
    async with db.write(tenant) as session:
        return await session.run(store.FORGET_RECEIVERS, limit=BATCH)


@every(seconds=15)
async def upload_shipping(db: Database, tenant: TenantId) -> int:
    """Tell WeChat what has left: retried with back-off while it may pass, else shown to the staff."""
    async with db.read(tenant) as session:
        due = await due_uploads(session, OUTSIDE_BATCH)
    for order_id in due:
        await _upload(db, tenant, order_id)
    return len(due)


@dataclass(frozen=True, slots=True)
class Telling:
    """What WeChat is about to be told of an order, and the parcels it is about."""

    order: Order
    parcels: list[Parcel]
    app: App | None
    shipment: Shipment | None
    obstacle: Refusal | None


async def _upload(db: Database, tenant: TenantId, order_id: UUID) -> None:
    telling = await _prepare(db, tenant, order_id)
    if telling.app is None or telling.shipment is None:
        why = telling.obstacle.words("zh") if telling.obstacle else ""
        await _refused(db, tenant, telling, why, passing=False)
        return
    try:
        await mini.upload_shipping_info(telling.app, telling.shipment)
    except WeChatRefused as refusal:
        why = f"{refusal.errcode} {refusal.words('zh')}"
        await _refused(db, tenant, telling, why, passing=refusal.errcode in PASSING)
    except WeChatUnreachable as silence:
        await _refused(db, tenant, telling, silence.words("zh"), passing=True)
    else:
        failpoints.reach("orders.upload.told")
        async with db.write(tenant) as session:
            for parcel in telling.parcels:
                await session.run(
                    store.UPLOADED, parcel_id=parcel.id, tracking_no=parcel.tracking_no,
                    carrier_code=parcel.carrier_code,
                )  # fmt: skip


async def _prepare(db: Database, tenant: TenantId, order_id: UUID) -> Telling:
    async with db.read(tenant) as session:
        order = await queries.order(session, order_id)
        lines, parcels = await queries.lines(session, order_id), await queries.parcels(session, order_id)
        told = parcels_to_tell(order, parcels)
        try:
            app = await identity.wechat_app(session, AppKind.MINI)
            openid = await identity.openid_of(session, PersonId(order.person_id), app.appid)
            if openid is None:
                raise NoMiniIdentity
        except Refusal as obstacle:
            return Telling(order, told, None, None, obstacle)
        return Telling(order, told, app, shipment(order, lines, parcels, openid, session.now), None)


async def _refused(db: Database, tenant: TenantId, telling: Telling, why: str, *, passing: bool) -> None:
    """Keep the reason; try again while it may pass, else leave it to the staff."""
    tries = max((parcel.wechat_tries for parcel in telling.parcels), default=0)
    again = passing and tries + 1 < UPLOAD_TRIES_MAX
    async with db.write(tenant) as session:
        for parcel in telling.parcels:
            await session.run(
                store.UPLOAD_REFUSED, parcel_id=parcel.id, wechat_state="pending" if again else "failed",
                wechat_error=why[:300], try_at=session.now + upload_again_in(tries),
            )  # fmt: skip
        if not again:
            await store.remember(session, telling.order.id, "wechat_failed", WECHAT, why[:300])
