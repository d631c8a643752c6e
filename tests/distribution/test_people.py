"""Two records become one, a person leaves: customers, places, notices, and what one may take away."""

from datetime import timedelta

from lianyi.distribution.actions import disputes, shopkeepers
from lianyi.distribution.actions.disputes import Appeal
from lianyi.distribution.actions.replaying import replay
from lianyi.distribution.queries import answers, micro_shops
from lianyi.distribution.queries import shopkeepers as reads
from lianyi.distribution.types.shopkeepers import JoinWay, KeeperState
from lianyi.identity.events import PersonDeleted, PersonMerged
from lianyi.kit.db import Statement

NOTICES = Statement(
    "select kind from messages_notice where tenant_id = %(tenant)s and person_id = %(person)s order by created_at, kind",
    str,
)


async def tell(shop, fact):
    async with shop.db.write(shop.tenant) as session:
        await session.emit(fact)
    await shop.tell()


async def notices(shop, body):
    async with shop.db.read(shop.tenant) as session:
        return await session.all(NOTICES, person=body.person)


async def test_the_owner_of_the_younger_record_comes_along_and_no_past_changes(shop, clock):
    anna, keeper = await shop.keeper("安娜")
    young, old = await shop.someone("小贝"), await shop.someone("贝贝")
    await shop.came(young, anna)
    before = clock.now()
    clock.advance(timedelta(days=1))
    await tell(shop, PersonMerged(young.person, old.person))
    assert await shop.results(old) == ["kept:nothing", "bound:first"]
    clock.advance(timedelta(seconds=1))
    assert (await shop.owner(old), await shop.owner(old, before)) == (keeper.id, None)
    line = (await shop.log(old))[-1]
    assert line.since == (await shop.log(young))[0].since  # its periods run since they began
    assert (await replay(shop.db, shop.tenant)).differences == ()
    await tell(shop, PersonMerged(young.person, old.person))
    assert await shop.owner(old) == keeper.id


async def test_a_customer_who_turns_out_to_be_the_shopkeeper_is_nobodys(shop, clock):
    anna, keeper = await shop.keeper("安娜")
    second = await shop.someone("小号")
    await shop.came(second, anna)
    assert await shop.owner(second) == keeper.id
    await tell(shop, PersonMerged(second.person, anna.person))
    assert await shop.owner(anna) is None
    third = await shop.someone("大号")
    fourth, other = await shop.keeper("丁丁")
    await shop.came(third, fourth)
    await tell(shop, PersonMerged(fourth.person, third.person))
    assert (await shop.results(third))[-1] == "released:self"
    clock.advance(timedelta(seconds=1))
    assert await shop.owner(third) is None
    assert (await shop.read(reads.keeper, other.id)).person_id == third.person
    assert (await replay(shop.db, shop.tenant)).differences == ()


async def test_of_two_places_the_one_of_the_record_that_stays_is_kept(shop):
    anna, first = await shop.keeper("安娜")
    ben, second = await shop.keeper("小贝")
    await tell(shop, PersonMerged(ben.person, anna.person))
    gone, stays = await shop.read(reads.keeper, second.id), await shop.read(reads.keeper, first.id)
    assert (gone.state, gone.person_id, stays.state) == (KeeperState.LEFT, anna.person, KeeperState.ACTIVE)
    assert (await shop.principal(anna)).id == first.id


async def test_whoever_leaves_the_shop_takes_their_words_along(shop):
    anna, keeper = await shop.keeper("安娜")
    ben = await shop.someone("小贝")
    await shop.came(ben, anna)
    await tell(shop, PersonDeleted(anna.person, None))
    gone = await shop.read(reads.keeper, keeper.id)
    assert (gone.state, gone.shop_name, gone.words) == (KeeperState.LEFT, "", "")
    assert await shop.read(micro_shops.picks, keeper.id) == []
    assert await shop.owner(ben) is None
    await tell(shop, PersonDeleted(ben.person, None))
    assert (await replay(shop.db, shop.tenant)).differences == ()


async def test_a_shopkeeper_is_told_what_the_shop_did_and_once_a_day_of_new_customers(shop, clock):
    await shop.open_joining(JoinWay.APPLICATION)
    anna = await shop.someone("安娜")
    keeper = await shop.apply(anna, version=2)
    await shop.write(shopkeepers.review, shop.staff, keeper.id, approve=True, words="欢迎")
    await shop.tell()
    for _ in range(3):
        await shop.came(await shop.someone("顾客"), anna)
    assert await notices(shop, anna) == ["shopkeeper_approved", "shopkeeper_new_customers"]
    clock.advance(timedelta(days=1))
    await shop.came(await shop.someone("顾客"), anna)
    await shop.write(shopkeepers.suspend, shop.staff, keeper.id, "核实身份", None)
    await shop.write(shopkeepers.resume, shop.staff, keeper.id, "已核实")
    await shop.tell()
    assert sorted((await notices(shop, anna))[2:]) == [
        "shopkeeper_new_customers", "shopkeeper_resumed", "shopkeeper_suspended",
    ]  # fmt: skip


async def test_an_answer_to_an_appeal_is_told(shop):
    anna, _ = await shop.keeper("安娜")
    await shop.came(await shop.someone("小贝"), anna)
    order = await shop.place(1)
    number = (await shop.order(order.id)).number
    dispute = await shop.write(disputes.appeal, await shop.principal(anna), Appeal("她是我的老顾客", number))
    await shop.write(disputes.answer, shop.staff, dispute.id, uphold=False, reply="订单时还不是")
    await shop.tell()
    assert "shopkeeper_appeal_answered" in await notices(shop, anna)


async def test_a_person_may_take_away_what_is_kept_of_them(shop):
    anna, _ = await shop.keeper("安娜")
    ben = await shop.someone("小贝")
    await shop.came(ben, anna)
    mine = await shop.read(answers.own_distribution, anna.person)
    assert (mine["shopkeeper"]["shop_name"], mine["came_by"]) == ("安娜", [])
    theirs = await shop.read(answers.own_distribution, ben.person)
    assert theirs["shopkeeper"] is None
    assert theirs["came_by"][0]["what"].startswith("点开了分享,归属生效")
