"""The principal of a shopkeeper's own things: `keeper: CurrentShopkeeper`, beside identity's `CurrentShopper`."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request

from lianyi.distribution.errors.shopkeepers import NotAShopkeeper
from lianyi.distribution.queries import shopkeepers
from lianyi.distribution.types.shopkeepers import PREFIX, Shopkeeper
from lianyi.identity.edges import CurrentShopper, shop_of
from lianyi.kit.db import ReadSession
from lianyi.kit.http import database
from lianyi.kit.ids import as_word

KeeperRef = Annotated[UUID, as_word(PREFIX)]


async def _shopkeeper(request: Request, shopper: CurrentShopper) -> Shopkeeper:
    session: Any = getattr(request.state, "session", None)
    if isinstance(session, ReadSession):
        found = await shopkeepers.principal(session, shopper)
    else:
        async with database(request).read(await shop_of(request)) as own:
            found = await shopkeepers.principal(own, shopper)
    if found is None:
        raise NotAShopkeeper
    return found


# One statement beside the shopper's own.
CurrentShopkeeper = Annotated[Shopkeeper, Depends(_shopkeeper)]
