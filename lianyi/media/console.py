"""HTTP for staff: pictures in, and the library of those there are."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import UploadFile
from pydantic import BaseModel

from lianyi.identity.edges import require
from lianyi.identity.types import Staff
from lianyi.kit.http import Own, Read, edge
from lianyi.kit.ids import as_word
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.media import actions, queries

library = edge("/api/console/pictures", tags=["console: pictures"])
darkroom = edge("/api/console/pictures", tags=["console: pictures"], own=True)

MediaRef = Annotated[UUID, as_word("med")]
_END = (datetime(9999, 12, 31, tzinfo=UTC), UUID(int=2**128 - 1))


class PictureOut(BaseModel):
    """Addresses of the variants; `preview` is a few blurred pixels as a data address."""

    id: MediaRef
    url_200: str
    url_480: str
    url_960: str
    width: int
    height: int
    preview: str


class LibraryPictureOut(PictureOut):
    name: str
    created_at: datetime


@darkroom.post("", status_code=201)
async def upload_picture(
    db: Own, staff: Annotated[Staff, require("goods.write")], file: UploadFile
) -> PictureOut:
    """Keep a picture (JPEG, PNG, WebP; at most 10 MiB and 40 megapixels); the same bytes again give the same picture."""
    encoded = await actions.read_picture(file.read, file.filename or "")
    async with db.write(staff.tenant) as session:
        picture = await actions.accept_picture(session, staff, encoded)
    return PictureOut.model_validate(picture, from_attributes=True)


@library.get("")
async def list_pictures(
    session: Read, _: Annotated[Staff, require("goods.read")], page: PageQuery
) -> Page[LibraryPictureOut]:
    """The pictures there are, the newest first."""
    before_at, before_id = page.after(datetime, UUID) or _END
    rows = await queries.library(session, before_at=before_at, before_id=before_id, limit=page.limit + 1)
    items = [
        LibraryPictureOut(
            **PictureOut.model_validate(row.picture, from_attributes=True).model_dump(),
            name=row.name, created_at=row.created_at,
        )
        for row in rows[: page.limit]
    ]  # fmt: skip
    return Page(items=items, next_cursor=next_cursor(rows, page.limit, "created_at", "id"))
