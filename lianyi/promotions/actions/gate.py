"""Between a campaign and the profit gate: its worst case per SKU, claimed when it is published and stated anew later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lianyi.catalog import queries as catalog
from lianyi.catalog.queries import SkuWorth
from lianyi.kit.db import ReadSession, Session
from lianyi.margin import actions as margin
from lianyi.margin import queries as margins
from lianyi.margin.types import Loss, Room, Source, Wish
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
    beyond = await card.reach(session, [campaign]) if card.reach else {}
    sku_ids = beyond.get(campaign.id, [sku.sku_id for sku in campaign.skus])
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
    """Claim a campaign's worst case, and where its budget bears a loss the most that can come to.

    Raises MarginTooThin, CostUnknown, LossNotCovered, OtherLossNotCovered; nothing has moved then.
    """
    wishes = await wishes_of(session, campaign)
    return await margin.claim(
        session, source_of(campaign), wishes, accept_unknown_cost=accept_unknown_cost, loss=loss_of(campaign)
    )


async def restate_margin(session: Session, campaign: Campaign) -> Sequence[Room]:
    """A price or cost has moved under a running campaign: its claims as they are now, whatever is left."""
    return await margin.restate(
        session, source_of(campaign), await wishes_of(session, campaign), loss_of(campaign)
    )


async def free_margin(session: Session, campaign: Campaign) -> None:
    """A campaign has ended: it claims nothing any more."""
    await margin.release(session, source_of(campaign))


def loss_of(campaign: Campaign) -> Loss | None:
    """What a campaign's budget bears; None for one that keeps to the floor."""
    if not campaign.bears_loss or campaign.budget_fen is None:
        return None
    return Loss(
        campaign.budget_fen, {sku.sku_id: sku.quota for sku in campaign.skus if sku.quota is not None}
    )


def covered(campaign: Campaign, rooms: Sequence[Room]) -> bool:
    """Whether a campaign's budget covers the most that it can lose; one that keeps to the floor loses nothing."""
    loss = loss_of(campaign)
    return loss is None or sum(room.loss_fen for room in rooms) <= loss.budget_fen


def loss_told(campaign: Campaign, rooms: Sequence[Room]) -> dict[str, Any]:
    """A loss that was chosen, as the audit log keeps it; nothing where none was."""
    if not campaign.bears_loss:
        return {}
    most_fen = sum(room.loss_fen for room in rooms)
    return {"bears_loss": True, "loss_max_fen": most_fen, "budget_fen": campaign.budget_fen}


@dataclass(frozen=True, slots=True)
class LossSoFar:
    """What a campaign's budget bears by today's costs: the most it can come to, and what the pieces taken have lost."""

    most_fen: int
    used_fen: int
    budget_fen: int


async def loss_so_far(session: ReadSession, campaign: Campaign) -> LossSoFar | None:
    """The loss of a campaign that chose one; None for any other. Four statements at most."""
    loss = loss_of(campaign)
    if loss is None:
        return None
    rooms = await margins.look(session, source_of(campaign), await wishes_of(session, campaign), loss)
    return lost(campaign, rooms)


def lost(campaign: Campaign, rooms: Sequence[Room]) -> LossSoFar:
    """The same of rooms that are known."""
    taken = {sku.sku_id: sku.taken for sku in campaign.skus}
    used_fen = sum(room.short_fen * taken.get(room.sku_id, 0) for room in rooms)
    return LossSoFar(sum(room.loss_fen for room in rooms), used_fen, campaign.budget_fen or 0)
