"""A merchant whose keys are set, a buyer, and what the two see of one payment."""

from datetime import timedelta

import pytest_asyncio

from lianyi.kit.db import Statement
from lianyi.kit.ids import TenantId, new_id
from lianyi.ledger import queries as ledger
from lianyi.payments import actions, queries
from lianyi.payments.types import Due, Method
from tests.wechat_world import keys_of

TENANT = Statement(
    """
    insert into identity_tenant (id, slug, name, theme_color, created_at)
    values (%(id)s, %(slug)s, '测试店', '#D9482B', %(now)s)
    """
)
APP = Statement(
    """
    insert into identity_wechat_app (tenant_id, kind, appid, secret_sealed, secret_last4, updated_at)
    values (%(tenant)s, 'mini', %(appid)s, '', '', %(now)s)
    """
)
FACTS = Statement("select kind from kit_outbox where kind like 'payments.%%' order by id", str)
NOTICES = Statement("select outcome from payments_notice where tenant_id = %(tenant)s order by at, id", str)
OUTBOX = Statement("delete from kit_outbox where kind <> 'kit.job_wanted'")


class Shop:
    """A merchant with keys, a buyer, and one order owed 99.00 yuan."""

    def __init__(self, db, world, tenant, merchant, buyer):
        self.db, self.world, self.tenant, self.merchant, self.buyer = db, world, tenant, merchant, buyer
        self.order = new_id()

    async def owe(self, amount_fen=9900, minutes=15):
        async with self.db.write(self.tenant) as session:
            await actions.intend(
                session, Due(self.order, amount_fen, "茶一盒", session.now + timedelta(minutes=minutes))
            )

    async def prepay(self, method=Method.MINI):
        return await actions.prepay(
            self.db, self.tenant, self.order, method, openids=self.buyer["openids"], client_ip="203.0.113.9"
        )

    async def pay(self, client=None):
        client = client or await self.prepay()
        return await self.world.pay(
            prepay_id=client.params["package"].removeprefix("prepay_id="), person=self.buyer["id"]
        )

    async def payment(self):
        async with self.db.read(self.tenant) as session:
            return await queries.of_order(session, self.order)

    async def balances(self):
        async with self.db.read(self.tenant) as session:
            assert await ledger.sum_fen(session) == 0
            return {a.purpose.value: (a.posted_fen, a.held_fen) for a in await ledger.accounts(session)}

    async def facts(self):
        async with self.db.read(None) as session:
            return [kind.removeprefix("payments.") for kind in await session.all(FACTS)]

    async def notices(self):
        async with self.db.read(self.tenant) as session:
            return await session.all(NOTICES)

    async def refund(self, amount_fen, refund_id=None):
        refund_id = refund_id or new_id()
        async with self.db.write(self.tenant) as session:
            await actions.request_refund(session, self.order, refund_id, amount_fen, "七天无理由")
        return refund_id

    async def refund_state(self, refund_id):
        async with self.db.read(self.tenant) as session:
            return (await queries.refund(session, refund_id)).state


@pytest_asyncio.fixture(loop_scope="session")
async def shop(db, world):
    tenant, merchant, buyer = TenantId(new_id()), await world.merchant(), await world.person()
    buyer = await world.ask("GET", f"/people/{buyer['id']}")
    async with db.write(tenant) as session:
        await session.later(TENANT, id=tenant, slug=tenant.hex[:12])
        await session.later(APP, appid=merchant["mini_appid"])
        await actions.save_keys(session, keys_of(merchant))
    return Shop(db, world, tenant, merchant, buyer)
