"""Orders whose payment WeChat is about to tell of: placed and prepaid, the notice signed and ready to be sent."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bench.frame.copies import Copy, copy_orders
from bench.frame.journey import buy, pay, until_paid
from bench.frame.load import connections
from bench.frame.notices import told_of
from bench.frame.shop import Shop
from lianyi.kit.ids import decode

SKUS = 12  # two prepayments each, of the thirty that one customer has in a minute


@dataclass(frozen=True, slots=True)
class Sample:
    """An order of one SKU that awaits its payment, and what WeChat says when such a one is paid."""

    order: UUID
    resource: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Unpaid:
    """The shop with one sample a SKU; `notices` makes as many copies as wanted and the notices of their payments."""

    shop: Shop
    samples: tuple[Sample, ...]
    buyer: UUID

    def copies(self, wanted: int) -> list[tuple[Sample, Copy]]:
        """So many orders (rounded up to full turns of the SKUs), the SKUs in turn."""
        each = -(-wanted // len(self.samples))
        owner = self.shop.stand.instance.urls.owner
        made = copy_orders(owner, [sample.order for sample in self.samples], each, [self.buyer])
        rows = [made[number * each : (number + 1) * each] for number in range(len(self.samples))]
        return [
            (sample, row[turn])
            for turn in range(each)
            for sample, row in zip(self.samples, rows, strict=True)
        ]

    def notices(self, wanted: int) -> list[bytes]:
        """So many requests, each the notice of the payment of an order of its own."""
        path = f"/callbacks/pay/{self.shop.tenant}"
        return [self.shop.signer.notice(path, sample.resource, one) for sample, one in self.copies(wanted)]


async def unpaid(shop: Shop) -> Unpaid:
    """Two orders of each SKU by real journeys: one is paid, to hear what WeChat says; the other waits, to be copied."""
    customer = (await shop.invite(1))[0]
    samples = []
    async with connections(shop.stand.address, 1) as own, connections(shop.stand.sandbox, 1) as wechat:
        for sku in shop.skus[:SKUS]:
            _, prepay_id, _ = await buy(shop, own[0], customer, sku)
            transaction = await pay(wechat[0], prepay_id)
            told = await told_of(wechat[0], shop.merchant["mchid"], transaction)
            order, _, _ = await buy(shop, own[0], customer, sku)
            samples.append(Sample(decode("ord", order), told))
    await until_paid(shop, len(samples))
    return Unpaid(shop, tuple(samples), customer.shopper.person)
