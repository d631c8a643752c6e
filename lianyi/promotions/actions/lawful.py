"""Between a campaign and the rulebook: what it says of itself as facts, and what the rules find in them and its words.

Generic by what a play declares (its verdict, its rules, its worst case, what it adds itself), never by its name.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from lianyi.catalog import queries as catalog
from lianyi.catalog.queries import SkuWorth
from lianyi.kit.clock import business_day
from lianyi.kit.db import ReadSession
from lianyi.promotions import registry, rules
from lianyi.promotions.actions.gate import worst_claims
from lianyi.promotions.play import Play
from lianyi.promotions.types import Campaign
from lianyi.rulebook.campaigns import CampaignFacts, check_campaign
from lianyi.rulebook.content import Place, check_text
from lianyi.rulebook.rule import Finding


async def law_on(session: ReadSession, campaign: Campaign) -> tuple[Finding, ...]:
    """What today's rules find in a campaign that runs already."""
    goods = await catalog.worth(session, [sku.sku_id for sku in campaign.skus])
    return law_found(campaign, registry.play_of(campaign.play), goods, business_day(session.now))


def law_found(
    campaign: Campaign, play: Play, goods: Mapping[UUID, SkuWorth], on: date
) -> tuple[Finding, ...]:
    """What the rules in force on a business day find in a campaign and in every word that staff wrote into it."""
    texts = {"title": campaign.title} | dict(_texts(campaign))
    words = (one for path, text in texts.items() for one in check_text(text, Place.CAMPAIGN, on, path))
    return (*check_campaign(law_facts(campaign, play, goods), on), *words)


def law_facts(campaign: Campaign, play: Play, goods: Mapping[UUID, SkuWorth]) -> CampaignFacts:
    """A campaign as the rulebook sees it; what only the play knows (prizes, chance, virtual goods) it declares."""
    card = play.card
    verdict = rules.verdict_of(card, campaign.settings)
    worst = {wish.sku_id: wish.claim_fen for wish in worst_claims(campaign, goods)}
    facts = CampaignFacts(
        rewarded_act=verdict.rewarded_act,
        outcome_known=verdict.outcome_known,
        places=frozenset(channel.value for channel in campaign.channels),
        rules_lines=card.rules_text(campaign)[0],
        lowest_fen=min((goods[sku_id].price_fen - fen for sku_id, fen in worst.items()), default=None),
    )
    if card.declares is None:
        return facts
    settings = card.settings.model_validate(campaign.settings)
    return card.declares(
        facts, settings, [card.sku_settings.model_validate(sku.settings) for sku in campaign.skus]
    )


def _texts(campaign: Campaign) -> Iterator[tuple[str, str]]:
    """Every word in the settings, by its path."""
    yield from _within("settings", campaign.settings)
    for number, sku in enumerate(campaign.skus):
        yield from _within(f"skus.{number}.settings", sku.settings)


def _within(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _within(f"{path}.{key}", one)
    elif isinstance(value, list | tuple):
        for number, one in enumerate(value):
            yield from _within(f"{path}.{number}", one)
