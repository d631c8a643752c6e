"""Flash sales for shoppers: what is on and what comes, by the server's clock. Ordering goes through checkout."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel

from lianyi.identity.edges import CurrentChannel, CurrentShopper, MaybeShopper
from lianyi.kit.http import Language, Read, Write, edge
from lianyi.kit.ids import as_word
from lianyi.promotions.plays.flash_sale import actions, queries, rules
from lianyi.promotions.plays.flash_sale.errors import NoFlashSale
from lianyi.promotions.plays.flash_sale.queries import Sale
from lianyi.promotions.plays.flash_sale.types import FlashSaleSettings, FlashSaleSku, Slot

router = edge("/api/shop/flash-sale", tags=["shop: flash sale"])
CampaignRef = Annotated[UUID, as_word("cmp")]
ProductRef = Annotated[UUID, as_word("prd")]
SkuRef = Annotated[UUID, as_word("sku")]


class ItemOut(BaseModel):
    """A SKU of a slot. `left` null: no limit; `waiting`: taken, not paid yet, and given back when it is not."""

    sku_id: SkuRef
    product_id: ProductRef
    title: str
    picture_url: str | None
    price_fen: int
    flash_price_fen: int
    quota: int | None
    left: int | None
    waiting: int


class SlotOut(BaseModel):
    campaign_id: CampaignRef
    title: str
    opens_at: datetime
    closes_at: datetime
    state: Literal["over", "on", "next"]
    reminded: bool
    items: list[ItemOut]


class SaleOut(BaseModel):
    """Slots of today and tomorrow in order; count down to them from `server_time`."""

    server_time: datetime
    slots: list[SlotOut]


class OfferOut(BaseModel):
    """The slot of a product that is on, or comes next."""

    server_time: datetime
    slot: SlotOut
    pieces_per_order_max: int
    pay_minutes: int
    rules: list[str]


def _slot(sale: Sale, slot: Slot, now: datetime, product_id: UUID | None = None) -> SlotOut:
    state: Literal["over", "on", "next"] = (
        "next" if slot.opens_at > now else "on" if slot.closes_at > now else "over"
    )
    items = []
    for kept in sale.campaign.skus:
        goods = sale.goods.get(kept.sku_id)
        if goods is None or not goods.on_sale or product_id not in {None, kept.product_id}:
            continue
        sku, shelf = (
            FlashSaleSku.model_validate(kept.settings),
            sale.shelves.get((slot.opens_at, kept.sku_id)),
        )
        taken = shelf.taken if shelf else 0
        items.append(
            ItemOut(
                sku_id=kept.sku_id, product_id=kept.product_id,
                title=f"{goods.title} {goods.option_text}".strip(), picture_url=goods.picture_url,
                price_fen=goods.price_fen, flash_price_fen=min(sku.price_fen, goods.price_fen), quota=sku.slot_quota,
                left=rules.left_of(kept, taken), waiting=shelf.waiting if shelf else 0,
            )
        )  # fmt: skip
    return SlotOut(
        campaign_id=sale.campaign.id, title=sale.campaign.title, opens_at=slot.opens_at, closes_at=slot.closes_at,
        state=state, reminded=slot.opens_at in sale.reminded, items=items,
    )  # fmt: skip


def _opening(slot: SlotOut) -> tuple[datetime, UUID]:
    return slot.opens_at, slot.campaign_id


@router.get("/today")
async def today(session: Read, shopper: MaybeShopper) -> SaleOut:
    """Every slot of today and tomorrow."""
    sales = await queries.sales(session, person_id=shopper.person if shopper else None)
    found = [_slot(sale, slot, session.now) for sale in sales for slot in sale.slots]
    return SaleOut(server_time=session.now, slots=sorted(found, key=_opening))


@router.get("/products/{product_id}")
async def offer(session: Read, shopper: MaybeShopper, product_id: ProductRef, language: Language) -> OfferOut:
    """The slot of a product that is on, or comes next; 404 `no_flash_sale` when there is none."""
    person_id = shopper.person if shopper else None
    for sale in await queries.sales(session, product_id=product_id, person_id=person_id):
        coming = next((slot for slot in sale.slots if slot.closes_at > session.now), None)
        if coming is not None:
            settings = FlashSaleSettings.model_validate(sale.campaign.settings)
            return OfferOut(
                server_time=session.now, slot=_slot(sale, coming, session.now, product_id),
                pieces_per_order_max=settings.pieces_per_order_max, pay_minutes=settings.pay_minutes,
                rules=list(sale.campaign.rules_en if language == "en" else sale.campaign.rules_zh),
            )  # fmt: skip
    raise NoFlashSale


class RemindIn(BaseModel):
    opens_at: datetime


@router.post("/campaigns/{campaign_id}/remind", status_code=204)
async def remind_me(
    session: Write, shopper: CurrentShopper, channel: CurrentChannel, campaign_id: CampaignRef, given: RemindIn
) -> None:  # fmt: skip
    """Tell me some minutes before a slot begins."""
    await actions.remind_me(session, shopper, channel, campaign_id, given.opens_at)
