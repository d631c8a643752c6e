"""Evidence: pictures in by the shopper, and out by an address that runs out."""

import re
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Path, Query, UploadFile
from starlette.responses import Response

from lianyi.identity.edges import CurrentShopper
from lianyi.kit.db import Database
from lianyi.kit.files import gives
from lianyi.kit.http import Own, edge
from lianyi.kit.ids import TenantId
from lianyi.kit.limits import rate_limit
from lianyi.media import actions as media
from lianyi.trust.actions import aftersales as actions
from lianyi.trust.errors.aftersales import EvidenceGone
from lianyi.trust.shop.shapes import EvidenceOut, evidence_out

darkroom = edge("/api/shop", tags=["shop: after-sales"], own=True)
pictures = edge("/pictures/evidence", tags=["pictures"], own=True)
_TENANT = re.compile(r"[0-9a-f]{32}")
Name = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


@darkroom.post(
    "/aftersales/pictures", status_code=201, dependencies=[rate_limit("30/minute", name="evidence")]
)
async def upload_evidence(db: Own, shopper: CurrentShopper, file: UploadFile) -> EvidenceOut:
    """Keep a picture (JPEG, PNG, WebP; at most 10 MiB) for a case, decoded and encoded again; a day until a case has it."""
    encoded = await media.read_picture(file.read, file.filename or "")
    async with db.write(shopper.tenant) as session:
        picture = await actions.keep_picture(session, shopper, encoded)
        return evidence_out(session, picture)


@pictures.get(
    "/{tenant}/{name}-{width}.webp",
    dependencies=[rate_limit("600/minute", name="evidence-out", by="address")],
    response_class=Response,
    responses=gives("image/webp"),
)
async def show_evidence(
    tenant: str, name: Name, width: Literal["200", "960"], db: Own, until: Annotated[int, Query(ge=0)],
    mark: Annotated[str, Query(pattern=r"^[0-9a-f]{32}$")],
) -> Response:  # fmt: skip
    """A picture, for whoever was given its address within the last two hours."""
    if _TENANT.fullmatch(tenant) is None:
        raise EvidenceGone
    data = await _bytes(db, TenantId(UUID(tenant)), name, int(width), until, mark)
    return Response(data, media_type="image/webp", headers={"Cache-Control": "private, max-age=3600"})


async def _bytes(db: Database, tenant: TenantId, name: str, width: int, until: int, mark: str) -> bytes:
    return await actions.picture_bytes(tenant, name, width, until, mark, db.clock.now())
