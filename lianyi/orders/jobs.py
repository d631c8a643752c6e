"""Sweeps: close what was not paid, receive and complete by time, tell WeChat about parcels, forget who has left."""

from uuid import UUID

from lianyi.identity import queries as identity
from lianyi.identity.types import PersonId
from lianyi.kit.db import Database
from lianyi.kit.errors import Refusal
from lianyi.kit.ids import TenantId
from lianyi.kit.jobs import every
from lianyi.kit.log import get_logger
from lianyi.orders import actions, queries, store
from lianyi.orders.errors import NoMiniIdentity, OrderAlreadyPaid, OrderInOtherState
from lianyi.orders.queries.due import DueParcel, due_parcels, due_to_close
from lianyi.orders.rules.deadlines import UPLOAD_TRIES_MAX, upload_again_in
from lianyi.orders.rules.upload import PASSING, shipment
from lianyi.orders.types import Actor
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
    """Tell WeChat about parcels: retried with back-off while it has not stored the payment, else shown to the staff."""
    async with db.read(tenant) as session:
        due = await due_parcels(session, OUTSIDE_BATCH)
    for parcel in due:
        await _upload(db, tenant, parcel)
    return len(due)


async def _upload(db: Database, tenant: TenantId, due: DueParcel) -> None:
    try:
        app, told = await _prepare(db, tenant, due)
        await mini.upload_shipping_info(app, told)
    except WeChatRefused as refusal:
        await _refused(
            db, tenant, due, f"{refusal.errcode} {refusal.words('zh')}", passing=refusal.errcode in PASSING
        )
    except WeChatUnreachable as problem:
        await _refused(db, tenant, due, problem.words("zh"), passing=True)
    except Refusal as problem:
        await _refused(db, tenant, due, problem.words("zh"), passing=False)
    else:
        async with db.write(tenant) as session:
            await session.run(
                store.UPLOADED, parcel_id=due.id, tracking_no=due.tracking_no, carrier_code=due.carrier_code
            )


async def _prepare(db: Database, tenant: TenantId, due: DueParcel) -> tuple[App, Shipment]:
    async with db.read(tenant) as session:
        app = await identity.wechat_app(session, AppKind.MINI)
        openid = await identity.openid_of(session, PersonId(due.person_id), app.appid)
        if openid is None:
            raise NoMiniIdentity
        order = await queries.order(session, due.order_id)
        lines, parcels = await queries.lines(session, order.id), await queries.parcels(session, order.id)
        return app, shipment(order, lines, parcels, openid, session.now)


async def _refused(db: Database, tenant: TenantId, due: DueParcel, why: str, *, passing: bool) -> None:
    """Keep the reason; try again while it may pass, else leave it to the staff."""
    again = passing and due.wechat_tries + 1 < UPLOAD_TRIES_MAX
    async with db.write(tenant) as session:
        await session.run(
            store.UPLOAD_REFUSED, parcel_id=due.id, wechat_state="pending" if again else "failed",
            wechat_error=why[:300], try_at=session.now + upload_again_in(due.wechat_tries),
        )  # fmt: skip
        if not again:
            await store.remember(session, due.order_id, "wechat_failed", WECHAT, why[:300])
