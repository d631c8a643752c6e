"""Customers of the demo shop who sell: how they joined, their micro-shops, who came by their shares, one appeal."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from lianyi.app.demo import living
from lianyi.app.demo.doors import MINI_AGENT
from lianyi.app.demo.living import Life
from lianyi.catalog import queries as catalog
from lianyi.distribution.actions import arranging, disputes, micro_shops, own_prices, shopkeepers
from lianyi.distribution.actions.correcting import MOVABLE
from lianyi.distribution.actions.micro_shops import Picking
from lianyi.distribution.actions.shopkeepers import Application
from lianyi.distribution.queries import commissions
from lianyi.distribution.queries import own_prices as prices
from lianyi.distribution.queries import shopkeepers as reads
from lianyi.distribution.types.own_prices import Band, Pricing
from lianyi.distribution.types.plans import PlanDraft, Rule
from lianyi.distribution.types.shopkeepers import Grade, JoinSettings, JoinWay, MicroShop, Shopkeeper
from lianyi.identity import actions as identity
from lianyi.identity.types import Channel, Staff
from lianyi.kit import wire
from lianyi.orders import queries as orders
from lianyi.social import actions as social
from lianyi.social.types import Share, Sharing, Target, Visiting

CARD, CODE = 1007, 1047  # WeChat's scenes: a card in a chat, a scanned code
RATE_BP = 1000
FREEZE_DAYS = 7
PRICED, LOWEST_BP = "TEA-006", 9500  # one of the first seller's goods may be sold a twentieth cheaper
AGREEMENT_ZH = (
    "一、加入免费,无需缴纳任何费用,也无需购买任何商品,随时可以退出。\n二、佣金只来自本人分享带来的成交,按下单时的佣金方案"
    "计算;退款按比例扣回。邀请他人成为店主没有任何报酬。\n三、商品由店铺发货并承担售后,价格以商品页为准。推荐的话要真实。"
)
AGREEMENT_EN = (
    "1. Joining is free, asks for no purchase and may be ended at any time.\n2. Commission comes from sales of one's own"
    " shares alone, by the plan at ordering; refunds take it back in proportion. Inviting others pays nothing.\n3. The shop"
    " ships and serves at the prices of its pages. What one recommends must be true."
)


@dataclass(frozen=True)
class Seller:
    """A customer who sells. `days_ago`: when they applied; `came`: (customer, days ago, by a scanned code)."""

    customer: int
    days_ago: float
    name: str
    words: str
    persona: str
    picks: tuple[tuple[str, str], ...]
    came: tuple[tuple[int, float, bool], ...]


SELLERS = (
    Seller(
        8, 27.0, "南山的茶桌", "只放自己常喝的几样茶。", "喝茶二十年,爱收老壶。",
        (("TEA-003", "炭火气收得好,午后泡一壶。"), ("TEA-006", "放了三年,煮着喝更甜。"), ("TBL-005", "养了半年,温润了。")),
        ((15, 26.0, False), (21, 25.5, False), (16, 20.0, True), (33, 9.0, False)),
    ),
    Seller(
        17, 26.0, "老张的厨房", "厨房里用得着的东西。", "做饭三十年。",
        (
            ("PAN-001", "炒青菜只放它和盐。"), ("PAN-003", "凉拌也香。"), ("GRN-001", "新米,少放一点水。"),
            ("TBL-008", "沉,不滑。"),
        ),
        ((4, 25.0, False), (11, 24.0, False), (24, 23.0, True), (35, 12.0, False), (15, 3.0, False)),
    ),
    Seller(
        22, 12.0, "一棵树的小食柜", "给孩子和自己备的零食。", "两个孩子的爸爸。",
        (("SNK-001", "皮薄,孩子自己能剥。"), ("SNK-004", "不齁甜。")), ((28, 10.0, False), (30, 8.0, True)),
    ),
)  # fmt: skip
WAITING, WAITING_WORDS = 37, "我在小区里常组织团购,想推荐店里的米和油。"
REVIEWED_AFTER = timedelta(hours=5)
APPEALED = timedelta(hours=30)
LINES_LOOKED_AT = 50
Happening = tuple[datetime, Callable[[], Awaitable[None]]]


@dataclass
class Trade:
    """What the happenings hand on to each other."""

    life: Life
    owner: Staff
    staff: Staff
    shares: dict[int, Share] = field(default_factory=dict)


def happenings(life: Life, owner: Staff, staff: Staff, end: datetime) -> list[Happening]:
    """Each with its instant; whose orders they bring, the month's own errands decide."""
    trade = Trade(life, owner, staff)
    found: list[Happening] = [
        (end - timedelta(days=28), lambda: _open(trade)),
        (end - timedelta(hours=9), lambda: _apply(trade, WAITING, WAITING_WORDS)),
        (end - APPEALED, lambda: _appeal(trade, SELLERS[0])),
        (end - APPEALED, lambda: _appeal_order(trade, SELLERS[0], SELLERS[1])),
        (end - timedelta(days=4), lambda: _answered(trade, SELLERS[1], 24)),
    ]
    for seller in SELLERS:
        applied_at = end - timedelta(days=seller.days_ago)
        found.append((applied_at, _bound(_apply, trade, seller.customer, seller.words)))
        found.append((applied_at + REVIEWED_AFTER, _bound(_begin, trade, seller)))
        found += [
            (end - timedelta(days=days), _bound(_come, trade, seller, customer, by_code))
            for customer, days, by_code in seller.came
        ]
    return found


def _bound(verb: Callable[..., Awaitable[None]], *given: object) -> Callable[[], Awaitable[None]]:
    async def happen() -> None:
        await verb(*given)

    return happen


async def _open(trade: Trade) -> None:
    """The shop takes people on, by application, and promises a tenth of what is paid for some goods."""
    life = trade.life
    grades = (Grade("店主"), Grade("资深店主", 2_000_00))
    settings = JoinSettings((JoinWay.APPLICATION, JoinWay.INVITATION), 0, grades=grades)
    async with life.db.write(life.tenant) as session:
        await arranging.publish_agreement(session, trade.staff, AGREEMENT_ZH, AGREEMENT_EN)
        await arranging.set_join(session, trade.staff, settings)
    async with life.db.write(life.tenant) as session:
        codes = sorted({code for seller in SELLERS for code, _ in seller.picks})
        products = [await catalog.product_of(session, life.skus[f"{code}-A"]) for code in codes]
        draft = PlanDraft(
            effective_at=session.now, base="paid", freeze_days=FREEZE_DAYS, order_share_bp=3000, margin_share_bp=5000,
            fulfilment_fen=0, reserve_bp=0, target_bp=0, rules=tuple(Rule("product", one, RATE_BP) for one in products),
            note="开始招募店主",
        )  # fmt: skip
        # As two people agreed: nobody in this shop has a second factor yet, and its story is not about that.
        plan = {"draft": wire.plain(draft), "seen_version": 0}
        await identity.ACTS["commission_plan.saved"].execute(session, trade.owner, plan)
    async with life.db.write(life.tenant) as session:
        priced = await catalog.product_of(session, life.skus[f"{PRICED}-A"])
        bands = (Band("product", priced, LOWEST_BP),)
        wanted = Pricing(open=True, borne_by="shopkeeper", accept_unknown_cost=True, bands=bands)
        await own_prices.set_pricing(session, trade.staff, wanted)
    await life.rest()


async def _apply(trade: Trade, customer: int, words: str) -> None:
    life = trade.life
    shopper, _, _ = await living.join(life, customer)
    async with life.db.write(life.tenant) as session:
        await shopkeepers.join(session, shopper, Application(1, is_adult=True, words=words))
    await life.rest()


async def _begin(trade: Trade, seller: Seller) -> None:
    """Taken on; the micro-shop is filled and shared."""
    life = trade.life
    keeper = await _keeper(trade, seller, approve=True)
    async with life.db.write(life.tenant) as session:
        products = [await catalog.product_of(session, life.skus[f"{code}-A"]) for code, _ in seller.picks]
        await micro_shops.set_shop(
            session, keeper, MicroShop(seller.name, seller.words, seller.persona, products[0])
        )
        picking = [Picking(one, words) for one, (_, words) in zip(products, seller.picks, strict=True)]
        await micro_shops.set_picks(session, keeper, picking)
        if PRICED in dict(seller.picks):
            (priced, *_) = await prices.of_picks(
                session, keeper.id, [await catalog.product_of(session, life.skus[f"{PRICED}-A"])]
            )
            await own_prices.set_prices(session, keeper, {priced.sku_id: priced.lowest_fen})
    async with life.db.write(life.tenant) as session:
        sharing = Sharing(None, keeper.person, Target("micro_shop", keeper.id), None, Channel.MINI)
        trade.shares[seller.customer] = await social.share(session, sharing)
    await life.rest()


async def _keeper(trade: Trade, seller: Seller, *, approve: bool = False) -> Shopkeeper:
    life = trade.life
    shopper, _, _ = await living.join(life, seller.customer)
    async with life.db.write(life.tenant) as session:
        if approve:
            row = await reads.keeper_of_person(session, shopper.person)
            assert row is not None
            await shopkeepers.review(session, trade.staff, row.id, approve=True, words="欢迎加入")
        keeper = await reads.principal(session, shopper)
    assert keeper is not None
    return keeper


async def _come(trade: Trade, seller: Seller, customer: int, by_code: bool) -> None:
    """A customer opens the card, or scans the code, on their own phone."""
    life, share = trade.life, trade.shares[seller.customer]
    shopper, _, _ = await living.join(life, customer)
    device = uuid5(UUID(int=customer), "phone")
    async with life.db.write(life.tenant) as session:
        scene = CODE if by_code else CARD
        visiting = Visiting(share.token, device, shopper.person, scene, Channel.MINI, MINI_AGENT)
        await social.visit(session, visiting)
    await life.rest()


async def _appeal(trade: Trade, seller: Seller) -> None:
    """One of their customers went by another's share later; they ask the shop to look at it."""
    life = trade.life
    keeper = await _keeper(trade, seller)
    shopper, _, _ = await living.join(life, 15)
    async with life.db.write(life.tenant) as session:
        asked = disputes.Appeal("她一直是看我的推荐来的,最近那次是误点。", person_id=shopper.person)
        await disputes.appeal(session, keeper, asked)
    await life.rest()


async def _appeal_order(trade: Trade, seller: Seller, other: Seller) -> None:
    """And about the newest order that still pays another one, by the number that its customer told them."""
    life = trade.life
    keeper, theirs = await _keeper(trade, seller), await _keeper(trade, other)
    async with life.db.write(life.tenant) as session:
        earning = await commissions.of_places(session, [theirs.id], None, None, LINES_LOOKED_AT)
        order_id = next((one.order_id for one in earning if one.state in MOVABLE and one.left_fen), None)
        if order_id is not None:
            number = (await orders.order(session, order_id)).number
            await disputes.appeal(session, keeper, disputes.Appeal("这一单是照着我发的清单下的。", number))
    await life.rest()


async def _answered(trade: Trade, seller: Seller, customer: int) -> None:
    """One that the staff have looked at, and declined with a word."""
    life = trade.life
    keeper = await _keeper(trade, seller)
    shopper, _, _ = await living.join(life, customer)
    async with life.db.write(life.tenant) as session:
        asked = disputes.Appeal("她说打开过别人的分享,还算我的顾客吗?", person_id=shopper.person)
        made = await disputes.appeal(session, keeper, asked)
        reply = "看过记录:她一直是您的顾客,没有被别人带走。"
        await disputes.answer(session, trade.staff, made.id, uphold=False, reply=reply)
    await life.rest()
