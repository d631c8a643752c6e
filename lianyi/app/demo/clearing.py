"""What makes no money on purpose: a clearance under cost that its budget bears, and an order that points have paid whole."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from lianyi.app.demo import living
from lianyi.app.demo.happenings import Happening
from lianyi.app.demo.living import Life
from lianyi.checkout import actions as checkout
from lianyi.checkout.types import Want
from lianyi.identity.types import Channel, Staff
from lianyi.members import actions as members
from lianyi.promotions import actions as promotions
from lianyi.promotions.types import CampaignDraft, Intent, SkuDraft

BEGAN, LASTS = timedelta(days=3), timedelta(days=20)
FIRST_ERRAND = 60_000  # numbers of their own, beyond the month's errands and those of other plays
CLEARED, PRICE_FEN, PIECES = "PAP-002-A", 1_00, 8
BUDGET_FEN = 320_00  # covers 38 yuan off each piece, and with cost, levels and commission what eight of them lose at most
BUYERS = ((9, 20), (13, 31))  # customer, hours after it began
SORRY, SORRY_POINTS = "TEA-004-A", 12_000  # 118 yuan, and 120 yuan in points for a broken tin
SORRY_TO, SORRY_AGO = 10, timedelta(hours=30)


@dataclass
class Clearing:
    """The campaign, once it runs."""

    life: Life
    by: Staff
    campaign: UUID | None = None


def happenings(life: Life, by: Staff, end: datetime) -> list[Happening]:
    """Each with its instant, in the order of time."""
    told, since = Clearing(life, by), end - BEGAN
    found: list[Happening] = [(since, _act(_begin, told, end))]
    found += [
        (since + timedelta(hours=hours), _act(_buy, told, customer, number))
        for number, (customer, hours) in enumerate(BUYERS)
    ]
    found.append((end - SORRY_AGO, _act(_make_good, told)))
    return sorted(found, key=_instant)


def _instant(one: Happening) -> datetime:
    return one[0]


def _act(verb: Callable[..., Awaitable[None]], *given: object) -> Callable[[], Awaitable[None]]:
    return lambda: verb(*given)


async def _begin(told: Clearing, end: datetime) -> None:
    """What cost the shop 16 yuan goes for one: so many, out of a budget that bears the loss (decision 0045)."""
    life = told.life
    async with life.db.write(life.tenant) as session:
        terms = {"price_fen": PRICE_FEN, "slot_quota": PIECES}
        draft = CampaignDraft(
            play="flash_sale", title="季末清仓 一元带走", starts_at=session.now, ends_at=end + LASTS,
            channels=tuple(Channel), settings={"slots": [{"starts": "00:00", "minutes": 1440}], "pay_minutes": 15},
            skus=(SkuDraft(life.skus[CLEARED], PIECES, terms),), orders_per_person_max=1, budget_fen=BUDGET_FEN,
            bears_loss=True,
        )  # fmt: skip
        told.campaign = await promotions.create(session, told.by, draft)
        await promotions.publish(session, told.by, told.campaign)
    await life.rest()


async def _buy(told: Clearing, customer: int, number: int) -> None:
    """One piece, paid at once: a yuan and its freight."""
    assert told.campaign is not None
    await living.buy_in(told.life, customer, CLEARED, Intent(told.campaign), FIRST_ERRAND + number)


async def _make_good(told: Clearing) -> None:
    """A tin came broken: the shop gives points, and they pay for a new one, so that the order comes to nothing (0044)."""
    life = told.life
    shopper, address, _ = await living.join(life, SORRY_TO)
    async with life.db.write(life.tenant) as session:
        await members.adjust_points(
            session, life.service, shopper.person, SORRY_POINTS, "上一单茶罐磕损,补偿积分"
        )
    async with life.db.write(life.tenant) as session:
        quote = await checkout.quote(
            session,
            shopper,
            "direct",
            [Want(life.skus[SORRY], 1)],
            address,
            use_points=True,
            channel=Channel.MINI,
        )
        if quote.sums.payable_fen:
            raise RuntimeError("the points do not pay for all of it")
        await checkout.place_order(
            session, shopper, quote.id, address, note="补发,谢谢",
            confirmed_sku_ids=[line.sku_id for line in quote.sums.lines if line.needs_no_return_confirmation],
            expected_payable_fen=0, channel=Channel.MINI,
        )  # fmt: skip
    await life.rest()
