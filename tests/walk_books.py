"""What must hold of money: after every step (`holds`), and when nothing is under way (`agrees`).

Books that are kept independently of each other are compared: the ledger, the rows of payments and orders, and WeChat's own.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from uuid import UUID

from lianyi.kit import relay
from lianyi.kit.db import Statement
from lianyi.ledger.rules import FLOORS
from lianyi.ledger.types import Purpose

INSIDE = ("guaranteed", "order_money", "earned", "stray", "tax_withheld")

# Per order and account, what the ledger says has moved.
MOVED = Statement(
    """
    select t.subject_id, a.purpose, sum(case when t.target_id = a.id then t.amount_fen else -t.amount_fen end)::bigint
    from ledger_transfer t
    join ledger_account a on a.tenant_id = t.tenant_id and a.id in (t.source_id, t.target_id)
    where t.tenant_id = %(tenant)s and t.stage in ('posted', 'captured') and t.subject_kind = 'order'
    group by t.subject_id, a.purpose
    """
)


@dataclass(frozen=True, slots=True)
class Said:
    """What payments, its claims and the order itself say of an order's money."""

    order_id: UUID
    paid_fen: int
    back_fen: int
    frozen: bool
    released: bool
    transaction_id: str | None
    granted_fen: int
    refunded_fen: int
    state: str
    shared_fen: int


SAID = Statement(
    """
    select p.order_id, p.paid_fen, p.refunded_fen as back_fen,
      p.guaranteed and p.released_at is null and p.unfrozen_at is null as frozen, p.released_at is not null as released,
      p.transaction_id, o.granted_fen, o.refunded_fen, o.state,
      (select coalesce(sum(c.due_fen - c.returned_fen), 0)::bigint from payments_claim c
       where c.tenant_id = p.tenant_id and c.order_id = p.order_id and c.state = 'shared') as shared_fen
    from payments_payment p join orders_order o on o.tenant_id = p.tenant_id and o.id = p.order_id
    where p.tenant_id = %(tenant)s order by o.placed_at, o.number
    """,
    Said,
)


@dataclass(frozen=True, slots=True)
class Share:
    """What a merchant was given of an order and gave back: `base_fen` is what the release shared out of."""

    order_id: UUID
    due_fen: int
    base_fen: int
    back_fen: int
    fails: int


SHARES = Statement(
    """
    select c.order_id, c.due_fen, r.base_fen, c.returned_fen as back_fen,
      (select count(*) from payments_return b where b.tenant_id = c.tenant_id and b.claim_id = c.id
       and b.state = 'failed')::int as fails
    from payments_claim c
    join payments_release r on r.tenant_id = c.tenant_id and r.payment_id = c.payment_id
    join payments_receiver v on v.tenant_id = c.tenant_id and v.id = c.receiver_id
    where c.tenant_id = %(tenant)s and c.state = 'shared' and v.kind = 'MERCHANT_ID'
    """,
    Share,
)
ACCOUNTS = Statement(
    "select purpose, posted_fen, held_fen from ledger_account where tenant_id = %(tenant)s order by purpose"
)
PROMISED = Statement(
    """
    select (coalesce((select sum(amount_fen) from payments_refund
        where tenant_id = %(tenant)s and state in ('requested', 'processing', 'abnormal')), 0)
      + coalesce((select sum(net_fen) from distribution_payout where tenant_id = %(tenant)s and path = 'transfer'
        and state in ('sending', 'confirming', 'paying', 'cancelling')), 0)
      + coalesce((select sum(net_fen) from distribution_prize where tenant_id = %(tenant)s
        and state in ('sending', 'confirming', 'paying')), 0))::bigint
    """,
    int,
)


class Books:
    """The books of a walk."""

    def __init__(self, walk):
        self.walk, self.db, self.world, self.tenant = walk, walk.db, walk.world, walk.tenant

    async def all(self, statement):
        async with self.db.read(self.tenant) as session:
            return await session.all(statement)

    async def balances(self):
        return {purpose: posted_fen for purpose, posted_fen, _ in await self.all(ACCOUNTS)}

    async def by_order(self):
        moved = defaultdict(Counter)
        for order_id, purpose, fen in await self.all(MOVED):
            moved[order_id][purpose] += fen
        return moved

    async def holds(self):
        """True after every step, whatever is under way; gives the accounts as they are."""
        accounts = await self.all(ACCOUNTS)
        assert sum(posted_fen for _, posted_fen, _ in accounts) == 0
        for purpose, posted_fen, held_fen in accounts:
            floor = FLOORS[Purpose(purpose)]
            assert floor is None or posted_fen - held_fen >= floor, (purpose, posted_fen, held_fen)
            assert held_fen >= 0, (purpose, held_fen)
        async with self.db.read(self.tenant) as session:
            assert sum(held_fen for _, _, held_fen in accounts) == await session.one(PROMISED)
        moved = await self.by_order()
        for said in await self.all(SAID):
            fen = moved[said.order_id]
            inside_fen = fen["guaranteed"] + fen["order_money"]
            released_fen = fen["earned"] + fen["fees"]
            assert said.paid_fen == said.back_fen + released_fen + fen["shared"] + inside_fen, (said, fen)
            assert -fen["buyers"] == said.paid_fen - said.back_fen + fen["stray"], (said, fen)
            assert fen["shared"] == said.shared_fen, (said, fen)
            assert min(fen["guaranteed"], fen["order_money"], fen["stray"], fen["shared"]) >= 0, (said, fen)
            assert fen["order_money"] == 0 or not said.frozen, (said, fen)
            assert said.back_fen <= said.granted_fen or said.state == "closed", said
        return accounts

    async def agrees(self):
        """Nothing is under way: what WeChat has is what the books say, less what only its bills tell."""
        await self.holds()
        assert await relay.parked(self.db) == []
        books, moved, mchid = await self.balances(), await self.by_order(), self.walk.merchant["mchid"]
        assert (await self.world.ask("GET", "/money"))["difference_fen"] == 0
        at_wechat = {
            one["transaction_id"]: one for one in await self.orders_at_wechat() if one["transaction_id"]
        }
        fees = {number: fee_kept(one) for number, one in at_wechat.items()}
        has = await self.world.ask("GET", f"/merchants/{mchid}/balance")
        gross_fen = sum(books.get(purpose, 0) for purpose in (*INSIDE, "fees", "bank", "tax_remitted"))
        assert (
            has["available_fen"] + has["unsettled_fen"] == gross_fen - sum(fees.values()) - self.walk.bank_fen
        )
        for said in await self.all(SAID):
            if said.transaction_id is None:
                continue
            theirs, fen = at_wechat[said.transaction_id], moved[said.order_id]
            back_fen = sum(one["refund_fen"] for one in theirs["refunds"] if one["status"] == "SUCCESS")
            assert said.paid_fen == theirs["total_fen"], (said, theirs)
            assert back_fen == said.back_fen == said.refunded_fen, (said, theirs)
            if fen["guaranteed"]:  # of what went back whole there is nothing to freeze
                assert said.frozen, said
                assert theirs["frozen"], theirs
                assert theirs["held_fen"] == fen["guaranteed"] - fees[said.transaction_id], (
                    said,
                    theirs,
                    fen,
                )
            if said.released:
                assert fen["guaranteed"] == fen["order_money"] == 0, (said, fen)
        assert books.get("stray", 0) == 0
        gained_fen = await self.walk.money.wallet(self.walk.buyer) - self.walk.wallet_fen
        assert gained_fen == books.get("buyers", 0) + books.get("paid_out", 0) + books.get("prize_paid", 0)
        assert books.get("shared", 0) == await self.walk.received_fen()
        for told in await self.world.deliveries(mchid=mchid):
            assert all((one["status"] or 0) < 500 for one in told["attempts"]), told

        await self.shares_are_back()

    async def shares_are_back(self):
        """Of each share as much as of its order, unless the receiver did not give it back or a refund waits to be retried."""
        orders = {said.order_id: said for said in await self.all(SAID)}
        for share in await self.all(SHARES):
            said = orders[share.order_id]
            since_fen = max(said.back_fen - (said.paid_fen - share.base_fen), 0)
            if not share.fails and said.granted_fen == said.back_fen:
                assert share.back_fen == share.due_fen * since_fen // share.base_fen, (share, said)

    async def orders_at_wechat(self):
        return (await self.world.ask("GET", "/orders", params={"mchid": self.walk.merchant["mchid"]}))[
            "orders"
        ]


def fee_kept(order):
    """What WeChat has kept for itself of a payment at the sandbox."""
    return order["fee_fen"] - sum(one["fee_fen"] for one in order["refunds"] if one["status"] == "SUCCESS")
