"""What cards and result pages say of teams, and what the past says of the next ones."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from lianyi.catalog import queries as catalog
from lianyi.catalog.types import SkuId
from lianyi.kit.clock import BUSINESS_ZONE
from lianyi.kit.db import ReadSession, Statement
from lianyi.kit.ids import encode
from lianyi.promotions.plays.group_buy import rules
from lianyi.promotions.plays.group_buy.errors import TeamUnknown
from lianyi.promotions.plays.group_buy.queries.single import team
from lianyi.promotions.plays.group_buy.types import GroupBuySku, PastTeam, Team
from lianyi.promotions.types import Campaign, Figure, ShareFacts

PAST_MAX = 2000
_HERE = ZoneInfo(BUSINESS_ZONE)


@dataclass(frozen=True, slots=True)
class Counted:
    opened: int
    filled: int
    failed: int
    merged: int
    topped_up: int
    seats_refunded: int
    seconds_to_fill: int


COUNTED = Statement(
    """
    select count(*) filter (where opened_at is not null) as opened, count(*) filter (where state = 'filled') as filled,
      count(*) filter (where state = 'failed') as failed, count(*) filter (where merged_into is not null) as merged,
      count(*) filter (where state = 'filled' and topped_up > 0) as topped_up,
      (select count(*) from promotions_group_buy_seat
       where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s and state in ('left', 'refunded')) as seats_refunded,
      coalesce(extract(epoch from avg(finished_at - opened_at) filter (where state = 'filled')), 0)::bigint
        as seconds_to_fill
    from promotions_group_buy_team where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s
    """,
    Counted,
)
# Members who came from another team are not this one's own success, so a team that took any in is left out; whoever
# left again does not count.
PAST = Statement(
    """
    select team.people_max::int as people_max,
      extract(epoch from coalesce(team.finished_at, team.expires_at) - team.opened_at)::int as watched_seconds,
      coalesce(array_agg(extract(epoch from seat.joined_at - team.opened_at)::int order by seat.joined_at)
        filter (where seat.id is not null), '{}') as joined_after_seconds
    from promotions_group_buy_team as team
    left join promotions_group_buy_seat as seat
      on seat.tenant_id = team.tenant_id and seat.team_id = team.id and seat.joined_at is not null
      and seat.state <> 'left'
    where team.tenant_id = %(tenant)s and team.state in ('filled', 'failed')
      and (%(campaign_id)s::uuid is null or team.campaign_id = %(campaign_id)s)
      and (%(product_id)s::uuid is null or team.product_id = %(product_id)s)
      and not exists (
        select 1 from promotions_group_buy_seat as moved
        where moved.tenant_id = team.tenant_id and moved.team_id = team.id and moved.moved_from is not null)
    group by team.tenant_id, team.id, team.people_max, team.finished_at, team.expires_at, team.opened_at
    order by team.opened_at desc limit %(limit)s
    """,
    PastTeam,
)


async def figures(session: ReadSession, campaign_id: UUID) -> list[Figure]:
    """The declared figures of the result page. One statement."""
    found = await session.one(COUNTED, campaign_id=campaign_id)
    ended = found.filled + found.failed
    return [
        Figure("teams_opened", "开团", "Teams opened", found.opened, "count"),
        Figure("teams_filled", "成团", "Teams filled", found.filled, "count"),
        Figure("teams_failed", "未成团", "Teams failed", found.failed, "count"),
        Figure("teams_merged", "并入他团", "Teams merged", found.merged, "count"),
        Figure("teams_topped_up", "商家补位成团", "Teams topped up", found.topped_up, "count"),
        Figure("fill_share", "成团率", "Share filled", found.filled * 10_000 // ended if ended else 0, "bp"),
        Figure("seconds_to_fill", "平均成团用时", "Mean time to fill", found.seconds_to_fill, "seconds"),
        Figure("seats_refunded", "退出和退款的名额", "Seats left or refunded", found.seats_refunded, "count"),
    ]


async def past_teams(
    session: ReadSession, *, campaign_id: UUID | None, product_id: UUID | None
) -> list[PastTeam]:
    """Teams that have ended, newest first, at most PAST_MAX: of a campaign, of a product, or of the whole shop."""
    return await session.all(PAST, campaign_id=campaign_id, product_id=product_id, limit=PAST_MAX)


async def share_facts(session: ReadSession, team_id: UUID) -> ShareFacts | None:
    """What a card says of a team now; None when there is no such team."""
    try:
        found = await team(session, team_id)
    except TeamUnknown:
        return None
    goods = (await catalog.sellable(session, [found.sku_id])).get(SkuId(found.sku_id))
    if goods is None:
        return None
    return ShareFacts(
        title=f"{goods.title} {goods.option_text}".strip(),
        line=_line(found),
        price_fen=found.price_fen,
        market_price_fen=found.rules.list_price_fen,
        product_id=found.product_id,
        picture_url=goods.picture_url,
        badge=f"{found.need} 人团",
        page=f"plays/group_buy/team/index?id={encode('team', found.id)}",
        ends_at=found.expires_at,
        campaign_id=found.campaign_id,
    )


def _line(found: Team) -> str:
    if found.state == "forming" and found.expires_at is not None:
        missing = f"还差 {found.missing} 人" if found.missing else f"已有 {found.people} 人"
        return f"{missing} · {_clock(found.expires_at)} 前"
    words = {"pending": "等待团长付款", "filled": f"{found.people} 人已成团", "failed": "未成团,已退款"}
    return words.get(found.state, "已结束")


def _clock(at: datetime) -> str:
    """An instant as people say it: the day only when a card may be read on another one."""
    return at.astimezone(_HERE).strftime("%m-%d %H:%M")


async def campaign_facts(session: ReadSession, campaign: Campaign) -> ShareFacts | None:
    """What a card says of the whole campaign: its first goods, and the page where all of them are.

    Once it is over nobody gets its price, so a card that still hangs somewhere names the goods' own and says so.
    """
    goods = await catalog.sellable(session, [sku.sku_id for sku in campaign.skus])
    on_sale = [sku for sku in campaign.skus if sku.sku_id in goods and goods[SkuId(sku.sku_id)].state_ok]
    if not on_sale:
        return None
    first = on_sale[0]
    sku, item = GroupBuySku.model_validate(first.settings), goods[SkuId(first.sku_id)]
    alone = len({one.product_id for one in on_sale}) == 1
    page = (
        f"pages/product/index?id={encode('prd', item.product_id)}" if alone else "plays/group_buy/list/index"
    )
    if campaign.state in {"stopped", "ended"} or campaign.ends_at <= session.now:
        return ShareFacts(
            title=item.title, line="活动已结束", price_fen=item.price_fen, market_price_fen=None,
            product_id=item.product_id, picture_url=item.picture_url, badge="", page=page, ends_at=None,
        )  # fmt: skip
    return ShareFacts(
        title=item.title,
        line=f"{sku.people} 人成团 · {_clock(campaign.ends_at)} 前",
        price_fen=rules.seat_price_fen(sku, item.price_fen, opens=False),
        market_price_fen=item.price_fen,
        product_id=item.product_id,
        picture_url=item.picture_url,
        badge=f"{sku.people} 人团",
        page=page,
        ends_at=campaign.ends_at,
        line_en=f"{sku.people} to fill a team · until {_clock(campaign.ends_at)}",
    )  # fmt: skip
