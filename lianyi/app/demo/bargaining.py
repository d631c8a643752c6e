"""Bargains of the demo shop's last days: one bought at its floor, one under way, one that the staff should look into."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import NAMESPACE_OID, UUID, uuid5

from lianyi.app.demo import living
from lianyi.app.demo.happenings import Happening
from lianyi.app.demo.living import Life
from lianyi.identity.types import Channel, Staff
from lianyi.promotions import actions as promotions
from lianyi.promotions.plays.bargain import actions as bargains
from lianyi.promotions.types import CampaignDraft, Intent, Marks, SkuDraft

BEGAN, LASTS = timedelta(days=2, hours=6), timedelta(days=20)
FIRST_ERRAND = 20_000  # numbers of their own, beyond the month's errands and what was given
BUDGET_FEN = 3_000_00
SHELF = (("TBL-008-B", 84_00, 40), ("TBL-010-A", 33_00, 60))  # SKU, floor in fen, pieces
SETTINGS = {"people": 6, "hours": 48, "keep_hours": 48, "runs_per_person": 2}
BOUGHT, UNDER_WAY, ODD = "bought", "under way", "odd"
OWNERS = {BOUGHT: (5, "TBL-008-B"), UNDER_WAY: (6, "TBL-008-B"), ODD: (8, "TBL-010-A")}
# customer, and on whose phone; the last two of the odd one hold phones on which others have helped before
HELPS = (
    (BOUGHT, ((9, 9), (10, 10), (11, 11), (12, 12), (13, 13), (14, 14))),
    (UNDER_WAY, ((15, 15), (16, 16))),
    (ODD, ((17, 17), (18, 9), (19, 10))),
)
HOUR = timedelta(hours=1)


@dataclass
class Bargaining:
    """The campaign and its runs by a name of ours."""

    life: Life
    by: Staff
    campaign: UUID | None = None
    runs: dict[str, UUID] = field(default_factory=dict)


def happenings(life: Life, by: Staff, end: datetime) -> list[Happening]:
    """Each with its instant, in the order of time."""
    told, since = Bargaining(life, by), end - BEGAN
    found: list[Happening] = [(since, _act(_begin, told, end))]
    for number, (name, helpers) in enumerate(HELPS):
        began = since + HOUR * (8 + 12 * number)
        found.append((began, _act(_start, told, name)))
        found += [
            (began + HOUR * turn + timedelta(minutes=7), _act(_help, told, name, customer, phone))
            for turn, (customer, phone) in enumerate(helpers)
        ]
        if name == BOUGHT:
            found.append((began + HOUR * (len(helpers) + 1), _act(_buy, told)))
    return sorted(found, key=_instant)


def _instant(one: Happening) -> datetime:
    return one[0]


def _act(verb: Callable[..., Awaitable[None]], *given: object) -> Callable[[], Awaitable[None]]:
    return lambda: verb(*given)


def _phone(number: int) -> Marks:
    return Marks(uuid5(NAMESPACE_OID, f"shanhai phone {number}"))


async def _begin(told: Bargaining, end: datetime) -> None:
    life = told.life
    async with life.db.write(life.tenant) as session:
        draft = CampaignDraft(
            play="bargain", title="好物砍一刀", starts_at=session.now, ends_at=end + LASTS,
            channels=(Channel.MINI, Channel.H5), settings=SETTINGS,
            skus=tuple(SkuDraft(life.skus[code], quota, {"floor_price_fen": fen}) for code, fen, quota in SHELF),
            budget_fen=BUDGET_FEN,
        )  # fmt: skip
        told.campaign = await promotions.create(session, told.by, draft)
        await promotions.publish(session, told.by, told.campaign)
    await life.rest()


async def _start(told: Bargaining, name: str) -> None:
    life, (number, code) = told.life, OWNERS[name]
    shopper, _, _ = await living.join(life, number)
    assert told.campaign is not None
    async with life.db.write(life.tenant) as session:
        told.runs[name] = await bargains.start(
            session, shopper, Channel.MINI, told.campaign, life.skus[code], _phone(number)
        )


async def _help(told: Bargaining, name: str, customer: int, phone: int) -> None:
    life = told.life
    shopper, _, _ = await living.join(life, customer)
    async with life.db.write(life.tenant) as session:
        await bargains.help_cut(session, shopper, Channel.MINI, told.runs[name], _phone(phone))
    await life.rest()


async def _buy(told: Bargaining) -> None:
    """At the floor, paid at once."""
    life, (number, code) = told.life, OWNERS[BOUGHT]
    assert told.campaign is not None
    await living.buy_in(life, number, code, Intent(told.campaign, told.runs[BOUGHT]), FIRST_ERRAND)
