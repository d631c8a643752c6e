"""A shop with a mini program and an official account at the sandbox, a template in each, and one customer of both."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest_asyncio

from lianyi.identity.queries.shops import secret_context
from lianyi.identity.types import PersonId, SessionId, Shopper
from lianyi.kit.db import Statement
from lianyi.kit.ids import TenantId, new_id
from lianyi.kit.secrets import vault
from lianyi.messages import actions
from lianyi.messages.types import NoticeField, NoticeKind
from lianyi.wechat.types import AppKind
from tests.identity.conftest import apps, by_mini, colleague, fresh_browser, open_shop, owner, visitor  # noqa: F401  the front door is opened there

SHOP = Statement(
    """
    insert into identity_tenant (id, slug, name, theme_color, created_at)
    values (%(tenant)s, %(slug)s, '青禾', '#0F766E', %(now)s)
    """
)
APP = Statement(
    """
    insert into identity_wechat_app (tenant_id, kind, appid, secret_sealed, secret_last4, updated_at)
    values (%(tenant)s, %(kind)s, %(appid)s, %(secret)s, '0000', %(now)s)
    """
)
PERSON = Statement(
    "insert into identity_person (tenant_id, id, nickname, joined_at) values (%(tenant)s, %(id)s, %(nickname)s, %(now)s)"
)
BIND = Statement(
    """
    insert into identity_person_wechat (tenant_id, appid, openid, person_id, bound_at)
    values (%(tenant)s, %(appid)s, %(openid)s, %(person)s, %(now)s)
    """
)
KIND_SET = Statement(
    """
    insert into messages_kind (tenant_id, code, is_on, mini_template_id, mini_keys, official_template_id, official_keys,
      updated_at)
    values (%(tenant)s, %(code)s, %(is_on)s, %(mini)s, %(mini_keys)s::jsonb, %(official)s, %(official_keys)s::jsonb,
      %(now)s)
    on conflict (tenant_id, code) do update set is_on = excluded.is_on, mini_template_id = excluded.mini_template_id,
      mini_keys = excluded.mini_keys, official_template_id = excluded.official_template_id,
      official_keys = excluded.official_keys
    """
)
CONSENT = Statement(
    """
    insert into messages_consent (tenant_id, person_id, app, template_id, by_client, updated_at)
    values (%(tenant)s, %(person_id)s, %(app)s, %(template_id)s, %(times)s, %(now)s)
    on conflict (tenant_id, person_id, app, template_id) do update set by_client = messages_consent.by_client + %(times)s
    """
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A notice's row, as a test compares it."""

    state: str
    reason: str | None
    errcode: int | None
    app: str | None
    tries: int
    try_at: datetime | None


SEEN = Statement(
    "select state, reason, errcode, app, tries, try_at from messages_notice where tenant_id = %(tenant)s order by id",
    Seen,
)
COUNTS = Statement(
    "select array[by_client, by_push, used] as counts from messages_consent where tenant_id = %(tenant)s order by app",
    list,
)
SPENT = Statement(
    "select coalesce(sum(spent), 0)::int as spent from messages_budget where tenant_id = %(tenant)s", int
)

_FIELDS = (
    NoticeField("title", "商品", "Item", "thing"),
    NoticeField("amount", "金额", "Amount", "amount"),
    NoticeField("at", "时间", "Time", "time"),
)
_KEYS = {"title": "thing1", "amount": "amount2", "at": "time3"}
NEWS = actions.declare(NoticeKind("test_news", "新消息", "News", False, "wait", _FIELDS, "test"))
SOON = actions.declare(NoticeKind("test_soon", "马上", "Soon", False, "send", _FIELDS, "test"))
MONEY = actions.declare(NoticeKind("test_money", "退款", "Refund", True, "send", _FIELDS, "test"))
VALUES = {"title": "明前龙井", "amount": 9900, "at": datetime(2026, 3, 2, 2, 0, tzinfo=UTC)}


@dataclass
class Post:
    """One merchant at the sandbox and one customer; every act of both."""

    db: object
    world: object
    tenant: TenantId
    merchant: dict
    buyer: dict
    shopper: Shopper
    templates: dict

    @property
    def person(self) -> UUID:
        return self.shopper.person

    async def map(self, kind=NEWS, *, is_on=True, mini=True, official=False, keys=None):
        """Set a kind up with the shop's templates."""
        keys = json.dumps(keys or _KEYS)
        async with self.db.write(self.tenant) as session:
            await session.run(
                KIND_SET, code=kind.code, is_on=is_on,
                mini=self.templates["mini"] if mini else None, mini_keys=keys if mini else None,
                official=self.templates["official"] if official else None, official_keys=keys if official else None,
            )  # fmt: skip

    async def accept(self, times=1, app="mini", *, known=True):
        """The person taps accept at WeChat; `known`: the client told us too."""
        await self.world.ask(
            "POST", f"/people/{self.buyer['id']}/consents",
            json={"appid": self.appid(app), "template_id": self.templates[app], "answer": "accept", "times": times},
        )  # fmt: skip
        if known:
            await self.believe(times, app)

    async def believe(self, times=1, app="mini"):
        """We think the person accepted, whatever WeChat thinks."""
        async with self.db.write(self.tenant) as session:
            await session.run(
                CONSENT, person_id=self.person, app=app, template_id=self.templates[app], times=times
            )

    def appid(self, app="mini"):
        return self.merchant["mini_appid" if app == "mini" else "oa_appid"]

    async def tell(self, kind=NEWS, key="one", *, values=None, **more):
        async with self.db.write(self.tenant) as session:
            return await actions.notify(
                session,
                kind,
                self.person,
                key=key,
                page="pages/order/index?id=1",
                values=values or VALUES,
                **more,
            )

    async def seen(self):
        async with self.db.read(self.tenant) as session:
            return await session.all(SEEN)

    async def states(self):
        return [(one.state, one.reason) for one in await self.seen()]

    async def counts(self):
        async with self.db.read(self.tenant) as session:
            return await session.all(COUNTS)

    async def spent(self):
        async with self.db.read(self.tenant) as session:
            return await session.one(SPENT)

    async def arrived(self, app="mini"):
        """What reached the person, oldest first."""
        found = await self.world.ask("GET", "/messages", params={"appid": self.appid(app)})
        return [
            one
            for one in reversed(found["messages"])
            if one["openid"] == self.buyer["openids"][self.appid(app)]
        ]


async def open_post(db, world, *, bound=("mini", "official")):
    tenant, merchant, buyer = TenantId(new_id()), await world.merchant(), await world.person()
    buyer = await world.ask("GET", f"/people/{buyer['id']}")
    person = PersonId(new_id())
    templates = {}
    async with db.write(tenant) as session:
        await session.later(SHOP, slug=tenant.hex[-12:])
        await session.later(PERSON, id=person, nickname="林晓")
        for kind, name in ((AppKind.MINI, "mini"), (AppKind.OFFICIAL, "oa")):
            appid = merchant[f"{name}_appid"]
            secret = vault().seal(merchant[f"{name}_secret"], secret_context(kind))
            await session.later(APP, kind=kind, appid=appid, secret=secret)
            if kind in bound:
                await session.later(BIND, appid=appid, openid=buyer["openids"][appid], person=person)
            made = await world.ask(
                "POST", f"/apps/{appid}/templates",
                json={"title": "进度提醒", "keys": ["thing1", "amount2", "time3"]},
            )  # fmt: skip
            templates[kind.value] = made["template_id"]
    shopper = Shopper(tenant, person, SessionId(new_id()), buyer["openids"])
    return Post(db, world, tenant, merchant, buyer, shopper, templates)


@pytest_asyncio.fixture(loop_scope="session")
async def post(db, world):
    return await open_post(db, world)


@pytest_asyncio.fixture(loop_scope="session")
async def evening(post):
    """Ten at night in Shanghai: the quiet hours have just begun."""
    await post.world.advance(timedelta(hours=12))
    return post
