"""Campaigns published, paused, ended, stopped, and what they brought."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from lianyi.identity.edges import require
from lianyi.identity.types import Staff
from lianyi.kit.http import Read, Write, edge
from lianyi.promotions import actions, queries, rules
from lianyi.promotions.console.shapes import CampaignOut, CampaignRef, campaign_out
from lianyi.promotions.types import Figure

running_router = edge("/api/console", tags=["console: campaigns"])
Reader = Annotated[Staff, require("campaigns.read")]
Runner = Annotated[Staff, require("campaigns.stop")]


class PublishIn(BaseModel):
    """`accept_unknown_cost`: the merchant's own word for goods without a cost; it stands in the audit log."""

    accept_unknown_cost: bool = False


@running_router.post("/campaigns/{campaign_id}/publish")
async def publish(session: Write, staff: Runner, campaign_id: CampaignRef, given: PublishIn) -> CampaignOut:
    """Let it run in its window; the profit gate decides."""
    await actions.publish(session, staff, campaign_id, accept_unknown_cost=given.accept_unknown_cost)
    return await campaign_out(session, staff, campaign_id)


@running_router.post("/campaigns/{campaign_id}/pause")
async def pause(session: Write, staff: Runner, campaign_id: CampaignRef) -> CampaignOut:
    """Take no new orders for now."""
    await actions.pause(session, staff, campaign_id)
    return await campaign_out(session, staff, campaign_id)


@running_router.post("/campaigns/{campaign_id}/resume")
async def resume(session: Write, staff: Runner, campaign_id: CampaignRef) -> CampaignOut:
    """Let it run on."""
    await actions.resume(session, staff, campaign_id)
    return await campaign_out(session, staff, campaign_id)


@running_router.post("/campaigns/{campaign_id}/end")
async def end(session: Write, staff: Runner, campaign_id: CampaignRef) -> CampaignOut:
    """End it before its time."""
    await actions.end(session, staff, campaign_id)
    return await campaign_out(session, staff, campaign_id)


class StopIn(BaseModel):
    reason: Annotated[str, Field(min_length=1, max_length=rules.REASON_CHARS_MAX)]


@running_router.post("/campaigns/{campaign_id}/stop")
async def stop(session: Write, staff: Runner, campaign_id: CampaignRef, given: StopIn) -> CampaignOut:
    """The stop switch: nobody joins from now on, for good."""
    await actions.stop(session, staff, campaign_id, given.reason)
    return await campaign_out(session, staff, campaign_id)


class ReachOut(BaseModel):
    shares: int
    opens: int
    people: int
    joined: int
    robots: int
    self_opens: int


class DayOut(BaseModel):
    day: date
    people: int
    orders: int
    paid_fen: int


class FigureOut(BaseModel):
    key: str
    zh: str
    en: str
    value: int
    unit: str


class ResultOut(BaseModel):
    """What a campaign brought and cost so far.

    `cost_fen`: what paid orders were spared, and what coupons, rewards and points hold of its budget. `return_bp`: fen
    kept per fen of cost, 1/100 of a percent; null: nothing to divide by.
    """

    reach: ReachOut
    helpers: int
    orders: int
    paid_orders: int
    paid_fen: int
    discount_fen: int
    cost_fen: int
    refunded_fen: int
    new_customers: int
    cost_per_new_customer_fen: int | None
    return_bp: int | None
    by_day: list[DayOut]
    figures: list[FigureOut]


@running_router.get("/campaigns/{campaign_id}/result")
async def result(session: Read, _staff: Reader, campaign_id: CampaignRef) -> ResultOut:
    """What it brought and cost so far."""
    found = await queries.result(session, campaign_id)
    claims = found.claims
    return ResultOut(
        reach=ReachOut.model_validate(found.reach, from_attributes=True), helpers=found.helpers, orders=claims.orders,
        paid_orders=claims.paid_orders, paid_fen=claims.paid_fen, discount_fen=claims.discount_fen, cost_fen=claims.cost_fen,
        refunded_fen=claims.refunded_fen, new_customers=claims.new_customers,
        cost_per_new_customer_fen=found.cost_per_new_customer_fen, return_bp=found.return_bp,
        by_day=[DayOut.model_validate(day, from_attributes=True) for day in found.by_day],
        figures=[_figure_out(one) for one in found.figures],
    )  # fmt: skip


def _figure_out(one: Figure) -> FigureOut:
    return FigureOut.model_validate(one, from_attributes=True)
