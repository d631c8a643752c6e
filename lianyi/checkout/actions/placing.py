"""The one sentence that makes orders of quotes: for one shopper, or for all who wait in a worker together."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from lianyi.checkout import queries, rules, store
from lianyi.checkout.errors import QuoteExpired, QuoteUnknown
from lianyi.checkout.queries import Asked, Grounds, Membership, Worth
from lianyi.checkout.types import Ask, Placed, Sums
from lianyi.distribution.actions import own_prices as own_sales
from lianyi.distribution.queries import own_prices
from lianyi.distribution.types.own_prices import MicroPrices
from lianyi.identity import queries as identity
from lianyi.identity.errors import AddressUnknown
from lianyi.identity.types import Address, AddressId, Channel, Shopper, Tenant
from lianyi.inventory import actions as inventory
from lianyi.inventory import queries as stock
from lianyi.inventory.types import Promise
from lianyi.kit import failpoints, wire
from lianyi.kit.batching import Spoiled
from lianyi.kit.db import Session
from lianyi.kit.errors import Refusal
from lianyi.kit.ids import new_id
from lianyi.members import actions as members
from lianyi.members import queries as member_reads
from lianyi.members.types import Benefits, Spending
from lianyi.orders import actions as orders
from lianyi.orders import queries as order_reads
from lianyi.orders.types import OpenOrder
from lianyi.payments import actions as payments
from lianyi.payments.types import Due
from lianyi.promotions import actions as promotions
from lianyi.promotions import queries as campaigns
from lianyi.promotions.queries import Standing
from lianyi.promotions.types import Held, Intent, Priced

Answers = dict[int, Placed | Refusal]


@dataclass(frozen=True, slots=True)
class _Draft:
    """An ask on its way to an order: `place` is its place among the asks, `held` what each campaign took for it."""

    place: int
    ask: Ask
    source: str
    worth: Worth
    order: OpenOrder
    description: str
    own: MicroPrices | None = None
    held: tuple[Held, ...] = ()

    @property
    def priced(self) -> tuple[Priced, ...]:
        """What each campaign does for it."""
        return self.worth.promised.each if self.worth.promised else ()

    @property
    def promise(self) -> Promise:
        lines = tuple((line.sku_id, line.quantity) for line in self.worth.sums.lines)
        return Promise(self.order_id, lines, self.order.pay_deadline_at)

    @property
    def order_id(self) -> UUID:
        assert self.order.id is not None
        return self.order.id


async def place_order(
    session: Session, shopper: Shopper, quote_id: UUID, address_id: UUID, *,
    note: str, confirmed_sku_ids: Collection[UUID], expected_payable_fen: int, channel: Channel = Channel.H5,
) -> Placed:  # fmt: skip
    """Turn one quote into an order. Raises what `place_orders` answers; nothing has moved then."""
    ask = Ask(
        shopper,
        quote_id,
        AddressId(address_id),
        expected_payable_fen,
        note,
        frozenset(confirmed_sku_ids),
        channel,
    )
    try:
        answer = (await place_orders(session, [ask]))[0]
    except Spoiled as spoiled:
        raise spoiled.refusals[0] from None
    if isinstance(answer, Refusal):
        raise answer
    return answer


async def place_orders(session: Session, asks: Sequence[Ask]) -> list[Placed | Refusal]:
    """Turn quotes into orders; each ask, of a quote of its own, gets an order or its own refusal.

    They await payment, but for those that come to nothing: these are paid by their discounts at once, without a payment.

    Cost, whatever their number: 12 statements (13 from a cart) in 4 waits and the commit: quotes, addresses and shop;
    goods, freight and stock; the orders; the stock's rows; and with the commit the outbox, the payments' intents, the
    closed quotes, the emptied carts and the reservation. Locks quotes, orders, payments, points, stock in that order,
    within a kind by id; stock is held for the commit alone. No outside call. Placing a quote twice answers the same order.
    Three statements more, without a wait, when quotes showed prices of micro-shops.
    One statement more, without a wait, when the quotes showed a level's price or points; when points are spent, their
    accounts' lock, lots, three of the ledger and two more, in two waits.
    With orders that come to nothing: their step of history each, and one for all that sells their stock, without a wait.
    With campaigns: two statements in one wait for all of them; and each its play's load, the share its person came by, the
    play's claim (which locks the run, before the orders), one wait for a limit, a budget and a quota, if it has them, and
    the claim kept (piped).
    Answers QuoteUnknown, QuoteExpired, AddressUnknown, GoodsWithdrawn, NotDeliverable, NoReturnUnconfirmed,
    PriceChanged, PointsShort, StockSoldOut, and what the campaign refuses: for that ask nothing has moved.
    Raises Spoiled when somebody is refused after something had moved, so that the others are placed without them;
    PayableOutOfRange.
    """
    answers: Answers = {}
    drafts = await _drafts(session, asks, answers)
    drafts = await _claimed(session, drafts, answers)
    if drafts:
        await _write(session, drafts, answers)
    return [answers[place] for place in range(len(asks))]


async def _drafts(session: Session, asks: Sequence[Ask], answers: Answers) -> list[_Draft]:
    """The asks that can become orders as things stand; the others have their answer."""
    quotes = await session.soon(
        store.LOCK_QUOTES, lambda rows: {row.id: row for row in rows},
        ids=[ask.quote_id for ask in asks], people=[ask.shopper.person for ask in asks],
    )  # fmt: skip
    addresses = await identity.addresses_soon(session, [(ask.shopper.person, ask.address_id) for ask in asks])
    shop = await identity.tenant_soon(session)
    held = await _held(session, asks, await quotes, answers)
    where, owner = await addresses, await shop
    shown: dict[int, Sums] = {place: wire.typed(quote.sums, Sums) for place, quote in held.items()}
    sku_ids = sorted({line.sku_id for sums in shown.values() for line in sums.lines})
    members_only = [asks[place].shopper.person for place, sums in shown.items() if sums.by_member]
    benefits = await member_reads.benefits_soon(session, members_only, sku_ids) if members_only else None
    pairs = [
        (micro_shop_id, asks[place].shopper.person)
        for place, sums in shown.items()
        if (micro_shop_id := sums.own_priced_at)
    ]
    prices = await own_prices.asked_soon(session, pairs, sku_ids) if pairs else None
    available = await stock.available_soon(session, sku_ids)
    on = await queries.grounds(session, sku_ids)
    benefits_of = await benefits if benefits is not None else {}
    prices_of = await prices.found() if prices is not None else {}
    known = await campaigns.standings(
        session,
        [
            (one.campaign_id, asks[place].shopper.person)
            for place, sums in shown.items()
            for one in sums.intents
        ],
    )
    drafts = []
    for place, quote in held.items():
        asked = _asked(asks[place], shown[place], known)
        person = asks[place].shopper.person
        membership = _membership(shown[place], benefits_of.get(person))
        micro_shop_id = shown[place].own_priced_at
        own = prices_of.get((micro_shop_id, person)) if micro_shop_id else None
        try:
            drafts.append(
                await _draft(
                    session, place, asks[place], quote, shown[place], on, where, owner, asked, membership, own
                )
            )
        except Refusal as refusal:
            answers[place] = refusal
    short = await inventory.look(session, await available, [draft.promise for draft in drafts])
    answers |= {draft.place: lack for draft, lack in zip(drafts, short, strict=True) if lack is not None}
    return [draft for draft, lack in zip(drafts, short, strict=True) if lack is None]


async def _held(
    session: Session, asks: Sequence[Ask], quotes: Mapping[UUID, store.HeldQuote], answers: Answers
) -> dict[int, store.HeldQuote]:
    held: dict[int, store.HeldQuote] = {}
    for place, ask in enumerate(asks):
        quote = quotes.get(ask.quote_id)
        if quote is None:
            answers[place] = QuoteUnknown(field="quote_id")
        elif quote.order_id is not None:
            order = await order_reads.order(session, quote.order_id)
            answers[place] = Placed(order.id, order.number, order.payable_fen, order.pay_deadline_at)
        elif quote.expires_at <= session.now:
            answers[place] = QuoteExpired(field="quote_id")
        else:
            held[place] = quote
    return held


async def _draft(
    session: Session, place: int, ask: Ask, quote: store.HeldQuote, shown: Sums, on: Grounds,
    addresses: Mapping[AddressId, Address], shop: Tenant, asked: Asked | None, membership: Membership | None,
    own: MicroPrices | None,
) -> _Draft:  # fmt: skip
    address = addresses.get(ask.address_id)
    if address is None:
        raise AddressUnknown
    wants = rules.wants_of(shown)
    worth = await queries.worth(session, on, wants, address.region_code, asked, membership, own)
    now = worth.sums
    rules.assert_deliverable(now.undeliverable_sku_ids, {line.sku_id: line.title for line in now.lines})
    rules.assert_no_return_confirmed(now.lines, ask.confirmed_sku_ids)
    rules.assert_same_price(shown, now, ask.expected_payable_fen)
    order = OpenOrder(
        id=new_id(),
        person_id=ask.shopper.person,
        quote_id=quote.id,
        lines=rules.open_lines(now.lines, on.goods, worth.quoted, ask.confirmed_sku_ids),
        receiver=rules.receiver_of(address),
        freight_fen=now.carried_fen,
        adjust_fen=now.adjust_fen,
        note=ask.note,
        terms_version=quote.terms_version,
        pay_deadline_at=session.now + timedelta(minutes=shop.settings.order_close_minutes),
    )
    return _Draft(place, ask, quote.source, worth, order, rules.description(shop.name, now), own)


def _membership(shown: Sums, held: Benefits | None) -> Membership | None:
    """What a level and points may do now, for whoever was shown that they do something; no more points than were shown."""
    if held is None or shown.member is None:
        return None
    return Membership(held, shown.member.used_points)


def _asked(ask: Ask, shown: Sums, known: Mapping[tuple[UUID, UUID], Standing]) -> Asked | None:
    if not shown.intents:
        return None
    intents = [Intent(one.campaign_id, one.run_id) for one in shown.intents]
    return Asked(ask.shopper, ask.channel, intents, known)


async def _claimed(session: Session, drafts: Sequence[_Draft], answers: Answers) -> list[_Draft]:
    """Let the plays take their places, run by run in the order of their ids.

    Raises Spoiled when a second campaign of one draft refuses after a first has moved.
    """
    wanted = [(draft, priced) for draft in drafts for priced in draft.priced]
    held: dict[tuple[int, UUID], Held] = {}
    for draft, priced in sorted(wanted, key=_run_of):
        if draft.place in answers:
            continue
        try:
            held[draft.place, priced.campaign.id] = await promotions.claim(session, priced, draft.order_id)
        except Refusal as refusal:  # a play refuses before it moves anything
            if any(place == draft.place for place, _ in held):
                raise Spoiled({draft.place: refusal}) from None
            answers[draft.place] = refusal
    return [_waiting(draft, held) for draft in drafts if draft.place not in answers]


def _run_of(wanted: tuple[_Draft, Priced]) -> tuple[int, int, int]:
    draft, priced = wanted
    intent = priced.asking.intent
    return intent.campaign_id.int, intent.run_id.int if intent.run_id else 0, draft.place


def _waiting(draft: _Draft, held: Mapping[tuple[int, UUID], Held]) -> _Draft:
    own = tuple(held[draft.place, priced.campaign.id] for priced in draft.priced)
    if not own:
        return draft
    deadlines = [one.claimed.pay_deadline_at for one in own if one.claimed.pay_deadline_at]
    order = replace(
        draft.order, pay_deadline_at=min([draft.order.pay_deadline_at, *deadlines]),
        waits=any(one.claimed.waits for one in own),
    )  # fmt: skip
    return replace(draft, held=own, order=order)


async def _write(session: Session, drafts: Sequence[_Draft], answers: Answers) -> None:
    opened = await orders.open_orders(session, [draft.order for draft in drafts])
    dues = [
        Due(order.id, order.payable_fen, draft.description, order.pay_deadline_at)
        for order, draft in zip(opened, drafts, strict=True)
        if not order.free
    ]
    if dues:
        await payments.intend(session, *dues)
    await session.later(
        store.CLOSE_QUOTES,
        ids=[draft.order.quote_id for draft in drafts],
        order_ids=[one.id for one in opened],
    )
    bought = [
        (draft.ask.shopper.person, line.sku_id)
        for draft in drafts if draft.source == "cart" for line in draft.worth.sums.lines
    ]  # fmt: skip
    sales = [
        sale for draft in drafts for sale in rules.own_sales(draft.order_id, draft.worth.sums, draft.own)
    ]
    if sales:
        await own_sales.note_sales(session, sales)
    if bought:
        people, sku_ids = zip(*bought, strict=True)
        await session.later(store.REMOVE_BOUGHT, people=list(people), sku_ids=list(sku_ids))
    await _spend_points(session, [draft for draft in drafts if draft.worth.spend])
    spending = [
        (draft, priced, held) for draft in drafts for priced, held in zip(draft.priced, draft.held, strict=True)
    ]  # fmt: skip
    for draft, priced, held in sorted(spending, key=_spender):
        await _spend(session, draft, priced, held)
    # the hottest rows last: they are held for this wait and the commit
    short = await inventory.reserve_all(session, [draft.promise for draft in drafts])
    if any(short):
        raise Spoiled(
            {draft.place: lack for draft, lack in zip(drafts, short, strict=True) if lack is not None}
        )
    await inventory.sell(session, [order.id for order in opened if order.free])
    failpoints.reach("checkout.place.written")
    for draft, order in zip(drafts, opened, strict=True):
        answers[draft.place] = Placed(order.id, order.number, order.payable_fen, order.pay_deadline_at)


async def _spend_points(session: Session, drafts: Sequence[_Draft]) -> None:
    if not drafts:
        return
    wanted = []
    for draft in drafts:
        part = draft.worth.sums.member
        assert part is not None
        person = draft.ask.shopper.person
        wanted.append(Spending(draft.order_id, person, part.used_points, part.used_fen, draft.worth.spend))
    short = await members.spend(session, wanted)
    if any(short):
        raise Spoiled(
            {draft.place: lack for draft, lack in zip(drafts, short, strict=True) if lack is not None}
        )


def _spender(spending: tuple[_Draft, Priced, Held]) -> tuple[int, int]:
    draft, priced, _ = spending
    return priced.campaign.id.int, draft.ask.shopper.person.int


async def _spend(session: Session, draft: _Draft, priced: Priced, held: Held) -> None:
    try:
        await promotions.spend(session, priced, held, draft.order_id)
    except Refusal as refusal:
        raise Spoiled({draft.place: refusal}) from None
