"""As half_price, but judged otherwise."""

import dataclasses

from lianyi.identity.types import Channel
from lianyi.promotions.types import ShareFacts, Verdict
from lianyi.rulebook.campaigns import Prize
from tests.promotions.half_price import play as plain


async def campaign_facts(_session, campaign):
    return ShareFacts(
        campaign.title,
        "",
        1,
        None,
        campaign.skus[0].product_id,
        None,
        "助力",
        f"plays/helping/list/index?id={campaign.id}",
        None,
    )


def declares(facts, settings, _skus):
    """Only the play knows that ten minutes to pay stand for a car by chance."""
    if settings.pay_minutes != 10:
        return facts
    return dataclasses.replace(
        facts, draw=True, organiser="山茶小铺", prizes=(Prize("车", 5_000_001, quantity=1),)
    )


PLAY = dataclasses.replace(
    plain.PLAY,
    card=dataclasses.replace(
        plain.PLAY.card, code="helping", campaign_facts=campaign_facts, declares=declares,
        verdict=Verdict(frozenset({Channel.MINI, Channel.H5}), "confirmed_help", True, "platform rules 1.6"),
    ),
)  # fmt: skip
