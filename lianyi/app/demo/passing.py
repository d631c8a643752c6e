"""What the demo shop passes on and whose days it keeps: coupons from buyer to friend, brand days past, today and ahead."""

from datetime import datetime, timedelta
from uuid import NAMESPACE_DNS, UUID, uuid5

from lianyi.app.demo import giving, living
from lianyi.app.demo.giving import Giving
from lianyi.app.demo.happenings import Happening
from lianyi.app.demo.living import Life
from lianyi.catalog import queries as catalog
from lianyi.identity.types import Channel, Staff
from lianyi.kit.clock import business_day, day_bounds
from lianyi.kit.ids import encode
from lianyi.promotions import actions as promotions
from lianyi.promotions.plays.social_coupon import actions as social_coupons
from lianyi.promotions.types import CampaignDraft, Marks, SkuDraft

BEGAN, LASTS = timedelta(days=8), timedelta(days=30)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FIRST_BUY = 100  # numbers beyond those of `giving`
# Days from today, brand, its words, (SKU, fen off, quota).
DAYS: tuple[tuple[int, str, str, tuple[tuple[str, int, int | None], ...]], ...] = (
    (-2, "山海陶作", "手作的碗和盘,每一只都不一样", (("TBL-002-A", 8_00, 30), ("TBL-003-A", 5_00, None))),
    (0, "山海茶田", "花茶,当季新采", (("TEA-008-A", 5_00, 40), ("TEA-007-A", 4_00, None))),
    (3, "山海纸品", "写字的人还在", (("PAP-001-A", 5_00, 60), ("PAP-004-A", 3_00, None))),
    (9, "山海居家", "把日子过轻一点", (("HOM-001-A", 8_00, None), ("HOM-005-A", 9_00, 20))),
)  # fmt: skip
BOUGHT_THEN = ((18, "TBL-002-A"), (19, "TBL-002-A"), (23, "TBL-003-A"))
BOUGHT_TODAY = (24, "TEA-008-A")
FRIENDS, EARLIER_FRIEND = (26, 27), 28


def happenings(life: Life, by: Staff, end: datetime) -> list[Happening]:
    """Each with its instant, in the order of time."""
    told = Giving(life, by, bought=FIRST_BUY)
    orders: dict[str, UUID] = {}
    noon = giving.noon_of(end, 2)
    found: list[Happening] = [
        (end - BEGAN, giving.act(_begin, told, end)),
        (end - DAY * 5, giving.act(_buy_alone, told, orders)),
        (end - DAY * 5 + HOUR, giving.act(_pass_on, told, orders, "earlier")),
        (end - DAY * 5 + HOUR * 3, giving.act(_take, told, EARLIER_FRIEND, "earlier")),
    ]
    found += [
        (noon + timedelta(minutes=20 + number), giving.act(_buy_on_day, told, orders, customer, code, "-2"))
        for number, (customer, code) in enumerate(BOUGHT_THEN)
    ]
    found.append((noon + HOUR, giving.act(_pass_on, told, orders, "-2")))
    found += [
        (noon + HOUR * (2 + number), giving.act(_take, told, friend, "-2"))
        for number, friend in enumerate(FRIENDS)
    ]
    lately = end - timedelta(minutes=20)
    if business_day(lately) == business_day(end):
        found.append((lately, giving.act(_buy_on_day, told, orders, *BOUGHT_TODAY, "0")))
    return found


async def _begin(told: Giving, end: datetime) -> None:
    now = told.life.clock.now()
    coupons = CampaignDraft(
        play="coupon", title="朋友券", starts_at=now, ends_at=end + LASTS + DAY, channels=tuple(Channel),
        settings={"kind": "fixed", "off_fen": 4_00, "threshold_fen": 99_00, "take": "granted", "valid_days": 15},
        skus=(), budget_fen=1_000_00,
    )  # fmt: skip
    pays_in = await _published(told, "friends", coupons)
    passing = CampaignDraft(
        play="social_coupon", title="好券送朋友", starts_at=now, ends_at=end + LASTS,
        channels=(Channel.MINI, Channel.H5),
        settings={"pieces": 3, "face_fen": 4_00, "order_from_fen": 30_00, "hours": 72, "pays_in": encode("cmp", pays_in)},
        skus=(), budget_fen=800_00,
    )  # fmt: skip
    await _published(told, "passing", passing)
    today = business_day(end)
    for ahead, brand, headline, shelf in DAYS:
        starts_at, ends_at = day_bounds(today + timedelta(days=ahead))
        draft = CampaignDraft(
            play="brand_day", title=f"{brand}品牌日", starts_at=starts_at, ends_at=ends_at, channels=tuple(Channel),
            settings={"brand": brand, "headline": headline}, skus=await _shelf(told, shelf), pieces_per_person_max=4,
        )  # fmt: skip
        await _published(told, str(ahead), draft)


async def _published(told: Giving, name: str, draft: CampaignDraft) -> UUID:
    life = told.life
    async with life.db.write(life.tenant) as session:
        campaign_id = await promotions.create(session, told.by, draft)
        await promotions.publish(session, told.by, campaign_id)
    told.campaigns[name] = campaign_id
    await life.rest()
    return campaign_id


async def _shelf(told: Giving, shelf: tuple[tuple[str, int, int | None], ...]) -> tuple[SkuDraft, ...]:
    life = told.life
    ids = [life.skus[code] for code, _, _ in shelf]
    async with life.db.read(life.tenant) as session:
        worth = await catalog.worth(session, ids)
    return tuple(
        SkuDraft(sku_id, quota, {"price_fen": worth[sku_id].price_fen - off_fen})
        for sku_id, (_, off_fen, quota) in zip(ids, shelf, strict=True)
    )


async def _buy_alone(told: Giving, orders: dict[str, UUID]) -> None:
    orders["earlier"] = await giving.buy(told, 25, "TEA-001-B", None)


async def _buy_on_day(told: Giving, orders: dict[str, UUID], customer: int, code: str, day: str) -> None:
    order_id = await giving.buy(told, customer, code, day)
    orders.setdefault(day, order_id)


def _phone(customer: int) -> Marks:
    return Marks(uuid5(NAMESPACE_DNS, f"phone-{customer}.demo"))


async def _pass_on(told: Giving, orders: dict[str, UUID], name: str) -> None:
    """Whoever bought passes on; the pack stands by the order's name."""
    life = told.life
    customer = {"earlier": 25, "-2": BOUGHT_THEN[0][0]}[name]
    shopper, _, _ = await living.join(life, customer)
    async with life.db.write(life.tenant) as session:
        pack = await social_coupons.pass_on(session, shopper, Channel.MINI, orders[name], _phone(customer))
    told.campaigns[f"pack {name}"] = pack.id


async def _take(told: Giving, friend: int, name: str) -> None:
    life = told.life
    shopper, _, _ = await living.join(life, friend)
    async with life.db.write(life.tenant) as session:
        pack_id = told.campaigns[f"pack {name}"]
        await social_coupons.claim(session, shopper, Channel.MINI, pack_id, _phone(friend))
    await life.rest()
