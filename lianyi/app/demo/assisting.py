"""What friends do for one another in the demo shop's last days: runs that were full, ordered, missed, and under way."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import NAMESPACE_DNS, UUID, uuid5

from lianyi.app.demo import living
from lianyi.app.demo.happenings import Happening
from lianyi.app.demo.living import Life
from lianyi.catalog import queries as catalog
from lianyi.identity.types import Channel, Staff
from lianyi.kit.ids import encode
from lianyi.promotions import actions as promotions
from lianyi.promotions.plays.assist import actions as assists
from lianyi.promotions.types import CampaignDraft, Intent, Marks, SkuDraft

BEGAN, LASTS = timedelta(days=6), timedelta(days=30)
HOUR = timedelta(hours=1)
FIRST_ERRAND = 20_000  # numbers of their own, beyond the month's errands and what was given
SKU, OFF_FEN = "TBL-004-A", 10_00
CHANNELS = (Channel.MINI, Channel.H5)
# (hours before the end, whose run, which campaign, friends who help one hour after another, whether it is ordered)
RUNS = (
    (100, 6, "goods", (10, 11, 12), True),
    (90, 9, "goods", (10,), False),
    (70, 5, "coupon", (13, 14), False),
    (20, 3, "goods", (15, 16, 17), False),
    (8, 8, "goods", (11, 12), False),
    (5, 4, "coupon", (16,), False),
)


@dataclass
class Assisting:
    """The campaigns and runs by names of ours."""

    life: Life
    by: Staff
    campaigns: dict[str, UUID] = field(default_factory=dict)
    runs: dict[int, UUID] = field(default_factory=dict)


def happenings(life: Life, by: Staff, end: datetime) -> list[Happening]:
    """Each with its instant, in the order of time."""
    story = Assisting(life, by)
    found: list[Happening] = [(end - BEGAN, _act(_begin, story, end))]
    for hours, owner, campaign, friends, ordered in RUNS:
        at = end - HOUR * hours
        found.append((at, _act(_open, story, owner, campaign)))
        found += [
            (at + HOUR * (number + 1), _act(_help, story, owner, friend))
            for number, friend in enumerate(friends)
        ]
        if ordered:
            found.append((at + HOUR * (len(friends) + 1), _act(_order, story, owner)))
    return sorted(found, key=_instant)


def _instant(one: Happening) -> datetime:
    return one[0]


def _act(verb: Callable[..., Awaitable[None]], *given: object) -> Callable[[], Awaitable[None]]:
    return lambda: verb(*given)


def _phone(customer: int) -> Marks:
    return Marks(uuid5(NAMESPACE_DNS, f"phone-{customer}.demo"))


async def _begin(story: Assisting, end: datetime) -> None:
    life, sku_id = story.life, story.life.skus[SKU]
    async with life.db.read(life.tenant) as session:
        price_fen = (await catalog.worth(session, [sku_id]))[sku_id].price_fen
    pays = await _publish(
        story, "pays", "coupon", "助力券", end + BEGAN,
        {"kind": "fixed", "off_fen": 5_00, "threshold_fen": 80_00, "take": "granted", "valid_days": 15}, 1_000_00,
    )  # fmt: skip
    await _publish(
        story, "goods", "assist", "三位好友帮你省", end,
        {"people": 3, "hours": 24, "use_hours": 48, "helps_per_person_max": 3}, 500_00,
        (SkuDraft(sku_id, 20, {"price_fen": price_fen - OFF_FEN}),),
    )  # fmt: skip
    paid_in = encode("cmp", pays)
    await _publish(
        story, "coupon", "assist", "请两位好友,得 5 元券", end,
        {"reward": "coupon", "people": 2, "coupon_fen": 5_00, "coupon_in": paid_in, "helper_fen": 1_00,
         "helper_in": paid_in}, 300_00,
    )  # fmt: skip


async def _publish(
    story: Assisting, name: str, play: str, title: str, end: datetime, settings: dict[str, object], budget_fen: int,
    shelf: tuple[SkuDraft, ...] = (),
) -> UUID:  # fmt: skip
    life = story.life
    async with life.db.write(life.tenant) as session:
        draft = CampaignDraft(
            play=play, title=title, starts_at=session.now, ends_at=end + LASTS, channels=CHANNELS,
            settings=settings, skus=shelf, budget_fen=budget_fen,
        )  # fmt: skip
        story.campaigns[name] = await promotions.create(session, story.by, draft)
        await promotions.publish(session, story.by, story.campaigns[name])
    await life.rest()
    return story.campaigns[name]


async def _open(story: Assisting, owner: int, campaign: str) -> None:
    life = story.life
    shopper, _, _ = await living.join(life, owner)
    async with life.db.write(life.tenant) as session:
        story.runs[owner] = await assists.open_run(
            session, shopper, Channel.MINI, _phone(owner), story.campaigns[campaign],
            None if campaign == "coupon" else life.skus[SKU],
        )  # fmt: skip


async def _help(story: Assisting, owner: int, friend: int) -> None:
    life = story.life
    shopper, _, _ = await living.join(life, friend)
    async with life.db.write(life.tenant) as session:
        await assists.help_run(
            session, shopper, Channel.MINI, story.runs[owner], _phone(friend), with_coupon=True
        )
    await life.rest()


async def _order(story: Assisting, owner: int) -> None:
    """What was unlocked is ordered and paid at once."""
    intent = Intent(story.campaigns["goods"], story.runs[owner])
    await living.buy_in(story.life, owner, SKU, intent, FIRST_ERRAND + owner)
