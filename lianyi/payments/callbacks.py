"""Callbacks from WeChat Pay: verify → keep the notice once → act → commit → 200. Reactions do the rest."""

from uuid import UUID

from fastapi import Request, Response

from lianyi.kit import failpoints
from lianyi.kit.db import Database, Session
from lianyi.kit.http import Own, outside
from lianyi.kit.ids import TenantId
from lianyi.kit.log import get_logger
from lianyi.payments import actions, queries, store
from lianyi.payments.errors import PayKeysMissing
from lianyi.wechat import pay
from lianyi.wechat.pay import Notice, NoticeForged, PayKeys, PayRefused, PayUnanswered

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
    async with db.write(tenant) as session:
        outcome = await _act(session, notice, keys)
        await session.later(
            store.KEEP_NOTICE, id=notice.id, event=notice.event, number=_number(notice), outcome=outcome
        )
        failpoints.reach("payments.notice.acted")
    failpoints.reach("payments.notice.committed")
    return Response(status_code=204)


async def _act(session: Session, notice: Notice, keys: PayKeys) -> str:
    if notice.mchid != keys.mchid:
        return "mismatch"
    if notice.trade is not None:
        return str(await actions.settle(session, notice.trade, keys.mchid) or "unknown")
    assert notice.refund is not None
    refund = await session.maybe(queries.REFUND_BY_NUMBER, out_refund_no=notice.refund.out_refund_no)
    if refund is None:
        return "unknown"
    await actions.end_refund(session, refund, notice.refund)
    return notice.refund.status.value.lower()


def _number(notice: Notice) -> str:
    return notice.trade.out_trade_no if notice.trade else notice.refund.out_refund_no if notice.refund else ""


def _fail(status: int) -> Response:
    return Response('{"code":"FAIL","message":"失败"}', status, media_type="application/json")
