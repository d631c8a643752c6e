"""What red packets do when orders, campaigns and people move, and what their owners hear. Each is safe to replay."""

from collections.abc import Sequence
from uuid import UUID

from lianyi.identity.events import PersonMerged
from lianyi.kit.db import Session
from lianyi.kit.ids import encode
from lianyi.kit.outbox import on
from lianyi.messages.actions import declare, notify
from lianyi.messages.types import NoticeField, NoticeKind
from lianyi.orders.events import OrderClosed, OrderCompleted, OrderFormed, OrderPaid, RefundGranted
from lianyi.promotions import queries as campaigns
from lianyi.promotions.events import CampaignEnded, CampaignStopped, HelpRunReviewed
from lianyi.promotions.plays.red_packet import actions, queries, store

RED_PACKET_OPENED = declare(
    NoticeKind(
        code="red_packet_opened",
        zh="得到一个红包",
        en="You have a red packet",
        exempt=False,
        quiet="wait",
        moment="order",
        fields=(
            NoticeField("title", "活动", "Campaign", "thing"),
            NoticeField("parts", "份数", "Parts", "number"),
            NoticeField("until", "有效期至", "Good until", "time"),
        ),
        text_zh="「{title}」:你的订单得到一个 {parts} 份的红包,{until} 前有效。",
        text_en="“{title}”: your order brought a red packet of {parts} parts, good until {until}.",
    )
)

AMOUNT = NoticeField("amount", "金额", "Amount", "amount")
RED_PACKET_RELEASED = declare(
    NoticeKind(
        code="red_packet_released", zh="红包核对通过", en="Your part is approved", exempt=False, quiet="wait",
        moment="order", fields=(AMOUNT,), text_zh="你领取的 {amount} 红包已通过商家核对,马上发放。",
        text_en="The shop has approved the {amount} that you took of a red packet; it comes now.",
    )
)  # fmt: skip
RED_PACKET_REFUSED = declare(
    NoticeKind(
        code="red_packet_refused", zh="红包核对未通过", en="Your part was refused", exempt=False, quiet="wait",
        moment="order", fields=(AMOUNT, NoticeField("why", "说明", "Reason", "thing")),
        text_zh="你领取的 {amount} 红包没有通过商家核对:{why}",
        text_en="The shop refused the {amount} that you took of a red packet: {why}",
    )
)  # fmt: skip


@on(OrderPaid)
async def open_after_payment(session: Session, fact: OrderPaid) -> None:
    await _tell(session, fact.person_id, await actions.open_for_order(session, fact.order_id, "coupon"))


@on(OrderFormed)
async def open_after_forming(session: Session, fact: OrderFormed) -> None:
    await _tell(session, fact.person_id, await actions.open_for_order(session, fact.order_id, "coupon"))


@on(OrderCompleted)
async def open_after_completion(session: Session, fact: OrderCompleted) -> None:
    """Money comes only of an order that is past its return window (platform rules 1.1, S2)."""
    await _tell(session, fact.person_id, await actions.open_for_order(session, fact.order_id, "cash"))


async def _tell(session: Session, person_id: UUID, packet_ids: Sequence[UUID]) -> None:
    for packet_id in packet_ids:
        packet = await queries.packet(session, packet_id)
        campaign = await campaigns.campaign(session, packet.campaign_id)
        await notify(
            session, RED_PACKET_OPENED, person_id, key=f"red_packet_opened:{packet_id}",
            page=f"{queries.PAGE}?id={encode('team', packet_id)}",
            values={"title": campaign.title, "parts": packet.parts, "until": packet.expires_at},
            until=packet.expires_at,
        )  # fmt: skip


@on(RefundGranted)
async def void_after_refund(session: Session, fact: RefundGranted) -> None:
    await actions.void_of_order(session, fact.order_id)


@on(OrderClosed)
async def void_after_close(session: Session, fact: OrderClosed) -> None:
    await actions.void_of_order(session, fact.order_id)


@on(HelpRunReviewed)
async def settle_review(session: Session, fact: HelpRunReviewed) -> None:
    """Released: who waited is paid. Refused: the packet is over, and who waited reads the staff's words."""
    if fact.play != queries.PLAY:
        return
    if fact.released:
        for person_id in await actions.release(session, fact.run_id):
            await _tell_decided(session, RED_PACKET_RELEASED, fact.run_id, person_id)
        return
    why = (await campaigns.help_run(session, fact.run_id)).review_words
    for person_id in await actions.refuse(session, fact.run_id):
        await _tell_decided(session, RED_PACKET_REFUSED, fact.run_id, person_id, why=why)


async def _tell_decided(
    session: Session, kind: NoticeKind, packet_id: UUID, person_id: UUID, **more: str
) -> None:
    packet = await queries.packet(session, packet_id)
    await notify(
        session, kind, person_id, key=f"{kind.code}:{packet_id}",
        page=f"{queries.PAGE}?id={encode('team', packet_id)}", values={"amount": packet.fen, **more},
    )  # fmt: skip


@on(CampaignStopped)
async def cut_short_stopped(session: Session, fact: CampaignStopped) -> None:
    if fact.play == queries.PLAY:
        await actions.cut_short(session, fact.campaign_id)


@on(CampaignEnded)
async def cut_short_ended(session: Session, fact: CampaignEnded) -> None:
    if fact.play == queries.PLAY:
        await actions.cut_short(session, fact.campaign_id)


@on(PersonMerged)
async def merge_packets(session: Session, fact: PersonMerged) -> None:
    people = {"from_person_id": fact.from_person_id, "into_person_id": fact.into_person_id}
    await session.later(store.MERGE_PACKETS, **people)
    await session.later(store.MERGE_PARTS, **people)
    await session.later(store.MERGE_DAYS, **people)
