"""Between a campaign and the profit gate: its worst case per SKU, claimed when it is published and stated anew later."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from lianyi.catalog import queries as catalog
from lianyi.catalog.queries import SkuWorth
from lianyi.kit.db import ReadSession, Session
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


async def wishes_of(session: ReadSession, campaign: Campaign) -> list[Wish]:
    """What each piece may cost at worst, by the play's own arithmetic on today's list prices; never below nothing.

    The goods are those of the shelf, or what the play says that it reaches beyond it.
    """
    card = registry.play_of(campaign.play).card
    beyond = await card.reach(session, campaign) if card.reach else None
    sku_ids = [sku.sku_id for sku in campaign.skus] if beyond is None else list(beyond)
    return worst_claims(campaign, await catalog.worth(session, sku_ids))


def worst_claims(campaign: Campaign, goods: Mapping[UUID, SkuWorth]) -> list[Wish]:
    """The same of goods that are known."""
    card = registry.play_of(campaign.play).card
    settings = card.settings.model_validate(campaign.settings)
    kept = {sku.sku_id: sku.settings for sku in campaign.skus}
    wishes = []
    for sku_id, one in goods.items():
        claim_fen = card.worst_claim(
            settings, card.sku_settings.model_validate(kept.get(sku_id, {})), one.price_fen
        )
        wishes.append(Wish(sku_id, max(0, claim_fen)))
    return wishes


async def claim_margin(
    session: Session, campaign: Campaign, *, accept_unknown_cost: bool = False
) -> Sequence[Room]:
    """Claim a campaign's worst case. Raises MarginTooThin, CostUnknown; nothing has moved then."""
    wishes = await wishes_of(session, campaign)
    return await margin.claim(session, source_of(campaign), wishes, accept_unknown_cost=accept_unknown_cost)


async def restate_margin(session: Session, campaign: Campaign) -> Sequence[Room]:
    """A price or cost has moved under a running campaign: its claims as they are now, whatever is left."""
    return await margin.restate(session, source_of(campaign), await wishes_of(session, campaign))


async def free_margin(session: Session, campaign: Campaign) -> None:
    """A campaign has ended: it claims nothing any more."""
    await margin.release(session, source_of(campaign))
