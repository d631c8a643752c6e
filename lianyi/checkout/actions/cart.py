"""The cart, and the quote worked out from it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from lianyi.checkout import queries, rules, store
from lianyi.checkout.errors import CartFull, CartLineUnknown, IntentDirectOnly, NothingSelected
from lianyi.checkout.types import CartLine, Quote, QuoteId, Source, Using, Want
from lianyi.distribution.queries import own_prices
from lianyi.identity import queries as identity
from lianyi.identity.errors import AddressUnknown
from lianyi.identity.types import AddressId, Channel, DocumentKind, PersonId, Shopper
from lianyi.kit import wire
from lianyi.kit.db import Session
from lianyi.kit.ids import new_id
from lianyi.members import queries as members
from lianyi.orders import queries as order_reads
from lianyi.promotions.types import Intent


async def add_to_cart(session: Session, shopper: Shopper, want: Want) -> list[CartLine]:
    """Put pieces into the cart, on top of those that are there; the cart afterwards. Raises CartFull. 2 waits."""
    await session.later(store.LOCK_CART, person_id=shopper.person)
    added = await session.soon(
        store.ADD, bool, person_id=shopper.person, sku_id=want.sku_id, quantity=want.quantity,
        lines_max=rules.LINES_MAX,
    )  # fmt: skip
    kept = await queries.kept_soon(session, shopper.person)
    if not await added:
        raise CartFull(lines_max=rules.LINES_MAX)
    return await queries.filled(session, await kept)


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
    """Put the goods of an own order back into the cart, as many as then. Raises OrderUnknown, CartFull."""
    order = await order_reads.order_of(session, shopper.person, order_id)
    wants = rules.merged(
        [Want(line.sku_id, line.quantity) for line in await order_reads.lines(session, order.id)]
    )
    await session.later(store.LOCK_CART, person_id=shopper.person)
    added = await session.run(
        store.ADD_MANY, person_id=shopper.person, sku_ids=[want.sku_id for want in wants],
        quantities=[min(want.quantity, rules.QUANTITY_MAX) for want in wants], lines_max=rules.LINES_MAX,
    )  # fmt: skip
    if not added:
        raise CartFull(lines_max=rules.LINES_MAX)


async def quote(
    session: Session, shopper: Shopper, source: Source, wants: Sequence[Want], address_id: UUID | None, *,
    intent: Intent | None = None, using: Using | None = None, channel: Channel = Channel.H5, use_points: bool = False,
    micro_shop_id: UUID | None = None,
) -> Quote:  # fmt: skip
    """Work out what the ticked cart (or the given lines) costs, and keep what was shown for 30 minutes.

    `intent` asks a campaign to do something for given lines, `using` for something on top of it; None looks at nothing.
    `use_points` pays with points as far as they may. `micro_shop_id`: bought through that micro-shop, at its own prices where
    it has any, for two statements more and no wait.
    Raises NothingSelected, GoodsWithdrawn, AddressUnknown, IntentDirectOnly, and what `promotions.price` refuses.
    """
    if source == "cart" and intent is not None:
        raise IntentDirectOnly(field="intent")
    address_soon = await identity.addresses_soon(session, _asked(shopper, address_id))
    versions_soon = await identity.versions_soon(session)
    if source == "cart":
        wants = await (await queries.selected_soon(session, shopper.person))
    if not wants:
        raise NothingSelected(field="lines")
    address = next(iter((await address_soon).values()), None)
    if address is None and address_id is not None:
        raise AddressUnknown
    region = address.region_code if address else None
    wanted = rules.merged(wants)
    sku_ids = [want.sku_id for want in wanted]
    benefits = await members.benefits_soon(session, [shopper.person], sku_ids)
    pair = None if micro_shop_id is None else (micro_shop_id, shopper.person)
    prices = await own_prices.asked_soon(session, [pair], sku_ids) if pair else None
    on = await queries.grounds(session, sku_ids)
    held = (await benefits).get(shopper.person)
    own = (await prices.found()).get(pair) if prices and pair else None
    membership = None if held is None else queries.Membership(held, held.points if use_points else 0)
    asked = queries.Asked(shopper, channel, [] if intent is None else [intent])
    usable = [] if using is None else await queries.usable(session, on, wanted, asked, membership, own)
    used = () if using is None else tuple(rules.to_use(usable, using))
    asked = replace(asked, intents=(*asked.intents, *used))
    found = (await queries.worth(session, on, wanted, region, asked, membership, own)).sums
    versions = await versions_soon
    quote_id = QuoteId(new_id())
    expires_at = session.now + timedelta(minutes=rules.QUOTE_MINUTES)
    await session.later(
        store.KEEP_QUOTE, id=quote_id, person_id=shopper.person, source=source, address_id=address_id,
        sums=wire.dumps(found).decode(), terms_version=str(versions[DocumentKind.TERMS]), expires_at=expires_at,
    )  # fmt: skip
    return Quote(quote_id, source, found, address, expires_at, intent, used, tuple(usable))


def _asked(shopper: Shopper, address_id: UUID | None) -> list[tuple[PersonId, AddressId]]:
    return [] if address_id is None else [(shopper.person, AddressId(address_id))]
