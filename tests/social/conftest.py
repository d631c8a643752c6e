"""A shop in which people share: everybody is a device, a person, or both."""

from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

import pytest_asyncio

from lianyi.identity.types import Channel, PersonId
from lianyi.kit.db import Statement
from lianyi.kit.ids import new_id
from lianyi.social import actions, queries
from lianyi.social.types import Sharing, Target, Visiting
from tests.identity.conftest import by_phone, fresh_browser, open_shop, owner, visitor  # noqa: F401  the front door is opened there

PHONE_AGENT = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) MicroMessenger/8.0.49 Language/zh_CN"
ADD_PERSON = Statement(
    "insert into identity_person (tenant_id, id, nickname, avatar_url, joined_at)"
    " values (%(tenant)s, %(id)s, %(nickname)s, %(avatar_url)s, %(now)s)"
)
COUNTS = Statement(
    "select (select count(*) from social_share where tenant_id = %(tenant)s)::text || '/' ||"
    " (select count(*) from social_visit where tenant_id = %(tenant)s) || '/' ||"
    " (select coalesce(sum(opens), 0) from social_visit where tenant_id = %(tenant)s) || '/' ||"
    " (select count(*) from social_visitor where tenant_id = %(tenant)s)",
    str,
)


@dataclass(frozen=True)
class Body:
    """Somebody on a device, signed in or not."""

    device: UUID | None = field(default_factory=uuid4)
    person: PersonId | None = None


@dataclass
class Friends:
    """What people do, each in a transaction of its own."""

    db: object
    tenant: object
    product: Target = field(default_factory=lambda: Target("product", new_id()))
    campaign: UUID = field(default_factory=new_id)

    async def someone(self, nickname="林晓", *, device=True, avatar_url=None):
        person = PersonId(new_id())
        async with self.db.write(self.tenant) as session:
            await session.run(ADD_PERSON, id=person, nickname=nickname, avatar_url=avatar_url)
        return Body(uuid4() if device else None, person)

    async def share(self, body, target=None, campaign=None, **more):
        sharing = Sharing(body.device, body.person, target or self.product, campaign, Channel.MINI, **more)
        async with self.db.write(self.tenant) as session:
            return await actions.share(session, sharing)

    async def open(self, body, share, *, scene=None, agent=PHONE_AGENT, token=None):
        visiting = Visiting(token or share.token, body.device, body.person, scene, Channel.MINI, agent)
        async with self.db.write(self.tenant) as session:
            return await actions.visit(session, visiting)

    async def join(self, body, person):
        async with self.db.write(self.tenant) as session:
            joined = await actions.join(session, body.device, person.person)
        return replace(body, person=person.person), joined

    async def read(self, query, *arguments, **more):
        async with self.db.read(self.tenant) as session:
            return await getattr(queries, query)(session, *arguments, **more)

    async def rows(self):
        """Shares / visits / openings / devices."""
        async with self.db.read(self.tenant) as session:
            return await session.one(COUNTS)


@pytest_asyncio.fixture(loop_scope="session")
async def friends(db, clerk):
    return Friends(db, clerk.tenant)
