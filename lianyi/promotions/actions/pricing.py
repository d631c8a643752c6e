"""Who may come to a campaign, and what campaigns do for the lines of an order; nothing is held yet."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from lianyi.identity import queries as identity
from lianyi.identity.types import Channel, Shopper
from lianyi.kit.db import ReadSession
from lianyi.kit.errors import Refusal
from lianyi.orders import queries as orders
from lianyi.promotions import queries, registry, rules
from lianyi.promotions.errors import PlayNotHere
from lianyi.promotions.play import PricePlay
from lianyi.promotions.queries import Standing
from lianyi.promotions.types import (
    Adjustment,
    Asking,
    Campaign,
    Intent,
    Offered,
    Phase,
    PlayLine,
    Priced,
    Promised,
    Quoted,
    Usable,
)
from lianyi.wechat.types import AppKind

Standings = Mapping[tuple[UUID, UUID], Standing]  # by campaign and person


async def admit(session: ReadSession, shopper: Shopper, channel: Channel, campaign_id: UUID) -> Campaign:
    """A campaign that a person may come to now, here: the door of every verb of a play that is no order.

    Cost: one statement, one more when it is for new or returning customers only. Raises CampaignUnknown,
    CampaignNotRunning, PlayNotHere, NotForYou.
    """
    campaign = await queries.campaign(session, campaign_id)
    await _assert_admitted(session, shopper, channel, campaign)
    return campaign


async def _assert_admitted(
    session: ReadSession, shopper: Shopper, channel: Channel, campaign: Campaign
) -> None:
    rules.assert_running(campaign, session.now)
    await assert_here(session, channel, campaign)
    if campaign.audience != "everyone":
        bought = shopper.person in await orders.totals_of(session, [shopper.person])
        rules.assert_audience(campaign.audience, has_bought=bought)


async def assert_here(session: ReadSession, channel: Channel, campaign: Campaign) -> None:
    """Whether a campaign exists in a channel, for a run that goes on after it. Raises PlayNotHere."""
    verdict = rules.verdict_of(registry.play_of(campaign.play).card, campaign.settings)
    reason = rules.reason_against(verdict, campaign.channels, channel)
    if reason is not None:
        raise await _not_here(session, campaign, channel, reason)


async def _not_here(
    session: ReadSession, campaign: Campaign, channel: Channel, reason: tuple[str, str]
) -> PlayNotHere:
    """The refusal, and the way into the mini program when the campaign runs there and the shop has one."""
    card = registry.play_of(campaign.play).card
    verdict = rules.verdict_of(card, campaign.settings)
    allowed = [
        one for one in campaign.channels if rules.reason_against(verdict, campaign.channels, one) is None
    ]
    appid = (await identity.wechat_appids(session)).get(AppKind.MINI) if Channel.MINI in allowed else None
    facts = await card.campaign_facts(session, campaign) if appid else None
    zh, en = rules.CHANNEL_WORDS[channel]
    return PlayNotHere(
        channel=channel, channels=allowed, channel_zh=zh, channel_en=en, reason_zh=reason[0], reason_en=reason[1],
        open_mini={"appid": appid, "path": facts.page} if facts else None,
    )  # fmt: skip


async def price(
    session: ReadSession,
    shopper: Shopper,
    channel: Channel,
    intents: Sequence[Intent],
    lines: Sequence[PlayLine],
    known: Standings | None = None,
    level: Sequence[Adjustment] = (),
    own: Sequence[Adjustment] = (),
) -> Promised:
    """What campaigns do for these lines now, phase by phase; nothing is held yet.

    `level` is what the shopper's level takes off, in the phase DISCOUNT, where every campaign leaves that open.
    `own` is what the price of a micro-shop takes off, before everything else: a campaign of the phase ACTIVITY replaces
    it, a level adds what it takes off beyond it, all others go on top.
    Cost: one statement for each campaign that is not `known` (a batch reads them together), one of its play's `load`, one
    more when it is for new or returning customers only.
    Raises CampaignUnknown, CampaignNotRunning, PlayNotHere, GoodsNotInCampaign, NotForYou, LimitReached, BudgetSpent,
    QuotaSpent (as far as they can be seen without a lock), PlayUnknown, PlaysDoNotStack, and what a play refuses.
    """
    found = []
    for intent in intents:
        standing = (known or {}).get((intent.campaign_id, shopper.person))
        if standing is None:
            standing = await queries.standing(session, intent.campaign_id, shopper.person)
        found.append((intent, standing, registry.price_play(standing.campaign.play)))
    found.sort(key=lambda one: list(Phase).index(one[2].phase))
    rules.assert_stack([play for _, _, play in found])
    leaves_open = rules.left_open([play for _, _, play in found])
    due = level if Phase.DISCOUNT in leaves_open else ()
    each: list[Priced] = []
    worked: list[Quoted] = []
    left = tuple(lines)
    if own and not any(play.phase is Phase.ACTIVITY for _, _, play in found):
        left, due = _discounted(left, own, worked), rules.beyond(due, own)
    for intent, standing, play in found:
        if due and rules.is_before(Phase.DISCOUNT, play.phase):
            left, due = _discounted(left, due, worked), ()
        priced = await _priced(session, play, standing, Asking(shopper, channel, intent, left))
        left = rules.on_top(left, priced.quoted)
        each.append(priced)
        worked.append(priced.quoted)
    if due:
        _discounted(left, due, worked)
    return Promised(tuple(each), rules.together(lines, worked), leaves_open)


def _discounted(
    left: tuple[PlayLine, ...], due: Sequence[Adjustment], worked: list[Quoted]
) -> tuple[PlayLine, ...]:
    quoted = rules.apply([(line.sku_id, line.left_fen) for line in left], due)
    worked.append(quoted)
    return rules.on_top(left, quoted)


async def _priced(
    session: ReadSession, play: PricePlay[object], standing: Standing, asking: Asking
) -> Priced:
    campaign, lines = standing.campaign, asking.lines
    begun = play.open_runs is not None and asking.intent.run_id is not None
    if not begun:  # what was given before goes on by its own rules, whatever became of the campaign
        await _assert_admitted(session, asking.shopper, asking.channel, campaign)
    if play.card.shelf == "goods":
        rules.assert_on_shelf(campaign, lines)
    pieces = sum(line.quantity for line in lines)
    if not rules.within_limits(campaign, standing.used_orders, standing.used_pieces, pieces):
        raise rules.limit_reached(campaign, standing.used_orders, standing.used_pieces)
    state = await play.load(session, campaign, asking)
    amounts = [(line.sku_id, line.left_fen) for line in lines]
    # a campaign never makes anything dearer, whatever its play works out of a price that has fallen meanwhile
    quoted = rules.apply(amounts, [one for one in play.quote(state, lines) if one.amount_fen < 0])
    if not play.reserves:  # else the run has what it needs, or its play has refused
        rules.assert_left(campaign, lines, 0 if begun else -quoted.adjust_fen)
    return Priced(campaign, asking, state, quoted)


async def offers(
    session: ReadSession, shopper: Shopper, channel: Channel, intents: Sequence[Intent], lines: Sequence[PlayLine],
    level: Sequence[Adjustment] = (), own: Sequence[Adjustment] = (),
) -> list[Offered]:  # fmt: skip
    """What the shopper could use for lines on top of what they have asked, the one that takes most off first.

    Cost: one statement of each play that proposes something, and two for each thing that could be used now. What
    cannot be used says why. Raises as `price` does for the intents that were asked.
    """
    asked = await price(session, shopper, channel, intents, lines, level=level, own=own)
    taken = [registry.price_play(one.campaign.play) for one in asked.each]
    left = rules.on_top(lines, asked.quoted)
    found: list[Offered] = []
    for play in registry.plays().values():
        if not isinstance(play, PricePlay) or play.offers is None:
            continue
        fits = all(rules.stack(play, one) for one in taken)
        found += [
            await _offered(session, shopper, channel, usable, left, fits=fits)
            for usable in await play.offers(session, shopper, left)
        ]
    return sorted(found, key=_worth_most)


async def _offered(
    session: ReadSession, shopper: Shopper, channel: Channel, usable: Usable, left: Sequence[PlayLine], *, fits: bool
) -> Offered:  # fmt: skip
    if not fits:
        usable = replace(usable, reason_zh=rules.NOT_ON_TOP[0], reason_en=rules.NOT_ON_TOP[1])
    if not usable.ok:
        return Offered(usable, 0)
    try:
        promised = await price(session, shopper, channel, [usable.intent], left)
    except Refusal as refusal:
        return Offered(replace(usable, reason_zh=refusal.words("zh"), reason_en=refusal.words("en")), 0)
    return Offered(usable, -promised.each[0].quoted.adjust_fen)


def _worth_most(one: Offered) -> tuple[bool, int, float, int, int]:
    """What can be used first; then what takes most off, and of those what ends first."""
    until = one.usable.until_at.timestamp() if one.usable.until_at else float("inf")
    run_id = one.usable.intent.run_id
    return (
        not one.usable.ok, -one.off_fen, until, one.usable.intent.campaign_id.int, run_id.int if run_id else 0,
    )  # fmt: skip
