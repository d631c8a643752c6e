"""Callbacks of merchant transfers. A genuine one is kept by its id and acted on in one transaction."""

from uuid import UUID

from fastapi import Request, Response

from lianyi.distribution.actions import transfers as actions
from lianyi.distribution.store import payouts as store
from lianyi.kit import failpoints
from lianyi.kit.http import Own, outside
from lianyi.kit.ids import TenantId
from lianyi.kit.log import get_logger
from lianyi.payments import queries as payments
from lianyi.payments.errors import PayKeysMissing
from lianyi.wechat import transfers
from lianyi.wechat.pay import NoticeForged, PayRefused, PayUnanswered

NOTICE_BYTES_MAX = 1024 * 1024  # documented limit of the ciphertext
log = get_logger(__name__)
router = outside("/callbacks", tags=["callbacks: WeChat Pay"])


@router.post("/transfer/{tenant_id}", include_in_schema=False)
async def transferred(tenant_id: UUID, request: Request, db: Own) -> Response:
    """A transfer's outcome."""
    tenant, body = TenantId(tenant_id), await request.body()
    if len(body) > NOTICE_BYTES_MAX * 2:
        return _fail(413)
    try:
        async with db.read(tenant) as session:
            keys = await payments.pay_keys(session)
        notice = await transfers.open_transfer_notice(keys, request.headers, body)
    except (NoticeForged, PayKeysMissing) as forged:
        log.warning("transfer_notice.refused", tenant=str(tenant), reason=str(forged)[:100])
        return _fail(401)
    except (PayRefused, PayUnanswered) as silence:
        log.warning("transfer_notice.unverifiable", tenant=str(tenant), reason=str(silence)[:100])
        return _fail(500)
    async with db.write(tenant) as session:
        outcome = "mismatch"
        if notice.mchid == keys.mchid:
            outcome = await actions.take_number(session, notice.bill)
        await session.later(
            store.KEEP_NOTICE,
            id=notice.id,
            event=notice.event,
            number=notice.bill.out_bill_no,
            outcome=outcome,
        )
        failpoints.reach("distribution.payout.noticed")
    return Response(status_code=204)


def _fail(status: int) -> Response:
    return Response('{"code":"FAIL","message":"失败"}', status, media_type="application/json")
