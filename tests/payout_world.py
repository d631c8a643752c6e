"""A shopkeeper with WeChat and a real name, money to ask for, and both sides of the transfer."""

from dataclasses import asdict, dataclass, replace
from datetime import timedelta

from lianyi.distribution.actions import payouts, real_names, sending, tax, transfers
from lianyi.distribution.queries import payouts as reads
from lianyi.distribution.queries import tax as tax_reads
from lianyi.distribution.rules import tax as tax_rules
from lianyi.distribution.types.payouts import Payee, PayoutSettings
from lianyi.identity.types import Channel
from lianyi.kit import jobs, relay
from lianyi.kit.db import Statement
from lianyi.kit.ids import new_id
from lianyi.ledger import actions as ledger
from lianyi.ledger import queries as books
from lianyi.ledger.types import AccountRef, Purpose, Subject, Transfer
from tests.conftest import run_queue
from tests.order_world import BIND

# Whole ID numbers whose check digits hold; they belong to nobody.
ID_NUMBER, OTHER_ID = "11010519491231002X", "440524188001010014"
NAME = "张小雨"
COMMISSION = Statement(
    """
    insert into distribution_commission (tenant_id, order_line_id, order_id, shopkeeper_id, scope, factor_bp, base, base_fen,
      line_paid_fen, quantity, worked_fen, amount_fen, reason, state, placed_at, release_at, released_at)
    values (%(tenant)s, %(id)s, %(order_id)s, %(shopkeeper_id)s, 'tenant', 10000, 'paid', %(fen)s * 10, %(fen)s * 10, 1,
      %(fen)s, %(fen)s, '', 'available', %(now)s, %(now)s, %(now)s)
    """
)
WAITING = Statement(
    """
    with line as (
      insert into distribution_commission (tenant_id, order_line_id, order_id, shopkeeper_id, scope, factor_bp, base, base_fen,
        line_paid_fen, quantity, worked_fen, amount_fen, reason, state, placed_at, release_at)
      values (%(tenant)s, %(id)s, %(order_id)s, %(shopkeeper_id)s, 'tenant', 10000, 'paid', %(fen)s * 10, %(fen)s * 10, 1,
        %(fen)s, %(fen)s, '', 'frozen', %(now)s, %(release_at)s)
      returning shopkeeper_id, release_at, order_line_id
    )
    insert into distribution_commission_due (tenant_id, shopkeeper_id, release_at, order_line_id)
    select %(tenant)s, shopkeeper_id, release_at, order_line_id from line
    """
)
TAKE_BACK = Statement(
    "update distribution_commission set reversed_fen = reversed_fen + %(fen)s"
    " where tenant_id = %(tenant)s and order_line_id = %(id)s"
)
# What is available by the lines and by the items of pay-outs that did not come to nothing.
AVAILABLE_BY_LINES = Statement(
    """
    select (coalesce((select sum(amount_fen - reversed_fen) from distribution_commission c
        where c.tenant_id = %(tenant)s and c.shopkeeper_id = %(id)s and c.state = 'available'), 0)
      - coalesce((select sum(i.amount_fen) from distribution_payout_item i
        join distribution_payout p on p.tenant_id = i.tenant_id and p.id = i.payout_id
        join distribution_commission c on c.tenant_id = i.tenant_id and c.order_line_id = i.commission_id
        where i.tenant_id = %(tenant)s and c.shopkeeper_id = %(id)s
          and p.state not in ('failed', 'cancelled', 'refused')), 0))::bigint as fen
    """,
    int,
)
HELD_BY_PAYOUTS = Statement(
    """
    select coalesce(sum(gross_fen), 0)::bigint as fen from distribution_payout where tenant_id = %(tenant)s
      and shopkeeper_id = %(id)s and state not in ('paid', 'failed', 'cancelled', 'refused')
    """,
    int,
)
ITEMS_DIFFER = Statement(
    """
    select count(*)::int from distribution_payout p where p.tenant_id = %(tenant)s and p.gross_fen <> (
      select coalesce(sum(i.amount_fen), 0) from distribution_payout_item i
      where i.tenant_id = p.tenant_id and i.payout_id = p.id)
    """,
    int,
)
TAX_SET_ASIDE = Statement(
    """
    select (coalesce((select sum(tax_fen) from distribution_tax where tenant_id = %(tenant)s and state = 'withheld'), 0)
      - coalesce((select sum(tax_fen) from distribution_remittance where tenant_id = %(tenant)s), 0))::bigint as fen
    """,
    int,
)
NET_HELD = Statement(
    """
    select coalesce(sum(net_fen), 0)::bigint as fen from distribution_payout where tenant_id = %(tenant)s
      and path = 'transfer' and state in ('sending', 'confirming', 'paying', 'cancelling')
    """,
    int,
)


@dataclass
class PayoutShop:
    """`shop` is a selling shop; `body` its shopkeeper, `wechat` the person of the sandbox behind them."""

    shop: object
    body: object
    payee: Payee
    wechat: dict

    def __post_init__(self):
        self.db, self.world, self.tenant = self.shop.db, self.shop.world, self.shop.tenant
        self.mchid = self.shop.merchant["mchid"]

    async def write(self, verb, *args, **more):
        return await self.shop.write(verb, *args, **more)

    async def read(self, query, *args, **more):
        return await self.shop.read(query, *args, **more)

    async def fund(self, fen=10_000_000):
        """Money in the merchant's account at WeChat."""
        await self.world.ask("POST", f"/merchants/{self.mchid}/topup", json={"amount_fen": fen})

    async def grant(self, fen, payee=None):
        """A commission that is available, as its own life would leave it; its line's id."""
        return await self.write(give_commission, (payee or self.payee).shopkeeper_id, fen)

    async def take_back(self, line, fen, payee=None):
        """A refund takes back a part of a released commission, as its own life does."""
        keeper = (payee or self.payee).shopkeeper_id

        async def take(session):
            await session.later(TAKE_BACK, id=line, fen=fen)
            source = reads.available_of(keeper)
            target = AccountRef(Purpose.COMMISSION_PROMISED)
            await ledger.transfer(
                session,
                Transfer(
                    f"back:{new_id()}", "commission_back", source, target, fen, Subject("shopkeeper", keeper)
                ),
            )

        await self.write(take)

    async def name(self, name=NAME, id_number=ID_NUMBER, payee=None):
        person = (payee or self.payee).person_id
        await self.write(
            real_names.give_real_name, person, name, id_number, tax_rules.CONSENT_VERSION, "mini"
        )

    async def rules(self, **changed):
        """The rules of pay-outs, as two people would set them."""
        wanted = replace(PayoutSettings(), **changed)
        await self.write(sending._changed.execute, self.shop.staff, asdict(wanted))

    async def ask(self, fen, payee=None):
        return await self.write(payouts.request, payee or self.payee, fen, Channel.MINI)

    async def ready(self, fen, payee=None):
        """Asked for and looked at."""
        payout_id = await self.ask(fen, payee)
        if (await self.payout(payout_id)).state.value == "review":
            await self.write(payouts.approve, self.shop.staff, [payout_id])
        return payout_id

    async def send(self, *payout_ids):
        """A batch that two people agreed on; WeChat has not been asked."""
        given = {"id": str(new_id()), "payouts": [str(one) for one in payout_ids]}
        await self.write(sending._sent.execute, self.shop.staff, given)

    async def sent(self, fen, payee=None):
        """A pay-out that WeChat has taken and that waits for the person."""
        payout_id = await self.ready(fen, payee)
        await self.send(payout_id)
        await self.settle()
        return payout_id

    async def paid(self, fen, payee=None, wechat=None):
        payout_id = await self.sent(fen, payee)
        await self.confirm(payout_id, wechat)
        await self.arrive()
        return payout_id

    async def settle(self):
        """Tell every fact, run every job and the sweeps of pay-outs, until nothing is left to do."""
        for _ in range(30):
            told = await relay.relay_once(self.db)
            ran = await run_queue(self.db)
            if not told and not ran:
                return
        raise AssertionError("pay-outs do not come to rest")

    async def sweep(self):
        for item in jobs.sweeps():
            if item.name.endswith("payouts.advance_payouts"):
                await jobs.run_sweep(self.db, item, [self.tenant])
        await self.settle()

    async def confirm(self, payout_id, wechat=None):
        """The person confirms on their phone."""
        package = (await self.payout(payout_id)).package_info
        person = (wechat or self.wechat)["id"]
        await self.world.ask("POST", "/transfers/confirm", json={"package": package, "person": person})

    async def arrive(self, seconds=5):
        """A moment later: WeChat does what is due and calls back."""
        await self.world.advance(timedelta(seconds=seconds))
        await self.world.run_due()
        await self.settle()

    async def advance(self, payout_id):
        await transfers.advance_payout(self.db, self.tenant, payout_id)

    async def payout(self, payout_id):
        return await self.read(reads.payout, payout_id)

    async def state(self, payout_id):
        return (await self.payout(payout_id)).state.value

    async def available(self, payee=None):
        return await self.read(reads.available_fen, [(payee or self.payee).shopkeeper_id])

    async def at_wechat(self):
        """The sandbox's transfers of this merchant."""
        return (await self.world.ask("GET", "/transfers", params={"mchid": self.mchid}))["transfers"]

    async def wallet(self, wechat=None):
        return (await self.world.ask("GET", f"/people/{(wechat or self.wechat)['id']}"))["balance_fen"]

    async def remit(self, month, receipt="完税 2026-0001"):
        given = {"month": month.isoformat(), "receipt": receipt}
        await self.write(tax._remitted.execute, self.shop.staff, given)

    async def month(self, first):
        return await self.read(tax_reads.month, first)

    async def another(self, nickname="第二位店主", id_number=OTHER_ID, name="李晓晓"):
        """One more shopkeeper with WeChat and a real name."""
        _, payee, wechat = await keeper_with_wechat(self.shop, nickname)
        await self.name(name, id_number, payee)
        return payee, wechat

    async def explained(self, *payees):
        """Every account is what its commissions and pay-outs say, and the ledger is at zero."""
        assert await self.read(books.sum_fen) == 0
        assert await self.read(_one, ITEMS_DIFFER) == 0
        accounts = {one.id: one for one in await self.read(books.accounts)}
        for payee in (self.payee, *payees):
            keeper = payee.shopkeeper_id
            for ref, statement in (
                (reads.available_of(keeper), AVAILABLE_BY_LINES), (reads.held_of(keeper), HELD_BY_PAYOUTS)
            ):  # fmt: skip
                known = accounts.get(ref.id_in(self.tenant))
                assert (known.posted_fen if known else 0) == await self.read(_one, statement, id=keeper)
        by_purpose = {one.purpose: one for one in accounts.values() if one.owner_kind == "tenant"}
        aside = by_purpose.get(Purpose.TAX_WITHHELD)
        assert (aside.posted_fen if aside else 0) == await self.read(_one, TAX_SET_ASIDE)
        earned = by_purpose.get(Purpose.EARNED)
        assert (earned.held_fen if earned else 0) == await self.read(_one, NET_HELD)
        assert (await self.world.ask("GET", "/money"))["difference_fen"] == 0


async def give_commission(session, keeper, fen):
    """A commission that is available, as its own life would leave it; its line's id."""
    line = new_id()
    await session.later(COMMISSION, id=line, order_id=new_id(), shopkeeper_id=keeper, fen=fen)
    source, target = AccountRef(Purpose.COMMISSION_PROMISED), reads.available_of(keeper)
    subject = Subject("shopkeeper", keeper)
    await ledger.transfer(
        session, Transfer(f"grant:{line}", "commission_release", source, target, fen, subject)
    )
    return line


async def freeze_commission(session, keeper, fen, release_at):
    """A commission whose window ends at an instant, as its own life would leave it."""
    line = new_id()
    await session.later(
        WAITING, id=line, order_id=new_id(), shopkeeper_id=keeper, fen=fen, release_at=release_at
    )
    target = AccountRef(Purpose.COMMISSION_FROZEN, "shopkeeper", keeper)
    source, subject = AccountRef(Purpose.COMMISSION_PROMISED), Subject("shopkeeper", keeper)
    await ledger.transfer(
        session, Transfer(f"freeze:{line}", "commission_freeze", source, target, fen, subject)
    )


async def _one(session, statement, **values):
    return await session.maybe(statement, **values)


def check_digit(first):
    """The last letter of an ID number (GB 11643-1999) by its first seventeen digits."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(a) * b for a, b in zip(first, weights, strict=True)) % 11]


async def keeper_with_wechat(shop, nickname="店主"):
    """A shopkeeper known to the shop's mini program: body, payee, the sandbox's person."""
    body, keeper = await shop.keeper(nickname)
    wechat = await shop.world.person(nickname)
    wechat = await shop.world.ask("GET", f"/people/{wechat['id']}")
    appid = shop.merchant["mini_appid"]

    async def bind(session):
        await session.later(BIND, appid=appid, openid=wechat["openids"][appid], person=body.person)

    await shop.write(bind)
    return body, Payee(keeper.id, body.person, "active"), wechat


async def open_payouts(shop):
    """A shopkeeper with a real name in a selling shop whose merchant has money at WeChat."""
    body, payee, wechat = await keeper_with_wechat(shop)
    paying = PayoutShop(shop, body, payee, wechat)
    await paying.fund()
    await paying.name()
    return paying
