"""What flash sales do when orders and people move. Each is safe to replay."""

from datetime import timedelta

from lianyi.catalog import queries as catalog
from lianyi.catalog.types import SkuId
from lianyi.identity.events import PersonMerged
from lianyi.kit.db import Session
from lianyi.kit.outbox import on
from lianyi.messages.actions import declare, notify
from lianyi.messages.types import NoticeField, NoticeKind
from lianyi.orders.events import OrderClosed
from lianyi.promotions import queries as promotions
from lianyi.promotions.actions import due_to_remind
from lianyi.promotions.plays.flash_sale import actions, queries, store

REMIND_BEFORE = timedelta(minutes=5)

FLASH_SOON = declare(
    NoticeKind(
        code="flash_soon",
        zh="秒杀快开始",
        en="Flash sale begins",
        exempt=False,
        quiet="send",
        moment="remind",
        fields=(
            NoticeField("title", "商品", "Goods", "thing"),
            NoticeField("at", "开始时间", "Begins", "time"),
        ),
        text_zh="你关注的秒杀「{title}」{at} 开始。",
        text_en="The flash sale of “{title}” begins at {at}.",
    )
)


@on(OrderClosed)
async def return_pieces(session: Session, fact: OrderClosed) -> None:
    """Refunded whole; an order that was never paid gives its pieces back by the frame's `release`."""
    if fact.reason == "refunded":
        await actions.take_back(session, fact.order_id)


@on(PersonMerged)
async def merge_uses(session: Session, fact: PersonMerged) -> None:
    people = {"from_person_id": fact.from_person_id, "into_person_id": fact.into_person_id}
    await session.later(store.MERGE_USES, **people)


async def remind(session: Session, limit: int) -> int:
    """Tell who asked for a slot that begins now, at most `limit`; nobody for a campaign that does not run any more."""
    due = await due_to_remind(session, queries.PLAY, session.now + REMIND_BEFORE, limit)
    campaigns = await promotions.campaigns(session, sorted({one.campaign_id for one in due}))
    for one in due:
        campaign = campaigns.get(one.campaign_id)
        if campaign is None or campaign.state != "published" or not campaign.skus:
            continue
        titles = await catalog.titles(session, [campaign.skus[0].sku_id])
        await notify(
            session, FLASH_SOON, one.person_id, key=f"flash_soon:{one.campaign_id}:{one.opens_at:%Y%m%d%H%M}",
            page="plays/flash_sale/list/index",
            values={"title": titles.get(SkuId(campaign.skus[0].sku_id), campaign.title), "at": one.opens_at},
        )  # fmt: skip
    return len(due)
