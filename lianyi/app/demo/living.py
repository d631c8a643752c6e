"""The month lived: every step of the plan done by the public verbs of the domains, each at its own instant."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from lianyi.app.demo.cast import Customer
from lianyi.app.demo.month import Errand, Verb
from lianyi.app.demo.sandbox import Sandbox
from lianyi.checkout import actions as checkout
from lianyi.checkout.types import Want
from lianyi.identity import actions as identity_actions
from lianyi.identity import queries as identity
from lianyi.identity.types import AddressId, Channel, Shopper, Staff
from lianyi.kit import jobs, relay
from lianyi.kit.clock import MovableClock
from lianyi.kit.db import Database
from lianyi.kit.ids import TenantId
from lianyi.orders import actions as orders
from lianyi.orders import queries as order_reads
from lianyi.orders.types import Actor, NewParcel, Portion, RefundId
from lianyi.payments import actions as payments
from lianyi.payments.types import Method
from lianyi.promotions.types import Intent
from lianyi.trust.actions import aftersales
from lianyi.trust.types.aftersales import Application, CaseId, HandIn, Said, Wanted

CLIENT_IP = "127.0.0.1"
DEVICE = "demo"
RESTLESS_MAX = 50
POINTS_EVERY = 3  # whoever has points uses them at every third order


@dataclass
class Bought:
    """An errand as far as it has come."""

    number: int
    errand: Errand
    shopper: Shopper
    order: UUID
    refund: RefundId | None = None
    case: CaseId | None = None


@dataclass
class Life:
    """A shop, its people and one clock for both sides of the wire."""

    db: Database
    clock: MovableClock
    sandbox: Sandbox
    tenant: TenantId
    mini_appid: str
    service: Staff
    warehouse: Staff
    skus: dict[str, UUID]
    people: tuple[Customer, ...]
    sandbox_at: datetime | None = None
    joined: dict[int, tuple[Shopper, AddressId, str]] = field(default_factory=dict)
    bought: dict[int, Bought] = field(default_factory=dict)

    def move_to(self, instant: datetime) -> None:
        """Our clock stands at `instant`, unless it is there or past it already; the sandbox follows in `meet`."""
        self.clock.advance(max(instant - self.clock.now(), timedelta()))

    async def meet(self) -> None:
        """Before anything crosses the wire: both clocks show the same."""
        now = self.clock.now()
        if now != self.sandbox_at:
            await self.sandbox.set_clock(now)
            self.sandbox_at = now

    async def rest(self) -> None:
        """Tell every fact until none is left."""
        for _ in range(RESTLESS_MAX):
            if not await relay.relay_once(self.db):
                return
        raise RuntimeError("the demo's facts do not come to rest")

    async def sweep(self) -> None:
        """What the worker does by the clock, once each, and what the sandbox owes by then."""
        await self.meet()
        await self.sandbox.run_due()
        for item in jobs.sweeps():
            await jobs.run_sweep(self.db, item, [self.tenant])
        await self.rest()


async def do(life: Life, number: int, errand: Errand, verb: Verb) -> None:
    """One step of one errand; the clock already stands at its instant."""
    if verb == "place":
        await _place(life, number, errand)
    else:
        await VERBS[verb](life, life.bought[number])
        await life.rest()


async def join(life: Life, number: int) -> tuple[Shopper, AddressId, str]:
    """The customer opens the mini program for the first time, shares the phone and adds an address."""
    if number in life.joined:
        return life.joined[number]
    await life.meet()
    customer = life.people[number]
    person = (
        await life.sandbox.person(
            customer.nickname, customer.key, customer.home.phone, str(number), 500_000_00
        )
    )["id"]
    code = await life.sandbox.login_code(person, life.mini_appid)
    signed_in = await identity_actions.shopper_login_mini(life.db, life.tenant, code, DEVICE)
    async with life.db.read(life.tenant) as session:
        found = await identity.shopper_of(session, signed_in.token)
    assert found is not None
    shopper = found[0]
    async with life.db.write(life.tenant) as session:
        await identity_actions.change_me(
            session, shopper, nickname=customer.nickname, elder_mode=None, personalised=None, channel="mini"
        )
        address = await identity_actions.add_address(session, shopper, customer.home)
    phone_code = await life.sandbox.login_code(person, life.mini_appid, "phone")
    await identity_actions.bind_phone_wechat(life.db, shopper, phone_code)
    life.joined[number] = shopper, address, person
    return life.joined[number]


async def _place(life: Life, number: int, errand: Errand) -> None:
    shopper, address, _ = await join(life, errand.customer)
    wants = [Want(life.skus[code], quantity) for code, quantity in errand.lines]
    async with life.db.write(life.tenant) as session:
        quote = await checkout.quote(
            session, shopper, "direct", wants, address, use_points=number % POINTS_EVERY == 0
        )
    confirmed = [line.sku_id for line in quote.sums.lines if line.needs_no_return_confirmation]
    async with life.db.write(life.tenant) as session:
        placed = await checkout.place_order(
            session, shopper, quote.id, address, note=errand.note, confirmed_sku_ids=confirmed,
            expected_payable_fen=quote.sums.payable_fen,
        )  # fmt: skip
    life.bought[number] = Bought(number, errand, shopper, placed.order_id)


async def buy_in(life: Life, customer: int, code: str, intent: Intent, number: int) -> None:
    """A piece of what a campaign sells, ordered and paid at once; `number` is the errand's own."""
    shopper, address, _ = await join(life, customer)
    async with life.db.write(life.tenant) as session:
        quote = await checkout.quote(
            session,
            shopper,
            "direct",
            [Want(life.skus[code], 1)],
            address,
            intent=intent,
            channel=Channel.MINI,
        )
        placed = await checkout.place_order(
            session, shopper, quote.id, address, note="",
            confirmed_sku_ids=[line.sku_id for line in quote.sums.lines if line.needs_no_return_confirmation],
            expected_payable_fen=quote.sums.payable_fen, channel=Channel.MINI,
        )  # fmt: skip
    errand = Errand(customer, ((code, 1),), False, "", "usual", ())
    await _pay(life, Bought(number, errand, shopper, placed.order_id))
    await life.rest()


async def _pay(life: Life, bought: Bought) -> None:
    await life.meet()
    method = Method.NATIVE if bought.errand.native else Method.MINI
    sheet = await payments.prepay(
        life.db, life.tenant, bought.order, method, openids=bought.shopper.openids, client_ip=CLIENT_IP
    )
    if sheet.params is not None:
        await life.sandbox.pay(sheet.params["package"].removeprefix("prepay_id="))
    elif sheet.code_url is not None:
        await life.sandbox.pay_code(sheet.code_url, life.joined[bought.errand.customer][2])
    await payments.ask_wechat(life.db, life.tenant, bought.order)
    if bought.errand.note and bought.number % 2:
        await life.rest()
        async with life.db.write(life.tenant) as session:
            flag = 1 + bought.number % 5
            await orders.note(session, life.service, bought.order, staff_note="已转告仓库", flag=flag)


async def _cancel(life: Life, bought: Bought) -> None:
    await life.meet()
    await orders.cancel_for(life.db, bought.shopper, bought.order, "不想要了")


async def _close(life: Life, bought: Bought) -> None:
    await life.meet()
    await orders.close_by_staff(life.db, life.service, bought.order, "买家来电说拍重了")


async def _ship(life: Life, bought: Bought) -> None:
    await _parcel(life, bought, None)


async def _ship_part(life: Life, bought: Bought) -> None:
    """The first line goes ahead."""
    async with life.db.read(life.tenant) as session:
        first = (await order_reads.lines(session, bought.order))[0]
    await _parcel(life, bought, (Portion(first.id, first.quantity),))


async def _parcel(life: Life, bought: Bought, lines: tuple[Portion, ...] | None) -> None:
    fresh = any(code.startswith("FRU") for code, _ in bought.errand.lines)
    carrier, mark = ("SF", "SF") if fresh else ("ZTO", "7580") if bought.number % 3 else ("YTO", "YT")
    tracking = f"{mark}{(bought.number + 1) * 7_919_919_191 % 10**11:011}{'' if lines is None else '1'}"
    warehouse = Actor("staff", life.warehouse.staff, life.warehouse.name)
    async with life.db.write(life.tenant) as session:
        await orders.ship(session, warehouse, bought.order, [NewParcel(carrier, tracking, lines)])


async def _receive(life: Life, bought: Bought) -> None:
    async with life.db.write(life.tenant) as session:
        await orders.receive(session, bought.shopper, bought.order)


async def _refund_part(life: Life, bought: Bought) -> None:
    """One piece is out of season: the shop gives its money back and sends the rest."""
    async with life.db.write(life.tenant) as session:
        last = (await order_reads.lines(session, bought.order))[-1]
        await orders.refund(
            session, life.service, bought.order, [Portion(last.id, 1)], freight_fen=0, reason="有一件临时缺货"
        )
    await _arrive(life)


async def _ask_refund(life: Life, bought: Bought) -> None:
    async with life.db.write(life.tenant) as session:
        lines = await order_reads.lines(session, bought.order)
        wanted = [Portion(line.id, line.quantity) for line in lines]
        asked = await orders.request_refund(session, bought.shopper, bought.order, wanted, "买多了,先不要了")
    bought.refund = asked.refund_id


async def _approve(life: Life, bought: Bought) -> None:
    assert bought.refund is not None
    async with life.db.write(life.tenant) as session:
        await orders.approve_refund(session, life.service, bought.refund)
    await _arrive(life)


async def _reject(life: Life, bought: Bought) -> None:
    assert bought.refund is not None
    async with life.db.write(life.tenant) as session:
        await orders.reject_refund(
            session, life.service, bought.refund, "已经打包,今天就寄出,收到不合适再联系我们"
        )


async def _apply(life: Life, bought: Bought) -> None:
    """One piece of what came goes back."""
    trouble = bought.errand.trouble
    assert trouble is not None
    async with life.db.write(life.tenant) as session:
        first = (await order_reads.lines(session, bought.order))[0]
        wish = Application("return_refund", trouble.reason, trouble.words, (Wanted(first.id, 1),))
        bought.case = await aftersales.apply(session, bought.shopper, bought.order, wish)


async def _agree(life: Life, bought: Bought) -> None:
    assert bought.case is not None
    async with life.db.write(life.tenant) as session:
        said = Said("可以退的,原包装一起寄回就好")
        await aftersales.agree(session, life.service, bought.case, None, said)


async def _refuse(life: Life, bought: Bought) -> None:
    assert bought.case is not None
    async with life.db.write(life.tenant) as session:
        said = Said("实物和详情页的照片、说明一致;如果有破损,请拍照再申请一次")
        await aftersales.refuse(session, life.service, bought.case, said)


async def _hand_in(life: Life, bought: Bought) -> None:
    assert bought.case is not None
    parcel = HandIn("YTO", f"YT{(bought.number + 1) * 6_700_417_337 % 10**11:011}")
    async with life.db.write(life.tenant) as session:
        await aftersales.hand_in(session, bought.shopper, bought.case, parcel, Said())


async def _take_back(life: Life, bought: Bought) -> None:
    """The goods are back in the house and fit to be sold again."""
    assert bought.case is not None
    async with life.db.write(life.tenant) as session:
        said = Said("完好,已经入库")
        await aftersales.receive(
            session, life.warehouse, bought.case, restock=True, propose_fen=None, said=said
        )
    await _arrive(life)


async def _arrive(life: Life) -> None:
    """The refund is asked for at WeChat, arrives a little later, and is seen to have arrived."""
    await life.rest()
    for _ in range(2):
        await life.sweep()
        life.move_to(life.clock.now() + timedelta(seconds=40))
    await life.sweep()


VERBS: dict[Verb, Callable[[Life, Bought], Awaitable[None]]] = {
    "pay": _pay,
    "cancel": _cancel,
    "close": _close,
    "ship": _ship,
    "ship_part": _ship_part,
    "receive": _receive,
    "refund_part": _refund_part,
    "ask_refund": _ask_refund,
    "approve": _approve,
    "reject": _reject,
    "apply": _apply,
    "agree": _agree,
    "refuse": _refuse,
    "hand_in": _hand_in,
    "take_back": _take_back,
}
