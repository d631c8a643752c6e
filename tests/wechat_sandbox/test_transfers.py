"""Merchant transfers as the library `wechatpayv3` speaks them: confirmed by the person, or money back."""

import json

import pytest
from wechatpayv3 import WeChatPay, WeChatPayType
from wechatpayv3.type import RequestType

from tests.wechat_sandbox.sides import DAY, refused

PATH = "/v3/fund-app/mch-transfer/transfer-bills"
REPORTS = [
    {"info_type": "岗位类型", "info_content": "推广员"},
    {"info_type": "报酬说明", "info_content": "1月推广佣金"},
]


@pytest.fixture
def payer(keeper, base, control):
    return Payer(keeper, base, control)


class Payer:
    """A merchant that pays commission out of what it has at WeChat."""

    def __init__(self, shop, base, control):
        merchant = shop.signer.merchant
        self.shop, self.control, self.mchid, self.openid = shop, control, shop.mchid, shop.openid
        self.number = f"TX{shop.number}"
        self.client = WeChatPay(
            WeChatPayType.MINIPROG,
            mchid=merchant["mchid"],
            private_key=merchant["merchant_private_key"],
            cert_serial_no=merchant["merchant_serial_no"],
            appid=merchant["mini_appid"],
            apiv3_key=merchant["apiv3_key"],
            notify_url=shop.receiver.url + shop.notify,
            public_key=merchant["public_key"],
            public_key_id=merchant["public_key_id"],
        )
        self.client._core._gate_way = base

    def fund(self, fen=100_000):
        self.control.post(f"/merchants/{self.mchid}/topup", {"amount_fen": fen})

    def ask(self, fen=5000, name="张小雨", **changed):
        given = {
            "out_bill_no": self.number, "transfer_scene_id": "1005", "openid": self.openid, "transfer_amount": fen,
            "transfer_remark": "推广佣金", "user_name": name, "transfer_scene_report_infos": REPORTS,
        } | changed  # fmt: skip
        code, text = self.client.mch_transfer_bills(**given)
        return code, json.loads(text)

    def look(self):
        code, text = self.client.mch_transfer_bills_query(out_bill_no=self.number)
        return code, json.loads(text)

    def cancel(self):
        path = f"{PATH}/out-bill-no/{self.number}/cancel"
        code, text = self.client._core.request(path, method=RequestType.POST, data={}, sign_data="{}")
        return code, json.loads(text)

    def confirm(self, package, person=None, status=200):
        body = {"package": package, "person": person or self.person}
        return self.control.post("/transfers/confirm", body, status)

    @property
    def person(self):
        return self.control.get(f"/people/{self.openid}")["id"]

    def finished(self):
        """What the callback says, opened by the library."""
        found = self.control.deliveries(event="MCHTRANSFER.BILL.FINISHED", mchid=self.mchid)
        assert len(found) == 1, found
        return found[0]["resource"]

    def pockets(self):
        assert self.control.get("/money")["difference_fen"] == 0
        available = self.control.get(f"/merchants/{self.mchid}/balance")["available_fen"]
        return available, self.control.get(f"/people/{self.openid}")["balance_fen"]


def test_a_transfer_arrives_when_the_person_confirms(payer):
    payer.fund()
    available, had = payer.pockets()
    code, asked = payer.ask()
    assert (code, asked["state"]) == (200, "WAIT_USER_CONFIRM")
    assert payer.pockets() == (available - 5000, had)
    assert "package_info" not in payer.look()[1]
    payer.confirm(asked["package_info"])
    assert payer.look()[1]["state"] == "TRANSFERING"
    payer.control.advance(2)
    payer.control.run_due()
    told = payer.look()[1]
    assert (told["state"], told["transfer_amount"], told["openid"]) == ("SUCCESS", 5000, payer.openid)
    assert payer.pockets() == (available - 5000, had + 5000)
    assert payer.finished()["state"] == "SUCCESS"
    assert payer.finished()["mch_id"] == payer.finished()["mchid"] == payer.mchid
    payer.confirm(asked["package_info"], status=409)


def test_the_same_number_asks_for_the_same_transfer(payer):
    payer.fund()
    available, _ = payer.pockets()
    first, again = payer.ask()[1], payer.ask()[1]
    assert first == again
    assert payer.pockets()[0] == available - 5000
    code, refusal = payer.ask(fen=6000)
    assert (code, refusal["code"]) == (400, "INVALID_REQUEST")
    assert payer.ask(name="李四")[0] == 400


def test_nobody_else_can_take_it_and_a_wrong_name_comes_back(payer):
    payer.fund()
    available, had = payer.pockets()
    payer.control.http.put(f"/_sandbox/people/{payer.person}/real-name", json={"name": "王五"})
    package = payer.ask()[1]["package_info"]
    stranger = payer.control.post("/people", {"name": "路人"})["id"]
    payer.confirm(package, person=stranger, status=403)
    payer.confirm(package)
    payer.control.advance(2)
    payer.control.run_due()
    assert payer.finished()["fail_reason"] == "NAME_NOT_CORRECT"
    assert payer.pockets() == (available, had)


def test_a_day_without_confirmation_gives_it_back(payer):
    payer.fund()
    available, had = payer.pockets()
    payer.ask()
    payer.control.advance(DAY + 1)
    payer.control.run_due()
    assert payer.look()[1]["fail_reason"] == "OVERDUE_CLOSE"
    assert payer.pockets() == (available, had)


def test_it_can_be_cancelled_until_it_is_confirmed(payer):
    payer.fund()
    available, had = payer.pockets()
    package = payer.ask()[1]["package_info"]
    assert payer.cancel()[1]["state"] == "CANCELING"
    payer.confirm(package, status=409)
    payer.control.advance(2)
    payer.control.run_due()
    assert payer.finished()["state"] == "CANCELLED"
    assert payer.pockets() == (available, had)
    assert payer.cancel()[1]["state"] == "CANCELLED"


def test_a_confirmed_one_cannot_be_cancelled(payer):
    payer.fund()
    payer.confirm(payer.ask()[1]["package_info"])
    code, refusal = payer.cancel()
    assert (code, refusal["code"]) == (400, "INVALID_REQUEST")


def test_it_waits_for_money(payer):
    balance = payer.pockets()[0]
    if balance:
        payer.control.post(f"/merchants/{payer.mchid}/withdraw", {"amount_fen": balance})
    assert payer.ask()[1]["state"] == "PROCESSING"
    payer.control.run_due()
    assert payer.look()[1]["state"] == "PROCESSING"
    payer.fund()
    payer.control.run_due()
    assert payer.look()[1]["state"] == "WAIT_USER_CONFIRM"
    assert payer.ask()[1]["package_info"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"transfer_scene_report_infos": []}, "PARAM_ERROR"),
        ({"transfer_scene_report_infos": REPORTS[:1]}, "PARAM_ERROR"),
        ({"transfer_scene_id": "9999"}, "PARAM_ERROR"),
        ({"fen": 9, "name": None}, "INVALID_REQUEST"),
        ({"openid": "oUnknown000000000000000000000"}, "PARAM_ERROR"),
        ({"out_bill_no": "TX-1"}, "PARAM_ERROR"),
        ({"fen": 2_000_001}, "INVALID_REQUEST"),
    ],
)
def test_what_the_rules_forbid_is_refused(payer, changed, code):
    payer.fund(5_000_000)
    status, refusal = payer.ask(**changed)
    assert (status, refusal["code"]) == (400, code)
    assert payer.look()[0] == 404


def test_a_name_is_needed_for_large_sums_and_sealed_always(payer):
    payer.fund(1_000_000)
    body = {
        "appid": payer.shop.signer.merchant["mini_appid"], "out_bill_no": payer.number, "transfer_scene_id": "1005",
        "openid": payer.openid, "transfer_amount": 200_000, "transfer_remark": "推广佣金",
        "transfer_scene_report_infos": REPORTS,
    }  # fmt: skip
    refused(payer.shop.signer.post(PATH, body), 400, "PARAM_ERROR")
    refused(payer.shop.signer.post(PATH, body | {"user_name": "张小雨"}), 400, "PARAM_ERROR")
    assert payer.ask(fen=200_000)[0] == 200


def test_control_shows_it(payer):
    payer.fund()
    package = payer.ask()[1]["package_info"]
    payer.confirm(package)
    payer.control.advance(2)
    payer.control.run_due()
    (transfer,) = payer.control.get("/transfers", mchid=payer.mchid)["transfers"]
    assert transfer["state"] == "SUCCESS"
    assert transfer["has_name"]
