"""Who helps whom in a run: once each, by which phone and account; who is new; what the staff look into."""

from dataclasses import replace
from datetime import timedelta

import pytest
import pytest_asyncio

from lianyi.identity.events import PersonMerged
from lianyi.identity.types import Channel
from lianyi.kit.db import Statement
from lianyi.kit.ids import new_id
from lianyi.promotions import actions, jobs, queries
from lianyi.promotions.errors import (
    HelpDeviceUsed,
    HelpedAlready,
    HelpForNew,
    HelpLimitReached,
    HelpRunInReview,
    HelpRunMoved,
    HelpRunOver,
    HelpRunsUsedUp,
    HelpRunUnknown,
    HelpYourself,
    PlayNotHere,
    ReviewDecided,
)
from lianyi.promotions.reactions import merge_claims
from lianyi.promotions.types import Marks
from tests.help_world import (
    TERMS,
    help_it,
    help_standing,
    helped_by,
    open_run,
    run_now,
    somebody,
)
from tests.promotion_world import campaign, published

MARKED = Statement(
    """
    select 'account' from promotions_help_account where tenant_id = %(tenant)s
    union all select 'help' from promotions_help
    where tenant_id = %(tenant)s and (device is not null or accounts <> '{}' or network <> '')
    union all select 'run' from promotions_help_run
    where tenant_id = %(tenant)s and (device is not null or accounts <> '{}')
    """,
    str,
)
pytestmark = pytest.mark.usefixtures("own_plays")


@pytest_asyncio.fixture(loop_scope="session")
async def running(shop):
    return await campaign(shop, await published(shop, 1000, play="helping"))


@pytest_asyncio.fixture(loop_scope="session")
async def owner(shop):
    return await somebody(shop, "团长")


async def refused(shop, error, doing):
    """A refusal moves nothing."""
    before = await help_standing(shop)
    with pytest.raises(error) as caught:
        await doing
    assert await help_standing(shop) == before
    return caught.value


async def test_three_people_fill_a_run_and_the_fourth_comes_too_late(shop, running, owner):
    run_id = await open_run(shop, running, owner)
    await helped_by(shop, run_id, 3)
    assert await help_standing(shop) == (
        ["open 3/3 3"],
        ["0+1 counted new", "1+1 counted new", "2+1 counted new"],
    )
    late = await refused(shop, HelpRunOver, help_it(shop, run_id, await somebody(shop)))
    assert late.data["state"] == "full"


async def test_each_helps_once_and_the_owner_never(shop, running, owner):
    run_id = await open_run(shop, running, owner)
    friend = await somebody(shop)
    await help_it(shop, run_id, friend)
    await refused(shop, HelpedAlready, help_it(shop, run_id, friend))
    await refused(shop, HelpedAlready, help_it(shop, run_id, friend.on(Marks(new_id()))))
    await refused(shop, HelpYourself, help_it(shop, run_id, owner))
    await refused(shop, HelpYourself, help_it(shop, run_id, owner.on(Marks(new_id()))))


async def test_another_account_on_the_owners_phone_is_the_owner(shop, running, owner):
    run_id = await open_run(shop, running, owner)
    second = (await somebody(shop)).on(owner.marks)
    await refused(shop, HelpYourself, help_it(shop, run_id, second))


async def test_one_phone_and_one_wechat_account_help_once_whoever_is_signed_in(shop, running, owner):
    run_id = await open_run(shop, running, owner)
    friend = await somebody(shop, account="o-same")
    await help_it(shop, run_id, friend)
    await refused(shop, HelpDeviceUsed, help_it(shop, run_id, (await somebody(shop)).on(friend.marks)))
    again = await somebody(shop, account="o-same")  # deleted and registered anew, on another phone
    await refused(shop, HelpDeviceUsed, help_it(shop, run_id, again))
    owner_again = await somebody(shop, account=owner.shopper.openids["wxmini"])
    await refused(shop, HelpYourself, help_it(shop, run_id, owner_again))


async def test_helps_each_are_limited_by_day_and_by_campaign(shop, running):
    terms = replace(TERMS, per_day_max=2, per_person_max=3)
    runs = [await open_run(shop, running, await somebody(shop), terms, hours=96) for _ in range(5)]
    friend = await somebody(shop)
    await help_it(shop, runs[0], friend)
    await help_it(shop, runs[1], friend)
    await refused(shop, HelpLimitReached, help_it(shop, runs[2], friend))
    same_phone = (await somebody(shop)).on(friend.marks)
    await refused(shop, HelpLimitReached, help_it(shop, runs[2], same_phone))
    shop.db.clock.advance(timedelta(days=1))
    await help_it(shop, runs[3], friend)
    await refused(shop, HelpLimitReached, help_it(shop, runs[4], friend))


async def test_an_account_that_comes_back_registered_anew_has_no_more_helps_left(shop, running):
    terms = replace(TERMS, per_day_max=2, per_person_max=2)
    runs = [await open_run(shop, running, await somebody(shop), terms) for _ in range(3)]
    for run_id in runs[:2]:  # each time a new registration and a phone with a new number
        await help_it(shop, run_id, await somebody(shop, account="o-same"))
    again = await somebody(shop, account="o-same")
    await refused(shop, HelpLimitReached, help_it(shop, runs[2], again))
    await help_it(shop, runs[2], await somebody(shop))


async def test_marks_of_helpers_are_forgotten_half_a_year_after_the_campaign_and_who_helped_stays(
    shop, running, owner
):
    run_id = await open_run(shop, running, owner)
    await helped_by(shop, run_id, 2, network="n1")
    before = await help_standing(shop)
    shop.db.clock.advance(timedelta(days=7 + 189))
    assert await jobs.forget_help_marks(shop.db, shop.tenant) == 0
    shop.db.clock.advance(timedelta(days=2))
    assert await jobs.forget_help_marks(shop.db, shop.tenant) == 5  # two helps, two accounts, the run's own
    assert await jobs.forget_help_marks(shop.db, shop.tenant) == 0
    async with shop.db.read(shop.tenant) as session:
        helps = await queries.helps_of(session, run_id)
        left = await session.all(MARKED)
    assert ([(one.device, one.network) for one in helps], left) == ([(None, "")] * 2, [])
    assert await help_standing(shop) == before


async def test_runs_each_are_limited_and_one_at_a_time_about_a_thing(shop, running, owner):
    about, other = new_id(), new_id()
    await open_run(shop, running, owner, about=about)
    await refused(shop, HelpRunsUsedUp, open_run(shop, running, owner, about=about))
    await open_run(shop, running, owner, about=other)
    await refused(shop, HelpRunsUsedUp, open_run(shop, running, owner, about=new_id()))


async def test_time_window_and_channel_are_asked(shop, running, owner):
    run_id = await open_run(shop, running, owner, hours=2)
    friend = await somebody(shop)
    await refused(shop, PlayNotHere, help_it(shop, run_id, friend, Channel.WECHAT_H5))
    await refused(shop, HelpRunUnknown, help_it(shop, new_id(), friend))
    shop.db.clock.advance(timedelta(hours=2))
    over = await refused(shop, HelpRunOver, help_it(shop, run_id, friend))
    assert over.data["state"] == "over"


async def test_a_new_customer_counts_as_the_terms_say_and_never_beyond_the_last_step(shop, running, owner):
    run_id = await open_run(shop, running, owner, replace(TERMS, need=3, weight_new=2))
    await helped_by(shop, run_id, 2)
    assert await help_standing(shop) == (["open 3/3 2"], ["0+2 counted new", "2+1 counted new"])


async def test_new_is_decided_by_what_cannot_be_registered_anew(shop, running, owner):
    paid = await shop.place(1)
    await shop.pay(paid.id)
    known = dict(shop.shopper.openids) or dict(shop.buyer["openids"])
    old_account = await somebody(shop)
    old_account = replace(old_account, shopper=replace(old_account.shopper, openids=known))
    phone_only = await somebody(shop, account="")
    buyers_phone = await somebody(shop)
    # the buyer has helped on this phone before: whoever registers on it is no new customer
    buyer = replace(await somebody(shop), shopper=shop.shopper, marks=buyers_phone.marks)
    first = await open_run(shop, running, owner, replace(TERMS, need=5))
    await help_it(shop, first, buyer)
    second = await open_run(shop, running, await somebody(shop), replace(TERMS, only_new=True))
    for helper in (old_account, phone_only, buyers_phone):
        await refused(shop, HelpForNew, help_it(shop, second, helper))
    _, given = await help_it(shop, second, await somebody(shop))
    assert given.is_new


async def test_made_up_helps_hold_the_run_until_the_staff_have_looked(shop, running, owner):
    run_id = await open_run(shop, running, owner, replace(TERMS, need=6, early=True))
    await helped_by(shop, run_id, 3, gap=timedelta(seconds=2), joined_ago=timedelta(minutes=5))
    assert (await run_now(shop, run_id)).review is None
    await helped_by(shop, run_id, 1, gap=timedelta(seconds=2), joined_ago=timedelta(minutes=5))
    held = await run_now(shop, run_id)
    assert (held.review, held.reasons) == ("waiting", ["burst"])
    await refused(
        shop,
        HelpRunInReview,
        shop.write(actions.take_help_run, held, owner.shopper.person, new_id()),
    )
    await helped_by(shop, run_id, 1)  # real people may help on; nothing is given for it yet
    assert (await help_standing(shop))[1][-1] == "4+1 held new"

    await shop.write(actions.release_help_run, shop.staff, run_id, "都是同事,电话核对过")
    assert [line.split()[1] for line in (await help_standing(shop))[1]] == ["counted"] * 5
    with pytest.raises(ReviewDecided):
        await shop.write(actions.refuse_help_run, shop.staff, run_id, "again")
    await helped_by(shop, run_id, 1, gap=timedelta(seconds=2), joined_ago=timedelta(minutes=5))
    assert (await run_now(shop, run_id)).review == "released", (
        "the staff are not asked about the same run twice"
    )


async def test_a_refused_run_is_over_for_good(shop, running, owner):
    run_id = await open_run(shop, running, owner, replace(TERMS, need=6, early=True))
    await helped_by(shop, run_id, 4, gap=timedelta(seconds=2), joined_ago=timedelta(minutes=5))
    await shop.write(actions.refuse_help_run, shop.staff, run_id, "同一批新注册账号")
    runs, helps = await help_standing(shop)
    assert (runs, {line.split()[1] for line in helps}) == (["refused 4/6 4 refused"], {"refused"})
    over = await refused(shop, HelpRunOver, help_it(shop, run_id, await somebody(shop)))
    assert over.data["state"] == "refused"


async def test_a_held_run_outlives_its_time_and_has_a_day_once_released(shop, running, owner):
    run_id = await open_run(shop, running, owner, replace(TERMS, need=4, early=True), hours=1, keep_hours=2)
    other = await open_run(shop, running, await somebody(shop), hours=1, keep_hours=2)
    await helped_by(shop, run_id, 4, gap=timedelta(seconds=2), joined_ago=timedelta(minutes=5))
    shop.db.clock.advance(timedelta(hours=3))
    assert await shop.write(actions.end_help_runs, 10) == 1
    assert (await run_now(shop, other)).state == "over"
    await shop.write(actions.release_help_run, shop.staff, run_id, "核对过")
    assert (await run_now(shop, run_id)).ends_at == shop.db.clock.now() + timedelta(hours=24)


async def test_an_order_takes_the_run_at_the_step_it_was_priced_at(shop, running, owner):
    run_id = await open_run(shop, running, owner, replace(TERMS, early=True))
    await helped_by(shop, run_id, 1)
    seen = await run_now(shop, run_id)
    await helped_by(shop, run_id, 1)
    order, person = new_id(), owner.shopper.person
    await refused(shop, HelpRunMoved, shop.write(actions.take_help_run, seen, person, order))
    now = await run_now(shop, run_id)
    stranger = (await somebody(shop)).shopper.person
    await refused(shop, HelpRunMoved, shop.write(actions.take_help_run, now, stranger, order))
    await shop.write(actions.take_help_run, now, person, order)
    over = await refused(shop, HelpRunOver, help_it(shop, run_id, await somebody(shop)))
    assert over.data["state"] == "ordered"
    await shop.write(actions.give_back_help_run, order)
    await shop.write(actions.take_help_run_again, order)
    assert await shop.write(actions.use_help_run, order) == run_id
    assert await shop.write(actions.use_help_run, order) is None
    with pytest.raises(HelpRunMoved):
        await shop.write(actions.take_help_run_again, order)


async def test_what_a_person_did_is_theirs_to_take_away_and_follows_them_when_records_merge(
    shop, running, owner
):
    run_id = await open_run(shop, running, owner)
    friend = await somebody(shop)
    await help_it(shop, run_id, friend)
    other = await open_run(shop, running, friend)
    async with shop.db.read(shop.tenant) as session:
        mine = await queries.helping.own_helps(session, friend.shopper.person)
    assert sorted((one["role"], one["state"]) for one in mine) == [("helper", "counted"), ("owner", "open")]
    known = await somebody(shop)
    for _ in range(2):  # told twice
        await shop.write(merge_claims, PersonMerged(friend.shopper.person, known.shopper.person))
    assert (await run_now(shop, other)).person_id == known.shopper.person
    await refused(shop, HelpedAlready, help_it(shop, run_id, known))
    await refused(shop, HelpYourself, help_it(shop, other, known))
