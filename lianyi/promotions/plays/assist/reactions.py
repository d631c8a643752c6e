"""What assists do when runs, orders and the staff move. Each is safe to replay."""

from uuid import UUID

from lianyi.catalog import queries as catalog
from lianyi.catalog.types import SkuId
from lianyi.kit.db import Session
from lianyi.kit.ids import encode
from lianyi.kit.outbox import on
from lianyi.messages.actions import declare, notify
from lianyi.messages.types import NoticeField, NoticeKind
from lianyi.orders.events import OrderClosed
from lianyi.promotions import queries as promotions
from lianyi.promotions.events import HelpCounted, HelpRunEnded, HelpRunReviewed
from lianyi.promotions.plays.assist import actions, queries
from lianyi.promotions.plays.assist.types import Promise
from lianyi.promotions.types import HelpRun

TITLE = NoticeField("title", "助力内容", "For", "thing")
ASSIST_FULL = declare(
    NoticeKind(
        code="assist_full",
        zh="助力成功",
        en="Friends are complete",
        exempt=False,
        quiet="send",
        moment="team",
        fields=(TITLE, NoticeField("until", "下单截止", "Order until", "time")),
        text_zh="「{title}」的好友已助满,名额为你留到 {until},请及时下单。",
        text_en="All friends have helped for “{title}”; it is kept for you until {until}.",
    )
)
ASSIST_COUPON = declare(
    NoticeKind(
        code="assist_coupon",
        zh="助力成功,券已到账",
        en="Friends are complete",
        exempt=False,
        quiet="wait",
        moment="team",
        fields=(TITLE, NoticeField("amount", "券面额", "Coupon", "amount")),
        text_zh="「{title}」的好友已助满,{amount} 的券已放进你的卡包。",
        text_en="All friends have helped for “{title}”; a coupon of {amount} is yours.",
    )
)
ASSIST_OVER = declare(
    NoticeKind(
        code="assist_over",
        zh="助力已结束",
        en="Run over",
        exempt=False,
        quiet="wait",
        moment="team",
        fields=(TITLE, NoticeField("why", "原因", "Reason", "thing")),
        text_zh="「{title}」的助力已结束:{why}。",
        text_en="Your run for “{title}” is over: {why}.",
    )
)
MISSING = "时间到了,好友还没到齐"
NOT_ORDERED = "时间到了没有下单,名额已放回"
NOT_LEFT = "核对通过时奖励已发完"


@on(HelpCounted)
async def tell_full(session: Session, fact: HelpCounted) -> None:
    """The last friend has helped; while the staff look into the run there is nothing to tell yet."""
    if fact.play == queries.PLAY and fact.full:
        await _tell_full(session, fact.run_id)


@on(HelpRunReviewed)
async def settle_review(session: Session, fact: HelpRunReviewed) -> None:
    """Released: what waited is given. Refused: what was kept goes back, and the page tells the staff's words."""
    if fact.play != queries.PLAY:
        return
    await actions.settle_review(session, fact.run_id, released=fact.released)
    run, promise = await _both(session, fact.run_id)
    if not fact.released:
        await _tell_over(session, run, promise, run.review_words or "没有通过商家核对")
    elif not run.missing and promise.state == "gone":
        await _tell_over(session, run, promise, NOT_LEFT)
    elif not run.missing:
        await _tell_full(session, fact.run_id)


@on(HelpRunEnded)
async def free_what_was_kept(session: Session, fact: HelpRunEnded) -> None:
    """Its time is over: what it held is for others again."""
    if fact.play == queries.PLAY and await actions.let_go(session, fact.run_id):
        run, promise = await _both(session, fact.run_id)
        await _tell_over(session, run, promise, MISSING if run.missing else NOT_ORDERED)


@on(OrderClosed)
async def take_back(session: Session, fact: OrderClosed) -> None:
    """Refunded whole; an order that was never paid gives its run back by the frame's `release`."""
    if fact.reason == "refunded":
        await actions.take_back(session, fact.order_id)


async def _both(session: Session, run_id: UUID) -> tuple[HelpRun, Promise]:
    return await promotions.help_run(session, run_id), await queries.promise(session, run_id)


async def _title(session: Session, promise: Promise) -> str:
    """What a run is for, in a word: its goods, or its campaign."""
    if promise.sku_id is not None:
        found = await catalog.titles(session, [promise.sku_id])
        if SkuId(promise.sku_id) in found:
            return found[SkuId(promise.sku_id)]
    return (await promotions.campaign(session, promise.campaign_id)).title


async def _tell_full(session: Session, run_id: UUID) -> None:
    run, promise = await _both(session, run_id)
    title = await _title(session, promise)
    if promise.state == "given" and promise.sku_id is None:
        await notify(
            session, ASSIST_COUPON, run.person_id, key=f"assist_coupon:{run_id}", page=_page(run_id),
            values={"title": title, "amount": promise.reward_fen},
        )  # fmt: skip
    elif promise.state == "kept" and promise.sku_id is not None and run.review != "waiting":
        await notify(
            session, ASSIST_FULL, run.person_id, key=f"assist_full:{run_id}", page=_page(run_id),
            values={"title": title, "until": run.ends_at}, until=run.ends_at,
        )  # fmt: skip


async def _tell_over(session: Session, run: HelpRun, promise: Promise, why: str) -> None:
    await notify(
        session, ASSIST_OVER, run.person_id, key=f"assist_over:{run.id}", page=_page(run.id),
        values={"title": await _title(session, promise), "why": why},
    )  # fmt: skip


def _page(run_id: UUID) -> str:
    return f"{queries.PAGE}?id={encode('team', run_id)}"
