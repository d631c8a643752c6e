"""What coupons do when orders and people move. Each is safe to replay."""

from lianyi.identity.events import PersonMerged
from lianyi.kit.db import Session
from lianyi.kit.ids import encode
from lianyi.kit.outbox import on
from lianyi.messages.actions import declare, notify
from lianyi.messages.types import NoticeField, NoticeKind
from lianyi.orders.events import OrderClosed, OrderCompleted
from lianyi.promotions import queries as promotions
from lianyi.promotions.plays.coupon import actions, queries, rules, store

PAGE = "plays/coupon/mine/index"
TITLE = NoticeField("title", "优惠券", "Coupon", "thing")
UNTIL = NoticeField("until", "有效期至", "Good until", "time")
COUPON_BACK = declare(
    NoticeKind(
        code="coupon_back",
        zh="优惠券已退回",
        en="Coupon returned",
        exempt=False,
        quiet="wait",
        moment="order",
        fields=(TITLE, UNTIL),
        text_zh="订单已退款,「{title}」退回你的账户,{until} 前可用。",
        text_en="Your order was refunded; “{title}” is yours again, good until {until}.",
    )
)
COUPON_ENDING = declare(
    NoticeKind(
        code="coupon_ending",
        zh="优惠券快到期",
        en="Coupon ends soon",
        exempt=False,
        quiet="wait",
        moment="order",
        fields=(TITLE, UNTIL),
        text_zh="「{title}」{until} 到期,还没有用。",
        text_en="“{title}” ends at {until} and has not been used.",
    )
)


@on(OrderClosed)
async def return_piece(session: Session, fact: OrderClosed) -> None:
    """Refunded whole; an order that was never paid gives its piece back by the frame's `release`."""
    if fact.reason != "refunded":
        return
    for moved in await actions.come_back(session, fact.order_id):
        piece = await queries.piece(session, moved.id)
        campaign = await promotions.campaign(session, moved.campaign_id)
        await notify(
            session, COUPON_BACK, fact.person_id, key=f"coupon_back:{fact.order_id}", page=PAGE,
            values={"title": f"{campaign.title} {rules.label(queries.terms_of(campaign), piece.face_fen)[0]}",
                    "until": piece.expires_at},
            until=piece.expires_at,
        )  # fmt: skip


@on(OrderCompleted)
async def spend_piece(session: Session, fact: OrderCompleted) -> None:
    await actions.spend(session, fact.order_id)


@on(PersonMerged)
async def merge_pieces(session: Session, fact: PersonMerged) -> None:
    people = {"from_person_id": fact.from_person_id, "into_person_id": fact.into_person_id}
    await session.later(store.MERGE, **people)


async def remind(session: Session, limit: int) -> int:
    """Tell owners of pieces that end within a day, each once, at most `limit`; answers how many."""
    due = await actions.due_to_remind(session, limit)
    campaigns = await promotions.campaigns(session, sorted({one.campaign_id for one in due}))
    for moved in due:
        piece, campaign = await queries.piece(session, moved.id), campaigns[moved.campaign_id]
        await notify(
            session, COUPON_ENDING, moved.person_id, key=f"coupon_ending:{encode('run', moved.id)}:{piece.expires_at:%Y%m%d}",
            page=PAGE,
            values={"title": f"{campaign.title} {rules.label(queries.terms_of(campaign), piece.face_fen)[0]}",
                    "until": piece.expires_at},
            until=piece.expires_at,
        )  # fmt: skip
    return len(due)
