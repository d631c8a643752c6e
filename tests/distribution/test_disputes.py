"""Appeals and what the staff decide: earlier lines stay, later orders follow, one order is told to be corrected."""

import asyncio
from dataclasses import asdict, fields, replace
from datetime import timedelta
from uuid import uuid4

import pytest
import pytest_asyncio

from lianyi.distribution.actions import correcting, disputes, sending, shopkeepers
from lianyi.distribution.actions.disputes import Appeal
from lianyi.distribution.actions.replaying import replay
from lianyi.distribution.errors.bindings import (
    BindingRefused,
    CustomerUnknown,
    DisputedAlready,
    DisputeDecided,
    DisputeUnknown,
    NothingToDispute,
    NothingToRelease,
)
from lianyi.distribution.queries import disputes as reads
from lianyi.distribution.types.disputes import DisputeState
from lianyi.distribution.types.payouts import PayoutSettings
from lianyi.distribution.types.plans import Rule
from lianyi.distribution.types.shopkeepers import JoinWay
from lianyi.identity.errors import SecondFactorNeeded
from lianyi.identity.types import PersonId
from lianyi.insight.queries import overview
from lianyi.kit.db import Statement
from lianyi.kit.ids import encode, new_id
from tests.commission_world import customer_of, save_plan, standing
from tests.order_world import open_shop as open_plain
from tests.selling_world import SellingShop
from tests.shop_world import tenant_of
from tests.social.conftest import Body

CORRECTED = Statement(
    "select count(*) from kit_outbox where tenant_id = %(tenant)s and kind = 'distribution.owner_corrected'",
    int,
)
AUDIT = Statement("select act from identity_audit where tenant_id = %(tenant)s order by at, id", str)


@pytest_asyncio.fixture(loop_scope="session")
async def console_shop(owner, db, world):
    """A shop whose owner is signed in with TOTP; one SKU of 68.00 yuan."""
    await owner.turn_on_totp()
    plain = await open_plain(db, world, tenant_of(owner))
    shop = SellingShop(**{field.name: getattr(plain, field.name) for field in fields(plain)})
    await shop.stock_up(6800, 100)
    return shop


async def appealed(shop, clock):
    """Ben ordered as Anna's customer; Cora says the order is hers. Gives bodies, order, dispute."""
    anna, _ = await shop.keeper("安娜")
    cora, _ = await shop.keeper("可乐")
    buyer = Body(uuid4(), shop.shopper.person)
    await shop.came(buyer, anna)
    clock.advance(timedelta(minutes=1))
    order = await shop.place(1)
    await shop.tell()
    number = (await shop.order(order.id)).number
    dispute = await shop.write(disputes.appeal, await shop.principal(cora), Appeal("是我介绍的", number))
    return anna, cora, buyer, order, dispute


async def test_an_upheld_appeal_moves_what_comes_later_and_tells_of_the_order(shop, clock):
    anna, cora, buyer, order, dispute = await appealed(shop, clock)
    placed_at = (await shop.order(order.id)).placed_at
    before = await shop.log(buyer)
    clock.advance(timedelta(minutes=1))
    ended = await shop.write(disputes.answer, shop.staff, dispute.id, uphold=True, reply="聊天记录属实")
    assert (ended.state, ended.reply, ended.decided_by) == (DisputeState.UPHELD, "聊天记录属实", "掌柜")
    assert (await shop.log(buyer))[:-1] == before
    assert (await shop.results(buyer))[-1] == "taken:by_staff"
    owner = (await shop.principal(anna)).id
    assert await shop.owner(buyer, placed_at) == owner
    assert await shop.read(_one, CORRECTED) == 1
    clock.advance(timedelta(seconds=1))
    assert await shop.owner(buyer) == (await shop.principal(cora)).id
    await shop.tell()
    assert (await replay(shop.db, shop.tenant)).differences == ()
    assert "disputes.upheld" in await shop.read(_all, AUDIT)


async def test_a_declined_appeal_moves_nothing(shop, clock):
    _, _, buyer, _, dispute = await appealed(shop, clock)
    before = await shop.log(buyer)
    ended = await shop.write(disputes.answer, shop.staff, dispute.id, uphold=False, reply="下单时归安娜")
    assert ended.state is DisputeState.REFUSED
    assert await shop.log(buyer) == before
    assert await shop.read(_one, CORRECTED) == 0


async def test_two_staff_decide_at_once_and_one_of_them_does(shop, clock):
    _, _, buyer, _, dispute = await appealed(shop, clock)
    done = await asyncio.gather(
        *(
            shop.write(disputes.answer, shop.staff, dispute.id, uphold=uphold, reply="决定")
            for uphold in (True, False, True)
        ),
        return_exceptions=True,
    )
    assert sum(isinstance(one, DisputeDecided) for one in done) == 2
    assert len([line for line in await shop.log(buyer) if line.touch == "staff"]) <= 1


async def test_an_appeal_that_would_make_a_circle_is_refused_and_stays_open(shop, clock):
    anna, _keeper = await shop.keeper("安娜")
    cora, _ = await shop.keeper("可乐")
    await shop.came(anna, cora)
    await shop.came(cora, anna)
    asked = Appeal("她是我的", person_id=cora.person)
    dispute = await shop.write(disputes.appeal, await shop.principal(anna), asked)
    with pytest.raises(BindingRefused):
        await shop.write(disputes.answer, shop.staff, dispute.id, uphold=True, reply="同意")
    assert (await shop.read(reads.dispute, dispute.id)).state is DisputeState.OPEN


async def test_nobody_appeals_about_strangers_or_twice(shop, clock):
    _, cora, _, order, _ = await appealed(shop, clock)
    mine = await shop.principal(cora)
    for wish, refusal in (
        (Appeal("是我的", "LY000000000000"), NothingToDispute),
        (Appeal("是我的", person_id=new_id()), NothingToDispute),
        (Appeal("是我的"), NothingToDispute),
        (Appeal("还是我的", (await shop.order(order.id)).number), DisputedAlready),
    ):
        with pytest.raises(refusal):
            await shop.write(disputes.appeal, mine, wish)
    assert len(await shop.read(_page, mine.id)) == 1


async def test_an_appeal_is_withdrawn_by_its_own_shopkeeper_alone(shop, clock):
    anna, cora, _, _, dispute = await appealed(shop, clock)
    with pytest.raises(DisputeUnknown):
        await shop.write(disputes.withdraw, await shop.principal(anna), dispute.id)
    ended = await shop.write(disputes.withdraw, await shop.principal(cora), dispute.id)
    assert ended.state is DisputeState.WITHDRAWN
    with pytest.raises(DisputeDecided):
        await shop.write(disputes.answer, shop.staff, dispute.id, uphold=True, reply="同意")


async def test_the_case_file_shows_the_log_the_decision_of_then_and_what_holds_now(shop, clock):
    anna, cora, _, order, dispute = await appealed(shop, clock)
    clock.advance(timedelta(minutes=1))
    await shop.write(
        disputes.assign, shop.staff, shop.shopper.person, (await shop.principal(cora)).id, "电话确认"
    )
    clock.advance(timedelta(seconds=1))
    file = await shop.read(reads.case_file, dispute.id)
    assert file.then.shopkeeper_id == (await shop.principal(anna)).id
    assert file.now.shopkeeper_id == (await shop.principal(cora)).id
    assert (file.order.id, file.lines[0].words) == (order.id, "电话确认")


async def test_staff_assign_and_release_with_a_reason(shop, clock):
    anna, keeper = await shop.keeper("安娜")
    ben = await shop.someone("小贝")
    await shop.write(disputes.assign, shop.staff, ben.person, keeper.id, "线下带来")
    clock.advance(timedelta(seconds=1))
    assert await shop.owner(ben) == keeper.id
    await shop.write(disputes.release, shop.staff, ben.person, "顾客要求")
    clock.advance(timedelta(seconds=1))
    assert await shop.owner(ben) is None
    with pytest.raises(NothingToRelease):
        await shop.write(disputes.release, shop.staff, ben.person, "再来一次")
    for person, refusal in ((PersonId(new_id()), CustomerUnknown), (anna.person, BindingRefused)):
        with pytest.raises(refusal):
            await shop.write(disputes.assign, shop.staff, person, keeper.id, "试试")
    await shop.write(shopkeepers.suspend, shop.staff, keeper.id, "核实", None)
    with pytest.raises(BindingRefused):
        await shop.write(disputes.assign, shop.staff, ben.person, keeper.id, "线下带来")


async def test_a_customer_says_themself_whose_they_are_and_protection_holds(shop, clock):
    _anna, first = await shop.keeper("安娜")
    _, second = await shop.keeper("可乐")
    ben = await shop.someone("小贝")
    line = await shop.write(disputes.accept_invitation, shop.shopper_of(ben), first.id, None)
    assert str(line.decision.result) == "bound"
    clock.advance(timedelta(days=1))
    line = await shop.write(disputes.accept_invitation, shop.shopper_of(ben), second.id, None)
    assert (str(line.decision.result), str(line.decision.why)) == ("refused", "protected")
    assert await shop.owner(ben) == first.id


async def _one(session, statement):
    return await session.one(statement)


async def _all(session, statement):
    return await session.all(statement)


async def _page(session, keeper_id):
    return await reads.page(session, state=None, keeper_id=keeper_id, before=None, limit=10)


async def test_applications_and_appeals_wait_on_the_overview_until_somebody_decides(shop):
    async def waiting():
        attention = (await shop.read(overview)).attention
        kinds = ("appeals_open", "applications_waiting")
        return [(one.kind, one.count, one.link) for one in attention if one.kind in kinds]

    anna, _ = await shop.keeper("安娜")
    customer = await shop.someone("客人")
    await shop.came(customer, anna)
    assert await waiting() == []
    appeal = await shop.write(
        disputes.appeal, await shop.principal(anna), Appeal("是我的老顾客", person_id=customer.person)
    )
    await shop.open_joining(JoinWay.APPLICATION)
    applied = await shop.apply(await shop.someone("申请人"), version=2)
    assert await waiting() == [
        ("appeals_open", 1, "/disputes?state=open"), ("applications_waiting", 1, "/shopkeepers?state=applied"),
    ]  # fmt: skip
    await shop.write(disputes.answer, shop.staff, appeal.id, uphold=False, reply="记录清楚")
    await shop.write(shopkeepers.review, shop.staff, applied.id, approve=True, words="")
    assert await waiting() == []


# -- an appeal that pays is of two people ------------------------------------------------------------------------------


async def deciding(shop, owner, *, suspended=False):
    """An appeal of Cora's about a paid order of 68.00 yuan at 10 %, brought by Anna; as the console names it."""
    await shop.open_joining()
    (anna, first), (cora, second) = await shop.keeper("安娜"), await shop.keeper("可乐")
    await save_plan(shop)
    who = await customer_of(shop, anna)
    if suspended:
        await shop.write(shopkeepers.suspend, shop.staff, first.id, "核实", None)
        shop.db.clock.advance(timedelta(seconds=1))
    order = await shop.place(1, shopper=who)
    await shop.tell()
    await shop.pay(order.id)
    number = (await shop.order(order.id)).number
    dispute = await shop.write(disputes.appeal, await shop.principal(cora), Appeal("是我介绍的", number))
    shop.db.clock.advance(timedelta(seconds=1))
    return encode("dsp", dispute.id), first, second


async def answer(console, dispute, uphold, **headers):
    body = {"uphold": uphold, "words": "聊天记录属实"}
    return await console.act("POST", f"/distribution/disputes/{dispute}/decide", body, **headers)


async def state_of(console, dispute):
    return (await console.get(f"/distribution/disputes/{dispute}")).json()["state"]


@pytest.mark.parametrize("suspended", [False, True])
async def test_upholding_what_pays_waits_for_a_second_person(owner, console_shop, colleague, suspended):
    dispute, first, second = await deciding(console_shop, owner, suspended=suspended)
    had = (0 if suspended else 680, 0, 0, 0)
    assert (await owner.get(f"/distribution/disputes/{dispute}")).json()["gives_fen"] == 680
    finance = await (await colleague(owner, "finance", "cai@qinghe.test")).turn_on_totp()
    asked = await answer(owner, dispute, uphold=True)
    assert asked.status_code == 202, asked.text
    assert await state_of(owner, dispute) == "open"
    await console_shop.tell()
    assert await standing(console_shop, first.id) == had
    assert (await answer(owner, dispute, uphold=True)).json()["code"] == "already_asked"
    wish = (await finance.get(f"/approvals/{asked.json()['approval_id']}")).json()
    assert (wish["kind"], wish["after"]["amount_fen"]) == ("disputes.upheld_paying", 680)
    path = f"/approvals/{asked.json()['approval_id']}/approve"
    assert (await owner.act("POST", path, {}, **owner.fresh())).json()["code"] == "own_approval"
    done = await finance.act("POST", path, {}, **{"Lianyi-Code": finance.code(1)})
    assert (done.status_code, done.json()["state"]) == (200, "approved"), done.text
    await console_shop.tell()
    assert await state_of(owner, dispute) == "upheld"
    assert await standing(console_shop, first.id) == (0, 0, 0, 0)
    assert await standing(console_shop, second.id) == (680, 0, 0, 0)


async def test_an_appeal_that_was_answered_meanwhile_is_not_upheld_by_the_second_person(
    owner, console_shop, colleague
):
    dispute, first, second = await deciding(console_shop, owner)
    finance = await (await colleague(owner, "finance", "cai@qinghe.test")).turn_on_totp()
    asked = (await answer(owner, dispute, uphold=True)).json()["approval_id"]
    assert (await answer(finance, dispute, uphold=False)).status_code == 200
    done = await finance.act("POST", f"/approvals/{asked}/approve", {}, **{"Lianyi-Code": finance.code(1)})
    assert done.json()["state"] == "failed"
    await console_shop.tell()
    assert await state_of(owner, dispute) == "refused"
    assert await standing(console_shop, first.id) == (680, 0, 0, 0)
    assert await standing(console_shop, second.id) == (0, 0, 0, 0)


async def test_whoever_is_alone_upholds_with_a_code_and_declines_without(owner, console_shop):
    dispute, first, _ = await deciding(console_shop, owner)
    assert (await answer(owner, dispute, uphold=True)).json()["code"] == "fresh_code_needed"
    assert await state_of(owner, dispute) == "open"
    done = await answer(owner, dispute, uphold=True, **owner.fresh())
    assert (done.status_code, done.json()["state"]) == (200, "upheld"), done.text
    await console_shop.tell()
    assert await standing(console_shop, first.id) == (0, 0, 0, 0)


@pytest.mark.parametrize(("limit_fen", "status"), [(680, 200), (679, 202)])
async def test_up_to_what_is_paid_out_without_a_look_one_person_decides(
    owner, console_shop, colleague, limit_fen, status
):
    dispute, *_ = await deciding(console_shop, owner)
    await (await colleague(owner, "finance", "cai@qinghe.test")).turn_on_totp()
    wanted = asdict(replace(PayoutSettings(), auto_below_fen=limit_fen))
    await console_shop.write(sending._changed.execute, console_shop.staff, wanted)
    assert (await answer(owner, dispute, uphold=True)).status_code == status


async def test_an_order_that_nobody_had_brought_is_weighed_by_the_plan_of_then(shop):
    cora, _ = await shop.keeper("可乐")
    await save_plan(shop)
    order = await shop.paid(2)
    number = (await shop.order(order.id)).number
    dispute = await shop.write(disputes.appeal, await shop.principal(cora), Appeal("是我介绍的", number))
    shop.db.clock.advance(timedelta(minutes=1))
    await save_plan(shop, Rule("tenant", None, rate_bp=100), seen=1)
    assert await shop.read(correcting.at_most_fen, order.id, dispute.shopkeeper_id) == 1360
    with pytest.raises(SecondFactorNeeded):
        await shop.write(disputes.decide, shop.staff, dispute.id, uphold=True, reply="属实", code=None)
    await shop.write(disputes.decide, shop.staff, dispute.id, uphold=False, reply="记录清楚", code=None)
    assert (await shop.read(reads.dispute, dispute.id)).state is DisputeState.REFUSED
