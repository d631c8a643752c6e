"""The cart, the quote, and the one sentence that makes an order of them."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from uuid import UUID

from lianyi.catalog.types import SkuId
from lianyi.checkout import queries, rules, store
from lianyi.checkout.errors import (
    AddressCostsMore,
    CartFull,
    CartLineUnknown,
    IntentDirectOnly,
    NothingSelected,
    QuoteExpired,
    QuoteUnknown,
)
from lianyi.checkout.types import Placed, Quote, QuoteId, Source, Sums, Want
from lianyi.identity import queries as identity
from lianyi.identity.types import Address, AddressId, Channel, DocumentKind, Shopper
from lianyi.inventory import actions as inventory
from lianyi.kit import failpoints, wire
from lianyi.kit.db import Session
from lianyi.kit.ids import new_id
from lianyi.kit.money import format_yuan
from lianyi.orders import actions as orders
from lianyi.orders import queries as order_reads
from lianyi.orders.types import Actor, OpenLine, OpenOrder, Order, Receiver
from lianyi.payments import actions as payments
from lianyi.promotions import actions as promotions
from lianyi.promotions.types import Intent


async def add_to_cart(session: Session, shopper: Shopper, want: Want) -> None:
    """Put pieces into the cart, on top of those that are there. Raises CartFull."""
    added = await session.run(
        store.ADD,
        person_id=shopper.person,
        sku_id=want.sku_id,
        quantity=want.quantity,
        lines_max=rules.LINES_MAX,
    )
    if not added:
        raise CartFull(lines_max=rules.LINES_MAX)


async def set_cart_line(session: Session, shopper: Shopper, want: Want, *, selected: bool) -> None:
    """Say how many and whether ticked. Raises CartLineUnknown."""
    if not await session.run(
        store.SET, person_id=shopper.person, sku_id=want.sku_id, quantity=want.quantity, selected=selected
    ):
        raise CartLineUnknown


async def remove_from_cart(session: Session, shopper: Shopper, sku_id: UUID) -> None:
    """Take a line out; taking out what is not there is fine."""
    await session.run(store.REMOVE, person_id=shopper.person, sku_ids=[sku_id])


async def select_all(session: Session, shopper: Shopper, *, selected: bool) -> None:
    """Tick every line of the cart, or none."""
    await session.run(store.SELECT_ALL, person_id=shopper.person, selected=selected)


async def buy_again(session: Session, shopper: Shopper, order_id: UUID) -> None:
    """Put the goods of an own order back into the cart, as many as then. Raises OrderUnknown."""
    order = await order_reads.order_of(session, shopper.person, order_id)
    wants = rules.merged(
        [Want(line.sku_id, line.quantity) for line in await order_reads.lines(session, order.id)]
    )
    await session.run(
        store.ADD_MANY, person_id=shopper.person, sku_ids=[want.sku_id for want in wants],
        quantities=[min(want.quantity, rules.QUANTITY_MAX) for want in wants],
    )  # fmt: skip


async def quote(
    session: Session, shopper: Shopper, source: Source, wants: Sequence[Want], address_id: UUID | None, *,
    intent: Intent | None = None, channel: Channel = Channel.H5,
) -> Quote:  # fmt: skip
    """Work out what the ticked cart (or the given lines) costs, and keep what was shown for 30 minutes.

    `intent` asks a campaign to do something for given lines. Raises NothingSelected, GoodsWithdrawn, AddressUnknown,
    IntentDirectOnly, and what `promotions.price` refuses.
    """
    if source == "cart" and intent is not None:
        raise IntentDirectOnly(field="intent")
    if source == "cart":
        wants = await queries.selected(session, shopper.person)
    if not wants:
        raise NothingSelected(field="lines")
    address = await _address(session, shopper, address_id)
    asked = None if intent is None else queries.Asked(shopper, channel, intent)
    region = address.region_code if address else None
    found = (await queries.priced(session, rules.merged(wants), region, asked)).sums
    versions = await identity.versions(session)
    quote_id = QuoteId(new_id())
    expires_at = session.now + timedelta(minutes=rules.QUOTE_MINUTES)
    await session.later(
        store.KEEP_QUOTE, id=quote_id, person_id=shopper.person, source=source, address_id=address_id,
        sums=wire.dumps(found).decode(), terms_version=str(versions[DocumentKind.TERMS]), expires_at=expires_at,
    )  # fmt: skip
    return Quote(quote_id, source, found, address, expires_at)


async def _address(session: Session, shopper: Shopper, address_id: UUID | None) -> Address | None:
    if address_id is None:
        return None
    return await identity.address_for(session, shopper, AddressId(address_id))


async def place_order(
    session: Session, shopper: Shopper, quote_id: UUID, address_id: UUID, *,
    note: str, confirmed_sku_ids: Collection[UUID], expected_payable_fen: int, channel: Channel = Channel.H5,
) -> Placed:  # fmt: skip
    """Turn a quote into an order that awaits payment.

    Cost: 11 statements (12 from a cart) in 7 waits: quote, address, goods, freight, shop, order; the outbox row, the
    payment's intent, the closed quote and the emptied cart travel with the stock. Locks quote, order, payment, stock in
    that order; no outside call. Placing a quote twice answers the same order.
    For a campaign 5 statements and 4 waits more: the campaign, its play's load, the share its person came by, the
    play's claim (which locks the run, before the order), and the claim kept (piped); and one wait each for a limit, a
    budget and a quota, if it has them, between payment and stock. One more when it is for new or returning customers.
    Raises QuoteUnknown, QuoteExpired, AddressUnknown, GoodsWithdrawn, NotDeliverable, NoReturnUnconfirmed, PriceChanged,
    PayableOutOfRange, StockSoldOut, and what the campaign refuses: then nothing has moved.
    """
    held = await session.maybe(store.LOCK_QUOTE, quote_id=quote_id, person_id=shopper.person)
    if held is None:
        raise QuoteUnknown(field="quote_id")
    if held.order_id is not None:
        return _placed(await order_reads.order(session, held.order_id))
    if held.expires_at <= session.now:
        raise QuoteExpired(field="quote_id")
    shown: Sums = wire.typed(held.sums, Sums)
    address = await identity.address_for(session, shopper, AddressId(address_id))
    wants = [Want(line.sku_id, line.quantity) for line in shown.lines]
    asked = _asked(shopper, channel, shown)
    worth = await queries.priced(session, wants, address.region_code, asked)
    now, priced = worth.sums, worth.priced
    rules.assert_deliverable(now.undeliverable_sku_ids, {line.sku_id: line.title for line in now.lines})
    rules.assert_no_return_confirmed(now.lines, confirmed_sku_ids)
    rules.assert_same_price(shown, now, expected_payable_fen)

    shop = await identity.tenant(session)
    deadline_at = session.now + timedelta(minutes=shop.settings.order_close_minutes)
    order_id, held_for = new_id(), None
    if priced is not None:
        held_for = await promotions.claim(session, priced, order_id)
        deadline_at = min(deadline_at, held_for.claimed.pay_deadline_at)
    opened = await orders.open_order(
        session,
        OpenOrder(
            person_id=shopper.person,
            quote_id=held.id,
            lines=_open_lines(worth, confirmed_sku_ids),
            receiver=receiver_of(address),
            freight_fen=now.freight_fen,
            adjust_fen=now.adjust_fen,
            note=note,
            terms_version=held.terms_version,
            pay_deadline_at=deadline_at,
            id=order_id,
            waits=held_for is not None and held_for.claimed.waits,
        ),
    )
    await payments.intend(
        session, opened.id, opened.payable_fen, _description(shop.name, now), opened.pay_deadline_at
    )
    await session.later(store.CLOSE_QUOTE, quote_id=held.id, order_id=opened.id)
    if held.source == "cart":
        await session.later(store.REMOVE, person_id=shopper.person, sku_ids=[want.sku_id for want in wants])
    if priced is not None and held_for is not None:
        await promotions.spend(session, priced, held_for, opened.id)
    # the hottest rows last: they are held for this statement and the commit
    await inventory.reserve(
        session, opened.id, [(want.sku_id, want.quantity) for want in wants], opened.pay_deadline_at
    )
    failpoints.reach("checkout.place.written")
    return Placed(opened.id, opened.number, opened.payable_fen, opened.pay_deadline_at)


def _asked(shopper: Shopper, channel: Channel, shown: Sums) -> queries.Asked | None:
    if shown.intent is None:
        return None
    return queries.Asked(shopper, channel, Intent(shown.intent.campaign_id, shown.intent.run_id))


def _placed(order: Order) -> Placed:
    return Placed(order.id, order.number, order.payable_fen, order.pay_deadline_at)


def _open_lines(worth: queries.Worth, confirmed: Collection[UUID]) -> tuple[OpenLine, ...]:
    goods, quoted = worth.goods, worth.priced.quoted.lines if worth.priced else ()
    own = {line.sku_id: line.adjust_fen for line in quoted}
    return tuple(
        OpenLine(
            sku_id=line.sku_id,
            product_id=line.product_id,
            sku_code=goods[SkuId(line.sku_id)].sku_code,
            title=line.title,
            option_text=line.option_text,
            picture_url=line.picture_url,
            price_fen=line.price_fen,
            quantity=line.quantity,
            return_policy=line.return_policy,
            snapshot_hash=goods[SkuId(line.sku_id)].snapshot_hash,
            no_return_confirmed=line.needs_no_return_confirmation and line.sku_id in confirmed,
            adjust_fen=own.get(line.sku_id, 0),
        )
        for line in worth.sums.lines
    )


def receiver_of(address: Address) -> Receiver:
    """An address as an order keeps it."""
    return Receiver(
        address.name, address.phone, address.province, address.city, address.district, address.region_code,
        address.detail, address.postcode or "",
    )  # fmt: skip


def _description(shop_name: str, sums: Sums) -> str:
    """What the shopper reads in WeChat's bill: at most 127 characters (Pay v3, `description`)."""
    more = f" 等{len(sums.lines)}件商品" if len(sums.lines) > 1 else ""
    return f"{shop_name}-{sums.lines[0].title}"[: 126 - len(more)] + more


async def change_address(session: Session, shopper: Shopper, order_id: UUID, address_id: UUID) -> None:
    """The shopper sends an own order elsewhere, before anything has left and without a fen more.

    Cheaper freight is given while the order is unpaid. Raises OrderUnknown, OrderInOtherState, AddressUnknown,
    NotDeliverable, AddressCostsMore.
    """
    order = await order_reads.order_of(session, shopper.person, order_id)
    address = await identity.address_for(session, shopper, AddressId(address_id))
    lines = await order_reads.lines(session, order_id)
    freight = await queries.freight_of_order(session, lines, address.region_code)
    rules.assert_deliverable(freight.not_deliverable, {line.sku_id: line.title for line in lines})
    if freight.fen > order.freight_fen:
        raise AddressCostsMore(more_yuan=format_yuan(freight.fen - order.freight_fen))
    actor = Actor("shopper", shopper.person)
    await orders.change_address(session, actor, order_id, receiver_of(address), person_id=shopper.person)
    if freight.fen < order.freight_fen and order.state == "awaiting_payment":
        await orders.change_price(
            session, Actor("system", name="checkout"), order_id, adjust_fen=order.adjust_fen,
            freight_fen=freight.fen, reason="address_changed",
        )  # fmt: skip
