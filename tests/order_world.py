"""A shop that sells: goods on the shelf, a shopper of the sandbox, staff, and the acts of both."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from lianyi.catalog import actions as catalog
from lianyi.catalog.types import ProductDraft, ProductState, ReturnPolicy, SkuDraft
from lianyi.identity.types import PersonId, Role, SessionId, Shopper, Staff, StaffId, System
from lianyi.inventory import actions as inventory
from lianyi.inventory import queries as stock_reads
from lianyi.inventory.types import AdjustReason
from lianyi.kit import relay
from lianyi.kit.db import Statement
from lianyi.kit.ids import TenantId, new_id
from lianyi.ledger import queries as ledger
from lianyi.orders import actions, queries
from lianyi.orders.types import NewParcel, OpenLine, OpenOrder, Receiver
from lianyi.payments import actions as payments
from lianyi.payments.types import Due, Method
from tests.wechat_world import keys_of

RECEIVER = Receiver("王小明", "13800001234", "浙江省", "杭州市", "西湖区", "330106", "文三路 1 号")
TENANT = Statement(
    """
    insert into identity_tenant (id, slug, name, theme_color, created_at)
    values (%(id)s, %(slug)s, '测试店', '#D9482B', %(now)s)
    """
)
APP = Statement(
    """
    insert into identity_wechat_app (tenant_id, kind, appid, secret_sealed, secret_last4, updated_at)
    values (%(tenant)s, 'mini', %(appid)s, %(secret)s, '0000', %(now)s)
    """
)
PERSON = Statement(
    """
    insert into identity_person (tenant_id, id, nickname, joined_at)
    values (%(tenant)s, %(id)s, %(nickname)s, %(now)s)
    """
)
BIND = Statement(
    """
    insert into identity_person_wechat (tenant_id, appid, openid, person_id, bound_at)
    values (%(tenant)s, %(appid)s, %(openid)s, %(person)s, %(now)s)
    """
)
SETTING = Statement(
    "update identity_tenant set settings = settings || %(settings)s::jsonb where id = %(tenant)s"
)
REFUNDS_OPEN = Statement(
    "select id from payments_refund where tenant_id = %(tenant)s and state in ('requested', 'processing')",
    UUID,
)
KINDS = Statement("select kind from kit_outbox where kind like 'orders.%%' order by id", str)


@dataclass
class Shop:
    """One merchant, one shopper; `skus` are (id, price_fen) in the order they were made."""

    db: object
    world: object
    tenant: TenantId
    merchant: dict
    buyer: dict
    shopper: Shopper
    staff: Staff
    skus: list = field(default_factory=list)
    products: list = field(default_factory=list)

    async def stock_up(self, price_fen, stock, title="明前龙井", policy=ReturnPolicy.YES, weight_g=100):
        """A product with one SKU on the shelf; its SKU id."""
        clerk = System(self.tenant, "test")
        async with self.db.write(self.tenant) as session:
            draft = ProductDraft(
                title=title, skus=(SkuDraft((), price_fen, weight_g=weight_g),), return_policy=policy
            )
            product = await catalog.create_product(session, clerk, draft)
            await catalog.set_shelf(session, clerk, [product.id], ProductState.ON_SHELF)
            (sku_id,) = product.sku_ids
            await inventory.receive(session, clerk, sku_id, stock, AdjustReason.PURCHASE)
        self.skus.append((sku_id, price_fen))
        self.products.append(product.id)
        return sku_id

    async def place(
        self,
        *quantities,
        freight_fen=0,
        adjust_fen=0,
        shopper=None,
        title="明前龙井",
        waits=False,
        minutes=15,
    ):
        """An order of the first SKUs, as checkout would hand it over."""
        shopper = shopper or self.shopper
        lines = tuple(
            OpenLine(
                sku_id,
                self.products[index],
                f"S{index}",
                title,
                "",
                None,
                price_fen,
                quantity,
                "yes",
                "0" * 64,
            )
            for index, ((sku_id, price_fen), quantity) in enumerate(zip(self.skus, quantities, strict=False))
            if quantity
        )
        async with self.db.write(self.tenant) as session:
            deadline_at = session.now + timedelta(minutes=minutes)
            wanted = OpenOrder(
                shopper.person, new_id(), lines, RECEIVER, freight_fen, adjust_fen, "请轻放", "1", deadline_at,
                waits=waits,
            )  # fmt: skip
            opened = (await actions.open_orders(session, [wanted]))[0]
            await payments.intend(session, Due(opened.id, opened.payable_fen, "茶", deadline_at))
            await inventory.reserve(
                session, opened.id, [(line.sku_id, line.quantity) for line in lines], deadline_at
            )
        return opened

    async def prepay(self, order_id):
        return await payments.prepay(
            self.db,
            self.tenant,
            order_id,
            Method.MINI,
            openids=self.buyer["openids"],
            client_ip="203.0.113.9",
        )

    async def pay_at_wechat(self, order_id):
        """The shopper pays in the sheet; no callback has come yet."""
        client = await self.prepay(order_id)
        prepay_id = client.params["package"].removeprefix("prepay_id=")
        return await self.world.pay(prepay_id=prepay_id, person=self.buyer["id"])

    async def pay(self, order_id):
        """Paid, called back and told."""
        paid = await self.pay_at_wechat(order_id)
        await self.world.run_due()
        await self.tell()
        return paid

    async def paid(self, *quantities, **more):
        """A fresh order that is paid."""
        opened = await self.place(*quantities, **more)
        await self.pay(opened.id)
        return opened

    async def tell(self):
        """Tell every fact that is committed."""
        while await relay.relay_once(self.db):
            pass

    async def refund_money(self):
        """Send what was asked for to WeChat, let it answer, and tell what came of it."""
        async with self.db.read(self.tenant) as session:
            due = await session.all(REFUNDS_OPEN)
        for refund_id in due:
            await payments.advance_refund(self.db, self.tenant, refund_id)
        await self.world.advance(timedelta(seconds=10))
        await self.world.run_due()
        await self.tell()

    async def ship(self, order_id, tracking_no="SF1234567890", lines=None, carrier="SF"):
        from lianyi.orders.types import Actor

        async with self.db.write(self.tenant) as session:
            actor = Actor("staff", self.staff.staff, self.staff.name)
            return await actions.ship(session, actor, order_id, [NewParcel(carrier, tracking_no, lines)])

    async def write(self, verb, *args, **more):
        """One verb in one transaction."""
        async with self.db.write(self.tenant) as session:
            return await verb(session, *args, **more)

    async def order(self, order_id):
        async with self.db.read(self.tenant) as session:
            return await queries.order(session, order_id)

    async def lines(self, order_id):
        async with self.db.read(self.tenant) as session:
            return await queries.lines(session, order_id)

    async def refunds(self, order_id):
        async with self.db.read(self.tenant) as session:
            return await queries.refunds(session, order_id)

    async def parcels(self, order_id):
        async with self.db.read(self.tenant) as session:
            return await queries.parcels(session, order_id)

    async def steps(self, order_id):
        """The history's kinds, oldest first."""
        async with self.db.read(self.tenant) as session:
            return [step.kind for step in await queries.history(session, order_id)]

    async def stock(self, index=0):
        """(available, reserved, sold)."""
        sku_id = self.skus[index][0]
        async with self.db.read(self.tenant) as session:
            pile = (await stock_reads.stocks(session, [sku_id]))[sku_id]
        assert pile.available + pile.reserved + pile.sold == pile.received
        return pile.available, pile.reserved, pile.sold

    async def balances(self):
        """Posted fen by account; the books always sum to zero."""
        async with self.db.read(self.tenant) as session:
            assert await ledger.sum_fen(session) == 0
            return {a.purpose.value: a.posted_fen for a in await ledger.accounts(session)}

    async def facts(self):
        """Facts of orders that are not told yet."""
        async with self.db.read(None) as session:
            return [kind.removeprefix("orders.") for kind in await session.all(KINDS)]

    async def settings(self, **settings):
        from lianyi.kit import wire

        async with self.db.write(self.tenant) as session:
            await session.run(SETTING, settings=wire.dumps(settings).decode())

    async def everything(self, order_id):
        """All that an order is, to compare before and after a refusal."""
        async with self.db.read(self.tenant) as session:
            seen = (
                await queries.order(session, order_id), await queries.lines(session, order_id),
                await queries.parcels(session, order_id), await queries.refunds(session, order_id),
                await queries.history(session, order_id),
            )  # fmt: skip
        return seen, await self.balances(), [await self.stock(index) for index in range(len(self.skus))]


async def open_shop(db, world, known=None):
    """A merchant of the sandbox with keys and a mini program, one shopper known to it, one member of staff.

    `known` is the id of a shop that was opened already, so that its own staff can look at what happens here.
    """
    from lianyi.identity.queries.shops import secret_context
    from lianyi.kit.secrets import vault
    from lianyi.wechat.types import AppKind

    tenant, merchant, buyer = known or TenantId(new_id()), await world.merchant(), await world.person()
    buyer = await world.ask("GET", f"/people/{buyer['id']}")
    person, appid = PersonId(new_id()), merchant["mini_appid"]
    async with db.write(tenant) as session:
        if known is None:
            await session.later(TENANT, id=tenant, slug=tenant.hex[-12:])
        secret = vault().seal(merchant["mini_secret"], secret_context(AppKind.MINI))
        await session.later(APP, appid=appid, secret=secret)
        await payments.save_keys(session, keys_of(merchant))
        await session.later(PERSON, id=person, nickname="林晓")
        await session.later(BIND, appid=appid, openid=buyer["openids"][appid], person=person)
    shopper = Shopper(tenant, person, SessionId(new_id()), buyer["openids"])
    staff = Staff(
        tenant, StaffId(new_id()), new_id(), Role.OWNER, "掌柜", totp_ok=True, session=SessionId(new_id())
    )
    return Shop(db, world, tenant, merchant, buyer, shopper, staff)
