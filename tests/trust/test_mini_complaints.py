"""Complaints about transactions of the mini program: pushed, asked for, answered, proved."""

from datetime import timedelta
from uuid import uuid4

import pytest
import pytest_asyncio

from lianyi.identity import actions as identity
from lianyi.kit.config import config
from lianyi.trust.actions import complaints as actions
from lianyi.trust.actions.complaints.acting import Wanted
from lianyi.trust.errors.complaints import ComplaintActNotPossible, ComplaintRefused
from lianyi.trust.jobs.complaints import send_acts_again
from lianyi.trust.queries import complaints as queries
from lianyi.trust.rules.complaints import column_of
from lianyi.wechat.types import AppKind
from tests.conftest import run_queue

HOUR = timedelta(hours=1)


class Desk:
    """The mini program's complaints as its staff handle them."""

    def __init__(self, shop):
        self.shop, self.db, self.world, self.tenant = shop, shop.db, shop.world, shop.tenant

    async def complain(self, **more):
        order = await self.shop.paid(1)
        body = {"transaction_id": (await self.shop.order(order.id)).transaction_id, "content": "一直没有发货"}
        number = (await self.world.ask("POST", "/mini-complaints", json=body | more))["complaint_order_id"]
        await self.arrive()
        return order, number

    async def arrive(self):
        await self.world.run_due()
        await self.shop.tell()
        await run_queue(self.db)

    async def one(self, number):
        async with self.db.read(self.tenant) as session:
            return await queries.by_wechat(session, "mini", number)

    async def words(self, number):
        async with self.db.read(self.tenant) as session:
            return await queries.words(session, (await self.one(number)).id)

    async def act(self, number, kind, words="已经安排"):
        case = await self.one(number)
        return await actions.act(self.db, self.shop.staff, case.id, Wanted(kind, words), uuid4().hex)

    async def standing(self, number):
        case = await self.one(number)
        return case.wechat_state, case.state, column_of(case, self.db.clock.now())


@pytest_asyncio.fixture(loop_scope="session", params=["json", "xml"])
async def desk(shop, world, request):
    """Message push is on, as the merchant turned it on, in both spellings."""
    merchant, appid = shop.merchant, shop.merchant["mini_appid"]
    keys = identity.AppKeys(
        appid=appid, secret=merchant["mini_secret"], push_token=merchant["push_token"],
        push_aes_key=merchant["encoding_aes_key"],
    )  # fmt: skip
    await shop.write(identity.set_wechat_app, shop.staff, AppKind.MINI, keys)
    url = f"{config().public_url}/callbacks/push/{shop.tenant}/{appid}"
    await world.ask("POST", f"/apps/{appid}/push", json={"url": url, "mode": "safe", "format": request.param})
    yield Desk(shop)
    await world.ask("POST", f"/apps/{appid}/push", json={"url": None})


async def test_pushed_accepted_proved_and_done(desk):
    order, number = await desk.complain(images=["media-1"])
    case = await desk.one(number)
    assert (case.order_id, case.amount_fen, case.pictures) == (order.id, 6800, ["media-1"])
    assert (case.due_for, case.due_at - case.created_at) == ("step", 48 * HOUR)
    assert case.phone_last4 == desk.shop.buyer["phone"][-4:]
    assert await desk.standing(number) == ("201", "open", "due")
    with pytest.raises(ComplaintActNotPossible):
        await desk.act(number, "appeal")
    assert await desk.act(number, "accept") == "done"
    assert await desk.standing(number) == ("203", "waiting", "waiting")
    assert await desk.act(number, "refund_proof", "已退款") == "done"
    assert await desk.standing(number) == ("301", "finished", "finished")
    assert [word.side for word in await desk.words(number)] == ["shopper", "merchant", "merchant"]
    await desk.arrive()
    assert len(await desk.words(number)) == 3


async def test_silence_makes_liable_and_then_the_platform_refunds(desk, world):
    _, number = await desk.complain()
    await world.advance(48 * HOUR)
    assert await desk.standing(number) == ("201", "open", "overdue")
    await desk.arrive()
    assert await desk.standing(number) == ("206", "open", "due")
    await world.advance(48 * HOUR)
    await desk.arrive()
    assert await desk.standing(number) == ("312", "finished", "finished")


async def test_a_push_that_was_lost_is_made_up_for(desk, world):
    _, number = await desk.complain()
    appid = desk.shop.merchant["mini_appid"]
    await world.fault("lost", event="complaint_callback", mchid=appid)
    await world.ask("POST", f"/mini-complaints/{number}", json={"what": "withdraw"})
    await desk.arrive()
    assert (await desk.one(number)).state == "open"
    # the answer is refused by the state, and so it is asked for
    with pytest.raises(ComplaintRefused) as refused:
        await desk.act(number, "accept")
    assert "状态不允许" in refused.value.words("zh")
    assert await desk.standing(number) == ("302", "finished", "finished")


async def test_a_lost_answer_is_not_said_twice(desk, world):
    _, number = await desk.complain()
    await world.fault("answer_lost", path_prefix="/wxaapi/minishop/bussiRespondComplaint")
    assert await desk.act(number, "dispute", "已按约定发货") == "asked"
    await world.advance(timedelta(minutes=2))
    assert await send_acts_again(desk.db, desk.tenant) == 1
    assert [word.side for word in await desk.words(number)] == ["shopper", "merchant"]
    assert await send_acts_again(desk.db, desk.tenant) == 0
