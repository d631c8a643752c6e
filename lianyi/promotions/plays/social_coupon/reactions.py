"""What social coupons do when orders, campaigns and people move. Each is safe to replay."""

from collections.abc import Sequence
from uuid import UUID

from lianyi.identity.events import PersonMerged
from lianyi.kit.db import Session
from lianyi.kit.ids import encode
from lianyi.kit.outbox import on
from lianyi.messages.actions import declare, notify
from lianyi.messages.types import NoticeField, NoticeKind
from lianyi.orders.events import OrderClosed, RefundGranted
from lianyi.promotions import queries as frame
from lianyi.promotions.events import CampaignEnded, CampaignStopped, HelpRunReviewed
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

RELEASED = declare(
    NoticeKind(
        code="social_coupon_released",
        zh="领取核对通过",
        en="Your coupon is approved",
        exempt=False,
        quiet="wait",
        moment="order",
        fields=(NoticeField("amount", "券面额", "Coupon", "amount"),),
        text_zh="你领取的 {amount} 券已通过商家核对,发放给你了。",
        text_en="The shop has approved the coupon of {amount} that you took; it is yours.",
    )
)
REFUSED = declare(
    NoticeKind(
        code="social_coupon_refused",
        zh="领取核对未通过",
        en="Your coupon was refused",
        exempt=False,
        quiet="wait",
        moment="order",
        fields=(
            NoticeField("amount", "券面额", "Coupon", "amount"),
            NoticeField("why", "说明", "Reason", "thing"),
        ),
        text_zh="你领取的 {amount} 券没有通过商家核对:{why}",
        text_en="The shop refused the coupon of {amount} that you took: {why}",
    )
)


@on(HelpRunReviewed)
async def settle_review(session: Session, fact: HelpRunReviewed) -> None:
    """Released: who waited is paid. Refused: the pack is over, and who waited reads the staff's words."""
    if fact.play != queries.PLAY:
        return
    if fact.released:
        for person_id in await actions.release(session, fact.run_id):
            await _tell_decided(session, RELEASED, fact.run_id, person_id)
        return
    waited, ended = await actions.refuse(session, fact.run_id)
    why = (await frame.help_run(session, fact.run_id)).review_words
    for person_id in waited:
        await _tell_decided(session, REFUSED, fact.run_id, person_id, why=why)
    await tell(session, ended)


async def _tell_decided(
    session: Session, kind: NoticeKind, pack_id: UUID, person_id: UUID, **more: str
) -> None:
    pack = await queries.pack(session, pack_id)
    await notify(
        session, kind, person_id, key=f"{kind.code}:{encode('team', pack_id)}", page=queries.page_of(pack_id),
        values={"amount": pack.face_fen, **more},
    )  # fmt: skip


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
