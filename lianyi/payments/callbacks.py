"""Callbacks from WeChat Pay: verify → keep the notice once → act → commit → 200. Reactions do the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from fastapi import Request, Response

from lianyi.kit import failpoints
from lianyi.kit.batching import Batch, Busy
from lianyi.kit.db import Database, Session
from lianyi.kit.http import Own, outside
from lianyi.kit.ids import TenantId
from lianyi.kit.log import get_logger
from lianyi.payments import actions, queries, store
from lianyi.payments.errors import PayKeysMissing
from lianyi.wechat import pay
from lianyi.wechat.pay import Notice, NoticeForged, PayKeys, PayRefused, PayUnanswered, Trade

NOTICE_BYTES_MAX = 1024 * 1024  # documented limit of the ciphertext
log = get_logger(__name__)
router = outside("/callbacks", tags=["callbacks: WeChat Pay"])


@router.post("/pay/{tenant_id}", include_in_schema=False)
async def paid(tenant_id: UUID, request: Request, db: Own) -> Response:
    """A payment's outcome."""
    return await _take(db, TenantId(tenant_id), request)


@router.post("/refund/{tenant_id}", include_in_schema=False)
async def refunded(tenant_id: UUID, request: Request, db: Own) -> Response:
    """A refund's outcome."""
    return await _take(db, TenantId(tenant_id), request)


async def _take(db: Database, tenant: TenantId, request: Request) -> Response:
    body = await request.body()
    if len(body) > NOTICE_BYTES_MAX * 2:
        return _fail(413)
    try:
        async with db.read(tenant) as session:
            keys = await queries.pay_keys(session)
        notice = await pay.open_notice(keys, request.headers, body)
    except (NoticeForged, PayKeysMissing) as forged:
        log.warning("notice.refused", tenant=str(tenant), reason=str(forged)[:100])
        return _fail(401)
    except (PayRefused, PayUnanswered) as silence:
        log.warning("notice.unverifiable", tenant=str(tenant), reason=str(silence)[:100])
        return _fail(500)
    failpoints.reach("payments.notice.verified")
    try:
        await _keep(db, tenant, notice, keys)
    except Busy:
        return _fail(503)
    failpoints.reach("payments.notice.committed")
    return Response(status_code=204)


async def _keep(db: Database, tenant: TenantId, notice: Notice, keys: PayKeys) -> None:
    if notice.mchid == keys.mchid and notice.trade is not None:
        await trades.do(db, tenant, _Paid(notice, notice.trade, keys.mchid))
        return
    async with db.write(tenant) as session:
        session.plan_once()
        outcome = "mismatch" if notice.mchid != keys.mchid else await _end_refund(session, notice)
        await _remember(session, [notice], [outcome])


@dataclass(frozen=True, slots=True)
class _Paid:
    """A genuine notice of a trade of merchant `mchid`."""

    notice: Notice
    trade: Trade
    mchid: str


async def _settle(session: Session, paid: Sequence[_Paid]) -> list[str]:
    settled = await actions.settle_all(session, [one.trade for one in paid], paid[0].mchid)
    outcomes = [str(verdict or "unknown") for verdict in settled]
    await _remember(session, [one.notice for one in paid], outcomes)
    return outcomes


# What waits is settled together, because every payment of a shop moves the same two accounts. A refund is never among
# them: it holds its payment before the accounts, and would wait for it here while it holds them.
trades = Batch(_settle, apart=lambda one: frozenset({one.trade.out_trade_no}))


async def _end_refund(session: Session, notice: Notice) -> str:
    if notice.refund is None:
        return "unknown"
    refund = await session.maybe(queries.REFUND_BY_NUMBER, out_refund_no=notice.refund.out_refund_no)
    if refund is None:
        return "unknown"
    await actions.end_refund(session, refund, notice.refund)
    return notice.refund.status.value.lower()


async def _remember(session: Session, notices: Sequence[Notice], outcomes: Sequence[str]) -> None:
    await session.later(
        store.KEEP_NOTICES, ids=[one.id for one in notices], events=[one.event for one in notices],
        numbers=[_number(one) for one in notices], outcomes=list(outcomes),
    )  # fmt: skip
    failpoints.reach("payments.notice.acted")


def _number(notice: Notice) -> str:
    return notice.trade.out_trade_no if notice.trade else notice.refund.out_refund_no if notice.refund else ""


def _fail(status: int) -> Response:
    return Response('{"code":"FAIL","message":"失败"}', status, media_type="application/json")
