"""What bargains do when orders and runs move, and what their owners hear. Each is safe to replay."""

from datetime import datetime

from lianyi.catalog import queries as catalog
from lianyi.catalog.types import SkuId
from lianyi.kit.db import Session
from lianyi.kit.ids import encode
from lianyi.kit.outbox import on
from lianyi.messages.actions import declare, notify
from lianyi.messages.types import NoticeField, NoticeKind, NoticeValue
from lianyi.orders.events import OrderClosed
from lianyi.promotions.events import HelpCounted, HelpRunEnded, HelpRunHeld, HelpRunReviewed
from lianyi.promotions.plays.bargain import actions, queries
from lianyi.promotions.plays.bargain.types import Run

TITLE = NoticeField("title", "商品", "Goods", "thing")
PRICE = NoticeField("price", "砍到的价", "Price", "amount")
UNTIL = NoticeField("until", "下单截止", "Order until", "time")
WHY = NoticeField("why", "说明", "Reason", "thing")
BARGAIN_REACHED = declare(
    NoticeKind(
        code="bargain_reached", zh="砍到底价", en="Down to the floor", exempt=False, quiet="send", moment="team",
        fields=(TITLE, PRICE, UNTIL), text_zh="「{title}」已砍到底价 {price},{until} 前下单。",
        text_en="“{title}” is down to its floor, {price}; order before {until}.",
    )
)  # fmt: skip
BARGAIN_HELD = declare(
    NoticeKind(
        code="bargain_held", zh="砍价核对中", en="Bargain under review", exempt=False, quiet="wait", moment="team",
        fields=(TITLE, UNTIL), text_zh="「{title}」的帮砍记录有异常,商家正在核对;{until} 前朋友仍可帮砍。",
        text_en="The helps for “{title}” look unusual and the shop is checking them; friends can help until {until}.",
    )
)  # fmt: skip
BARGAIN_RELEASED = declare(
    NoticeKind(
        code="bargain_released", zh="砍价核对通过", en="Bargain approved", exempt=False, quiet="wait", moment="team",
        fields=(TITLE, PRICE, UNTIL), text_zh="「{title}」核对通过,现价 {price},{until} 前可以下单。",
        text_en="“{title}” was approved: {price} now, order before {until}.",
    )
)  # fmt: skip
BARGAIN_REFUSED = declare(
    NoticeKind(
        code="bargain_refused", zh="砍价核对未通过", en="Bargain refused", exempt=False, quiet="wait", moment="team",
        fields=(TITLE, WHY), text_zh="「{title}」的砍价没有通过核对:{why}",
        text_en="The bargain for “{title}” was refused: {why}",
    )
)  # fmt: skip


@on(OrderClosed)
async def give_back_refunded(session: Session, fact: OrderClosed) -> None:
    """Refunded whole; an order that was never paid gives its run back by the frame's `release`."""
    if fact.reason == "refunded":
        await actions.take_back(session, fact.order_id)


@on(HelpCounted)
async def tell_reached(session: Session, fact: HelpCounted) -> None:
    """The last cut: its owner can order at the floor. Nothing while the staff are still looking."""
    if fact.play != queries.PLAY or not fact.full:
        return
    run = await queries.run(session, fact.run_id)
    if run.standing.state == "open" and run.standing.review != "waiting":
        await _tell(session, BARGAIN_REACHED, run, price=run.price_fen, until=run.standing.ends_at)


@on(HelpRunHeld)
async def tell_held(session: Session, fact: HelpRunHeld) -> None:
    if fact.play == queries.PLAY:
        run = await queries.run(session, fact.run_id)
        await _tell(session, BARGAIN_HELD, run, until=run.standing.closes_at)


@on(HelpRunReviewed)
async def tell_reviewed(session: Session, fact: HelpRunReviewed) -> None:
    """Refused: what was held for it is the budget's again."""
    if fact.play != queries.PLAY:
        return
    if fact.released:
        run = await queries.run(session, fact.run_id)
        await _tell(session, BARGAIN_RELEASED, run, price=run.price_fen, until=run.standing.ends_at)
    else:
        run = await actions.let_go(session, fact.run_id)
        await _tell(session, BARGAIN_REFUSED, run, why=run.standing.review_words)


@on(HelpRunEnded)
async def let_go_ended(session: Session, fact: HelpRunEnded) -> None:
    if fact.play == queries.PLAY:
        await actions.let_go(session, fact.run_id)


async def _tell(
    session: Session, kind: NoticeKind, run: Run, *, until: datetime | None = None, **values: NoticeValue
) -> None:
    titles = await catalog.titles(session, [run.terms.sku_id])
    told = {"title": titles.get(SkuId(run.terms.sku_id), ""), **values}
    await notify(
        session, kind, run.standing.person_id, key=f"{kind.code}:{run.terms.id}",
        page=f"{queries.PAGE}?id={encode('team', run.terms.id)}",
        values=told if until is None else {**told, "until": until}, until=until,
    )  # fmt: skip
