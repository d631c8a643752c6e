"""Nodes and edges: who hangs below whom, who is counted as what."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from lianyi.identity.types import Channel
from lianyi.kit.ids import new_id
from lianyi.social import rules
from lianyi.social.errors import NobodyShares
from lianyi.social.types import Target, TreeBy, VisitKind
from tests.social.conftest import PHONE_AGENT, Body


async def test_sharing_the_same_again_is_the_same_node_on_any_device(friends):
    anna = await friends.someone()
    first = await friends.share(anna)
    again = await friends.share(anna)
    elsewhere = await friends.share(Body(uuid4(), anna.person))
    assert first.token == again.token == elsewhere.token
    other = await friends.share(anna, Target("shop"))
    campaign = await friends.share(anna, campaign=friends.campaign)
    assert len({first.id, other.id, campaign.id}) == 3
    assert await friends.rows() == "3/0/0/2"


async def test_two_taps_at_once_make_one_node(friends):
    body = Body()
    made = await asyncio.gather(*(friends.share(body) for _ in range(8)))
    assert len({share.id for share in made}) == 1
    assert await friends.rows() == "1/0/0/0"


async def test_nobody_without_a_device_or_a_name_can_share(friends):
    with pytest.raises(NobodyShares):
        await friends.share(Body(None, None))
    assert await friends.rows() == "0/0/0/0"


async def test_whoever_came_by_a_share_hangs_below_it(friends):
    anna, ben, cora = Body(), Body(), Body()
    top = await friends.share(anna)
    await friends.open(ben, top)
    middle = await friends.share(ben)
    await friends.open(cora, middle)
    leaf = await friends.share(cora)
    assert [(share.parent_id, share.root_id, share.depth) for share in (top, middle, leaf)] == [
        (None, top.id, 0),
        (top.id, top.id, 1),
        (middle.id, top.id, 2),
    ]


async def test_the_same_target_comes_before_the_latest_and_old_visits_of_others_do_not_count(friends, clock):
    anna, ben, reader = Body(), Body(), Body()
    tea = await friends.share(anna)
    cup = await friends.share(ben, Target("product", new_id()))
    await friends.open(reader, tea)
    clock.advance(timedelta(minutes=5))
    await friends.open(reader, cup)
    assert (await friends.share(reader)).parent_id == tea.id
    assert (await friends.share(reader, Target("shop"))).parent_id == cup.id
    clock.advance(timedelta(days=31))
    assert (await friends.share(reader, Target("product", new_id()))).parent_id is None
    assert (await friends.share(reader)).parent_id == tea.id


async def test_the_same_campaign_comes_before_another_product(friends, clock):
    anna, ben, reader = Body(), Body(), Body()
    of_campaign = await friends.share(anna, Target("team", new_id()), friends.campaign)
    other = await friends.share(ben, Target("product", new_id()))
    await friends.open(reader, of_campaign)
    clock.advance(timedelta(minutes=5))
    await friends.open(reader, other)
    share = await friends.share(reader, Target("team", new_id()), friends.campaign)
    assert share.parent_id == of_campaign.id


async def test_nobody_hangs_below_themself(friends):
    anna, ben = Body(), Body()
    top = await friends.share(anna)
    await friends.open(ben, top)
    below = await friends.share(ben)
    await friends.open(anna, below)
    assert (await friends.share(anna)).id == top.id
    elsewhere = await friends.share(anna, Target("product", new_id()))
    assert (elsewhere.parent_id, elsewhere.depth) == (None, 0)


async def test_opening_by_oneself_by_robots_and_by_others_is_kept_apart(friends):
    anna = await friends.someone()
    share = await friends.share(anna, campaign=friends.campaign)
    assert (await friends.open(anna, share)).kind is VisitKind.SELF
    assert (await friends.open(Body(anna.device), share)).kind is VisitKind.SELF
    assert (await friends.open(Body(None, anna.person), share)).kind is VisitKind.SELF
    assert (await friends.open(Body(), share, scene=1129)).kind is VisitKind.ROBOT
    assert (
        await friends.open(Body(), share, agent="Mozilla/5.0 (compatible; Bytespider)")
    ).kind is VisitKind.ROBOT
    assert (await friends.open(Body(), share, agent="")).kind is VisitKind.ROBOT
    assert (await friends.open(Body(None), share)).kind is VisitKind.ROBOT
    assert (await friends.open(Body(), share)).kind is VisitKind.HUMAN
    reach = await friends.read("reach", friends.campaign)
    assert (reach.shares, reach.opens, reach.people, reach.robots, reach.self_opens) == (1, 1, 1, 4, 3)


@pytest.mark.parametrize(
    ("agent", "robot"),
    [
        (PHONE_AGENT, False),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120 Mobile Safari/537.36", False),
        ("Mozilla/5.0 (compatible; Googlebot/2.1)", True),
        ("facebookexternalhit/1.1", True),
        ("WhatsApp/2.23", True),
        ("mpcrawler", True),
        ("  ", True),
    ],
)
def test_a_program_that_says_so_is_a_robot(agent, robot):
    assert rules.is_robot(agent, None) is robot
    assert rules.is_robot(agent, 1129) is True
    assert rules.is_robot(agent, 1007) is robot


async def test_a_prepared_share_counts_nowhere_until_somebody_else_opens_it(friends):
    anna = await friends.someone()
    share = await friends.share(anna, campaign=friends.campaign)
    await friends.open(anna, share)
    assert (await friends.read("reach", friends.campaign)).shares == 0
    assert await friends.read("mine", anna.person, None, 10) == []
    await friends.open(Body(), share)
    assert (await friends.read("reach", friends.campaign)).shares == 1
    assert [one.id for one in await friends.read("mine", anna.person, None, 10)] == [share.id]


async def test_a_flood_makes_a_number_grow_and_not_a_table(friends, clock):
    share, body = await friends.share(Body(), campaign=friends.campaign), Body()
    kinds = [(await friends.open(body, share)).kind for _ in range(30)]
    assert kinds == ["human"] * 20 + ["robot"] * 10
    assert await friends.rows() == "1/1/30/1"
    for number in range(200):
        await friends.open(Body(), share, agent=f"spider/{number}")
    shares, visits, opens, devices = (await friends.rows()).split("/")
    assert int(visits) <= 1 + rules.ROBOT_NAMES
    assert (shares, opens, devices) == ("1", "230", "1")
    clock.advance(timedelta(minutes=2))
    other = await friends.share(Body(), Target("shop"))
    assert (await friends.open(body, other)).kind is VisitKind.HUMAN


async def test_who_opens_twenty_shares_a_minute_is_a_program_on_the_next(friends):
    body, shares = Body(), [await friends.share(Body(), campaign=friends.campaign) for _ in range(22)]
    kinds = [(await friends.open(body, share)).kind for share in shares]
    assert kinds == ["human"] * 20 + ["robot"] * 2
    assert (await friends.read("reach", friends.campaign)).people == 1


async def test_again_on_another_day_is_a_row_of_its_own_and_the_same_visitor(friends, clock):
    anna = await friends.someone()
    share, body = await friends.share(anna), Body()
    assert (await friends.open(body, share)).first is True
    assert (await friends.open(body, share)).first is False
    clock.advance(timedelta(days=1))
    assert (await friends.open(body, share)).first is True
    assert await friends.rows() == "1/2/3/2"
    [came] = await friends.read("visitors_of", anna.person, share.id, None, 10)
    assert (came.who, came.person_id, came.opens) == (body.device, None, 3)


async def test_the_share_an_order_came_by(friends, clock):
    anna, ben = await friends.someone(), await friends.someone()
    buyer = await friends.someone()
    first = await friends.share(anna, Target("team", new_id()), friends.campaign)
    second = await friends.share(ben, Target("team", new_id()), friends.campaign)
    assert await friends.read("last_share_to", buyer.person, friends.campaign) is None
    await friends.open(buyer, first)
    clock.advance(timedelta(minutes=1))
    await friends.open(buyer, second)
    assert await friends.read("last_share_to", buyer.person, friends.campaign) == second.id
    clock.advance(timedelta(minutes=1))
    await friends.open(buyer, first)
    assert await friends.read("last_share_to", buyer.person, friends.campaign) == first.id
    assert await friends.read("last_share_to", ben.person, friends.campaign) is None
    assert await friends.read("last_share_to", buyer.person, new_id()) is None


async def chain(friends, length, target=None, campaign=None):
    """Everybody opens the share of the one before and shares on."""
    shares, before = [], None
    for _ in range(length):
        body = Body()
        if before is not None:
            await friends.open(body, before)
        before = await friends.share(body, target, campaign)
        shares.append(before)
    await friends.open(Body(), before)
    return shares


async def test_a_tree_is_as_deep_as_it_grows_and_its_limit_holds(friends):
    shares = await chain(friends, 300, campaign=friends.campaign)
    assert [share.depth for share in shares[:256]] == list(range(256))
    assert {share.depth for share in shares[256:]} == {255}
    assert {share.parent_id for share in shares[256:]} == {shares[254].id}
    nodes = await friends.read("tree", TreeBy.CAMPAIGN, friends.campaign)
    assert len(nodes) == 300
    assert [node.depth for node in nodes][:256] == list(range(256))
    figures = await friends.read("tree_figures", TreeBy.CAMPAIGN, friends.campaign)
    assert (figures.shares, figures.people, figures.depth) == (300, 300, 255)
    assert figures.breadth == (1,) * 255 + (45,)
    short = await friends.read("tree", TreeBy.CAMPAIGN, friends.campaign, depth_max=9, limit=5)
    assert [node.id for node in short] == [share.id for share in shares[:5]]


async def test_no_cycles_whoever_shares_and_opens_at_once(friends):
    people = [await friends.someone() for _ in range(6)]
    for round_ in range(4):
        shares = await asyncio.gather(*(friends.share(body, campaign=friends.campaign) for body in people))
        await asyncio.gather(
            *(
                friends.open(body, shares[(number + 1 + round_) % len(people)])
                for number, body in enumerate(people)
            ),
            *(friends.share(body, campaign=friends.campaign) for body in people),
        )
    nodes = {node.id: node for node in await friends.read("tree", TreeBy.CAMPAIGN, friends.campaign)}
    figures = await friends.read("tree_figures", TreeBy.CAMPAIGN, friends.campaign)
    assert figures.shares == len(nodes)
    for node in nodes.values():
        above, steps = node, 0
        while above.parent_id is not None:
            child, above = above, nodes[above.parent_id]
            assert child.depth == above.depth + 1
            assert above.sharer_person_id != node.sharer_person_id
            steps += 1
            assert steps <= len(nodes)


async def test_trees_by_target_person_and_share(friends):
    anna, ben, cora = await friends.someone(), await friends.someone(), Body()
    top = await friends.share(anna)
    await friends.open(ben, top)
    below = await friends.share(ben)
    await friends.open(cora, below)
    aside = await friends.share(cora, Target("shop"))
    await friends.open(Body(), aside)
    await friends.open(Body(), aside, agent="Googlebot")

    async def ids(by, of, **more):
        return [node.id for node in await friends.read("tree", by, of, **more)]

    assert await ids(TreeBy.TARGET, friends.product.id, kind="product") == [top.id, below.id]
    assert await ids(TreeBy.TARGET, None, kind="shop") == [aside.id]
    assert await ids(TreeBy.PERSON, ben.person) == [below.id, aside.id]
    assert await ids(TreeBy.SHARE, top.id) == [top.id, below.id, aside.id]
    assert await ids(TreeBy.SHARE, top.id, depth_max=1) == [top.id, below.id]
    assert await ids(TreeBy.CAMPAIGN, friends.campaign) == []
    node = (await friends.read("tree", TreeBy.SHARE, below.id))[0]
    assert (node.depth, node.opens, node.people, node.joined, node.children) == (1, 1, 1, 0, 1)
    figures = await friends.read("tree_figures", TreeBy.SHARE, top.id)
    assert (figures.shares, figures.people, figures.robot_opens, figures.breadth) == (3, 3, 1, (1, 1, 1))


async def test_another_shop_sees_nothing_of_it(friends, tenant, db):
    share = await friends.share(Body(), campaign=friends.campaign)
    await friends.open(Body(), share)
    mine, friends.tenant = friends.tenant, tenant
    assert await friends.read("share", share.id) is None
    assert (await friends.read("reach", friends.campaign)).shares == 0
    friends.tenant = mine
    assert (await friends.read("reach", friends.campaign)).shares == 1


async def test_the_channel_is_kept(friends):
    assert (await friends.share(Body())).channel is Channel.MINI
