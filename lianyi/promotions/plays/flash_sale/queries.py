"""Reads of flash sales: what is on, what is left of it, what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from lianyi.catalog import queries as catalog
from lianyi.catalog.queries import SkuWorth
from lianyi.identity.queries import own_data
from lianyi.identity.types import PersonId
from lianyi.kit.db import ReadSession, Statement
from lianyi.kit.ids import encode
from lianyi.promotions import queries as promotions
from lianyi.promotions.play import RUNS_MAX, Live, LivePieces, Run
from lianyi.promotions.plays.flash_sale import rules
from lianyi.promotions.plays.flash_sale.types import FlashSaleSettings, FlashSaleSku, Shelf, Slot
from lianyi.promotions.types import Campaign, Figure, ShareFacts

PLAY = "flash_sale"
DAYS_SHOWN = 2
OWN_MAX = 1000

ONE_SHELF = Statement(
    """
    select opens_at, sku_id, taken, paid from promotions_flash_sale_shelf
    where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s and opens_at = %(opens_at)s and sku_id = %(sku_id)s
    """,
    Shelf,
)
SHELVES = Statement(
    """
    select opens_at, sku_id, taken, paid from promotions_flash_sale_shelf
    where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s and opens_at >= %(since)s
    order by opens_at, sku_id
    """,
    Shelf,
)


@dataclass(frozen=True, slots=True)
class Counted:
    slots: int
    pieces: int
    waiting: int
    given_back: int
    sold_out: int


COUNTED = Statement(
    """
    select count(distinct opens_at)::int as slots, coalesce(sum(paid), 0)::int as pieces,
      coalesce(sum(taken - paid), 0)::int as waiting,
      (select coalesce(sum(quantity), 0)::int from promotions_flash_sale_use
       where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s and state in ('released', 'returned')) as given_back,
      (count(*) filter (where paid = quota))::int as sold_out
    from promotions_flash_sale_shelf where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s
    """,
    Counted,
)


@dataclass(frozen=True, slots=True)
class OwnUse:
    sku_id: UUID
    quantity: int
    state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CampaignShelf:
    """As `Shelf`, naming its campaign."""

    campaign_id: UUID
    opens_at: datetime
    sku_id: UUID
    taken: int
    paid: int


SHELVES_OF = Statement(
    """
    select campaign_id, opens_at, sku_id, taken, paid from promotions_flash_sale_shelf
    where tenant_id = %(tenant)s and campaign_id = any(%(ids)s::uuid[]) and opens_at >= %(since)s
    """,
    CampaignShelf,
)


@dataclass(frozen=True, slots=True)
class Taken:
    """What an order took, as its buyer's list shows it."""

    order_id: UUID
    campaign_id: UUID
    sku_id: UUID
    quantity: int
    state: str
    opens_at: datetime
    at: datetime


TAKEN = Statement(
    """
    select order_id, campaign_id, sku_id, quantity, state, opens_at, at from promotions_flash_sale_use
    where tenant_id = %(tenant)s and person_id = %(person_id)s order by at desc, order_id desc limit %(limit)s
    """,
    Taken,
)
OWN = Statement(
    """
    select sku_id, quantity, state, at from promotions_flash_sale_use
    where tenant_id = %(tenant)s and person_id = %(person_id)s order by at desc limit %(limit)s
    """,
    OwnUse,
)


@dataclass(frozen=True, slots=True)
class Sale:
    """A running campaign with its slots from today on, what they have, the goods, and what the reader is reminded of."""

    campaign: Campaign
    slots: tuple[Slot, ...]
    shelves: dict[tuple[datetime, UUID], Shelf]
    goods: dict[UUID, SkuWorth]
    reminded: frozenset[datetime]


async def shelf(session: ReadSession, campaign_id: UUID, opens_at: datetime, sku_id: UUID) -> Shelf | None:
    """What a slot has given of a SKU; None before its first order. One statement, no lock."""
    return await session.maybe(ONE_SHELF, campaign_id=campaign_id, opens_at=opens_at, sku_id=sku_id)


async def sales(
    session: ReadSession, *, product_id: UUID | None = None, person_id: UUID | None = None
) -> list[Sale]:
    """What runs, whole or for one product, the first to end first. One statement, and three for each campaign."""
    found = await promotions.running(
        session, play=PLAY, product_ids=None if product_id is None else [product_id]
    )
    return [await _sale(session, one, person_id) for one in found]


async def _sale(session: ReadSession, campaign: Campaign, person_id: UUID | None) -> Sale:
    settings = FlashSaleSettings.model_validate(campaign.settings)
    slots = tuple(rules.slots(settings, campaign, session.now, DAYS_SHOWN))
    since = slots[0].opens_at if slots else session.now
    rows = await session.all(SHELVES, campaign_id=campaign.id, since=since)
    reminded = await promotions.reminded(session, [campaign.id], person_id)
    return Sale(
        campaign, slots, {(row.opens_at, row.sku_id): row for row in rows},
        await catalog.worth(session, [sku.sku_id for sku in campaign.skus]), frozenset(opens_at for _, opens_at in reminded),
    )  # fmt: skip


async def live(session: ReadSession, ids: Sequence[UUID]) -> dict[UUID, Live]:
    """What the slots that are on have left, by campaign. Two statements."""
    campaigns = [
        one for one in (await promotions.campaigns(session, ids)).values()
        if one.play == PLAY and one.state != "draft"
    ]  # fmt: skip
    on = {one.id: rules.slots_on(one, session.now) for one in campaigns}
    opened = [slot.opens_at for slots in on.values() for slot in slots]
    rows = await session.all(SHELVES_OF, ids=list(on), since=min(opened)) if opened else []
    taken = {(row.campaign_id, row.opens_at, row.sku_id): row for row in rows}
    return {
        one.id: Live(
            one.state,
            pieces=tuple(
                LivePieces(
                    kept.sku_id, rules.left_of(kept, row.taken if row else 0), row.taken - row.paid if row else 0,
                    slot.opens_at,
                )
                for slot in on[one.id]
                for kept in one.skus
                for row in [taken.get((one.id, slot.opens_at, kept.sku_id))]
            ),
        )
        for one in campaigns
    }  # fmt: skip


async def runs(session: ReadSession, person_id: UUID) -> list[Run]:
    """What a person took, one an order. Two statements."""
    found = await session.all(TAKEN, person_id=person_id, limit=RUNS_MAX)
    goods = await catalog.worth(session, sorted({one.sku_id for one in found}))
    return [_run(one, goods.get(one.sku_id)) for one in found]


def _run(one: Taken, goods: SkuWorth | None) -> Run:
    state, zh, en = _TAKEN_WORDS[one.state]
    slot = rules.clock_words(one.opens_at)
    return Run(
        key=encode("ord", one.order_id), campaign_id=one.campaign_id, state=state,
        title=f"{goods.title} {goods.option_text}".strip() if goods else "",
        line_zh=f"{slot} 场 · {one.quantity} 件 · {zh}", line_en=f"Slot of {slot}, {one.quantity}: {en}",
        picture_url=goods.picture_url if goods else None, page=f"pages/order/index?id={encode('ord', one.order_id)}",
        until_at=None, at=one.at,
    )  # fmt: skip


_TAKEN_WORDS: Mapping[str, tuple[Literal["open", "done", "over"], str, str]] = {
    "held": ("open", "等待付款", "waits for payment"),
    "paid": ("done", "抢到了", "yours"),
    "released": ("over", "没有付款,名额已放回", "not paid, given back"),
    "returned": ("over", "已退款", "refunded"),
}


async def share_facts(_session: ReadSession, _run_id: UUID) -> ShareFacts | None:
    """A slot is nobody's run; campaigns are shared."""
    return None


async def campaign_facts(session: ReadSession, campaign: Campaign) -> ShareFacts | None:
    """A campaign's card: its first goods on sale, at the price of the slot that is on or comes next. None without goods."""
    goods = await catalog.worth(session, [sku.sku_id for sku in campaign.skus])
    first = next((sku for sku in campaign.skus if sku.sku_id in goods and goods[sku.sku_id].on_sale), None)
    if first is None:
        return None
    item, page = goods[first.sku_id], "plays/flash_sale/list/index"
    settings = FlashSaleSettings.model_validate(campaign.settings)
    coming = [
        one for one in rules.slots(settings, campaign, max(session.now, campaign.starts_at), DAYS_SHOWN)
        if one.closes_at > session.now
    ]  # fmt: skip
    if campaign.state in {"stopped", "ended"} or not coming:
        return ShareFacts(
            title=item.title, line="活动已结束", price_fen=item.price_fen, market_price_fen=None,
            product_id=item.product_id, picture_url=item.picture_url, badge="", page=page, ends_at=None,
        )  # fmt: skip
    line, line_en = rules.slot_words(coming[0], session.now)
    return ShareFacts(
        title=item.title, line=line, line_en=line_en,
        price_fen=min(FlashSaleSku.model_validate(first.settings).price_fen, item.price_fen),
        market_price_fen=item.price_fen, product_id=item.product_id, picture_url=item.picture_url, badge="秒杀",
        page=page, ends_at=campaign.ends_at,
    )  # fmt: skip


async def figures(session: ReadSession, campaign_id: UUID) -> Sequence[Figure]:
    """The declared figures of the result page. One statement."""
    found = await session.one(COUNTED, campaign_id=campaign_id)
    return [
        Figure("slots", "有人买的场次", "Slots that sold", found.slots, "count"),
        Figure("pieces", "售出件数", "Pieces sold", found.pieces, "count"),
        Figure("sold_out", "卖完的货架", "Shelves sold out", found.sold_out, "count"),
        Figure("waiting", "待付款件数", "Pieces waiting for payment", found.waiting, "count"),
        Figure("given_back", "放回的件数", "Pieces given back", found.given_back, "count"),
    ]


@own_data.answer("flash_sales")
async def own_uses(session: ReadSession, person: PersonId) -> object:
    """What a person took, as they may take it away."""
    return [
        {"quantity": one.quantity, "state": one.state, "at": one.at}
        for one in await session.all(OWN, person_id=person, limit=OWN_MAX)
    ]
