"""What campaigns give outside of orders: out of the one budget, once a key, in another campaign's kind or in points."""

from uuid import UUID

from lianyi.kit.db import Session
from lianyi.kit.ids import new_id
from lianyi.members import actions as members
from lianyi.members import queries as member_reads
from lianyi.promotions import queries, registry
from lianyi.promotions.errors import BudgetSpent, GrantNotPossible, PlayUnknown
from lianyi.promotions.store import granting as store
from lianyi.promotions.types import Campaign


async def grant(session: Session, campaign: Campaign, person_id: UUID, fen: int, key: str) -> UUID:
    """Take `fen` out of a campaign's budget for a person; answers the grant. The same key again answers the same grant.

    Cost: one guarded statement and one insert; locks the budget. Raises BudgetSpent: nothing has moved then.
    """
    grant_id = new_id()
    kept = await session.one(
        store.GRANT, id=grant_id, campaign_id=campaign.id, person_id=person_id, fen=fen, key=key
    )
    if kept != grant_id:
        return kept
    if (
        campaign.budget_fen is not None
        and fen
        and not await session.run(store.SPEND, campaign_id=campaign.id, fen=fen)
    ):
        raise BudgetSpent
    return grant_id


async def keep_of_grant(session: Session, grant_id: UUID, keep_fen: int) -> None:
    """Only so much of a grant was or will be given: the rest is the budget's again. Never grows. Safe to replay."""
    await session.later(store.KEEP, id=grant_id, keep_fen=keep_fen)


async def give(session: Session, campaign_id: UUID, person_id: UUID, fen: int, key: str) -> UUID:
    """Pay somebody in what another campaign promises (a coupon of so many fen); answers the run that they have now.

    `key` names the act that is paid; the same key again answers the same run. Raises GrantNotPossible when that campaign
    does not run or has nothing to give, BudgetSpent, and what its play refuses.
    """
    campaign = await queries.campaign(session, campaign_id)
    try:
        play = registry.price_play(campaign.play)
    except PlayUnknown:
        raise GrantNotPossible(play=campaign.play) from None
    if play.give is None or not campaign.running(session.now):
        raise GrantNotPossible(play=campaign.play)
    return await play.give(session, campaign, person_id, fen, key)


async def give_points(session: Session, campaign: Campaign, person_id: UUID, points: int, key: str) -> None:
    """Give somebody points, whose worth this campaign's budget bears, once a key.

    A budget there has to be: points are a promise, and what backs it is counted. Their worth is today's rate, rounded up;
    points that are never used do not come back. Cost: as `members.give_by_campaign` and `grant`. Locks the points'
    accounts before the budget, as an order does. Raises PointsOff, BudgetSpent: nothing has moved then.
    """
    if campaign.budget_fen is None:
        raise BudgetSpent
    plan = await member_reads.program(session)
    await members.give_by_campaign(
        session, person_id, points, campaign_id=campaign.id, title=campaign.title, key=f"{campaign.id}:{key}"
    )
    await grant(
        session, campaign, person_id, member_reads.points_worth_fen(points, plan.points_per_yuan), key
    )
