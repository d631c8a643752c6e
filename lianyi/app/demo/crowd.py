"""The plan of how goods found people: two campaigns, their teams, and who passed the card to whom. Pure.

The same seed and end give the same crowd. What lies after `end` has not happened yet, so that teams are still forming.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

SEED = "shanhai-crowd"
CAME = 244  # devices that opened a card, beside those who began
DEPTH_MAX = 14
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Campaign:
    """A group buy as its merchant sets it; `pieces` are (SKU code, team price in fen)."""

    key: str
    title: str
    people: int
    hours: int
    completion: str
    days_ago: float
    days: int
    pieces: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Team:
    """Who joined when, the leader first: (customer's number, hours before the end). Short of people: it fails or forms."""

    campaign: str
    sku: str
    members: tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Opening:
    """Somebody opens the card of `parent` (an index, None: begins by themself) and, if `passes`, shows it to others."""

    at: datetime
    parent: int | None
    customer: int | None
    visitor: UUID
    passes: bool


CAMPAIGNS = (
    Campaign(
        "mugs", "半釉马克杯 3 人团", 3, 24, "strict", 6.0, 30, (("TBL-004-A", 45_00), ("TBL-004-B", 45_00))
    ),
    Campaign("tea", "明前龙井 2 人团", 2, 24, "merge", 4.0, 21, (("TEA-001-B", 148_00),)),
)
TEAMS = (
    Team("mugs", "TBL-004-A", ((3, 132), (40, 130.5), (12, 127))),
    Team("mugs", "TBL-004-B", ((5, 110), (9, 104))),
    Team("mugs", "TBL-004-A", ((6, 52), (41, 50), (42, 47.5))),
    Team("tea", "TEA-001-B", ((7, 70), (43, 66))),
    Team("tea", "TEA-001-B", ((18, 30), (44, 27.2))),
    Team("mugs", "TBL-004-A", ((2, 5.0), (45, 3.6))),
    Team("mugs", "TBL-004-B", ((11, 1.4),)),
    Team("tea", "TEA-001-B", ((13, 2.2),)),
)


def openings(customers: int, end: datetime) -> list[Opening]:
    """Everybody a card came to, in the order of time; a child never before its parent.

    A handful begin; most who open a card look and leave, some pass it on, a few to many: as cards really travel.
    """
    dice = random.Random(SEED)  # noqa: S311  a story told the same everywhere; nothing here is secret
    known = list(range(customers))
    dice.shuffle(known)
    start = end - timedelta(days=5.5)
    grown = [_opening(dice, start + number * HOUR * 9, None, known.pop(), passes=True) for number in range(4)]
    depth, wide = [0] * len(grown), [2.0] * len(grown)
    while len(grown) < CAME + 4:
        parent = dice.choices(range(len(grown)), wide)[0]
        at = grown[parent].at + timedelta(minutes=4) + dice.expovariate(0.055) * HOUR
        if at >= end or depth[parent] >= DEPTH_MAX:
            continue
        passes = dice.random() < 0.42
        customer = known.pop() if passes and known and dice.random() < 0.7 else None
        grown.append(_opening(dice, at, parent, customer, passes=passes))
        depth.append(depth[parent] + 1)
        wide.append(dice.paretovariate(1.3) if passes else 0.0)
    return _in_time(grown)


def _opening(
    dice: random.Random, at: datetime, parent: int | None, customer: int | None, *, passes: bool
) -> Opening:
    return Opening(at, parent, customer, UUID(int=dice.getrandbits(128), version=4), passes)


def _in_time(grown: Sequence[Opening]) -> list[Opening]:
    order = sorted(range(len(grown)), key=lambda index: (grown[index].at, index))
    place = {index: number for number, index in enumerate(order)}
    return [
        Opening(
            one.at, None if one.parent is None else place[one.parent], one.customer, one.visitor, one.passes
        )
        for one in (grown[index] for index in order)
    ]
