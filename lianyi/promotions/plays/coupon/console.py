"""Coupons for the staff: who has them, and what became of them."""

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
from lianyi.promotions.plays.coupon import queries
from lianyi.promotions.plays.coupon.types import PieceState

router = edge("/api/console/coupon", tags=["console: coupon"])
Reader = Annotated[Staff, require("campaigns.read")]


class PieceRowOut(BaseModel):
    """A coupon that was given; the name for staff who may see people."""

    id: Annotated[UUID, as_word("run")]
    campaign_id: Annotated[UUID, as_word("cmp")]
    person_id: Annotated[UUID, as_word("psn")]
    nickname: str
    state: PieceState
    face_fen: int
    discount_fen: int
    at: datetime
    expires_at: datetime
    order_id: Annotated[UUID, as_word("ord")] | None


@router.get("/pieces")
async def pieces(
    session: Read, staff: Reader, page: PageQuery, campaign_id: Annotated[UUID, as_word("cmp")],
    state: PieceState | None = None,
) -> Page[PieceRowOut]:  # fmt: skip
    """What a campaign has given, the newest first."""
    found = await queries.of_campaign(session, campaign_id, state, page.limit, page.after(datetime, UUID))
    shown = found[: page.limit]
    named = await identity.people_brief(session, [PersonId(one.person_id) for one in shown])
    seen = may(staff, "people.read")
    return Page[PieceRowOut](
        items=[
            PieceRowOut(
                id=one.id, campaign_id=one.campaign_id, person_id=one.person_id,
                nickname=named[PersonId(one.person_id)].nickname if seen and PersonId(one.person_id) in named else "",
                state=one.state, face_fen=one.face_fen, discount_fen=one.discount_fen, at=one.at,
                expires_at=one.expires_at, order_id=one.order_id,
            )
            for one in shown
        ],
        next_cursor=next_cursor(found, page.limit, "at", "id"),
    )  # fmt: skip
