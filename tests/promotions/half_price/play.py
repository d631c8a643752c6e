"""The smallest price play: what the frame promises, it promises to this one."""

from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, Field

from lianyi.identity.types import Channel
from lianyi.promotions.errors import CampaignInvalid
from lianyi.promotions.play import PlayCard, PricePlay
from lianyi.promotions.types import Adjustment, Claimed, Figure, Phase, Verdict

RELEASED = []  # order ids that were given back to the play


class Settings(BaseModel):
    waits: bool = False
    pay_minutes: Annotated[int, Field(ge=1, le=600)] = 60


class SkuSettings(BaseModel):
    off_fen: Annotated[int, Field(ge=1)]


def worst_claim(_settings, sku, _price_fen):
    return sku.off_fen


def rules_text(campaign):
    return (f"{campaign.title}:立减", "付款前有效"), (f"{campaign.title}: money off", "until paid")


def check(_settings, lines):
    for number, (line, sku) in enumerate(lines):
        if sku.off_fen >= line.price_fen:
            raise CampaignInvalid(
                f"skus.{number}.settings.off_fen", "优惠不能超过售价", "More than the price"
            )


async def load(_session, campaign, _asking):
    off = {sku.sku_id: sku.settings["off_fen"] for sku in campaign.skus}
    return campaign, off


def quote(state, lines):
    campaign, off = state
    return tuple(
        Adjustment(
            Phase.ACTIVITY, f"half_price:{campaign.id}", "立减", "Money off", -off[line.sku_id] * line.quantity,
            line.sku_id,
        )
        for line in lines
    )  # fmt: skip


async def claim(session, campaign, _state, _claiming):
    settings = Settings.model_validate(campaign.settings)
    return Claimed(session.now + timedelta(minutes=settings.pay_minutes), settings.waits)


async def release(_session, order_id):
    RELEASED.append(order_id)


async def share_facts(_session, _run_id):
    return None


async def campaign_facts(_session, _campaign):
    return None


async def figures(_session, _campaign_id):
    return [Figure("things", "东西", "Things", 3, "count")]


PLAY = PricePlay(
    card=PlayCard(
        code="half_price", title_zh="立减", title_en="Money off", about_zh="立减", about_en="Money off",
        settings=Settings, sku_settings=SkuSettings,
        verdict=Verdict(frozenset(Channel), "none", True, "platform rules 1.6"),
        worst_claim=worst_claim, rules_text=rules_text, check=check, share_facts=share_facts,
        campaign_facts=campaign_facts, figures=figures,
    ),
    phase=Phase.ACTIVITY, stacks_with=frozenset({Phase.COUPON}), load=load, quote=quote, claim=claim, release=release,
)  # fmt: skip
