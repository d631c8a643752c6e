"""The board over HTTP: who may look, who may act, and with which proof."""

from datetime import timedelta

import pytest
import pytest_asyncio

from lianyi.payments import actions as payments
from lianyi.trust.actions import complaints as actions
from lianyi.wechat import pay
from tests.conftest import run_queue
from tests.identity.conftest import apps, colleague, fresh_browser, open_shop, owner
from tests.shop_world import tenant_of
from tests.wechat_world import keys_of

__all__ = ["apps", "colleague", "fresh_browser", "open_shop", "owner"]


@pytest_asyncio.fixture(loop_scope="session")
async def merchant(db, world, owner):
    """The owner's shop takes money at WeChat Pay and listens for complaints."""
    merchant = await world.merchant()
    async with db.write(tenant_of(owner)) as session:
        await payments.save_keys(session, keys_of(merchant))
    await actions.keep_watch(db, tenant_of(owner))
    return merchant


@pytest_asyncio.fixture(loop_scope="session")
async def complaint(db, world, merchant, owner, settle):
    """Somebody paid this merchant outside of the shop, and complains."""
    person = await world.person()
    person = await world.ask("GET", f"/people/{person['id']}")
    appid = merchant["mini_appid"]
    order = pay.Order(
        appid, f"OUT{person['id'][2:]}", "茶", 6800, db.clock.now() + timedelta(hours=1), world.url + "/x"
    )
    prepay_id = await pay.create_jsapi(keys_of(merchant), order, person["openids"][appid])
    paid = await world.pay(prepay_id=prepay_id, person=person["id"])
    body = {"transaction_id": paid["transaction_id"], "detail": "没有收到", "problem_type": "OTHERS"}
    number = (await world.ask("POST", "/complaints", json=body))["complaint_id"]
    await world.run_due()
    await settle()
    await run_queue(db)
    return number, person


async def test_the_board_shows_it_and_whoever_proved_themself_answers(owner, complaint):
    number, person = complaint
    board = (await owner.get("/complaints/board")).json()
    assert board["counts"] == {"overdue": 0, "due": 1, "waiting": 0, "finished": 0}
    assert (board["watch"]["registered"], board["watch"]["error"]) == (True, None)
    (row,) = (await owner.get("/complaints", params={"column": "due"})).json()["items"]
    assert (row["wechat_id"], row["order_id"], row["acts"]) == (number, None, ["reply"])
    path = f"/complaints/{row['id']}"
    refused = await owner.act("POST", f"{path}/acts", {"kind": "reply", "words": "请联系我们"})
    assert (refused.status_code, refused.json()["code"]) == (403, "second_factor_needed")
    assert (await owner.get(path)).json()["words"][0]["words"] == "没有收到"
    await owner.turn_on_totp()
    answer = await owner.act("POST", f"{path}/acts", {"kind": "reply", "words": "请联系我们"})
    assert (answer.status_code, answer.json()["state"]) == (200, "done"), answer.text
    whole = answer.json()["complaint"]
    assert (whole["column"], whole["acts"]) == ("waiting", ["reply", "complete"])
    assert [(act["kind"], act["state"]) for act in whole["done"]] == [("reply", "done")]
    assert (await owner.act("POST", f"{path}/refund", {})).json()["code"] == "complaint_without_order"
    assert (await owner.act("POST", f"{path}/phone", {})).json() == {"phone": person["phone"]}
    assert (await owner.act("POST", f"{path}/ask", {})).status_code == 200
    ended = await owner.act("POST", f"{path}/acts", {"kind": "complete"})
    assert ended.json()["complaint"]["state"] == "finished"
    again = await owner.act("POST", f"{path}/acts", {"kind": "reply", "words": "还有"})
    assert (again.status_code, again.json()["code"]) == (409, "complaint_act_not_possible")
    (row,) = (await owner.get("/complaints", params={"column": "finished"})).json()["items"]
    assert row["wechat_id"] == number


async def test_what_is_due_stands_on_the_first_page(owner, complaint, clock):
    def waits(overview):
        return {one["kind"]: (one["count"], one["link"]) for one in overview["attention"]}

    assert "complaints_due" not in waits((await owner.get("/overview")).json())
    clock.advance(timedelta(hours=11))
    await owner.get("/overview")
    clock.advance(timedelta(hours=1, minutes=1))
    entered = await owner.act(
        "POST", "/sign-in", {"login": "owner@qinghe.test", "password": "山茶花-river-41"}
    )
    assert entered.status_code == 200
    assert waits((await owner.get("/overview")).json())["complaints_due"] == (1, "/complaints")
    clock.advance(timedelta(hours=11, minutes=59))
    assert waits((await owner.get("/overview")).json())["complaints_overdue"] == (1, "/complaints")


@pytest.mark.parametrize(
    ("role", "looks", "acts"),
    [("finance", 200, 403), ("customer_service", 200, 422), ("warehouse", 403, 403)],
)
async def test_roles(owner, colleague, complaint, role, looks, acts):
    other = await colleague(owner, role)
    (row,) = (await owner.get("/complaints", params={"column": "due"})).json()["items"]
    assert (await other.get("/complaints/board")).status_code == looks
    assert (await other.act("POST", f"/complaints/{row['id']}/acts", {"kind": "reply"})).status_code == acts


async def test_another_shop_sees_nothing_of_it(owner, open_shop, complaint):
    (row,) = (await owner.get("/complaints", params={"column": "due"})).json()["items"]
    stranger = await open_shop("Other Tea", "other@other.test")
    assert (await stranger.get(f"/complaints/{row['id']}")).json()["code"] == "complaint_unknown"
    assert (await stranger.get("/complaints", params={"column": "due"})).json()["items"] == []
