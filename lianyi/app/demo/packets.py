"""Red packets of the demo shop's last days: buyers share theirs, a weekly day for everybody, one weekly day in money."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import NAMESPACE_DNS, UUID, uuid5

from lianyi.app.demo import living
from lianyi.app.demo.happenings import Happening
from lianyi.app.demo.living import Life
from lianyi.identity import actions as identity
from lianyi.identity.types import Channel, Staff
from lianyi.kit.clock import business_day
from lianyi.kit.errors import Refusal
from lianyi.kit.ids import encode
from lianyi.promotions import actions as promotions
from lianyi.promotions.plays.red_packet import actions as packets
from lianyi.promotions.plays.red_packet import queries as packet_reads
from lianyi.promotions.types import CampaignDraft, Marks

BEGAN, LASTS = timedelta(days=8), timedelta(days=40)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TAKEN_AGO = (6, 4, 2, 1)  # days ago on which friends take parts of what buyers had then
FRIENDS = range(6, 13)
WEEKLY_BY = range(3, 9)
CASH_BY = range(5, 8)
CASH_DAY_FEN = 500_00


@dataclass
class Packets:
    """The campaigns by a name of ours."""

    life: Life
    by: Staff
    owner: Staff
    campaigns: dict[str, UUID] = field(default_factory=dict)


def happenings(life: Life, by: Staff, owner: Staff, end: datetime) -> list[Happening]:
    """Each with its instant, in the order of time."""
    mine = Packets(life, by, owner)
    found: list[Happening] = [(end - BEGAN, _act(_begin, mine, end))]
    found += [(end - DAY * ago + HOUR, _act(_share, mine)) for ago in TAKEN_AGO]
    # in the last half hour, so that the shop's visitors find the day still on
    for name, people in (("weekly", WEEKLY_BY), ("cash", CASH_BY)):
        found += [
            (end - HOUR // 2 + timedelta(minutes=customer), _act(_weekly, mine, name, customer))
            for customer in people
        ]
    return sorted(found, key=_instant)


def _instant(one: Happening) -> datetime:
    return one[0]


def _act(verb: Callable[..., Awaitable[None]], *given: object) -> Callable[[], Awaitable[None]]:
    return lambda: verb(*given)


async def _begin(mine: Packets, end: datetime) -> None:
    life, weekday = mine.life, str(business_day(end).isoweekday())
    async with life.db.write(life.tenant) as session:
        # As two people agreed: nobody in this shop has a second factor yet.
        await identity.ACTS["cash_prizes.limit"].execute(session, mine.owner, {"day_fen": CASH_DAY_FEN})
    # a twentieth at most, as the other coupons of this shop: they never come together, so the floor holds as before
    coupons = {"kind": "fixed", "off_fen": 5_00, "threshold_fen": 100_00, "take": "granted", "valid_days": 10}
    await _publish(mine, "coupons", "coupon", "红包券", end + DAY, coupons, 3_000_00)
    pays_in = encode("cmp", mine.campaigns["coupons"])
    shared = {
        "pays_in": pays_in,
        "fen": 3_00,
        "parts": 4,
        "min_paid_fen": 50_00,
        "hours": 48,
        "day_fen": 300_00,
    }
    await _publish(mine, "shared", "red_packet", "下单红包", end, shared, 2_000_00)
    weekly = {"opens": "weekly", "weekday": weekday, "split": "own", "fen": 2_00, "day_fen": 300_00}
    await _publish(mine, "weekly", "red_packet", "会员红包日", end, weekly | {"pays_in": pays_in}, 500_00)
    await _publish(mine, "cash", "red_packet", "现金红包日", end, weekly | {"pays": "cash"}, 200_00)


async def _publish(
    mine: Packets,
    name: str,
    play: str,
    title: str,
    end: datetime,
    settings: dict[str, object],
    budget_fen: int,
) -> None:
    life = mine.life
    shared = settings.get("opens", "purchase") == "purchase" and play != "coupon"
    channels = (Channel.MINI, Channel.H5) if shared else tuple(Channel)
    async with life.db.write(life.tenant) as session:
        draft = CampaignDraft(
            play=play, title=title, starts_at=session.now, ends_at=end + LASTS, channels=channels, settings=settings,
            skus=(), budget_fen=budget_fen,
        )  # fmt: skip
        mine.campaigns[name] = await promotions.create(session, mine.by, draft)
        await promotions.publish(session, mine.by, mine.campaigns[name])
    await life.rest()


async def _share(mine: Packets) -> None:
    """Friends of the latest buyers take parts, some packets to their last one."""
    life = mine.life
    async with life.db.read(life.tenant) as session:
        found = await packet_reads.of_campaign(session, mine.campaigns["shared"], 3, None)
    for number, packet in enumerate(found):
        for customer in list(FRIENDS)[: 4 - number]:
            await _take(life, customer, packet.id)
    await life.rest()


async def _take(life: Life, customer: int, packet_id: UUID) -> None:
    shopper, _, _ = await living.join(life, customer)
    with suppress(
        Refusal
    ):  # taken by somebody else, or they have had enough for a day: as it happens to people
        async with life.db.write(life.tenant) as session:
            phone = Marks(uuid5(NAMESPACE_DNS, f"phone-{customer}.demo"))
            await packets.take(session, shopper, Channel.MINI, packet_id, phone)


async def _weekly(mine: Packets, name: str, customer: int) -> None:
    life = mine.life
    shopper, _, _ = await living.join(life, customer)
    with suppress(Refusal):  # in the first minutes of a day this was the day before
        async with life.db.write(life.tenant) as session:
            await packets.open_weekly(session, shopper, Channel.MINI, mine.campaigns[name])
    await life.rest()
