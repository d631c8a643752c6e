"""The shop that is measured: opened, stocked and visited through the product's own actions before anything is counted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import psycopg

from bench.frame.load import connections, in_parallel
from bench.frame.notices import Signer, enrol
from bench.frame.stand import Stand, progress
from bench.frame.wire import pack
from lianyi.app.demo import catalogue, opening
from lianyi.app.demo.opening import Staffed
from lianyi.app.demo.sandbox import Sandbox
from lianyi.checkout import actions as checkout
from lianyi.checkout.types import Quote, QuoteId, Want
from lianyi.identity import actions as identity_actions
from lianyi.identity import queries as identity
from lianyi.identity.types import AddressDraft, AddressId, Channel, Shopper, ShopperSignedIn, ShopSettings
from lianyi.inventory import actions as inventory
from lianyi.kit.db import Session
from lianyi.kit.ids import encode, new_id
from lianyi.promotions.types import Intent

PRODUCTS = 24
PIECES = 10_000_000
AT_ONCE = 50  # shoppers of one transaction
DEVICE = "bench"
CLOSE_MINUTES = 120  # an order that a bench leaves unpaid is not closed while the next round is measured
HOME = AddressDraft(
    "王小明",
    "13800001234",
    "浙江省",
    "杭州市",
    "西湖区",
    "330106",
    "文三路 388 号紫荆家园 4 幢 602",
    None,
    True,
)
# Rows exactly as `checkout.quote` writes them: the same goods to the same region come to the same sums for everybody.
COPY_QUOTES = """
insert into checkout_quote (
  tenant_id, id, person_id, source, address_id, sums, terms_version, created_at, expires_at)
select sample.tenant_id, fresh.id, fresh.person_id, sample.source, fresh.address_id, sample.sums, sample.terms_version,
  now(), now() + interval '30 minutes'
from checkout_quote sample, unnest(%s::uuid[], %s::uuid[], %s::uuid[]) as fresh (id, person_id, address_id)
where sample.id = %s
"""


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody signed in with one address; `headers` are what the shop's pages send for them."""

    shopper: Shopper
    address: AddressId
    headers: str

    def pack(self, method: str, path: str, body: Any = None) -> bytes:
        """A request of theirs with a key of its own."""
        key = f"Idempotency-Key: {uuid4().hex}\r\n" if method != "GET" else ""
        return pack(method, f"/api/shop{path}", self.headers + key, body)


@dataclass
class Shop:
    """An open shop with goods that can go anywhere and are returned as the law has it."""

    stand: Stand
    staffed: Staffed
    merchant: dict[str, Any]
    signer: Signer
    skus: list[UUID]
    goods: dict[UUID, catalogue.Sku]
    customers: list[Customer] = field(default_factory=list)

    @property
    def tenant(self) -> Any:
        return self.staffed.tenant

    def visitor(self) -> str:
        """The headers of a phone that nobody has signed in on."""
        return (
            f"Lianyi-Shop: {self.staffed.slug}\r\nLianyi-Channel: mini\r\nLianyi-Visitor: {uuid4().hex}\r\n"
        )

    async def grow(self, wanted: int) -> list[Customer]:
        """At least so many customers, who proved a phone; each may place 60 orders a minute at one server."""
        numbers = count(13_900_000_000 + len(self.customers))
        while len(self.customers) < wanted:
            signed_in: list[ShopperSignedIn] = []
            async with self.stand.db.write(self.tenant) as session:
                for _ in range(AT_ONCE):
                    phone = str(next(numbers))
                    signed_in.append(await identity_actions.shopper_login_phone(session, phone, DEVICE))
            await self._settle_in(signed_in)
        return self.customers

    async def invite(self, wanted: int) -> list[Customer]:
        """At least so many customers of the mini program, whom WeChat knows and who can pay there."""
        async with Sandbox(f"http://{self.stand.sandbox[0]}:{self.stand.sandbox[1]}") as sandbox:
            signed_in: list[ShopperSignedIn] = []

            async def enter(number: int) -> None:
                person = await sandbox.person(
                    f"顾客{number}", f"bench-{number}", f"{13_700_000_000 + number}", "1", 10**9
                )
                code = await sandbox.login_code(person["id"], self.merchant["mini_appid"])
                signed_in.append(
                    await identity_actions.shopper_login_mini(self.stand.db, self.tenant, code, DEVICE)
                )

            await in_parallel(enter, range(len(self.customers), wanted), at_once=8)
        await self._settle_in(signed_in)
        return self.customers

    async def _settle_in(self, signed_in: Sequence[ShopperSignedIn]) -> None:
        """An address each, and the headers that their phones send."""
        async with self.stand.db.write(self.tenant) as session:
            for one in signed_in:
                found = await identity.shopper_of(session, one.token)
                assert found is not None
                address = await identity_actions.add_address(session, found[0], HOME)
                headers = f"{self.visitor()}Authorization: Bearer {one.token}\r\n"
                self.customers.append(Customer(found[0], address, headers))

    async def quotes(
        self, sku: UUID, customers: Sequence[Customer], wanted: int, intent: Intent | None = None
    ) -> list[bytes]:
        """So many orders ready to be placed, one piece each, the customers in turn: requests for POST /orders.

        One quote is made by the product for the first customer and one for the last; the others are their copies.
        """
        async with self.stand.db.write(self.tenant) as session:
            sample = await _quote(session, customers[0], sku, intent)
            other = await _quote(session, customers[-1], sku, intent)
        assert sample.sums == other.sums
        makers = [customers[number % len(customers)] for number in range(wanted)]
        ids = [QuoteId(new_id()) for _ in makers]
        with psycopg.connect(self.stand.instance.urls.owner) as connection:
            people, addresses = [one.shopper.person for one in makers], [one.address for one in makers]
            connection.execute(COPY_QUOTES, [ids, people, addresses, sample.id])
        return [
            place(customer, quote, sample.sums.payable_fen)
            for customer, quote in zip(makers, ids, strict=True)
        ]


async def _quote(session: Session, customer: Customer, sku: UUID, intent: Intent | None) -> Quote:
    return await checkout.quote(
        session,
        customer.shopper,
        "direct",
        [Want(sku, 1)],
        customer.address,
        intent=intent,
        channel=Channel.MINI,
    )


def place(customer: Customer, quote: UUID, payable_fen: int) -> bytes:
    """The request that turns a quote into an order, as the checkout page sends it."""
    return customer.pack(
        "POST", "/orders",
        {"quote_id": encode("quo", quote), "address_id": encode("adr", customer.address), "note": "",
         "no_return_confirmed_sku_ids": [], "expected_payable_fen": payable_fen},
    )  # fmt: skip


async def opened(stand: Stand, *, pieces: int = PIECES) -> Shop:
    """Open the shop with two dozen of the demo's goods, pictures and all, and `pieces` of each SKU on the shelf."""
    progress("opening a shop")
    async with connections(stand.sandbox, 1) as wechat:
        merchant, signer = await enrol(wechat[0], catalogue.SHOP_NAME)
    staffed = await opening.open_shop(stand.db, "bench", merchant)
    goods = [one for one in catalogue.products() if one.return_policy == "yes" and one.freight == "standard"][
        :PRODUCTS
    ]
    named = {code for section in catalogue.SECTIONS for code in section.codes}
    goods += [one for one in catalogue.products() if one.code in named and one not in goods]
    found = await opening.stock_shop(stand.db, staffed, goods)
    first = {found[one.skus[0].code]: one.skus[0] for one in goods[:PRODUCTS]}
    async with stand.db.write(staffed.tenant) as session:
        now = await identity.tenant(session)
        change = identity_actions.ShopChange(
            now.name,
            now.theme_color,
            now.contact_phone,
            now.licence,
            ShopSettings(order_close_minutes=CLOSE_MINUTES),
        )
        await identity_actions.change_settings(session, staffed.owner, change)
        for sku in first:
            await inventory.set_counted(session, staffed.staff["warehouse"], sku, pieces, "bench")
    return Shop(stand, staffed, merchant, signer, list(first), first)


def in_turn(requests: Sequence[bytes]) -> Iterator[bytes]:
    """The same requests again and again."""
    while True:
        yield from requests
