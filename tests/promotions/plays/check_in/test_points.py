"""Days that pay points: into the members' ledger, out of a budget that bears their worth; a refusal moves nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest
import pytest_asyncio

from lianyi.identity.events import PersonMerged
from lianyi.identity.types import System
from lianyi.kit.db import Statement
from lianyi.promotions import actions, queries
from lianyi.promotions.actions.life import draft_of
from lianyi.promotions.errors import BudgetSpent, CampaignInvalid
from lianyi.promotions.plays.check_in.errors import CheckedInAlready, CurveWrong, RewardsOver
from tests.check_in_world import DAYS, points_run, tap
from tests.member_world import POINTS, open_club

HELD = Statement(
    "select coalesce(sum(held_fen), 0)::bigint from promotions_grant where tenant_id = %(tenant)s", int
)


@pytest_asyncio.fixture(loop_scope="session")
async def club(db, world):
    club = await open_club(db, world)
    await club.program()
    return club


async def standing(club, campaign_id):
    """(points in hand, budget spent, held by grants, days)."""
    async with club.shop.db.read(club.shop.tenant) as session:
        found = await queries.campaign(session, campaign_id)
        return await club.points(), found.spent_fen, await session.one(HELD), await session.all(DAYS)


async def test_each_day_pays_points_and_the_budget_bears_their_worth(club):
    running = await points_run(club.shop, budget_fen=1_000)
    for points in (50, 10, 5):
        assert await tap(club.shop, running) == points
        club.shop.db.clock.advance(timedelta(days=1))
    assert await standing(club, running) == (65, 65, 65, ["1 50", "2 10", "3 5"])
    assert await club.kinds() == [("given", 50), ("given", 10), ("given", 5)]
    async with club.shop.db.read(club.shop.tenant) as session:
        result = await queries.result(session, running)
    assert (result.claims.cost_fen, result.claims.discount_fen, result.return_bp) == (65, 0, None)
    assert {one.key: one.value for one in result.figures} == {
        "people": 1, "days": 3, "today": 0, "made_up": 0, "points": 65, "each": 65,
    }  # fmt: skip


async def test_a_part_of_a_fen_is_borne_whole(club):
    await club.program(replace(POINTS, points_per_yuan=1_000))  # ten points a fen
    running = await points_run(club.shop, budget_fen=1_000)
    await tap(club.shop, running)
    club.shop.db.clock.advance(timedelta(days=2))
    await tap(club.shop, running)
    assert (await standing(club, running))[:2] == (100, 10)
    odd = await points_run(club.shop, budget_fen=1_000, rewards=[{"day": 1, "points": 3}])
    await tap(club.shop, odd)
    assert (await standing(club, odd))[1] == 1


async def test_points_count_towards_no_level_and_live_as_long_as_others(club):
    running = await points_run(club.shop, budget_fen=1_000)
    await tap(club.shop, running)
    found = await club.standing()
    assert (found.count.points, found.level) == (0, None)
    async with club.shop.db.read(club.shop.tenant) as session:
        [(own, run)] = await queries.mine(session, club.shop.shopper.person)
    assert (own.card.code, run.line_zh) == ("check_in", "签到 1 天,共得 50 积分")


@pytest.mark.parametrize("why", ["budget", "off", "twice"])
async def test_what_refuses_moves_nothing(club, why):
    running = await points_run(club.shop, budget_fen=1_000 if why != "budget" else 59)
    await tap(club.shop, running)
    if why == "off":
        await club.program(replace(POINTS, points_on=False))
    if why != "twice":
        club.shop.db.clock.advance(timedelta(days=1))
    before = await standing(club, running)
    with pytest.raises(CheckedInAlready if why == "twice" else RewardsOver):
        await tap(club.shop, running)
    assert await standing(club, running) == before


async def test_it_is_not_published_without_a_budget_or_without_points(club):
    with pytest.raises(CampaignInvalid) as refused:
        await points_run(club.shop)
    assert refused.value.field == "budget_fen"
    await club.program(replace(POINTS, points_on=False))
    with pytest.raises(CurveWrong) as refused:
        await points_run(club.shop, budget_fen=1_000)
    assert refused.value.field == "settings.paid_as"


async def test_its_budget_is_not_taken_away_while_it_runs(club):
    running = await points_run(club.shop, budget_fen=1_000)
    async with club.shop.db.read(club.shop.tenant) as session:
        found = await queries.campaign(session, running)
    with pytest.raises(CampaignInvalid) as refused:
        await club.shop.write(
            actions.change,
            System(club.shop.tenant, "test"),
            running,
            replace(draft_of(found), budget_fen=None),
        )
    assert (refused.value.field, "不能去掉预算" in refused.value.words("zh")) == ("budget_fen", True)
    await tap(club.shop, running)
    assert await club.points() == 50


async def test_points_without_a_budget_behind_them_are_not_given(club):
    running = await points_run(club.shop, budget_fen=1_000)
    async with club.shop.db.read(club.shop.tenant) as session:
        unbacked = replace(await queries.campaign(session, running), budget_fen=None)
    with pytest.raises(BudgetSpent):
        await club.shop.write(actions.give_points, unbacked, club.shop.shopper.person, 50, "day")
    assert await club.points() == 0


async def test_what_is_merged_keeps_its_points(club):
    running = await points_run(club.shop, budget_fen=1_000)
    await tap(club.shop, running)
    other = await club.newcomer()
    await club.merge_or_delete(PersonMerged(club.shop.shopper.person, other.person))
    assert (await club.points(), await club.points(other)) == (0, 50)
    assert (await standing(club, running))[3] == ["1 50"]
