"""The micro-shop and the workbench: picks and the pool, words, cover, material, numbers, masked customers, the next task."""

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianyi.catalog import actions as catalog
from lianyi.catalog.types import ProductState
from lianyi.content import actions as content
from lianyi.content import queries as content_reads
from lianyi.content.errors import TargetGone
from lianyi.distribution.actions import arranging, micro_shops, shopkeepers
from lianyi.distribution.actions.micro_shops import Picking
from lianyi.distribution.errors.shopkeepers import MicroShopClosed, NotInPool, PickedTwice, PicksTooMany
from lianyi.distribution.queries import micro_shops as reads
from lianyi.distribution.queries import shopkeepers as keepers
from lianyi.distribution.queries import workbench
from lianyi.distribution.rules import workbench as rules
from lianyi.distribution.types.shopkeepers import JoinSettings, JoinWay, MicroShop
from lianyi.distribution.types.workbench import Health
from lianyi.identity import actions as identity
from lianyi.identity.types import Channel, ConsentKind, System
from lianyi.kit.ids import encode, new_id
from lianyi.rulebook.content import Place, check_text
from lianyi.rulebook.refusal import AgainstTheRules
from lianyi.rulebook.rule import refused
from lianyi.social.types import Sharing, Target
from tests.social.conftest import Body

DOING_WELL = Health(5, 9, 40, 6, 5, 0, 0, 8)


async def selling(shop, nickname="安娜"):
    body, _ = await shop.keeper(nickname)
    return body, await shop.principal(body)


async def picked(shop, keeper):
    return [(one.card.id, one.words) for one in await shop.read(reads.picked, keeper.id)]


async def test_picks_stand_in_their_order_with_their_words(shop):
    await shop.stock_up(3000, 5, title="茉莉花茶")
    _, keeper = await selling(shop)
    first, second = shop.products
    await shop.write(micro_shops.set_picks, keeper, [Picking(second, " 花香 "), Picking(first)])
    assert await picked(shop, keeper) == [(second, "花香"), (first, "")]
    await shop.write(micro_shops.set_picks, keeper, [Picking(first, "回甘")])
    assert await picked(shop, keeper) == [(first, "回甘")]


async def test_refused_picks_change_nothing(shop):
    _, keeper = await selling(shop)
    (product,) = shop.products
    await shop.write(micro_shops.set_picks, keeper, [Picking(product, "好喝")])
    for wish, refusal in (
        ([Picking(product), Picking(product)], PickedTwice),
        ([Picking(new_id())], NotInPool),
        ([Picking(product, "全网第一,国家级")], AgainstTheRules),
        ([Picking(new_id()) for _ in range(51)], PicksTooMany),
    ):
        with pytest.raises(refusal):
            await shop.write(micro_shops.set_picks, keeper, wish)
        assert await picked(shop, keeper) == [(product, "好喝")]


async def test_a_chosen_pool_is_all_that_may_be_picked(shop):
    await shop.stock_up(3000, 5, title="茉莉花茶")
    _, keeper = await selling(shop)
    inside, outside = shop.products
    await shop.write(micro_shops.set_picks, keeper, [Picking(outside)])
    await shop.write(arranging.set_pool, shop.staff, [inside])
    settings = await shop.read(keepers.join_settings)
    await shop.write(
        arranging.set_join,
        shop.staff,
        JoinSettings((JoinWay.EVERYONE,), pool_all=False, version=settings.version),
    )
    await shop.write(
        micro_shops.set_picks, keeper, [Picking(outside), Picking(inside)]
    )  # what stood there stays
    await shop.write(micro_shops.set_picks, keeper, [])
    with pytest.raises(NotInPool):
        await shop.write(micro_shops.set_picks, keeper, [Picking(outside)])
    for query in ("", "茶", "茉莉"):
        found = [card.id for card in await shop.read(reads.pool_cards, query, 10)]
        assert outside not in found
    with pytest.raises(NotInPool):
        row = await shop.read(keepers.keeper, keeper.id)
        await shop.read(reads.material, row, outside)


async def test_everybody_sees_a_micro_shop_while_it_is_open(shop):
    _, keeper = await selling(shop)
    (product,) = shop.products
    words = MicroShop("安娜的茶", "只推荐自己喝的", "在茶乡长大", product)
    await shop.write(micro_shops.set_shop, keeper, words)
    await shop.write(micro_shops.set_picks, keeper, [Picking(product, "每天一杯")])
    page = await shop.read(reads.page, keeper.id)
    assert (page.keeper.shop_name, page.keeper.persona, [one.words for one in page.goods]) == (
        "安娜的茶", "在茶乡长大", ["每天一杯"],
    )  # fmt: skip
    await shop.write(catalog.set_shelf, System(shop.tenant, "test"), [product], ProductState.OFF_SHELF)
    assert (await shop.read(reads.page, keeper.id)).goods == []
    await shop.write(shopkeepers.suspend, shop.staff, keeper.id, "核实", None)
    for closed in (keeper.id, new_id()):
        with pytest.raises(MicroShopClosed):
            await shop.read(reads.page, closed)


async def test_words_that_may_not_be_published_leave_the_shop_as_it_was(shop):
    _, keeper = await selling(shop)
    with pytest.raises(AgainstTheRules):
        await shop.write(micro_shops.set_shop, keeper, MicroShop(shop_words="加入我的团队,躺着赚"))
    assert (await shop.read(keepers.keeper, keeper.id)).shop_words == ""


async def test_material_holds_own_words_first_and_nothing_that_may_not_be_published(shop):
    _, keeper = await selling(shop)
    (product,) = shop.products
    await shop.write(micro_shops.set_picks, keeper, [Picking(product, "我家每天喝")])
    row = await shop.read(keepers.keeper, keeper.id)
    found = await shop.read(reads.material, row, product)
    assert found.words[0] == "我家每天喝"
    assert len(found.words) > 2
    today = shop.db.clock.now().date()
    for text in found.words:
        assert refused(check_text(text, Place.SHARE, today)) == ()


# -- the workbench -------------------------------------------------------------------------------------------------


async def test_the_workbench_counts_what_came_by_the_shopkeeper(shop, clock):
    body, keeper = await selling(shop)
    await shop.came(Body(uuid4(), shop.shopper.person), body)
    order = await shop.place(1)
    await shop.tell()
    found = await shop.read(workbench.workbench, keeper)
    today = found.spans[0]
    assert (today.days, today.visits, today.visitors, today.orders, today.customers) == (1, 1, 1, 1, 1)
    assert [one.standing.id for one in found.unpaid] == [order.id]
    assert found.unpaid[0].customer == "林**"
    await shop.pay(order.id)
    clock.advance(timedelta(days=8))
    found = await shop.read(workbench.workbench, keeper)
    assert [(span.days, span.orders, span.visits) for span in found.spans] == [
        (1, 0, 0),
        (7, 0, 0),
        (30, 1, 1),
    ]
    assert (found.unpaid, found.health.paid_orders, found.health.refund_rate_bp) == ([], 1, 0)


async def test_a_customer_is_named_only_with_consent_and_by_what_this_shopkeeper_brought(shop, clock):
    body, keeper = await selling(shop)
    await shop.pay((await shop.place(1)).id)  # before anybody brought them: nobody's business
    clock.advance(timedelta(minutes=1))
    await shop.came(Body(uuid4(), shop.shopper.person), body)
    (customer,) = await shop.read(workbench.customers_of, keeper.id, None, 10)
    assert (customer.name, customer.is_named, customer.orders, customer.paid_fen) == ("林**", False, 0, 0)
    clock.advance(timedelta(minutes=1))
    await shop.pay((await shop.place(1)).id)
    await shop.write(
        identity.set_consent, shop.shopper, ConsentKind.SHOWN_TO_SHARER, 1, granted=True, channel="mini"
    )
    (customer,) = await shop.read(workbench.customers_of, keeper.id, None, 10)
    assert (customer.name, customer.is_named, customer.orders, customer.paid_fen) == ("林晓", True, 1, 6800)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"picks": 0}, "pick"),
        ({"is_introduced": False}, "introduce"),
        ({"unpaid": 2}, "remind"),
        ({"refund_rate_bp": 2500}, "returns"),
        ({"shares_this_week": 0}, "share"),
        ({"visits": 0}, "words"),
        ({}, "thank"),
    ],
)
def test_the_next_task_is_the_one_that_helps_most(change, code):
    health = {name: value for name, value in change.items() if hasattr(DOING_WELL, name)}
    around = {"is_introduced": True, "unpaid": 0, "shares_this_week": 2}
    around |= {name: value for name, value in change.items() if name in around}
    values = {name: getattr(DOING_WELL, name) for name in Health.__dataclass_fields__} | health
    assert rules.next_task(Health(**values), **around).code == code


@given(st.text(max_size=30))
def test_a_masked_name_gives_away_one_letter_at_most(nickname):
    shown = rules.masked(nickname)
    assert shown == rules.A_CUSTOMER or (shown[0] == nickname.strip()[0] and shown[1:] == rules.MASK)


# -- cards and posters ---------------------------------------------------------------------------------------------


async def test_a_micro_shop_travels_with_its_own_words_and_binds_who_opens_it(shop):
    body, keeper = await selling(shop)
    await shop.write(micro_shops.set_shop, keeper, MicroShop("安娜的茶", "只推荐自己喝的"))
    sharing = Sharing(body.device, body.person, Target("micro_shop", keeper.id), None, Channel.MINI)
    words = await shop.write(content.share, sharing)
    assert (words.title, words.description) == ("安娜的茶", "只推荐自己喝的")
    assert words.mini_path.startswith(f"distribution/shop/index?id={encode('shk', keeper.id)}")
    ben = await shop.someone("小贝")
    await shop.friends.open(ben, words.share)
    await shop.tell()
    assert await shop.owner(ben) == keeper.id
    await shop.write(shopkeepers.suspend, shop.staff, keeper.id, "核实", None)
    with pytest.raises(TargetGone):
        await shop.write(content.share, sharing)
    page, _ = await shop.read(content_reads.page_behind, words.scene)
    assert page == "pages/home/index"
