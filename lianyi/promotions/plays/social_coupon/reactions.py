"""What social coupons do when orders, campaigns and people move. Each is safe to replay."""

from collections.abc import Sequence

from lianyi.identity.events import PersonMerged
from lianyi.kit.db import Session
from lianyi.kit.ids import encode
from lianyi.kit.outbox import on
from lianyi.messages.actions import declare, notify
from lianyi.messages.types import NoticeField, NoticeKind
from lianyi.orders.events import OrderClosed, RefundGranted
from lianyi.promotions.events import CampaignEnded, CampaignStopped
from lianyi.promotions.plays.social_coupon import actions, queries, store

PACKS_MAX = 500
PASSED_ON = declare(
    NoticeKind(
        code="social_coupon_over",
        zh="转赠的优惠券已结束",
        en="What you passed on is over",
        exempt=False,
        quiet="wait",
        moment="order",
        fields=(
            NoticeField("claimed", "被领走", "Taken", "number"),
            NoticeField("back", "收回", "Came back", "number"),
        ),
        text_zh="你转赠的优惠券被领走 {claimed} 份,{back} 份没人领,已收回。",
        text_en="Of the coupons you passed on, {claimed} were taken and {back} came back.",
    )
)


@on(RefundGranted)
async def end_when_refunded(session: Session, fact: RefundGranted) -> None:
    await tell(session, await actions.end_of_order(session, fact.order_id))


@on(OrderClosed)
async def end_when_closed(session: Session, fact: OrderClosed) -> None:
    await tell(session, await actions.end_of_order(session, fact.order_id))


@on(CampaignStopped)
async def end_when_stopped(session: Session, fact: CampaignStopped) -> None:
    """What WeChat or the staff stopped takes its packs along at once, the rest by the sweep of packs."""
    if fact.play == queries.PLAY:
        await tell(session, await actions.end_of_campaign(session, fact.campaign_id, PACKS_MAX))


@on(CampaignEnded)
async def end_when_ended(session: Session, fact: CampaignEnded) -> None:
    if fact.play == queries.PLAY:
        await tell(session, await actions.end_of_campaign(session, fact.campaign_id, PACKS_MAX))


@on(PersonMerged)
async def merge_packs(session: Session, fact: PersonMerged) -> None:
    people = {"from_person_id": fact.from_person_id, "into_person_id": fact.into_person_id}
    await session.later(store.MERGE_PACKS, **people)
    await session.later(store.MERGE_CLAIMS, **people)


async def tell(session: Session, ended: Sequence[store.Ended]) -> None:
    """Tell whoever passed on what came of it; once a pack, and nobody whose pieces were all taken."""
    for one in ended:
        if one.claimed < one.pieces:
            word = encode("team", one.id)
            await notify(
                session, PASSED_ON, one.person_id, key=f"social_coupon_over:{word}", page=queries.page_of(one.id),
                values={"claimed": one.claimed, "back": one.pieces - one.claimed},
            )  # fmt: skip
