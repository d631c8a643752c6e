"""The phone in somebody's hand, as a FastAPI dependency of every play that is helped: `marks: HelperMarks`."""

from typing import Annotated

from fastapi import Depends, Request

from lianyi.identity.edges import MaybeVisitor
from lianyi.kit.secrets import vault
from lianyi.promotions import rules
from lianyi.promotions.errors import DeviceUnknown
from lianyi.promotions.types import Marks


async def _marks(request: Request, visitor: MaybeVisitor) -> Marks:
    """Raises DeviceUnknown: without a number, one phone could help as many times as it has accounts."""
    if visitor is None:
        raise DeviceUnknown
    network = rules.network_of(request.client.host if request.client else "")
    return Marks(visitor, vault().blind(network, "help-network").hex()[:16] if network else "")


# The device's own number and its network as a keyed word; the address itself is kept nowhere.
HelperMarks = Annotated[Marks, Depends(_marks)]
