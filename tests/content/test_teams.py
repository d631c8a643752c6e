"""A team travels: its card says how many are missing, and whoever buys by it is an order of that share."""

import pytest
import pytest_asyncio

from lianyi.content import actions, queries
from lianyi.content.errors import TargetGone
from lianyi.identity.types import Channel
from lianyi.kit.ids import encode, new_id
from lianyi.promotions import queries as promotions
from lianyi.social import actions as social_actions
from lianyi.social import queries as social
from lianyi.social.types import Sharing, Target, TreeBy, Visiting
from tests.checkout.conftest import shop  # noqa: F401  goods to sell
from tests.social.conftest import PHONE_AGENT
from tests.team_world import Teams


@pytest_asyncio.fixture(loop_scope="session")
async def teams(shop):  # noqa: F811  the fixture above
    return Teams(shop)


async def share(teams, who, target, campaign_id=None):
    sharing = Sharing(None, who.shopper.person, target, campaign_id, Channel.MINI)
    async with teams.db.write(teams.tenant) as session:
        return await actions.share(session, sharing)


async def open_share(teams, who, words):
    visiting = Visiting(words.share.token, None, who.shopper.person, 1007, Channel.MINI, PHONE_AGENT)
    async with teams.db.write(teams.tenant) as session:
        return await social_actions.visit(session, visiting)


async def read(teams, query, *arguments, **more):
    async with teams.db.read(teams.tenant) as session:
        return await query(session, *arguments, **more)


async def test_a_teams_card_says_who_is_missing_and_changes_when_somebody_joins(teams):
    campaign = await teams.run(people=3, price_fen=5000)
    leader = await teams.buyer("团长")
    _, team = await teams.opened(leader)
    target = Target("team", team.id)
    words = await share(teams, leader, target, campaign)
    page = f"plays/group_buy/team/index?id={encode('team', team.id)}"
    assert words.mini_path == f"{page}&s={words.share.token}"
    assert words.link.endswith(f"/?s={words.share.token}#/{page}")
    assert "还差 2 人" in words.description
    assert "还差 2 人" in words.timeline_title
    await teams.join(await teams.buyer("甲"), team.id)
    again = await share(teams, leader, target, campaign)
    assert again.share.id == words.share.id
    assert "还差 1 人" in again.description
    assert again.card_url != words.card_url
    assert again.poster_url != words.poster_url
    made = await actions.picture(teams.db, teams.tenant, words.share.token, "card")
    assert again.card_url.endswith(f"/card-{made.version}.jpg")


async def test_whoever_buys_by_a_share_is_its_order(teams):
    campaign = await teams.run(people=2, price_fen=5000)
    leader, friend, alone = await teams.several(3)
    _, team = await teams.opened(leader)
    words = await share(teams, leader, Target("team", team.id), campaign)
    await open_share(teams, friend, words)
    await teams.join(friend, team.id)
    await teams.opened(alone)
    stranger = new_id()
    orders = await read(teams, social.orders_by_share, [words.share.id, stranger])
    assert orders == {words.share.id: 1, stranger: 0}
    [node] = await read(teams, social.tree, TreeBy.CAMPAIGN, campaign)
    assert (node.id, node.people, node.joined) == (words.share.id, 1, 1)
    result = await read(teams, promotions.result, campaign)
    assert (result.reach.shares, result.reach.people) == (1, 1)


async def test_a_products_page_shared_while_a_campaign_runs_counts_for_it(teams):
    plain = Target("product", teams.shop.products[0])
    someone = await teams.buyer()
    before = await share(teams, someone, plain)
    assert before.share.campaign_id is None
    campaign = await teams.run(people=2, price_fen=5000)
    during = await share(teams, someone, plain)
    assert (during.share.campaign_id, during.share.id != before.share.id) == (campaign, True)


async def test_a_campaign_is_shared_with_its_own_page(teams):
    campaign = await teams.run(people=2, price_fen=5000)
    words = await share(teams, await teams.buyer(), Target("campaign", campaign))
    assert words.share.campaign_id == campaign
    assert words.share.token in words.mini_path


@pytest.mark.parametrize("kind", ["team", "campaign", "shop_window"])
async def test_a_run_that_is_not_there_is_not_shared(teams, kind):
    someone = await teams.buyer()
    with pytest.raises(TargetGone):
        await share(teams, someone, Target(kind, new_id()))
    with pytest.raises(TargetGone) as refused:
        await share(teams, someone, Target("shop"), new_id())
    assert refused.value.field == "campaign_id"
    assert await read(teams, social.mine, someone.shopper.person, None, 10) == []


async def test_my_shares_name_teams_and_what_is_gone(teams):
    campaign = await teams.run(people=2, price_fen=5000)
    leader, friend = await teams.several(2)
    _, team = await teams.opened(leader)
    words = await share(teams, leader, Target("team", team.id), campaign)
    await open_share(teams, friend, words)
    mine = await read(teams, social.mine, leader.shopper.person, None, 10)
    found = await read(teams, queries.shared_targets, mine)
    assert (found["team", team.id].title, list(found)) == (words.title, [("team", team.id)])
