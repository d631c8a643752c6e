"""The principals of a shopkeeper's own things, beside identity's `CurrentShopper`.

`keeper: CurrentShopkeeper` works here now; `earner: CurrentEarner` does or did, and sees and is paid what was earned.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request

from lianyi.distribution.errors.shopkeepers import NotAShopkeeper
from lianyi.distribution.queries import payouts, shopkeepers
from lianyi.distribution.types.payouts import Payee
from lianyi.distribution.types.shopkeepers import PREFIX, Shopkeeper
from lianyi.identity.edges import CurrentShopper, shop_of
from lianyi.kit.db import ReadSession
from lianyi.kit.http import database
from lianyi.kit.ids import as_word

KeeperRef = Annotated[UUID, as_word(PREFIX)]


async def _shopkeeper(request: Request, shopper: CurrentShopper) -> Shopkeeper:
    async with _reading(request) as session:
        found = await shopkeepers.principal(session, shopper)
    if found is None:
        raise NotAShopkeeper
    return found


async def _earner(request: Request, shopper: CurrentShopper) -> Payee:
    async with _reading(request) as session:
        found = await payouts.payee_if_any(session, shopper.person)
    if found is None:
        raise NotAShopkeeper
    return found


@asynccontextmanager
async def _reading(request: Request) -> AsyncIterator[ReadSession]:
    """The request's own session, else a short one."""
    session: Any = getattr(request.state, "session", None)
    if isinstance(session, ReadSession):
        yield session
    else:
        async with database(request).read(await shop_of(request)) as own:
            yield own


# One statement beside the shopper's own.
CurrentShopkeeper = Annotated[Shopkeeper, Depends(_shopkeeper)]
CurrentEarner = Annotated[Payee, Depends(_earner)]
