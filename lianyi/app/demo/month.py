"""The plan of a month: who buys what when, and what becomes of it. Pure: the same seed and end give the same month.

An order's fate is a list of steps with their instants; what lies after `end` has not happened yet, so that orders in
every state come out by themselves, and some are told apart on purpose.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from lianyi.app.demo.catalogue import Product
from lianyi.kit.clock import business_day, day_bounds
from lianyi.trust.types.aftersales import Reason

DAYS = 30
SEED = "shanhai"
Verb = Literal[
    "place", "pay", "cancel", "close", "ship", "ship_part", "receive", "refund_part",
    "ask_refund", "approve", "reject", "apply", "agree", "refuse", "hand_in", "take_back",
]  # fmt: skip
Fate = Literal[
    "usual", "left", "cancelled", "closed_by_staff", "refunded", "part_refunded", "refund_asked", "refund_rejected",
    "two_parcels", "one_of_two_parcels", "just_placed", "after_sales",
]  # fmt: skip
COMMON: tuple[Fate, ...] = ("usual", "left", "cancelled")

# What the last days must hold whatever the dice say: days before the end, hour, fate.
MUST: tuple[tuple[float, Fate], ...] = (
    (24.2, "refunded"), (20.4, "two_parcels"), (17.1, "part_refunded"), (13.3, "refund_rejected"),
    (9.6, "refunded"), (7.2, "closed_by_staff"), (6.3, "two_parcels"), (5.1, "part_refunded"), (3.2, "cancelled"),
    (2.1, "one_of_two_parcels"), (1.3, "one_of_two_parcels"), (1.1, "refunded"), (0.9, "refund_asked"),
    (0.5, "part_refunded"), (0.30, "refund_asked"), (0.02, "just_placed"), (0.008, "just_placed"),
)  # fmt: skip


@dataclass(frozen=True)
class Step:
    at: datetime
    verb: Verb


@dataclass(frozen=True)
class Trouble:
    """Why one piece of an order goes back, in the shopper's words."""

    reason: Reason
    words: str


@dataclass(frozen=True)
class Errand:
    """One order from the first click on: a customer's number, SKU codes with quantities, and its steps in time."""

    customer: int
    lines: tuple[tuple[str, int], ...]
    native: bool  # paid by scanning a code instead of in the mini program
    note: str
    fate: Fate
    steps: tuple[Step, ...]
    trouble: Trouble | None = None


# After-sales: the days before the end of the order, of its receipt and of every step of its case. No clock of a case
# runs out in between, so that each is left in a state of its own: refunded, on its way back, refused, agreed, applied.
CASES: tuple[tuple[float, float, Trouble, tuple[tuple[float, Verb], ...]], ...] = (
    (14.1, 9.6, Trouble("no_reason", "买多了一件,没有拆封"), (
        (7.4, "apply"), (7.1, "agree"), (6.2, "hand_in"), (3.3, "take_back"),
    )),
    (9.1, 5.0, Trouble("no_reason", "家里已经有了,包装都在"), ((3.2, "apply"), (2.8, "agree"), (1.2, "hand_in"))),
    (8.3, 4.2, Trouble("not_as_described", "和图片上的样子不太一样"), ((2.4, "apply"), (1.7, "refuse"))),
    (7.6, 3.1, Trouble("quality", "到手发现有一处瑕疵"), ((1.5, "apply"), (1.1, "agree"))),
    (6.2, 2.2, Trouble("damaged", "外箱压坏了,里面有一件碰损"), ((0.26, "apply"),)),
)  # fmt: skip


def plan(goods: Sequence[Product], customers: int, end: datetime, *, per_day: float = 3.2) -> list[Errand]:
    """The errands of the month before `end`, in the order they were placed."""
    dice = random.Random(SEED)  # noqa: S311  a story told the same everywhere; nothing here is secret
    errands = []
    for day in range(DAYS, -1, -1):
        start, _ = day_bounds(business_day(end - timedelta(days=day)))
        lively = per_day * (0.7 + 0.6 * (DAYS - day) / DAYS) * (1.4 if start.weekday() >= 4 else 1.0)
        for _ in range(max(1, round(lively * dice.uniform(0.7, 1.3)))):
            at = start + timedelta(hours=dice.triangular(7.5, 23.5, 20.5))
            fate = dice.choices(COMMON, (90, 6, 4))[0]
            errands.append(_errand(dice, goods, customers, at, fate, end))
    for days, fate in MUST:
        errands.append(_errand(dice, goods, customers, end - timedelta(days=days), fate, end))
    may_return = [one for one in goods if one.return_policy == "yes"]
    for days, received, trouble, case in CASES:
        one = _errand(dice, may_return, customers, end - timedelta(days=days), "after_sales", end)
        steps = [Step(end - timedelta(days=at), verb) for at, verb in ((received, "receive"), *case)]
        errands.append(replace(one, steps=(*one.steps, *steps), trouble=trouble))
    return sorted((one for one in errands if one.steps), key=lambda one: one.steps[0].at)


def _errand(
    dice: random.Random, goods: Sequence[Product], customers: int, at: datetime, fate: Fate, end: datetime
) -> Errand:
    count = dice.choices((1, 2, 3, 4), (48, 32, 14, 6))[0]
    if fate in {"two_parcels", "one_of_two_parcels", "part_refunded"}:
        count = max(count, 2)
    # A shop has favourites: the dice lean to some products, the same ones all month.
    weights = [1.0 + 6.0 / (1 + place * 5 % 17) for place in range(len(goods))]
    chosen: dict[str, int] = {}
    while len(chosen) < count:
        sku = dice.choice(dice.choices(goods, weights)[0].skus)
        if sku.price_fen <= 100_000:
            chosen[sku.code] = dice.choices((1, 2, 3), (76, 18, 6))[0]
    steps = tuple(step for step in _steps(dice, at, fate) if step.at <= end)
    note = dice.choice(NOTES) if dice.random() < 0.22 else ""
    return Errand(_regular(dice, customers), tuple(chosen.items()), dice.random() < 0.06, note, fate, steps)


def _regular(dice: random.Random, customers: int) -> int:
    """Some come again and again, most come once or twice."""
    return min(
        customers - 1, int(dice.paretovariate(0.85)) - 1 if dice.random() < 0.4 else dice.randrange(customers)
    )


def _steps(dice: random.Random, at: datetime, fate: Fate) -> list[Step]:
    steps = [Step(at, "place")]
    if fate in {"left", "just_placed"}:
        return steps
    if fate == "cancelled":
        return [*steps, Step(at + timedelta(minutes=dice.uniform(3, 25)), "cancel")]
    if fate == "closed_by_staff":
        return [*steps, Step(at + timedelta(minutes=dice.uniform(20, 50)), "close")]
    paid = at + timedelta(seconds=dice.uniform(18, 420))
    steps.append(Step(paid, "pay"))
    hours = timedelta(hours=1)
    if fate == "refunded":
        return [*steps, Step(paid + hours * 1.4, "ask_refund"), Step(paid + hours * 2.1, "approve")]
    if fate == "refund_asked":
        return [*steps, Step(paid + hours * 0.6, "ask_refund")]
    if fate == "refund_rejected":
        steps += [Step(paid + hours * 2, "ask_refund"), Step(paid + hours * 3, "reject")]
    if fate == "part_refunded":
        steps.append(Step(paid + hours * 1.1, "refund_part"))
    return [*steps, *_delivery(dice, paid, fate)]


def _delivery(dice: random.Random, paid: datetime, fate: Fate) -> list[Step]:
    """Packed on the next working morning or afternoon, there in two to four days, confirmed by most."""
    morning, _ = day_bounds(business_day(paid + timedelta(hours=20)))
    shipped = morning + timedelta(hours=dice.uniform(10, 17.5))
    shipped = max(shipped, paid + timedelta(hours=4))
    steps = []
    if fate in {"two_parcels", "one_of_two_parcels"}:
        steps.append(Step(paid + timedelta(hours=dice.uniform(3, 3.9)), "ship_part"))
        if fate == "one_of_two_parcels":
            return steps
    steps.append(Step(shipped, "ship"))
    if fate == "after_sales":
        return steps  # when it was received is told with its case
    if dice.random() < 0.72:
        steps.append(Step(shipped + timedelta(days=dice.uniform(2.0, 4.6)), "receive"))
    return steps


NOTES = (
    "请放门卫,谢谢",
    "工作日送,周末不在家",
    "送人的,麻烦不要放价格单",
    "尽量挑新鲜日期",
    "到了先打电话",
    "贺卡写:愿你吃好睡好",
    "易碎,请包厚一点",
)
