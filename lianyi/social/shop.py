"""A share opened in the shop, and a device turning out to be somebody's."""

from typing import Annotated
from uuid import UUID

from fastapi import Request
from pydantic import BaseModel, Field, StringConstraints

from lianyi.identity.edges import CurrentChannel, CurrentShopper, MaybeShopper, MaybeVisitor
from lianyi.identity.types import PersonBrief
from lianyi.kit.http import Write, edge
from lianyi.kit.ids import as_word
from lianyi.kit.limits import rate_limit
from lianyi.social import actions, queries
from lianyi.social.types import Visiting, target_word

router = edge("/api/shop", tags=["shop: sharing"])

CampaignRef = Annotated[UUID, as_word("cmp")]


class VisitIn(BaseModel):
    """`scene`: WeChat's number of the entrance, from the mini program's launch."""

    token: Annotated[str, StringConstraints(max_length=64)]
    scene: Annotated[int, Field(ge=0, le=99_999)] | None = None


class TargetOut(BaseModel):
    """`id`: `prd_…`, `cmp_…`, `team_…`; null for the shop."""

    kind: str
    id: str | None


class SharerOut(BaseModel):
    """Only of a sharer who agreed to stand on this share."""

    nickname: str
    avatar_url: str | None


class OpenedShare(BaseModel):
    target: TargetOut
    campaign_id: CampaignRef | None
    sharer: SharerOut | None


class VisitOut(BaseModel):
    share: OpenedShare


@router.post(
    "/visits",
    dependencies=[
        rate_limit("240/minute", name="visits", by="address"),
        rate_limit("20000/day", name="visits-day", by="address"),
    ],
)
async def open_share(
    wanted: VisitIn,
    request: Request,
    session: Write,
    shopper: MaybeShopper,
    visitor: MaybeVisitor,
    channel: CurrentChannel,
) -> VisitOut:
    """Somebody came by a share, signed in or not. The shop sends it once when it opens with `s` in its address."""
    visiting = Visiting(
        wanted.token, visitor, shopper.person if shopper else None, wanted.scene, channel,
        request.headers.get("user-agent", ""),
    )  # fmt: skip
    visit = await actions.visit(session, visiting)
    sharer = await queries.sharer_shown(session, visit.share)
    target = visit.share.target
    return VisitOut(
        share=OpenedShare(
            target=TargetOut(kind=target.kind, id=target_word(target.kind, target.id)),
            campaign_id=visit.share.campaign_id,
            sharer=_sharer(sharer),
        )
    )


def _sharer(brief: PersonBrief | None) -> SharerOut | None:
    if brief is None or not brief.nickname:
        return None
    return SharerOut(nickname=brief.nickname, avatar_url=brief.avatar_url)


class Joined(BaseModel):
    """`joined`: something that the device had shared or opened became the person's."""

    joined: bool


@router.post("/visitor/join")
async def join_visitor(session: Write, shopper: CurrentShopper, visitor: MaybeVisitor) -> Joined:
    """Right after signing in: what this device did before becomes the person's."""
    if visitor is None:
        return Joined(joined=False)
    return Joined(joined=await actions.join(session, visitor, shopper.person))
