"""Cards and posters by address: no header, because WeChat and a page's img fetch them."""

import re
from typing import Annotated
from uuid import UUID

from fastapi import Path, Request
from starlette.responses import Response

from lianyi.content import actions
from lianyi.content.errors import PictureUnknown
from lianyi.content.types import PictureKind
from lianyi.kit.files import gives
from lianyi.kit.http import Own, edge
from lianyi.kit.ids import TenantId
from lianyi.kit.limits import rate_limit

pictures = edge("/pictures", tags=["pictures"], own=True)

FOR_EVER = "public, max-age=31536000, immutable"
A_MINUTE = "public, max-age=60"
_TENANT = re.compile(r"[0-9a-f]{32}")
Version = Annotated[str, Path(pattern=r"^[0-9a-f]{20}$")]


@pictures.get(
    "/{tenant}/{token}/{kind}-{version}.jpg",
    dependencies=[rate_limit("240/minute", name="pictures", by="address")],
    response_class=Response,
    responses=gives("image/jpeg") | {304: {"description": "what the caller has is still right"}},
)
async def show_picture(
    tenant: str, token: str, kind: PictureKind, version: Version, request: Request, db: Own
) -> Response:
    """The picture of a share; an address of yesterday's numbers shows today's, and is not kept for long."""
    if _TENANT.fullmatch(tenant) is None:
        raise PictureUnknown
    made = await actions.picture(db, TenantId(UUID(tenant)), token, kind)
    lasts = made.lasting and made.version == version
    headers = {"ETag": f'"{made.version}"', "Cache-Control": FOR_EVER if lasts else A_MINUTE}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(made.data, media_type="image/jpeg", headers=headers)
