"""What group buy does when orders and people move, and what orders and people hear of teams. Each is safe to replay."""

from uuid import UUID

from lianyi.catalog import queries as catalog
from lianyi.catalog.types import SkuId
from lianyi.identity.events import PersonMerged
from lianyi.kit import failpoints
from lianyi.kit.db import Session
from lianyi.kit.ids import encode
from lianyi.kit.outbox import on
from lianyi.messages.actions import declare, notify
from lianyi.messages.types import NoticeField, NoticeKind
from lianyi.orders import actions as orders
from lianyi.orders import queries as order_reads
from lianyi.orders.events import OrderClosed, OrderPaid
from lianyi.promotions.events import ClaimSettled
from lianyi.promotions.plays.group_buy import actions, queries, store
from lianyi.promotions.plays.group_buy.events import LeaderPassed, SeatLate, SeatLost, SeatMoved, SeatWon
from lianyi.promotions.plays.group_buy.types import LostWhy

# read by the shopper beside the refund, and by WeChat's own notice of it
WHY: dict[LostWhy, str] = {
    "left": "退出拼团,原路退款",
    "failed": "拼团人数不足,自动原路退款",
    "no_team": "名额已满且没有可转入的团,原路退款",
}
DIFFERENCE = "阶梯价差额,原路退款"

TITLE = NoticeField("title", "商品", "Goods", "thing")
TEAM_FILLED = declare(
    NoticeKind(
        code="team_filled",
        zh="拼团成功",
        en="Team filled",
        exempt=True,
        quiet="send",
        moment="team",
        fields=(TITLE, NoticeField("people", "成团人数", "People", "number")),
        text_zh="「{title}」{people} 人已成团,等待发货。",
        text_en="Your team for “{title}” is full with {people} people; it will be shipped.",
    )
)
TEAM_FAILED = declare(
    NoticeKind(
        code="team_failed",
        zh="拼团未成功",
        en="Team failed",
        exempt=True,
        quiet="send",
        moment="team",
        fields=(
            TITLE,
            NoticeField("amount", "退款金额", "Refund", "amount"),
            NoticeField("why", "原因", "Reason", "thing"),
        ),
        text_zh="「{title}」{why},{amount} 已在退回途中。",
        text_en="Your team for “{title}” did not fill; {amount} is on its way back.",
    )
)
TEAM_MOVED = declare(
    NoticeKind(
        code="team_moved",
        zh="已转入另一个团",
        en="Moved to another team",
        exempt=False,
        quiet="wait",
        moment="team",
        fields=(
            TITLE,
            NoticeField("missing", "还差人数", "People missing", "number"),
            NoticeField("until", "截止时间", "Until", "time"),
        ),
        text_zh="「{title}」原来的团没有你的名额,已转入另一个同款团,还差 {missing} 人,{until} 前有效。",
        text_en="You were moved to another team for “{title}”: {missing} people missing, until {until}.",
    )
)
TEAM_LEADER_PASSED = declare(
    NoticeKind(
        code="team_leader_passed",
        zh="你成为团长",
        en="You lead the team",
        exempt=False,
        quiet="wait",
        moment="team",
        fields=(
            TITLE,
            NoticeField("missing", "还差人数", "People missing", "number"),
            NoticeField("until", "截止时间", "Until", "time"),
        ),
        text_zh="原团长退出,你成为「{title}」这个团的团长,还差 {missing} 人,{until} 前有效。",
        text_en="The leader left and you lead the team for “{title}” now: {missing} people missing, until {until}.",
    )
)


@on(OrderPaid)
async def confirm_seat(session: Session, fact: OrderPaid) -> None:
    if fact.waits is not False:  # who buys with a team waits for it
        await actions.confirm(session, fact.order_id)


@on(OrderClosed)
async def free_seat(session: Session, fact: OrderClosed) -> None:
    """Unpaid: the seat is free. Given back whole: the member is gone."""
    if fact.reason == "refunded":
        await actions.give_up(session, fact.order_id)
    else:
        await actions.release(session, fact.order_id)


@on(SeatLate)
async def seat_latecomer(session: Session, fact: SeatLate) -> None:
    """Another forming team, or the money back at once."""
    if not await actions.find_team(session, fact):
        await _give_back(session, fact.order_id, "no_team")


@on(SeatLost)
async def give_back_order(session: Session, fact: SeatLost) -> None:
    await _give_back(session, fact.order_id, fact.why)


async def _give_back(session: Session, order_id: UUID, why: LostWhy) -> None:
    """Who left knows it; whoever lost the team is told."""
    if not await orders.refund_forming(session, order_id, WHY[why]) or why == "left":
        return
    order, lines = await order_reads.order(session, order_id), await order_reads.lines(session, order_id)
    await notify(
        session, TEAM_FAILED, order.person_id, key=f"team_failed:{order_id}",
        page=f"pages/order/index?id={encode('ord', order_id)}",
        values={"title": lines[0].title, "amount": order.granted_fen, "why": WHY[why].partition(",")[0]},
    )  # fmt: skip
    failpoints.reach("promotions.team.lost")


@on(SeatWon)
async def ship_order(session: Session, fact: SeatWon) -> None:
    """The difference to the reached step of the ladder first, while nothing else can touch the order; then it ships."""
    order = await order_reads.order(session, fact.order_id)
    left_fen = order.payable_fen - order.freight_fen - order.granted_fen
    given_fen = max(0, min(fact.difference_fen, left_fen))
    await orders.give_difference(session, fact.order_id, "ladder", given_fen, DIFFERENCE)
    if not await orders.form(session, fact.order_id):
        return
    await session.emit(ClaimSettled(fact.order_id, given_fen))
    team, lines = await queries.team(session, fact.team_id), await order_reads.lines(session, fact.order_id)
    await notify(
        session, TEAM_FILLED, fact.person_id, key=f"team_filled:{fact.seat_id}", page=_page(fact.team_id),
        values={"title": lines[0].title, "people": team.people},
    )  # fmt: skip


@on(SeatMoved)
async def tell_moved(session: Session, fact: SeatMoved) -> None:
    await _tell_place(session, TEAM_MOVED, fact.team_id, fact.seat_id, fact.person_id)


@on(LeaderPassed)
async def tell_leader(session: Session, fact: LeaderPassed) -> None:
    await _tell_place(session, TEAM_LEADER_PASSED, fact.team_id, fact.seat_id, fact.person_id)


async def _tell_place(
    session: Session, kind: NoticeKind, team_id: UUID, seat_id: UUID, person_id: UUID
) -> None:
    """Where somebody stands now; nothing when the team has ended meanwhile, which is told by itself."""
    team = await queries.team(session, team_id)
    if team.state != "forming" or team.expires_at is None:
        return
    titles = await catalog.titles(session, [team.sku_id])
    await notify(
        session, kind, person_id, key=f"{kind.code}:{seat_id}:{team_id}", page=_page(team_id),
        values={"title": titles.get(SkuId(team.sku_id), ""), "missing": team.missing, "until": team.expires_at},
        until=team.expires_at,
    )  # fmt: skip


def _page(team_id: UUID) -> str:
    return f"plays/group_buy/team/index?id={encode('team', team_id)}"


@on(PersonMerged)
async def merge_seats(session: Session, fact: PersonMerged) -> None:
    people = {"from_person_id": fact.from_person_id, "into_person_id": fact.into_person_id}
    await session.later(store.MERGE_SEATS, **people)
    await session.later(store.MERGE_LEADERS, **people)
