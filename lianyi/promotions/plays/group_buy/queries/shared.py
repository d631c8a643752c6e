"""What the frame shows of teams among all plays: a person's own, and numbers that move."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from lianyi.catalog.types import SellableSku, SkuId
from lianyi.kit.db import ReadSession, Statement
from lianyi.kit.ids import encode
from lianyi.promotions.play import RUNS_MAX, Live, Run
from lianyi.promotions.plays.group_buy.queries.lists import MyTeam
from lianyi.promotions.plays.group_buy.queries.pages import my_page

PAGE = "plays/group_buy/team/index"


@dataclass(frozen=True, slots=True)
class LiveTeam:
    id: UUID
    state: str
    joined: int
    need: int


LIVE = Statement(
    """
    select id, state, joined::int as joined, need::int as need from promotions_group_buy_team
    where tenant_id = %(tenant)s and id = any(%(ids)s::uuid[])
    """,
    LiveTeam,
)


async def live(session: ReadSession, ids: Sequence[UUID]) -> dict[UUID, Live]:
    """Members who paid, of those who must. One statement."""
    found = await session.all(LIVE, ids=list(ids))
    return {one.id: Live(one.state, one.joined, one.need) for one in found}


async def mine(session: ReadSession, person_id: UUID) -> list[Run]:
    """A person's seats as runs. Two statements."""
    found, goods = await my_page(session, person_id, limit=RUNS_MAX - 1, before=None, order_id=None)
    return [_run(one, goods.get(SkuId(one.sku_id))) for one in found]


def _run(one: MyTeam, goods: SellableSku | None) -> Run:
    people = one.joined + one.topped_up
    state, zh, en = _standing(one, people)
    return Run(
        key=encode("run", one.seat_id), campaign_id=one.campaign_id, state=state,
        title=f"{goods.title} {goods.option_text}".strip() if goods else "", line_zh=zh, line_en=en,
        picture_url=goods.picture_url if goods else None, page=f"{PAGE}?id={encode('team', one.team_id)}",
        until_at=one.expires_at if state == "open" else None, at=one.held_at,
    )  # fmt: skip


def _standing(one: MyTeam, people: int) -> tuple[Literal["open", "done", "over"], str, str]:
    if one.seat_state == "held":
        return "open", "等你付款,付款后名额才算数", "It waits for your payment"
    if one.seat_state in {"left", "released", "refunded"}:
        words = {
            "left": ("已退出", "You left"),
            "released": ("没有付款,名额已放回", "Not paid, the seat went back"),
        }
        return "over", *words.get(one.seat_state, ("没有成团,已退款", "Not filled, refunded"))
    if one.team_state == "filled":
        return "done", f"{people} 人已成团", f"Filled by {people} people"
    if one.team_state == "forming":
        missing = max(0, one.need - people)
        return "open", f"{people}/{one.need} 人,还差 {missing} 人", f"{people} of {one.need}, {missing} to go"
    return "over", "没有成团,退款会原路返回", "Not filled; the money goes back"
