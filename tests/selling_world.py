"""A shop with shopkeepers: people on devices who share, open, sign in, join, sell and order."""

from dataclasses import dataclass, fields

from lianyi.distribution.actions import arranging, bindings, shopkeepers
from lianyi.distribution.actions.arranging import RuleDraft
from lianyi.distribution.actions.shopkeepers import Application
from lianyi.distribution.queries import bindings as log
from lianyi.distribution.queries import shopkeepers as reads
from lianyi.distribution.types.bindings import TouchRule
from lianyi.distribution.types.shopkeepers import JoinSettings, JoinWay
from lianyi.identity.types import SessionId, Shopper
from lianyi.kit.ids import new_id
from tests.order_world import Shop, open_shop
from tests.social.conftest import Body, Friends

AGREEMENT = "店主自愿加入,无需缴费,也无需购买任何商品。佣金只来自本人分享带来的成交。" * 2


@dataclass
class SellingShop(Shop):
    """Orders of `order_world`, shares of social's friends, and shopkeepers."""

    @property
    def friends(self):
        return Friends(self.db, self.tenant)

    async def someone(self, nickname="林晓", **more):
        return await self.friends.someone(nickname, **more)

    def shopper_of(self, body):
        return Shopper(self.tenant, body.person, SessionId(new_id()))

    async def open_joining(self, *ways, **settings):
        """Publish an agreement and open ways; everyone by default."""
        await self.write(arranging.publish_agreement, self.staff, AGREEMENT, "Joining is free.")
        before = await self.read(reads.join_settings)
        wanted = JoinSettings(ways or (JoinWay.EVERYONE,), version=before.version, **settings)
        return await self.write(arranging.set_join, self.staff, wanted)

    async def apply(self, body, *, code=None, words="", version=1, is_adult=True):
        return await self.write(
            shopkeepers.join, self.shopper_of(body), Application(version, is_adult, words, code)
        )

    async def keeper(self, nickname="店主"):
        """Somebody who sells: a body and their row."""
        body = await self.someone(nickname)
        return body, await self.apply(body)

    async def principal(self, body):
        return await self.read(reads.principal, self.shopper_of(body))

    async def rule(self, mode=TouchRule.LAST, protection=7, validity=30, *, new_only=False):
        return await self.write(
            arranging.set_rule, self.staff, RuleDraft(mode, protection, validity, new_only)
        )

    async def came(self, body, keeper_body, target=None, **more):
        """Somebody opens a share of a shopkeeper; what follows is told."""
        share = await self.friends.share(keeper_body, target)
        visit = await self.friends.open(body, share, **more)
        await self.tell()
        return visit

    async def owner(self, body, at=None):
        """Whose customer somebody is, or was at an instant."""
        at = at or self.db.clock.now()
        person = body.person if isinstance(body, Body) else body
        return (await self.read(log.owners_at, [(person, at)])).get((person, at))

    async def log(self, body):
        """A customer's lines, oldest first."""
        return (await self.read(log.lines_of, body.person))[::-1]

    async def results(self, body):
        return [f"{line.result}:{line.why}" for line in await self.log(body)]

    async def take(self, body):
        return await self.write(bindings.take_openings, body.person)

    async def read(self, query, *arguments, **more):
        async with self.db.read(self.tenant) as session:
            return await query(session, *arguments, **more)


async def open_selling(db, world, known=None):
    """A shop with one SKU (68.00 yuan, a hundred pieces) that takes on everyone."""
    plain = await open_shop(db, world, known)
    shop = SellingShop(**{field.name: getattr(plain, field.name) for field in fields(plain)})
    await shop.stock_up(6800, 100)
    await shop.open_joining()
    return shop
