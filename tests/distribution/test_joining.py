"""Becoming, being and ceasing to be a shopkeeper: the ways in, reviews, probation, suspension, invitations, grades."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from lianyi.distribution.actions import arranging, shopkeepers
from lianyi.distribution.errors.shopkeepers import (
    AdultOnly,
    AgreementMissing,
    AgreementOutdated,
    AlreadyShopkeeper,
    GradeUnknown,
    InviteInvalid,
    InvitesTooMany,
    InviteUnknown,
    JoiningClosed,
    NotAnApplicant,
    SettingsChanged,
    StepImpossible,
    SuspensionEndsBefore,
)
from lianyi.distribution.jobs.shopkeepers import grade_shopkeepers, move_shopkeepers_by_clock
from lianyi.distribution.queries import shopkeepers as reads
from lianyi.distribution.rules.joining import grade_reached
from lianyi.distribution.types.shopkeepers import Grade, JoinSettings, JoinWay, KeeperState
from lianyi.kit.db import Statement
from lianyi.orders import actions as orders
from lianyi.rulebook.refusal import AgainstTheRules
from tests.social.conftest import Body

ROWS = Statement(
    "select (select count(*) from distribution_shopkeeper where tenant_id = %(tenant)s)::text || '/' ||"
    " (select count(*) from distribution_step where tenant_id = %(tenant)s) || '/' ||"
    " (select coalesce(sum(used), 0) from distribution_invite where tenant_id = %(tenant)s)", str,
)  # fmt: skip


async def rows(shop):
    """Shopkeepers / steps / uses of invitations."""
    async with shop.db.read(shop.tenant) as session:
        return await session.one(ROWS)


async def test_everyone_comes_in_at_once_and_free(shop):
    ben = await shop.someone("小贝")
    keeper = await shop.apply(ben, words="我是老顾客")
    assert (keeper.state, keeper.way, keeper.shop_name) == (KeeperState.ACTIVE, JoinWay.EVERYONE, "小贝")
    assert (await shop.principal(ben)).id == keeper.id
    (step,) = await shop.read(reads.steps, keeper.id)
    assert (step.by, step.state, step.words) == ("person", "active", "我是老顾客")


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"is_adult": False}, AdultOnly),
        ({"version": 2}, AgreementOutdated),
        ({"words": "躺着赚,日入过万"}, AgainstTheRules),
        ({"code": "NOPE2345"}, InviteInvalid),
    ],
)
async def test_a_refused_application_leaves_nothing(shop, change, refusal):
    if "code" in change:
        await shop.open_joining(JoinWay.INVITATION)
        change = change | {"version": 2}
    with pytest.raises(refusal):
        await shop.apply(await shop.someone(), **change)
    assert await rows(shop) == "0/0/0"


async def test_nobody_applies_twice_not_even_at_the_same_moment(shop):
    ben = await shop.someone("小贝")
    done = await asyncio.gather(*(shop.apply(ben) for _ in range(6)), return_exceptions=True)
    assert sum(not isinstance(one, AlreadyShopkeeper) for one in done) == 1
    assert await rows(shop) == "1/1/0"


async def test_a_review_takes_on_or_declines_and_who_was_declined_may_apply_again(shop):
    await shop.open_joining(JoinWay.APPLICATION, probation_days=14)
    ben = await shop.someone("小贝")
    applied = await shop.apply(ben, version=2)
    assert applied.state is KeeperState.APPLIED
    assert await shop.principal(ben) is None
    declined = await shop.write(shopkeepers.review, shop.staff, applied.id, approve=False, words="请补充介绍")
    assert (declined.state, declined.decided_words) == (KeeperState.REFUSED, "请补充介绍")
    again = await shop.apply(ben, version=2, words="我常买茶")
    assert (again.id, again.state) == (applied.id, KeeperState.APPLIED)
    taken = await shop.write(shopkeepers.review, shop.staff, again.id, approve=True, words="")
    assert taken.state is KeeperState.PROBATION
    assert taken.probation_until == shop.db.clock.now() + timedelta(days=14)
    with pytest.raises(StepImpossible):
        await shop.write(shopkeepers.review, shop.staff, again.id, approve=False, words="反悔")
    assert (await shop.read(reads.keeper, again.id)).state is KeeperState.PROBATION


async def test_a_probation_ends_by_the_clock_and_a_suspension_does_not_shorten_it(shop, clock):
    await shop.open_joining(JoinWay.EVERYONE, probation_days=10)
    ben = await shop.someone("小贝")
    keeper = await shop.apply(ben, version=2)
    now = clock.now()
    await shop.write(
        shopkeepers.suspend, shop.staff, keeper.id, "核实身份", now + timedelta(days=3)
    )  # fmt: skip
    clock.advance(timedelta(days=4))
    assert await move_shopkeepers_by_clock(shop.db, shop.tenant) == 1
    assert (await shop.read(reads.keeper, keeper.id)).state is KeeperState.PROBATION
    clock.advance(timedelta(days=7))
    assert await move_shopkeepers_by_clock(shop.db, shop.tenant) == 1
    assert (await shop.read(reads.keeper, keeper.id)).state is KeeperState.ACTIVE
    assert await move_shopkeepers_by_clock(shop.db, shop.tenant) == 0
    states = [step.state for step in await shop.read(reads.steps, keeper.id)][::-1]
    assert states == ["probation", "suspended", "probation", "active"]


async def test_a_suspension_ends_after_now(shop, clock):
    _, keeper = await shop.keeper()
    with pytest.raises(SuspensionEndsBefore):
        await shop.write(shopkeepers.suspend, shop.staff, keeper.id, "核实", clock.now())
    assert (await shop.read(reads.keeper, keeper.id)).state is KeeperState.ACTIVE


async def test_an_application_is_taken_back_before_the_shop_decides_and_not_after(shop):
    await shop.open_joining(JoinWay.APPLICATION)
    body, other = await shop.someone(), await shop.someone("陈静")
    applied = await shop.apply(body, version=2)
    with pytest.raises(NotAnApplicant):
        await shop.write(shopkeepers.withdraw_application, shop.shopper_of(other))
    gone = await shop.write(shopkeepers.withdraw_application, shop.shopper_of(body))
    assert (gone.id, gone.state, gone.started_at) == (applied.id, KeeperState.LEFT, None)
    with pytest.raises(StepImpossible):
        await shop.write(shopkeepers.review, shop.staff, applied.id, approve=True, words="")
    again = await shop.apply(body, version=2)
    await shop.write(shopkeepers.review, shop.staff, again.id, approve=True, words="")
    with pytest.raises(StepImpossible):
        await shop.write(shopkeepers.withdraw_application, shop.shopper_of(body))
    assert (await shop.read(reads.keeper, again.id)).state is KeeperState.ACTIVE


async def test_an_application_is_taken_back_or_approved_never_both(shop):
    await shop.open_joining(JoinWay.APPLICATION)
    for round_ in range(4):
        body = await shop.someone(f"客人{round_}")
        applied = await shop.apply(body, version=2)
        results = await asyncio.gather(
            shop.write(shopkeepers.withdraw_application, shop.shopper_of(body)),
            shop.write(shopkeepers.review, shop.staff, applied.id, approve=True, words=""),
            return_exceptions=True,
        )
        assert sorted(isinstance(one, StepImpossible) for one in results) == [False, True], results


async def test_whoever_left_may_come_back_as_somebody_new(shop):
    ben, keeper = await shop.keeper("小贝")
    await shop.write(shopkeepers.leave, shop.shopper_of(ben), keeper.id, "")
    assert await shop.principal(ben) is None
    with pytest.raises(StepImpossible):
        await shop.write(shopkeepers.resume, shop.staff, keeper.id, "回来")
    again = await shop.apply(ben)
    assert again.id != keeper.id
    assert (await shop.read(reads.keeper, keeper.id)).state is KeeperState.LEFT


# -- invitations ---------------------------------------------------------------------------------------------------


async def test_an_invitation_opens_its_own_door_and_is_evidence_alone(shop):
    await shop.open_joining(JoinWay.EVERYONE)
    anna = await shop.someone("安娜")
    await shop.apply(anna, version=2)
    await shop.open_joining(JoinWay.INVITATION)
    keeper = await shop.principal(anna)
    invite = await shop.write(shopkeepers.invite, keeper, note="给小贝", uses_max=1)
    ben = await shop.someone("小贝")
    with pytest.raises(JoiningClosed):
        await shop.apply(ben, version=3)
    joined = await shop.apply(ben, version=3, code=invite.code.lower())
    assert (joined.way, joined.invited_by, joined.state) == (
        JoinWay.INVITATION, keeper.id, KeeperState.ACTIVE,
    )  # fmt: skip
    with pytest.raises(InviteInvalid):
        await shop.apply(await shop.someone("朵拉"), version=3, code=invite.code)
    assert await shop.owner(ben) is None  # two relations, and the one is not silently made the other


async def test_a_code_for_three_lets_three_in_however_many_tap(shop):
    await shop.open_joining(JoinWay.INVITATION)
    invite = await shop.write(shopkeepers.invite, shop.staff, note="地推", uses_max=3)
    bodies = [await shop.someone(f"人{number}") for number in range(8)]
    done = await asyncio.gather(
        *(shop.apply(body, version=2, code=invite.code) for body in bodies), return_exceptions=True
    )
    assert sum(isinstance(one, InviteInvalid) for one in done) == 5
    assert await rows(shop) == "3/3/3"


async def test_a_revoked_or_old_code_lets_nobody_in(shop, clock):
    await shop.open_joining(JoinWay.INVITATION)
    revoked = await shop.write(shopkeepers.invite, shop.staff, note="", uses_max=5)
    await shop.write(shopkeepers.revoke_invite, shop.staff, revoked.id)
    old = await shop.write(shopkeepers.invite, shop.staff, note="", uses_max=5, days=1)
    clock.advance(timedelta(days=1, seconds=1))
    for code in (revoked.code, old.code):
        with pytest.raises(InviteInvalid):
            await shop.apply(await shop.someone(), version=2, code=code)
    with pytest.raises(InviteUnknown):
        await shop.write(shopkeepers.revoke_invite, shop.staff, revoked.id)


async def test_a_shopkeeper_has_few_codes_and_revokes_only_their_own(shop):
    anna, _ = await shop.keeper("安娜")
    ben, _ = await shop.keeper("小贝")
    mine, theirs = await shop.principal(anna), await shop.principal(ben)
    made = [await shop.write(shopkeepers.invite, mine, note="", uses_max=1) for _ in range(5)]
    with pytest.raises(InvitesTooMany):
        await shop.write(shopkeepers.invite, mine, note="", uses_max=1)
    with pytest.raises(InviteUnknown):
        await shop.write(shopkeepers.revoke_invite, theirs, made[0].id)
    assert len(await shop.read(reads.invites, mine.id, None, 50)) == 5
    assert await shop.read(reads.invites, theirs.id, None, 50) == []


# -- settings, agreement, grades -----------------------------------------------------------------------------------


async def test_no_way_opens_before_there_is_something_to_sign(db, world):
    from tests.order_world import open_shop

    shop = await open_shop(db, world)
    with pytest.raises(AgreementMissing):
        await shop.write(arranging.set_join, shop.staff, JoinSettings((JoinWay.EVERYONE,)))
    async with db.read(shop.tenant) as session:
        assert await reads.join_settings(session) == JoinSettings()


async def test_two_staff_change_the_settings_and_the_second_learns_of_the_first(shop):
    seen = await shop.read(reads.join_settings)
    await shop.write(arranging.set_join, shop.staff, JoinSettings((), version=seen.version))
    with pytest.raises(SettingsChanged):
        await shop.write(arranging.set_join, shop.staff, JoinSettings(tuple(JoinWay), version=seen.version))
    assert (await shop.read(reads.join_settings)).ways == ()


async def test_an_agreement_that_promises_income_is_not_published(shop):
    with pytest.raises(AgainstTheRules):
        await shop.write(arranging.publish_agreement, shop.staff, "加入就能躺着赚,月入过万" * 3, "Join us")
    assert (await shop.read(reads.agreement)).version == 1


async def test_a_shopkeeper_signs_the_newest_agreement(shop):
    ben, keeper = await shop.keeper("小贝")
    mine = await shop.principal(ben)
    await shop.write(
        arranging.publish_agreement, shop.staff, "店主自愿加入,无需缴费,随时可以退出。" * 2, "Free."
    )
    with pytest.raises(AgreementOutdated):
        await shop.write(shopkeepers.sign_again, mine, 1)
    await shop.write(shopkeepers.sign_again, mine, 2)
    assert (await shop.read(reads.keeper, keeper.id)).agreement_version == 2


async def test_grades_are_names_in_an_order_set_by_staff(shop):
    settings = await shop.read(reads.join_settings)
    grades = (Grade("店主"), Grade("资深店主", 100_000))
    await shop.write(
        arranging.set_join,
        shop.staff,
        JoinSettings((JoinWay.EVERYONE,), grades=grades, version=settings.version),
    )
    _, keeper = await shop.keeper()
    with pytest.raises(GradeUnknown):
        await shop.write(shopkeepers.regrade, shop.staff, keeper.id, 3, "表现好")
    raised = await shop.write(shopkeepers.regrade, shop.staff, keeper.id, 2, "表现好")
    assert raised.grade == 2
    again = await shop.write(shopkeepers.regrade, shop.staff, keeper.id, 2, "表现好")
    assert again.version == raised.version


def test_own_sales_raise_a_grade_and_never_lower_it():
    grades = (Grade("一"), Grade("二", 100_00), Grade("三"), Grade("四", 500_00))
    assert grade_reached(grades, 1, 99_99) == 1
    assert grade_reached(grades, 1, 100_00) == 2
    assert grade_reached(grades, 3, 100_00) == 3
    assert grade_reached(grades, 1, 500_00) == 4


async def test_own_sales_raise_a_grade_once_they_are_received_and_recruits_never_do(shop, clock):
    settings = await shop.read(reads.join_settings)
    grades = (Grade("店主"), Grade("资深店主", 68_00))
    wanted = JoinSettings((JoinWay.EVERYONE,), grades=grades, version=settings.version)
    await shop.write(arranging.set_join, shop.staff, wanted)
    anna, keeper = await shop.keeper("安娜")
    _, other = await shop.keeper("小贝")
    await shop.came(Body(uuid4(), shop.shopper.person), anna)
    clock.advance(timedelta(minutes=1))
    order = await shop.paid(1)
    assert await grade_shopkeepers(shop.db, shop.tenant) == 2
    assert (await shop.read(reads.keeper, keeper.id)).grade == 1
    await shop.ship(order.id)
    await shop.write(orders.receive, shop.shopper, order.id)
    assert await grade_shopkeepers(shop.db, shop.tenant) == 0  # once a day
    clock.advance(timedelta(days=1))
    await grade_shopkeepers(shop.db, shop.tenant)
    assert (await shop.read(reads.keeper, keeper.id)).grade == 2
    assert (await shop.read(reads.keeper, other.id)).grade == 1
