"""Prices of shopkeepers' own: the band, the gate, who pays them, whose price an order had, and what is left of commission."""

from dataclasses import replace

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from lianyi.catalog import actions as catalog
from lianyi.catalog.queries import ShelfSku
from lianyi.catalog.types import ProductDraft, SkuDraft
from lianyi.checkout import actions as checkout
from lianyi.checkout.errors import PriceChanged
from lianyi.checkout.types import Using, Want
from lianyi.distribution.actions import micro_shops, own_prices, shopkeepers
from lianyi.distribution.actions.micro_shops import Picking
from lianyi.distribution.console.own_prices import BandIO
from lianyi.distribution.errors.own_prices import (
    BandsWrong,
    NotPicked,
    OutsideBand,
    PriceTooThin,
    PricingClosed,
)
from lianyi.distribution.errors.shopkeepers import SettingsChanged
from lianyi.distribution.queries import commissions
from lianyi.distribution.queries import own_prices as reads
from lianyi.distribution.rules import own_prices as rules
from lianyi.distribution.types.own_prices import Band, Own, Pricing
from lianyi.distribution.types.shopkeepers import MicroShop
from lianyi.identity import actions as identity
from lianyi.identity.types import Channel, System
from lianyi.kit.ids import encode, new_id
from lianyi.margin.errors import MarginTooThin
from lianyi.members.types import LevelDraft
from lianyi.promotions.types import Intent
from tests.commission_world import customer_of, save_plan
from tests.coupon_world import collect, coupons_out
from tests.flash_world import sale
from tests.member_world import HOME, Club

TENTH_OFF = Pricing(open=True, borne_by="shop", accept_unknown_cost=True, bands=(Band("tenant", None, 9000),))
SKU, PRODUCT, ROOT, LEAF = new_id(), new_id(), new_id(), new_id()
ON_SHELF = ShelfSku(SKU, PRODUCT, "明前龙井", "", 9_999, None, [ROOT, LEAF])


class Market:
    """A shop whose shopkeeper prices its one SKU (68.00 yuan), and a customer of theirs."""

    def __init__(self, shop, keeper_body, keeper, customer):
        self.shop, self.keeper_body, self.keeper, self.customer = shop, keeper_body, keeper, customer

    @property
    def sku_id(self):
        return self.shop.skus[0][0]

    async def ask(self, price_fen, keeper=None):
        return await self.shop.write(own_prices.set_prices, keeper or self.keeper, {self.sku_id: price_fen})

    async def quote(self, quantity=1, *, through=None, shopper=None, **more):
        return await self.shop.write(
            checkout.quote, shopper or self.customer, "direct", [Want(self.sku_id, quantity)], None,
            micro_shop_id=through, **more,
        )  # fmt: skip

    async def place(self, made, shopper=None):
        shopper = shopper or self.customer
        home = await self.shop.write(identity.add_address, shopper, HOME)
        return await self.shop.write(
            checkout.place_order, shopper, made.id, home, note="", confirmed_sku_ids=set(),
            expected_payable_fen=made.sums.payable_fen,
        )  # fmt: skip


@pytest_asyncio.fixture(loop_scope="session")
async def market(shop):
    body, _ = await shop.keeper("安娜")
    keeper = await shop.principal(body)
    await shop.write(micro_shops.set_shop, keeper, MicroShop("安娜的茶"))
    await shop.write(micro_shops.set_picks, keeper, [Picking(shop.products[0])])
    await shop.write(own_prices.set_pricing, shop.staff, TENTH_OFF)
    customer = await customer_of(shop, body)
    return Market(shop, body, keeper, customer)


@given(
    st.integers(1, 10**7), st.one_of(st.none(), st.integers(1, 10_000)), st.integers(1, 10**7), st.integers(1, 10**7)
)  # fmt: skip
def test_an_own_price_is_inside_the_band_whatever_was_asked_and_whatever_the_list_became(
    list_fen, lowest_bp, asked_fen, later_fen
):
    pricing = Pricing(open=True, bands=(Band("tenant", None, lowest_bp),))
    for price_fen in (list_fen, later_fen):
        room = rules.room_fen(pricing, replace(ON_SHELF, price_fen=price_fen))
        pays = price_fen - Own(asked_fen, room).off_fen(price_fen)
        lowest = price_fen if lowest_bp is None else -(-price_fen * lowest_bp // 10_000)
        assert max(1, lowest) <= pays <= price_fen
        if lowest <= asked_fen <= price_fen:
            assert pays == asked_fen


def test_the_nearest_band_decides_and_nothing_is_open_until_it_is_said():
    bands = [
        Band("tenant", None, 9_000), Band("category", ROOT, 8_000), Band("category", LEAF, 7_000), Band("product", PRODUCT, 6_000),
        Band("sku", SKU, None, 5_000),
    ]  # fmt: skip
    rooms = [1_000 - 1, 2_000 - 1, 3_000 - 1, 4_000 - 1, 4_999]  # the lowest price is rounded up
    for count in range(len(bands)):
        pricing = Pricing(open=True, bands=tuple(bands[: count + 1]))
        assert rules.room_fen(pricing, ON_SHELF) == rooms[count], count
        assert rules.room_fen(replace(pricing, open=False), ON_SHELF) == 0
    excluded = Pricing(open=True, bands=(Band("tenant", None, 1), Band("sku", SKU)))
    assert rules.room_fen(excluded, ON_SHELF) == 0
    assert rules.room_fen(Pricing(open=True), ON_SHELF) == 0


def test_bands_that_say_nothing_sensible_are_refused():
    for wrong in (
        (Band("tenant", None, 1), Band("tenant", None, 2)),
        (Band("tenant", SKU, 1),),
        (Band("category", None, 1),),
        (Band("product", PRODUCT, None, 100),),
        tuple(Band("sku", new_id(), 1) for _ in range(201)),
    ):
        with pytest.raises(BandsWrong):
            rules.check(Pricing(open=True, bands=wrong))


async def test_a_price_is_for_whoever_buys_through_that_micro_shop_and_for_nobody_else(market):
    await market.ask(6_500)
    made = await market.quote(2, through=market.keeper.id)
    assert made.sums.payable_fen == 2 * 6_500
    (reason,) = made.sums.adjustments
    assert (reason.phase, reason.label, reason.amount_fen) == ("activity", "安娜的茶小店价", -600)
    assert (await market.quote(2)).sums.payable_fen == 2 * 6_800
    other, _ = await market.shop.keeper("别家")
    for through in ((await market.shop.principal(other)).id, new_id()):
        assert (await market.quote(2, through=through)).sums.payable_fen == 2 * 6_800
    own = market.shop.shopper_of(market.keeper_body)
    assert (await market.quote(2, through=market.keeper.id, shopper=own)).sums.payable_fen == 2 * 6_800


async def test_an_order_says_whose_price_it_had(market):
    await market.ask(6_500)
    placed = await market.place(await market.quote(2, through=market.keeper.id))
    (sold,) = await market.shop.read(reads.sales, placed.order_id)
    assert (sold.shopkeeper_id, sold.list_fen, sold.quantity, sold.off_fen, sold.borne_by) == (
        market.keeper.id, 13_600, 2, 600, "shop",
    )  # fmt: skip
    (line,) = await market.shop.lines(placed.order_id)
    assert (placed.payable_fen, line.paid_fen) == (13_000, 13_000)
    plain = await market.place(await market.quote(1))
    assert await market.shop.read(reads.sales, plain.order_id) == []


async def test_a_price_that_rose_after_it_was_shown_is_refused_and_one_that_fell_is_given(market):
    await market.ask(6_500)
    made = await market.quote(1, through=market.keeper.id)
    await market.ask(6_600)
    with pytest.raises(PriceChanged):
        await market.place(made)
    await market.ask(6_200)
    assert (await market.place(made)).payable_fen == 6_200


async def test_nothing_is_priced_outside_the_band_or_the_picks_or_while_the_shop_prices_alone(market):
    for price_fen, refusal in ((6_119, OutsideBand), (6_801, OutsideBand)):
        with pytest.raises(refusal):
            await market.ask(price_fen)
    (sku,) = await market.ask(6_120)
    assert (sku.lowest_fen, sku.own_fen, sku.asks_fen) == (6_120, 6_120, 6_120)
    (sku,) = await market.ask(6_800)
    assert (sku.own_fen, sku.asks_fen) == (None, 6_800)
    await market.ask(6_500)
    unpicked = await market.shop.stock_up(3_000, 5, title="茉莉花茶")
    with pytest.raises(NotPicked):
        await market.shop.write(own_prices.set_prices, market.keeper, {market.sku_id: 6_200, unpicked: 2_900})
    (sku,) = await market.shop.read(reads.of_picks, market.keeper.id)
    assert sku.own_fen == 6_500
    closed = replace(TENTH_OFF, open=False, version=1)
    await market.shop.write(own_prices.set_pricing, market.shop.staff, closed)
    with pytest.raises(PricingClosed):
        await market.ask(6_200)
    assert (await market.quote(1, through=market.keeper.id)).sums.payable_fen == 6_800
    assert await market.shop.read(reads.lower, market.keeper.id) == []


async def test_a_narrower_band_raises_what_was_asked_to_its_edge(market):
    await market.ask(6_200)
    narrow = replace(TENTH_OFF, bands=(Band("tenant", None, 9_500),), version=1)
    await market.shop.write(own_prices.set_pricing, market.shop.staff, narrow)
    assert (await market.quote(1, through=market.keeper.id)).sums.payable_fen == 6_460
    (sku,) = await market.shop.read(reads.lower, market.keeper.id)
    assert (sku.own_fen, sku.asks_fen) == (6_200, 6_460)
    with pytest.raises(SettingsChanged):
        await market.shop.write(own_prices.set_pricing, market.shop.staff, narrow)


async def test_a_pick_that_goes_takes_its_price_along(market):
    await market.ask(6_200)
    await market.shop.write(micro_shops.set_picks, market.keeper, [])
    assert (await market.quote(1, through=market.keeper.id)).sums.payable_fen == 6_800
    await market.shop.write(micro_shops.set_picks, market.keeper, [Picking(market.shop.products[0])])
    (sku,) = await market.shop.read(reads.of_picks, market.keeper.id)
    assert sku.own_fen is None


async def test_who_does_not_sell_has_no_prices(market):
    await market.ask(6_200)
    await market.shop.write(shopkeepers.suspend, market.shop.staff, market.keeper.id, "核实", None)
    assert (await market.quote(1, through=market.keeper.id)).sums.payable_fen == 6_800


async def _costs(shop, cost_fen, price_fen=6_800):
    sku_id = shop.skus[0][0]
    draft = ProductDraft("明前龙井", (SkuDraft((), price_fen, id=sku_id, cost_fen=cost_fen),))
    await shop.write(
        catalog.update_product, System(shop.tenant, "test"), shop.products[0], draft, version=None
    )
    await shop.tell()


async def test_the_gate_holds_the_lowest_price_with_the_dearest_commission(market):
    """68.00 less the tenth less ten percent commission leaves 54.40: goods of 54.41 have no such band."""
    await save_plan(market.shop)
    await _costs(market.shop, 5_441)
    with pytest.raises(MarginTooThin):
        await market.shop.write(own_prices.set_pricing, market.shop.staff, replace(TENTH_OFF, version=1))
    assert (await market.shop.read(reads.pricing)).version == 1
    await _costs(market.shop, 5_440)
    await market.shop.write(own_prices.set_pricing, market.shop.staff, replace(TENTH_OFF, version=1))


async def test_a_shopkeeper_hears_that_there_is_no_room_and_never_what_goods_cost(market):
    await _costs(market.shop, 6_500)
    with pytest.raises(PriceTooThin) as refused:
        await market.ask(6_200)
    assert refused.value.data["titles"] == "明前龙井"
    assert "6500" not in str(refused.value.data)
    assert "65" not in refused.value.words("zh")
    (sku,) = await market.shop.read(reads.of_picks, market.keeper.id)
    assert sku.own_fen is None


async def test_a_list_price_that_moves_takes_the_band_along(market):
    await market.ask(6_200)
    await _costs(market.shop, None, 6_000)
    assert (await market.quote(1, through=market.keeper.id)).sums.payable_fen == 6_000
    await _costs(market.shop, None, 10_000)
    assert (await market.quote(1, through=market.keeper.id)).sums.payable_fen == 9_000


async def test_a_lower_price_comes_off_its_own_shopkeepers_commission(market):
    await save_plan(market.shop)
    wanted = replace(TENTH_OFF, borne_by="shopkeeper", version=1)
    await market.shop.write(own_prices.set_pricing, market.shop.staff, wanted)
    await market.ask(6_500)
    placed = await market.place(await market.quote(2, through=market.keeper.id))
    await market.shop.tell()
    (known,) = await market.shop.read(commissions.of_order, placed.order_id)
    assert (known.worked_fen, known.amount_fen, known.reason) == (1_300, 700, "own_price")
    await market.ask(6_120)
    placed = await market.place(await market.quote(1, through=market.keeper.id))
    await market.shop.tell()
    (known,) = await market.shop.read(commissions.of_order, placed.order_id)
    assert (known.worked_fen, known.amount_fen, known.reason) == (612, 0, "own_price")


async def test_a_price_that_the_shop_bears_leaves_the_commission_alone(market):
    await save_plan(market.shop)
    await market.ask(6_500)
    placed = await market.place(await market.quote(2, through=market.keeper.id))
    await market.shop.tell()
    (known,) = await market.shop.read(commissions.of_order, placed.order_id)
    assert (known.worked_fen, known.amount_fen, known.reason) == (1_300, 1_300, "")


async def test_what_one_gives_away_never_comes_off_anothers_commission(market):
    """The customer is Anna's and buys through a shop that is cheaper: the shop bears it, as the gate has claimed."""
    await save_plan(market.shop)
    body, _ = await market.shop.keeper("另一家")
    cheaper = await market.shop.principal(body)
    await market.shop.write(micro_shops.set_picks, cheaper, [Picking(market.shop.products[0])])
    wanted = replace(TENTH_OFF, borne_by="shopkeeper", version=1)
    await market.shop.write(own_prices.set_pricing, market.shop.staff, wanted)
    await market.ask(6_200, cheaper)
    placed = await market.place(await market.quote(1, through=cheaper.id))
    await market.shop.tell()
    (known,) = await market.shop.read(commissions.of_order, placed.order_id)
    assert (known.shopkeeper_id, known.amount_fen, known.reason) == (market.keeper.id, 620, "")


async def test_of_a_level_and_a_micro_shop_the_lower_price_counts_and_coupons_come_on_top(market):
    club = Club(market.shop, None, None)
    await market.ask(6_500)
    levels = (
        LevelDraft("银卡", spend_fen=10_000, off_bp=300),
        LevelDraft("金卡", spend_fen=50_000, off_bp=1_000),
    )
    await club.program(levels=levels)
    for rank, payable_fen in ((0, 6_500), (1, 6_120)):
        await club.rank(rank, market.customer)
        assert (await market.quote(1, through=market.keeper.id)).sums.payable_fen == payable_fen
    campaign = await coupons_out(market.shop, off_fen=500, threshold_fen=6_000)
    await collect(market.shop, campaign, market.customer)
    made = await market.quote(1, through=market.keeper.id, using=Using(best=True))
    assert [(one.phase, one.amount_fen) for one in made.sums.adjustments] == [
        ("activity", -300), ("discount", -380), ("coupon", -500),
    ]  # fmt: skip
    placed = await market.place(made)
    assert placed.payable_fen == 5_620
    (sold,) = await market.shop.read(reads.sales, placed.order_id)
    assert sold.off_fen == 300


async def test_a_campaigns_price_replaces_a_micro_shops(market):
    await market.ask(6_200)
    campaign_id = await sale(market.shop, price_fen=6_400)
    made = await market.quote(
        1, through=market.keeper.id, intent=Intent(campaign_id, None), channel=Channel.MINI
    )
    assert [one.amount_fen for one in made.sums.adjustments] == [-400]
    placed = await market.place(made)
    assert (placed.payable_fen, await market.shop.read(reads.sales, placed.order_id)) == (6_400, [])


def test_a_band_of_something_else_than_it_says_is_refused_with_its_place():
    with pytest.raises(BandsWrong) as refused:
        BandIO(scope="sku", scope_id=encode("prd", PRODUCT), lowest_bp=9_000).band(3)
    assert refused.value.field == "bands.3"
