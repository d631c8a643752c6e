"""What the demo shop gives in its last days: coupons, a check-in, a flash sale at all hours; and who used them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from lianyi.app.demo import living
from lianyi.app.demo.happenings import Happening
from lianyi.app.demo.living import Bought, Life
from lianyi.app.demo.month import Errand
from lianyi.catalog import queries as catalog
from lianyi.checkout import actions as checkout
from lianyi.checkout.types import Using, Want
from lianyi.identity.types import Channel, Staff
from lianyi.kit.db import Session
from lianyi.kit.ids import encode
from lianyi.promotions import actions as promotions
from lianyi.promotions.plays.check_in import actions as check_ins
from lianyi.promotions.plays.coupon import actions as coupons
from lianyi.promotions.types import CampaignDraft, Intent, SkuDraft

BEGAN = timedelta(days=9)
LASTS = timedelta(days=40)
FIRST_ERRAND = 10_000  # numbers of their own, beyond the month's errands
COLLECTED_BY = range(4, 22)
CHECKED_IN_BY = range(2, 10)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SLOTS = [
    {"starts": f"{hour:02}:00", "minutes": minutes}
    for hour, minutes in ((0, 480), (8, 240), (12, 240), (16, 240), (20, 240))
]
FLASH = (("TBL-004-A", 10_00, 20), ("TEA-001-B", 12_00, 10))  # SKU, fen off, pieces a slot
COUPON_BUYS = ((4, "TEA-001-B", 4.2), (7, "TBL-004-A", 3.1), (9, "TEA-001-B", 1.6))
FLASH_BUYS = ((14, "TBL-004-A", 2), (15, "TBL-004-A", 2), (16, "TEA-001-B", 1), (17, "TBL-004-A", 0))


@dataclass
class Giving:
    """The campaigns by a name of ours."""

    life: Life
    by: Staff
    campaigns: dict[str, UUID] = field(default_factory=dict)
    bought: int = 0


def happenings(life: Life, by: Staff, end: datetime) -> list[Happening]:
    """Each with its instant, in the order of time."""
    giving = Giving(life, by)
    since = end - BEGAN
    found: list[Happening] = [(since, act(_begin, giving, end))]
    found += [
        (since + HOUR * (2 + 5 * number), act(_collect, giving, customer))
        for number, customer in enumerate(COLLECTED_BY)
    ]
    for day in range(BEGAN.days):
        at = since + HOUR * 3 + DAY * day
        # one comes every day, others skip some
        found += [
            (at + timedelta(minutes=customer), act(_check_in, giving, customer))
            for customer in CHECKED_IN_BY
            if (day + customer) % (customer + 1) != 1
        ]
    found += [(end - DAY * ago, act(buy, giving, customer, sku, None)) for customer, sku, ago in COUPON_BUYS]
    found += [
        (noon_of(end, ago) + timedelta(minutes=3 + number), act(buy, giving, customer, sku, "flash"))
        for number, (customer, sku, ago) in enumerate(FLASH_BUYS)
        if noon_of(end, ago) + timedelta(minutes=10) < end
    ]
    return sorted(found, key=_instant)


def _instant(one: Happening) -> datetime:
    return one[0]


def act(verb: Callable[..., Awaitable[object]], *given: object) -> Callable[[], Awaitable[None]]:
    """A verb of ours as a happening."""

    async def done() -> None:
        await verb(*given)

    return done


def noon_of(end: datetime, days_ago: int) -> datetime:
    """Noon of a day, by the shop's clock: four in the morning of UTC."""
    return (end - DAY * days_ago).replace(hour=4, minute=0, second=0, microsecond=0)


async def _begin(giving: Giving, end: datetime) -> None:
    await _publish(
        giving, "collect", "coupon", "初夏满减", end,
        {"kind": "fixed", "off_fen": 5_00, "threshold_fen": 100_00, "total": 300, "valid_days": 15}, 1_500_00,
    )  # fmt: skip
    await _publish(
        giving, "code", "coupon", "老客口令券", end,
        {"kind": "percent", "rate_bp": 500, "cap_fen": 10_00, "threshold_fen": 80_00, "take": "code",
         "code_word": "山海有信", "valid_days": 30}, 1_000_00,
    )  # fmt: skip
    await _publish(
        giving, "rewards", "coupon", "签到券", end + DAY,
        {"kind": "fixed", "off_fen": 4_50, "threshold_fen": 90_00, "take": "granted", "valid_days": 15}, 2_000_00,
    )  # fmt: skip
    await _publish(
        giving, "check_in", "check_in", "天天签到", end,
        {"pays_in": encode("cmp", giving.campaigns["rewards"]), "make_up_max": 2}, 1_500_00,
    )  # fmt: skip
    await _publish(
        giving, "flash", "flash_sale", "整点秒杀", end, {"slots": SLOTS, "pay_minutes": 15}, 3_000_00
    )
    await _plan(giving, end)


async def _plan(giving: Giving, end: datetime) -> None:
    """A second sale of the same goods and a check-in in points, still drafts: the calendar shows what would meet."""
    async with giving.life.db.write(giving.life.tenant) as session:
        draft = CampaignDraft(
            play="flash_sale", title="周末加场秒杀", starts_at=end + DAY, ends_at=end + DAY * 4, channels=tuple(Channel),
            settings={"slots": SLOTS, "pay_minutes": 15}, skus=await _shelf(giving, session), budget_fen=1_000_00,
        )  # fmt: skip
        await promotions.create(session, giving.by, draft)
        curve = [{"day": day, "points": points} for day, points in ((1, 20), (2, 10), (7, 50))]
        points = CampaignDraft(
            play="check_in", title="积分签到", starts_at=end + LASTS, ends_at=end + LASTS + DAY * 30,
            channels=tuple(Channel), skus=(), budget_fen=500_00,
            settings={"paid_as": "points", "rewards": curve, "other_points": 5, "other_fen": None, "make_up_max": 2},
        )  # fmt: skip
        await promotions.create(session, giving.by, points)


async def _publish(
    giving: Giving,
    name: str,
    play: str,
    title: str,
    end: datetime,
    settings: dict[str, object],
    budget_fen: int,
) -> None:
    life = giving.life
    async with life.db.write(life.tenant) as session:
        shelf = await _shelf(giving, session) if play == "flash_sale" else ()
        draft = CampaignDraft(
            play=play, title=title, starts_at=session.now, ends_at=end + LASTS, channels=tuple(Channel),
            settings=settings, skus=shelf, budget_fen=budget_fen,
        )  # fmt: skip
        giving.campaigns[name] = await promotions.create(session, giving.by, draft)
        await promotions.publish(session, giving.by, giving.campaigns[name])
    await life.rest()


async def _shelf(giving: Giving, session: Session) -> tuple[SkuDraft, ...]:
    ids = {code: giving.life.skus[code] for code, _, _ in FLASH}
    worth = await catalog.worth(session, list(ids.values()))
    return tuple(
        SkuDraft(ids[code], None, {"price_fen": worth[ids[code]].price_fen - off_fen, "slot_quota": quota})
        for code, off_fen, quota in FLASH
    )


async def _collect(giving: Giving, customer: int) -> None:
    life = giving.life
    shopper, _, _ = await living.join(life, customer)
    async with life.db.write(life.tenant) as session:
        await coupons.collect(session, shopper, Channel.MINI, giving.campaigns["collect"])
        if customer % 3 == 0:
            await coupons.redeem(session, shopper, Channel.MINI, "山海有信")


async def _check_in(giving: Giving, customer: int) -> None:
    life = giving.life
    shopper, _, _ = await living.join(life, customer)
    async with life.db.write(life.tenant) as session:
        await check_ins.check_in(session, shopper, Channel.MINI, giving.campaigns["check_in"])
        if customer == CHECKED_IN_BY[-1]:  # one of those who skip days asks to be reminded of the next
            await check_ins.remind_me(session, shopper, Channel.MINI, giving.campaigns["check_in"])


async def buy(giving: Giving, customer: int, code: str, campaign: str | None) -> UUID:
    """Two pieces with the best coupon, or one in a campaign; paid at once. Answers the order."""
    life = giving.life
    shopper, address, _ = await living.join(life, customer)
    intent = Intent(giving.campaigns[campaign]) if campaign else None
    wants = [Want(life.skus[code], 1 if intent else 2)]
    async with life.db.write(life.tenant) as session:
        quote = await checkout.quote(
            session,
            shopper,
            "direct",
            wants,
            address,
            intent=intent,
            using=Using(best=True),
            channel=Channel.MINI,
        )
        placed = await checkout.place_order(
            session, shopper, quote.id, address, note="",
            confirmed_sku_ids=[line.sku_id for line in quote.sums.lines if line.needs_no_return_confirmation],
            expected_payable_fen=quote.sums.payable_fen, channel=Channel.MINI,
        )  # fmt: skip
    giving.bought += 1
    number = FIRST_ERRAND + giving.bought
    errand = Errand(customer, ((code, wants[0].quantity),), False, "", "usual", ())
    await living.VERBS["pay"](life, Bought(number, errand, shopper, placed.order_id))
    await life.rest()
    return placed.order_id
