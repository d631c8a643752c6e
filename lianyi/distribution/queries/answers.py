"""What distribution answers when identity asks: what is kept of a person who sells, or whose customer they were."""

from lianyi.distribution.queries import bindings, micro_shops, own_prices, shopkeepers
from lianyi.distribution.rules import words
from lianyi.identity.queries import own_data
from lianyi.identity.types import PersonId
from lianyi.kit.db import ReadSession
from lianyi.kit.ids import encode


@own_data.answer("distribution")
async def own_distribution(session: ReadSession, person: PersonId) -> object:
    """A person's place as a shopkeeper with its words and history, and the lines of the log about them."""
    keeper = await shopkeepers.keeper_of_person(session, person)
    lines = await bindings.lines_of(session, person)
    return {
        "shopkeeper": None if keeper is None else {
            "id": encode("shk", keeper.id), "state": keeper.state, "words": keeper.words,
            "shop_name": keeper.shop_name, "shop_words": keeper.shop_words, "persona": keeper.persona,
            "agreement_version": keeper.agreement_version, "adult_declared_at": keeper.adult_declared_at,
            "picks": [encode("prd", pick.product_id) for pick in await micro_shops.picks(session, keeper.id)],
            "prices": [
                {"sku_id": encode("sku", sku_id), "price_fen": price_fen}
                for sku_id, price_fen in await own_prices.kept(session, keeper.id)
            ],
            "history": [
                {"at": step.at, "state": step.state, "words": step.words}
                for step in await shopkeepers.steps(session, keeper.id)
            ],
        },
        "came_by": [
            {"at": line.at, "what": words.sentence(line.touch, line.result, line.why)[0]} for line in lines
        ],
    }  # fmt: skip
