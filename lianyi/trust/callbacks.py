"""Callbacks from WeChat Pay about complaints: verify → keep once → commit → 204; a job asks for what the number means."""

from uuid import UUID

from fastapi import Request, Response

from lianyi.kit.http import Own, outside
from lianyi.kit.ids import TenantId
from lianyi.kit.log import get_logger
from lianyi.payments import queries as payments
from lianyi.payments.errors import PayKeysMissing
from lianyi.trust.actions import complaints as actions
from lianyi.wechat.complaints import open_complaint_notice
from lianyi.wechat.pay import NoticeForged, PayRefused, PayUnanswered

NOTICE_BYTES_MAX = 64 * 1024
log = get_logger(__name__)
router = outside("/callbacks", tags=["callbacks: WeChat Pay"])


@router.post("/complaint/{tenant_id}", include_in_schema=False)
async def complained(tenant_id: UUID, request: Request, db: Own) -> Response:
    """Something happened to a complaint."""
    tenant, body = TenantId(tenant_id), await request.body()
    if len(body) > NOTICE_BYTES_MAX:
        return _fail(413)
    try:
        async with db.read(tenant) as session:
            keys = await payments.pay_keys(session)
        notice = await open_complaint_notice(keys, request.headers, body)
    except (NoticeForged, PayKeysMissing) as forged:
        log.warning("notice.refused", tenant=str(tenant), reason=str(forged)[:100])
        return _fail(401)
    except (PayRefused, PayUnanswered) as silence:
        log.warning("notice.unverifiable", tenant=str(tenant), reason=str(silence)[:100])
        return _fail(500)
    async with db.write(tenant) as session:
        await actions.keep_notice(session, notice)
    return Response(status_code=204)


def _fail(status: int) -> Response:
    return Response('{"code":"FAIL","message":"失败"}', status, media_type="application/json")
