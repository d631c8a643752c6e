"""A device turns out to be somebody's, two people are one, somebody leaves; and nothing is kept for ever."""

from datetime import timedelta

from lianyi.identity.events import PersonDeleted, PersonMerged
from lianyi.identity.queries import own_data
from lianyi.kit.db import Statement
from lianyi.kit.ids import encode, new_id
from lianyi.social import reactions
from lianyi.social.types import Target, TreeBy, VisitKind
from tests.social.conftest import Body

NAMES = Statement(
    "select (select count(*) from social_share where tenant_id = %(tenant)s"
    " and (sharer_person_id = %(id)s or sharer_visitor_id = %(id)s or made_by = %(id)s))"
    " + (select count(*) from social_visit where tenant_id = %(tenant)s and (person_id = %(id)s or visitor_id = %(id)s))"
    " + (select count(*) from social_visitor where tenant_id = %(tenant)s and (person_id = %(id)s or visitor_id = %(id)s))",
    int,
)


async def traces(friends, *ids):
    async with friends.db.read(friends.tenant) as session:
        return sum([await session.one(NAMES, id=one) for one in ids])


async def react(friends, reaction, fact):
    for _ in range(2):  # a fact may be told twice
        async with friends.db.write(friends.tenant) as session:
            await reaction(session, fact)


async def test_what_a_device_did_becomes_the_persons_once(friends):
    anna, ben = await friends.someone(), await friends.someone()
    share = await friends.share(anna, campaign=friends.campaign)
    stranger = Body()
    await friends.open(stranger, share)
    passed_on = await friends.share(stranger, campaign=friends.campaign)
    assert await friends.read("last_share_to", ben.person, friends.campaign) is None
    on_device, joined = await friends.join(stranger, ben)
    assert joined is True
    assert (await friends.join(stranger, ben))[1] is False
    assert await friends.read("last_share_to", ben.person, friends.campaign) == share.id
    assert (await friends.read("share", passed_on.id)).sharer_person_id == ben.person
    assert (await friends.share(on_device, campaign=friends.campaign)).id == passed_on.id
    reach = await friends.read("reach", friends.campaign)
    assert (reach.people, reach.joined) == (1, 1)


async def test_a_person_on_two_devices_is_one_visitor(friends):
    share = await friends.share(Body(), campaign=friends.campaign)
    ben = await friends.someone()
    for _ in range(2):
        device = Body()
        await friends.open(device, share)
        await friends.join(device, ben)
    reach = await friends.read("reach", friends.campaign)
    assert (reach.opens, reach.people, reach.joined) == (2, 1, 1)


async def test_an_opening_that_turns_out_to_be_ones_own_is_no_visitor(friends):
    anna = await friends.someone()
    share = await friends.share(anna, campaign=friends.campaign)
    other_phone = Body()
    assert (await friends.open(other_phone, share)).kind is VisitKind.HUMAN
    await friends.join(other_phone, anna)
    reach = await friends.read("reach", friends.campaign)
    assert (reach.people, reach.opens, reach.self_opens) == (0, 0, 1)


async def test_signing_in_while_opening_joins_by_itself(friends):
    anna, ben, device = await friends.someone(), await friends.someone(), Body()
    first = await friends.share(anna, campaign=friends.campaign)
    await friends.open(device, first)
    signed_in = Body(device.device, ben.person)
    await friends.open(signed_in, await friends.share(anna, Target("shop")))
    assert await friends.read("last_share_to", ben.person, friends.campaign) == first.id


async def test_a_second_person_on_the_device_does_not_inherit_the_first_ones_past(friends):
    share = await friends.share(Body(), campaign=friends.campaign)
    device, ben, cora = Body(), await friends.someone(), await friends.someone()
    await friends.open(device, share)
    await friends.join(device, ben)
    assert (await friends.join(device, cora))[1] is False
    assert await friends.read("last_share_to", ben.person, friends.campaign) == share.id
    assert await friends.read("last_share_to", cora.person, friends.campaign) is None


async def test_two_records_of_one_person_are_joined(friends):
    anna, same = await friends.someone(), await friends.someone()
    mine = await friends.share(anna, campaign=friends.campaign)
    theirs = await friends.share(Body(), Target("team", new_id()), friends.campaign)
    await friends.open(same, mine)
    await friends.open(same, theirs)
    assert (await friends.read("reach", friends.campaign)).people == 1
    await react(friends, reactions.keep_what_was_shared, PersonMerged(same.person, anna.person))
    assert await traces(friends, same.person) == 0
    assert await friends.read("last_share_to", anna.person, friends.campaign) == theirs.id
    reach = await friends.read("reach", friends.campaign)
    assert (reach.opens, reach.people, reach.self_opens) == (1, 1, 1)


async def test_who_leaves_is_nowhere_and_the_tree_stays(friends):
    anna, ben, cora = await friends.someone(), await friends.someone(), Body()
    top = await friends.share(anna, campaign=friends.campaign)
    await friends.open(ben, top)
    middle = await friends.share(ben, campaign=friends.campaign)
    await friends.open(cora, middle)
    assert await traces(friends, ben.person, ben.device) > 0
    await react(friends, reactions.forget_person, PersonDeleted(ben.person, None))
    assert await traces(friends, ben.person, ben.device) == 0
    nodes = await friends.read("tree", TreeBy.CAMPAIGN, friends.campaign)
    assert [(node.id, node.sharer_person_id, node.visitor) for node in nodes] == [
        (top.id, anna.person, None),
        (middle.id, None, None),
    ]
    assert [node.people for node in nodes] == [1, 1]
    # the link in the world still opens
    assert (await friends.open(Body(), middle)).kind is VisitKind.HUMAN


async def test_ones_own_data_says_what_was_shared_and_opened(friends, app):
    anna, ben = await friends.someone(), await friends.someone()
    share = await friends.share(anna)
    await friends.open(ben, share)
    async with friends.db.read(friends.tenant) as session:
        of_anna = (await own_data.all(session, anna.person))["social"]
        of_ben = (await own_data.all(session, ben.person))["social"]
    assert of_anna["opened"] == []
    [one] = of_anna["shares"]
    assert (one["id"], one["target_id"]) == (encode("shr", share.id), encode("prd", friends.product.id))
    assert [(one["share_id"], one["opens"]) for one in of_ben["opened"]] == [(encode("shr", share.id), 1)]


async def test_old_visits_devices_and_prepared_shares_are_forgotten_in_time(friends, clock, settle):
    anna, ben = await friends.someone(), Body()
    opened = await friends.share(anna)
    await friends.share(anna, Target("shop"))
    await friends.open(ben, opened)
    assert await friends.rows() == "2/1/1/2"
    clock.advance(timedelta(days=89))
    await settle()
    assert await friends.rows() == "2/1/1/2"
    clock.advance(timedelta(days=2))
    await settle()
    assert await friends.rows() == "1/1/1/2"
    clock.advance(timedelta(days=308))
    await settle()
    assert await friends.rows() == "1/1/1/2"
    clock.advance(timedelta(days=3))
    await settle()
    assert await friends.rows() == "1/0/0/0"
    assert (await friends.open(Body(), opened)).kind is VisitKind.HUMAN
