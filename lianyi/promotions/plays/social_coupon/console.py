"""Social coupons for the staff: what was passed on, and what became of it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel

from lianyi.identity import queries as identity
from lianyi.identity.edges import may, require
from lianyi.identity.types import PersonId, Staff
from lianyi.kit.http import Read, edge
from lianyi.kit.ids import as_word
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.promotions.plays.social_coupon import queries
from lianyi.promotions.plays.social_coupon.types import Ending, PackState

router = edge("/api/console/social-coupon", tags=["console: social coupon"])
Reader = Annotated[Staff, require("campaigns.read")]


class PackRowOut(BaseModel):
    """What one order passed on; the name for staff who may see people."""

    id: Annotated[UUID, as_word("team")]
    order_id: Annotated[UUID, as_word("ord")]
    person_id: Annotated[UUID, as_word("psn")]
    nickname: str
    pieces: int
    claimed: int
    face_fen: int
    state: PackState
    ended_because: Ending | None
    opened_at: datetime
    expires_at: datetime


@router.get("/packs")
async def packs(
    session: Read, staff: Reader, page: PageQuery, campaign_id: Annotated[UUID, as_word("cmp")]
) -> Page[PackRowOut]:
    """What buyers of a campaign passed on, the newest first."""
    found = await queries.of_campaign(session, campaign_id, page.limit, page.after(datetime, UUID))
    shown = found[: page.limit]
    seen = may(staff, "people.read")
    named = await identity.people_brief(session, [PersonId(one.person_id) for one in shown]) if seen else {}
    return Page[PackRowOut](
        items=[
            PackRowOut(
                id=one.id, order_id=one.order_id, person_id=one.person_id,
                nickname=named[PersonId(one.person_id)].nickname if PersonId(one.person_id) in named else "",
                pieces=one.pieces, claimed=one.claimed, face_fen=one.face_fen, state=one.state,
                ended_because=one.ended_because, opened_at=one.opened_at, expires_at=one.expires_at,
            )
            for one in shown
        ],
        next_cursor=next_cursor(found, page.limit, "opened_at", "id"),
    )  # fmt: skip
