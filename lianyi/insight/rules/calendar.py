"""Campaigns that meet: at the same goods in the same phase, or in telling the same people twice a day. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from heapq import nsmallest
from itertools import combinations
from uuid import UUID

from lianyi.insight.types import Conflict
from lianyi.kit.clock import business_day
from lianyi.promotions.queries import Planned
from lianyi.promotions.types import Campaign, Phase

CONFLICTS_MAX = 200
PAIRS_MAX = 2000
GOODS_NAMED = 50
COMING = ("draft", "published", "paused")
Span = tuple[datetime, datetime]
Shared = dict[tuple[int, int], frozenset[UUID]]
_FIRST_PRICE = frozenset({Phase.ACTIVITY, Phase.DISCOUNT})
SAME_PRICE = (
    "同一件商品同时在两个活动里。两个活动不会叠加:买家从哪个活动进来,结算就按哪个的价格算。",
    "The same goods stand in both. They never stack: an order takes the price of the campaign it came by.",
)
SAME_TURN = (
    "同一件商品两个活动都能减。一单只能用其中一个,结算时先列出减得多的那个,由买家选。",
    "Both take something off the same goods. An order uses one of them; checkout lists what takes most off first.",
)
TOLD_TWICE = (
    "两个活动在同一天各发提醒:两个都要了提醒的人,当天会收到两条以上。",
    "Both write on the same days: whoever asked for both hears more than once a day.",
)


def conflicts(campaigns: Sequence[Planned], now: datetime) -> list[Conflict]:
    """The pairs that meet from now on, warnings first, each in the order of the campaigns, CONFLICTS_MAX at most.

    Notes on the same goods are one where all of their campaigns meet each other.
    """
    coming = [one for one in campaigns if one.campaign.state in COMING and one.campaign.ends_at > now]
    warned: list[Conflict] = []
    noted: list[Conflict] = []
    shared: Shared = {}
    for one, other in combinations(coming, 2):
        if len(warned) >= CONFLICTS_MAX:
            break
        if len(noted) >= PAIRS_MAX and one.phase not in _FIRST_PRICE:
            continue  # coupons for the whole shop all meet: what no page holds is not looked for
        for met in _met(one, other, now, shared):
            (warned if met.level == "warn" else noted).append(met)
    return [*warned, *_together(noted)][:CONFLICTS_MAX]


def _together(notes: Sequence[Conflict]) -> list[Conflict]:
    """Notes of the same kind on the same goods as one, where all of their campaigns meet each other."""
    pairs = {(one.kind, one.campaign_ids) for one in notes}
    found: list[Conflict] = []
    for note in notes:
        place = next((at for at, group in enumerate(found) if _joins(group, note, pairs)), None)
        if place is None:
            found.append(note)
        else:
            found[place] = _joined(found[place], note)
    return found


def _joins(group: Conflict, note: Conflict, pairs: Collection[tuple[str, tuple[UUID, ...]]]) -> bool:
    if (group.kind, group.days) != (note.kind, note.days) or group.goods != note.goods:
        return False
    first, last = note.campaign_ids
    return first in group.campaign_ids and all(
        (note.kind, (one, last)) in pairs for one in group.campaign_ids if one != last
    )


def _joined(group: Conflict, note: Conflict) -> Conflict:
    ids = tuple(dict.fromkeys((*group.campaign_ids, *note.campaign_ids)))
    return replace(
        group, campaign_ids=ids, since=min(group.since, note.since), until=max(group.until, note.until)
    )


def named(one: Conflict) -> list[UUID]:
    """The goods that a page names: all, or the GOODS_NAMED that are oldest on the shelf."""
    return nsmallest(GOODS_NAMED, one.goods)


def _met(first: Planned, second: Planned, now: datetime, shared: Shared) -> list[Conflict]:
    one, other = first.campaign, second.campaign
    since, until = max(one.starts_at, other.starts_at, now), min(one.ends_at, other.ends_at)
    if since >= until or not _same_people(one, other):
        return []
    found = []
    pair = (one.id, other.id)
    if first.phase is not None and first.phase == second.phase and (goods := _shared(first, second, shared)):
        strong, both = first.phase in _FIRST_PRICE, _both_on(_on(first, now), _on(second, now))
        words = SAME_PRICE if strong else SAME_TURN
        if both:
            found.append(
                Conflict(
                    "same_goods",
                    "warn" if strong else "note",
                    pair,
                    both[0][0],
                    both[-1][1],
                    goods,
                    (),
                    *words,
                )
            )
    days = {business_day(at) for at in first.told} & {business_day(at) for at in second.told}
    if days:
        found.append(
            Conflict("told_twice", "note", pair, since, until, frozenset(), tuple(sorted(days)), *TOLD_TWICE)
        )
    return found


def _shared(first: Planned, second: Planned, shared: Shared) -> frozenset[UUID]:
    """What both touch. Coupons for one scope reach one set: two scopes are compared, and kept, once."""
    if first.goods is second.goods:
        return first.goods
    pair = (id(first.goods), id(second.goods))
    if pair not in shared:
        shared[pair] = first.goods & second.goods
    return shared[pair]


def _on(one: Planned, now: datetime) -> list[Span]:
    """When from now on one can buy by it: in its slots, where it has slots."""
    spans = ((one.campaign.starts_at, one.campaign.ends_at),) if one.spans is None else one.spans
    return [(max(since, now), until) for since, until in spans if until > now]


def _both_on(one: Sequence[Span], other: Sequence[Span]) -> list[Span]:
    """When two are on at once; both in order of time, and so is the answer."""
    found: list[Span] = []
    here = there = 0
    while here < len(one) and there < len(other):
        since, until = max(one[here][0], other[there][0]), min(one[here][1], other[there][1])
        if since < until:
            found.append((since, until))
        if one[here][1] <= other[there][1]:
            here += 1
        else:
            there += 1
    return found


def _same_people(one: Campaign, other: Campaign) -> bool:
    """Whether somebody may be in both: through one door, and not the new in one and the known in the other."""
    apart = {one.audience, other.audience} == {"new_customers", "returning"}
    return not apart and bool(set(one.channels) & set(other.channels))
