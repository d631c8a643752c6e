"""What buyer and staff do in a random walk; each act says what it did, or None when there is nothing to do it with."""

from uuid import UUID

from lianyi.kit.db import Statement
from lianyi.orders import actions as orders
from lianyi.orders.types import Actor, NewParcel, Portion
from lianyi.payments import actions as payments
from lianyi.payments.types import Method
from lianyi.trust.actions import aftersales as cases
from lianyi.trust.actions import complaints
from lianyi.trust.actions.complaints.acting import Wanted as WantedAct
from lianyi.trust.queries import complaints as complaint_reads
from lianyi.trust.rules.acts import merchant_may, shopper_may
from lianyi.trust.rules.complaints import acts_of
from lianyi.trust.types.aftersales import OPEN, Application, HandIn, Said, Wanted

ORDERS_MAX = 6
ORDERS_IN = Statement(
    """
    select id from orders_order where tenant_id = %(tenant)s and state = any(%(states)s) order by id
    """,
    UUID,
)
ASKED_REFUNDS = Statement(
    "select id from orders_refund where tenant_id = %(tenant)s and state = 'requested' order by id",
    UUID,
)
FAILED_REFUNDS = Statement(
    "select id from orders_refund where tenant_id = %(tenant)s and state = 'failed' order by id", UUID
)
CASES = Statement(
    "select id from trust_case where tenant_id = %(tenant)s and state = any(%(states)s) order by id",
    UUID,
)
COMPLAINTS = Statement(
    "select id from trust_complaint where tenant_id = %(tenant)s and state <> 'finished' order by id",
    UUID,
)


class Acts:
    """Part of a walk: `shop`, `world`, `rng` and `one_of` are its own."""

    # -- buyer ----------------------------------------------------------------------------------------------

    async def place(self):
        if (
            len(await self.find(ORDERS_IN, states=["awaiting_payment", "to_ship", "shipped", "received"]))
            >= ORDERS_MAX
        ):
            return "enough"
        quantities = self.rng.choice([(1,), (2,), (3,), (0, 1), (1, 1), (2, 3), (5, 1)])
        freight_fen, adjust_fen = self.rng.choice([0, 0, 799]), self.rng.choice([0, 0, -100, -101])
        opened = await self.shop.place(
            *quantities, freight_fen=freight_fen, adjust_fen=adjust_fen, minutes=60
        )
        if self.rng.random() < 0.7:
            await self.shop.pay_at_wechat(opened.id)
        return f"{quantities} {opened.payable_fen}"

    async def pay(self):
        order_id = await self.one_of(ORDERS_IN, states=["awaiting_payment"])
        return order_id and (await self.shop.pay_at_wechat(order_id))["trade_state"]

    async def pay_twice(self):
        """Two sheets of one order, both paid."""
        order_id = await self.one_of(ORDERS_IN, states=["awaiting_payment"])
        if order_id is None:
            return None
        client = await payments.prepay(
            self.db,
            self.tenant,
            order_id,
            Method.NATIVE,
            openids=self.buyer["openids"],
            client_ip="203.0.113.9",
        )
        await self.shop.prepay(order_id)
        await self.world.pay(code_url=client.code_url, person=self.buyer["id"])
        return (await self.shop.pay_at_wechat(order_id))["trade_state"]

    async def ask_refund(self):
        """The shopper asks before shipping; the staff say yes or no later, or at once."""
        order_id = await self.one_of(ORDERS_IN, states=["to_ship"])
        wanted = order_id and await self.unshipped(order_id)
        if not wanted:
            return None
        asked = await self.shop.write(orders.request_refund, self.shop.shopper, order_id, wanted, "不想要了")
        if asked.state == "requested" and self.rng.random() < 0.7:
            await self.shop.write(orders.approve_refund, self.shop.staff, asked.refund_id)
        return asked.amount_fen

    async def receive(self):
        order_id = await self.one_of(ORDERS_IN, states=["shipped"])
        if order_id is None:
            return None
        await self.shop.write(orders.receive, self.shop.shopper, order_id)
        return "received"

    async def apply(self):
        """After-sales on a part of one line, for all that it is worth or for less."""
        order_id = await self.one_of(ORDERS_IN, states=["shipped", "received", "completed"])
        if order_id is None:
            return None
        line = self.rng.choice(await self.shop.lines(order_id))
        out = line.shipped_quantity - line.returned_quantity
        quantity = self.rng.randint(0, max(out, 0))
        most_fen = line.worth_fen(quantity or out)
        amount_fen = self.rng.randint(1, most_fen) if most_fen and self.rng.random() < 0.5 else None
        kind, reason = self.rng.choice(
            [("return_refund", "no_reason"), ("return_refund", "quality"), ("refund_only", "quality"),
             ("refund_only", "damaged")]
        )  # fmt: skip
        wish = Application(kind, reason, "不合适", (Wanted(line.id, quantity, amount_fen),))
        await self.shop.write(cases.apply, self.shop.shopper, order_id, wish)
        return f"{kind} {quantity} of {out} for {amount_fen or most_fen}"

    async def complain(self):
        order_id = await self.one_of(ORDERS_IN, states=["to_ship", "shipped", "received", "completed"])
        number = order_id and (await self.shop.order(order_id)).transaction_id
        if not number:
            return None
        body = {"transaction_id": number, "detail": "茶叶受潮了", "problem_type": "REFUND"}
        return (await self.world.ask("POST", "/complaints", json=body))["state"]

    # -- staff ----------------------------------------------------------------------------------------------

    async def unshipped(self, order_id):
        lines = [line for line in await self.shop.lines(order_id) if line.unshipped]
        chosen = self.rng.sample(lines, self.rng.randint(1, len(lines))) if lines else []
        return [Portion(line.id, self.rng.randint(1, line.unshipped)) for line in chosen]

    async def refund(self):
        """Parts before shipping, or only some of their money."""
        order_id = await self.one_of(ORDERS_IN, states=["to_ship"])
        wanted = order_id and await self.unshipped(order_id)
        if not wanted:
            return None
        if self.rng.random() < 0.3:
            wanted = [Portion(wanted[0].line_id, 0, self.rng.randint(1, 600))]
        asked = await self.shop.write(
            orders.refund, self.shop.staff, order_id, wanted, freight_fen=None, reason="缺货"
        )
        return asked.amount_fen

    async def retry_refund(self):
        refund_id = await self.one_of(FAILED_REFUNDS)
        if refund_id is None:
            return None
        await self.shop.write(orders.retry_refund, self.shop.staff, refund_id)
        return "asked again"

    async def ship(self):
        order_id = await self.one_of(ORDERS_IN, states=["to_ship"])
        if order_id is None:
            return None
        part = await self.unshipped(order_id) if self.rng.random() < 0.3 else None
        await self.send(order_id, part and tuple(part))
        return "a part" if part else "all"

    async def send(self, order_id, lines):
        self.parcels += 1
        actor = Actor("staff", self.shop.staff.staff, self.shop.staff.name)
        parcel = NewParcel("SF", f"SF10000{self.parcels:08d}", lines)
        await self.shop.write(orders.ship, actor, order_id, [parcel])

    async def advance_case(self):
        """Whatever either side may do with one of the open cases."""
        case_id = await self.one_of(CASES, states=list(OPEN))
        if case_id is None:
            return None
        case, shopper, staff = await self.shop.case(case_id), self.shop.shopper, self.shop.staff
        may = [*shopper_may(case), *merchant_may(case)]
        acts = {
            "withdraw": lambda: (cases.withdraw, shopper, case_id),
            "accept": lambda: (cases.accept, shopper, case_id),
            "decline": lambda: (cases.decline, shopper, case_id, "太少了"),
            "hand_in": lambda: (cases.hand_in, shopper, case_id, HandIn("SF", "SF9988776655"), Said()),
            "agree": lambda: (cases.agree, staff, case_id, None, Said()),
            "refuse": lambda: (cases.refuse, staff, case_id, Said("商品没有问题")),
            "refund": lambda: (cases.refund_now, staff, case_id, Said()),
            "propose": lambda: (
                cases.propose, staff, case_id, self.rng.randint(1, max(case.amount_fen - 1, 1)), Said("有磨损"),
            ),
        }  # fmt: skip
        # mostly forwards: a walk in which everything is refused moves no money
        likely = {"agree": 4, "hand_in": 4, "receive": 6, "refund": 3, "accept": 4}
        known = [act for act in may if act in acts or act == "receive"]
        if not known:
            return None
        act = self.rng.choices(known, [likely.get(one, 1) for one in known])[0]
        if act == "receive":
            await self.shop.receive(case_id, restock=self.rng.random() < 0.8)
        else:
            await self.shop.write(*acts[act]())
        return f"{case.kind} {case.amount_fen} {case.state}: {act}"

    async def advance_complaint(self):
        """Answered, refunded, finished, by words at WeChat and by money at the order."""
        complaint_id = await self.one_of(COMPLAINTS)
        if complaint_id is None:
            return None
        async with self.db.read(self.tenant) as session:
            known = await complaint_reads.complaint(session, complaint_id)
        act = self.rng.choice([*acts_of(known), "refund", "refund"])
        if act == "refund":
            await self.shop.write(complaints.refund_now, self.shop.staff, complaint_id, "")
            return act
        days = self.rng.choice([0, 1, 2]) if act == "approve" else None
        wanted = WantedAct(act, "抱歉,马上处理", days)
        key = UUID(int=self.rng.getrandbits(128)).hex
        return act, await complaints.act(self.db, self.shop.staff, complaint_id, wanted, key)

    async def settings(self):
        guarantee = self.rng.random() < 0.7
        await self.shop.settings(guarantee=guarantee)
        return f"guarantee {guarantee}"

    async def top_up(self, amount_fen):
        path = f"/merchants/{self.merchant['mchid']}/topup"
        await self.world.ask("POST", path, json={"amount_fen": amount_fen})
        self.bank_fen -= amount_fen

    async def bank(self):
        """Some of what is there is drawn to the bank, or some is paid in."""
        if self.rng.random() < 0.3:
            amount_fen = self.rng.randint(1, 20_000)
            await self.top_up(amount_fen)
            return -amount_fen
        path = f"/merchants/{self.merchant['mchid']}"
        has_fen = (await self.world.ask("GET", f"{path}/balance"))["available_fen"]
        if not has_fen:
            return None
        amount_fen = self.rng.randint(1, has_fen)
        await self.world.ask("POST", f"{path}/withdraw", json={"amount_fen": amount_fen})
        self.bank_fen += amount_fen
        return amount_fen
