"""Between a campaign and the profit gate: its worst case per SKU, claimed when it is published and stated anew later."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from lianyi.catalog import queries as catalog
from lianyi.catalog.queries import SkuWorth
from lianyi.kit.db import Session
from lianyi.margin import actions as margin
from lianyi.margin.types import Room, Source, Wish
from lianyi.promotions import registry
from lianyi.promotions.play import PricePlay
from lianyi.promotions.types import Campaign, Phase


def source_of(campaign: Campaign) -> Source:
    """A campaign as the profit gate knows it; what a grant play gives stands where a credit would."""
    play = registry.play_of(campaign.play)
    phase = play.phase if isinstance(play, PricePlay) else Phase.CREDIT
    return Source("campaign", campaign.id, phase.value)


def wishes_of(campaign: Campaign, goods: Mapping[UUID, SkuWorth]) -> list[Wish]:
    """What each piece may cost at worst, by the play's own arithmetic on today's list prices; never below nothing."""
    card = registry.play_of(campaign.play).card
    settings = card.settings.model_validate(campaign.settings)
    return [
        Wish(
            sku.sku_id,
            max(
                0,
                card.worst_claim(
                    settings, card.sku_settings.model_validate(sku.settings), goods[sku.sku_id].price_fen
                ),
            ),
        )
        for sku in campaign.skus
        if sku.sku_id in goods
    ]


async def claim_margin(
    session: Session, campaign: Campaign, *, accept_unknown_cost: bool = False
) -> Sequence[Room]:
    """Claim a campaign's worst case. Raises MarginTooThin, CostUnknown; nothing has moved then."""
    goods = await catalog.worth(session, [sku.sku_id for sku in campaign.skus])
    return await margin.claim(
        session, source_of(campaign), wishes_of(campaign, goods), accept_unknown_cost=accept_unknown_cost
    )


async def restate_margin(session: Session, campaign: Campaign) -> Sequence[Room]:
    """A price or cost has moved under a running campaign: its claims as they are now, whatever is left."""
    goods = await catalog.worth(session, [sku.sku_id for sku in campaign.skus])
    return await margin.restate(session, source_of(campaign), wishes_of(campaign, goods))


async def free_margin(session: Session, campaign: Campaign) -> None:
    """A campaign has ended: it claims nothing any more."""
    await margin.release(session, source_of(campaign))
