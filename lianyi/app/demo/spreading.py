"""The crowd lived: campaigns published, cards passed on, seats taken and paid for, each at its own instant."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from lianyi.app.demo import crowd, living
from lianyi.app.demo.crowd import HOUR, Opening
from lianyi.app.demo.doors import MINI_AGENT
from lianyi.app.demo.living import Bought, Life
from lianyi.app.demo.month import Errand
from lianyi.checkout import actions as checkout
from lianyi.checkout.types import Want
from lianyi.identity.types import Channel, PersonId, Staff
from lianyi.promotions import actions as promotions
from lianyi.promotions.plays.group_buy import queries as teams
from lianyi.promotions.types import CampaignDraft, Intent, SkuDraft
from lianyi.social import actions as social
from lianyi.social.types import Share, Sharing, Target, Visiting

CHAT_CARD = 1007  # WeChat's scene: a card in a chat
QUOTA = 60
NUMBERS_FROM = 10_000  # errands of teams are numbered apart from the month's
SEAT_PAID_AFTER = timedelta(seconds=75)
SHIPPED_AFTER = HOUR * 20
RECEIVED_AFTER = HOUR * 74


@dataclass(frozen=True)
class Step:
    """One thing that happens: `number` is a campaign's, an opening's or a team's place in the plan."""

    at: datetime
    verb: Literal["publish", "open_card", "sit", "ship", "receive", "look"]
    number: int
    member: int = 0


@dataclass
class Spread:
    """What the steps hand on to each other."""

    life: Life
    by: Staff
    tree: list[Opening]
    campaigns: dict[str, UUID] = field(default_factory=dict)
    shares: dict[int, Share] = field(default_factory=dict)
    runs: dict[int, UUID] = field(default_factory=dict)


def steps(tree: list[Opening], end: datetime) -> Iterator[Step]:
    """Everything of the crowd that has happened by `end`, in no order; `look` is where the worker must sweep."""
    days_ago = {campaign.key: campaign.days_ago for campaign in crowd.CAMPAIGNS}
    hours = {campaign.key: campaign.hours for campaign in crowd.CAMPAIGNS}
    people = {campaign.key: campaign.people for campaign in crowd.CAMPAIGNS}
    for number, campaign in enumerate(crowd.CAMPAIGNS):
        yield Step(end - timedelta(days=days_ago[campaign.key]), "publish", number)
    for number, opening in enumerate(tree):
        yield Step(opening.at, "open_card", number)
    for number, team in enumerate(crowd.TEAMS):
        instants = [end - HOUR * ago for _, ago in team.members]
        for member, at in enumerate(instants):
            yield Step(at, "sit", number, member)
        if len(instants) < people[team.campaign]:
            over = instants[0] + HOUR * hours[team.campaign]
            yield from (Step(over + timedelta(minutes=wait), "look", number) for wait in (3, 5, 8))
            continue
        for member in range(len(instants)):
            yield Step(instants[-1] + SHIPPED_AFTER, "ship", number, member)
            yield Step(instants[-1] + RECEIVED_AFTER + HOUR * member, "receive", number, member)


async def do(spread: Spread, step: Step) -> None:
    """One step; the clock already stands at its instant."""
    if step.verb == "publish":
        await _publish(spread, crowd.CAMPAIGNS[step.number])
    elif step.verb == "open_card":
        await _open_card(spread, step.number)
    elif step.verb == "sit":
        await _sit(spread, step.number, step.member)
    elif step.verb == "look":
        await spread.life.sweep()
    else:
        await living.VERBS[step.verb](spread.life, spread.life.bought[_errand_number(step)])
    await spread.life.rest()


async def _publish(spread: Spread, campaign: crowd.Campaign) -> None:
    life = spread.life
    async with life.db.write(life.tenant) as session:
        draft = CampaignDraft(
            play="group_buy", title=campaign.title, starts_at=session.now,
            ends_at=session.now + timedelta(days=campaign.days), channels=tuple(Channel),
            settings={"hours": campaign.hours, "completion": campaign.completion},
            skus=tuple(
                SkuDraft(life.skus[code], QUOTA, {"people": campaign.people, "price_fen": price_fen})
                for code, price_fen in campaign.pieces
            ),
            budget_fen=3_000_00,
        )  # fmt: skip
        spread.campaigns[campaign.key] = await promotions.create(session, spread.by, draft)
    async with life.db.write(life.tenant) as session:
        await promotions.publish(session, spread.by, spread.campaigns[campaign.key])


async def _open_card(spread: Spread, number: int) -> None:
    """The card of somebody is opened; who passes it on has a card of their own from then."""
    life, one = spread.life, spread.tree[number]
    campaign = spread.campaigns["mugs"]
    person = await _person(life, one.customer)
    async with life.db.write(life.tenant) as session:
        if one.parent is not None:
            token = spread.shares[one.parent].token
            await social.visit(
                session, Visiting(token, one.visitor, person, CHAT_CARD, Channel.MINI, MINI_AGENT)
            )
    if one.passes:
        async with life.db.write(life.tenant) as session:
            sharing = Sharing(one.visitor, person, Target("campaign", campaign), campaign, Channel.MINI)
            spread.shares[number] = await social.share(session, sharing)


async def _person(life: Life, customer: int | None) -> PersonId | None:
    if customer is None:
        return None
    shopper, _, _ = await living.join(life, customer)
    return shopper.person


async def _sit(spread: Spread, number: int, member: int) -> None:
    """Open a team or join it, pay, and show it to others."""
    life, team = spread.life, crowd.TEAMS[number]
    customer = team.members[member][0]
    shopper, address, _ = await living.join(life, customer)
    intent = Intent(spread.campaigns[team.campaign], spread.runs.get(number))
    wants = [Want(life.skus[team.sku], 1)]
    async with life.db.write(life.tenant) as session:
        quote = await checkout.quote(
            session, shopper, "direct", wants, address, intent=intent, channel=Channel.MINI
        )
    async with life.db.write(life.tenant) as session:
        placed = await checkout.place_order(
            session, shopper, quote.id, address, note="", confirmed_sku_ids=[],
            expected_payable_fen=quote.sums.payable_fen, channel=Channel.MINI,
        )  # fmt: skip
    errand = Errand(customer, ((team.sku, 1),), native=False, note="", fate="usual", steps=())
    errand_number = NUMBERS_FROM + number * 10 + member
    life.bought[errand_number] = Bought(errand_number, errand, shopper, placed.order_id)
    life.move_to(life.clock.now() + SEAT_PAID_AFTER)
    await living.VERBS["pay"](life, life.bought[errand_number])
    await life.rest()
    async with life.db.write(life.tenant) as session:
        if number not in spread.runs:
            seat = await teams.seat_of_order(session, placed.order_id)
            assert seat is not None
            spread.runs[number] = seat.team_id
        run, campaign = spread.runs[number], spread.campaigns[team.campaign]
        await social.share(
            session, Sharing(None, shopper.person, Target("team", run), campaign, Channel.MINI)
        )


def _errand_number(step: Step) -> int:
    return NUMBERS_FROM + step.number * 10 + step.member
