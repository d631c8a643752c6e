"""Complaints: at WeChat Pay by callback and API, in the mini program by pushed event and API."""

import base64
import json
from datetime import datetime, timedelta, timezone

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from tests.wechat_sandbox.sides import HOUR, refused

NOTIFICATIONS = "/v3/merchant-service/complaint-notifications"
COMPLAINTS = "/v3/merchant-service/complaints-v2"
OAEP = padding.OAEP(mgf=padding.MGF1(hashes.SHA1()), algorithm=hashes.SHA1(), label=None)  # noqa: S303  WeChat fixes SHA-1 here


@pytest.fixture
def address(signer, receiver):
    """The notification address, registered; gives its path and takes it back in the end."""
    path = "/notify/complaints"
    receiver.answer(path, 204)
    receiver.heard.clear()
    assert signer.post(NOTIFICATIONS, {"url": receiver.url + path}).status_code == 200
    yield path
    signer.call("DELETE", NOTIFICATIONS)


@pytest.fixture
def complain(shop, control):
    def new(**more):
        body = {"transaction_id": shop.paid(), "detail": "茶叶是潮的", "problem_type": "REFUND"} | more
        return control.post("/complaints", body)["complaint_id"]

    return new


def told(signer, receiver, path):
    """(event, what it says) of every callback heard, each of them truly signed."""
    heard = receiver.at(path)
    for one in heard:
        signer.verify(one.headers, one.body)
    bodies = [json.loads(one.body) for one in heard]
    return [(body["event_type"], json.loads(signer.unseal(body["resource"]))) for body in bodies]


def act(signer, complaint_id, verb, **body):
    return signer.post(f"{COMPLAINTS}/{complaint_id}/{verb}", body)


def today():
    return datetime.now(timezone(timedelta(hours=8))).date()


def test_the_address_is_made_once_changed_and_taken_back(signer, receiver):
    url = receiver.url + "/notify/one"
    refused(signer.get(NOTIFICATIONS), 404, "RESOURCE_NOT_EXISTS")
    assert signer.post(NOTIFICATIONS, {"url": url}).json() == {"mchid": signer.merchant["mchid"], "url": url}
    refused(signer.post(NOTIFICATIONS, {"url": url}), 400, "RESOURCE_ALREADY_EXISTS")
    assert signer.call("PUT", NOTIFICATIONS, {"url": url + "2"}).json()["url"] == url + "2"
    assert signer.get(NOTIFICATIONS).json()["url"] == url + "2"
    refused(signer.call("PUT", NOTIFICATIONS, {"url": "http://shop.example.com/x"}), 400, "PARAM_ERROR")
    assert signer.call("DELETE", NOTIFICATIONS).status_code == 204
    refused(signer.call("DELETE", NOTIFICATIONS), 404, "RESOURCE_NOT_EXISTS")


def test_a_complaint_is_told_by_its_number_and_read_with_its_words(
    signer, address, complain, control, receiver, shop, buyer
):
    complaint_id = complain(images=["https://example.com/a.jpg"], apply_refund_fen=3000)
    control.run_due()
    said = {"complaint_id": complaint_id, "action_type": "CREATE_COMPLAINT"}
    assert told(signer, receiver, address) == [("COMPLAINT.CREATE", said)]
    detail = signer.get(f"{COMPLAINTS}/{complaint_id}").json()
    assert signer.key.decrypt(base64.b64decode(detail.pop("payer_phone")), OAEP).decode() == buyer["phone"]
    (order,) = detail["complaint_order_info"]
    assert (order["out_trade_no"], order["amount"]) == (shop.number, 9900)
    assert detail["complaint_state"] == "PENDING"
    assert detail["incoming_user_response"] is True
    assert (detail["problem_type"], detail["apply_refund_amount"]) == ("REFUND", 3000)
    assert detail["complaint_full_refunded"] is False
    day = today()
    page = signer.get(f"{COMPLAINTS}?limit=50&offset=0&begin_date={day}&end_date={day}").json()
    assert complaint_id in [one["complaint_id"] for one in page["data"]]
    assert page["total_count"] == len(page["data"])


def test_reply_verdict_refund_and_end_go_their_way(signer, address, complain, control, receiver, shop):
    complaint_id, mchid = complain(), shop.mchid
    refused(act(signer, complaint_id, "complete", complainted_mchid=mchid), 400, "INVALID_REQUEST")
    said = {"complainted_mchid": mchid, "response_content": "马上为您处理"}
    assert act(signer, complaint_id, "response", **said).status_code == 204
    yes = {"action": "APPROVE", "launch_refund_day": 1}
    assert act(signer, complaint_id, "update-refund-progress", **yes).status_code == 204
    refused(act(signer, complaint_id, "update-refund-progress", **yes), 400, "INVALID_REQUEST")
    assert shop.refund(9900).status_code == 200
    control.advance(10)
    control.run_due()
    assert signer.get(f"{COMPLAINTS}/{complaint_id}").json()["complaint_full_refunded"] is True
    assert act(signer, complaint_id, "complete", complainted_mchid=mchid).status_code == 204
    refused(act(signer, complaint_id, "response", **said), 400, "INVALID_REQUEST")
    control.run_due()
    assert {what["action_type"] for _, what in told(signer, receiver, address)} == {
        *("CREATE_COMPLAINT", "MERCHANT_RESPONSE", "MERCHANT_APPROVE_REFUND"),
        *("REFUND_SUCCESS", "MERCHANT_CONFIRM_COMPLETE"),
    }
    history = signer.get(f"{COMPLAINTS}/{complaint_id}/negotiation-historys?limit=100&offset=0").json()
    kinds = [one["operate_type"] for one in history["data"]]
    assert kinds == [
        *("MERCHANT_CONFIRM_COMPLETE", "COMPLAINT_REFUND_RECEIVED_SYSTEM_MESSAGE", "MERCHANT_APPROVE_REFUND"),
        *("MERCHANT_RESPONSE", "USER_CREATE_COMPLAINT"),
    ]


def test_who_is_not_content_complains_again_and_may_withdraw(signer, complain, control, shop):
    complaint_id = complain(problem_type="OTHERS")
    act(signer, complaint_id, "response", complainted_mchid=shop.mchid, response_content="好的")
    assert control.post(f"/complaints/{complaint_id}/continue", {"detail": "还没有"})["state"] == "PROCESSING"
    act(signer, complaint_id, "complete", complainted_mchid=shop.mchid)
    assert control.post(f"/complaints/{complaint_id}/continue", {"detail": "没有解决"})["state"] == "PENDING"
    assert signer.get(f"{COMPLAINTS}/{complaint_id}").json()["user_complaint_times"] == 2
    assert control.post(f"/complaints/{complaint_id}/withdraw")["state"] == "PROCESSED"


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("response", {"response_content": "长" * 201}),
        ("response", {"response_content": ""}),
        ("response", {"response_content": "好", "response_images": ["m"] * 5}),
        ("update-refund-progress", {"action": "APPROVE", "complainted_mchid": ...}),
        ("update-refund-progress", {"action": "REJECT", "complainted_mchid": ...}),
        ("update-refund-progress", {"action": "MAYBE", "complainted_mchid": ...}),
    ],
)
def test_what_breaks_a_limit_is_refused_and_changes_nothing(signer, complain, shop, verb, body):
    complaint_id = complain()
    sent = {"complainted_mchid": shop.mchid} | body
    sent = {name: value for name, value in sent.items() if value is not ...}
    refused(act(signer, complaint_id, verb, **sent), 400, "PARAM_ERROR")
    assert signer.get(f"{COMPLAINTS}/{complaint_id}").json()["complaint_state"] == "PENDING"


def test_a_complaint_against_somebody_else_is_as_good_as_none(signer, complain, http, stranger):
    from tests.wechat_sandbox.sides import Signer

    refused(Signer(http, stranger).get(f"{COMPLAINTS}/{complain()}"), 404, "RESOURCE_NOT_EXISTS")


def test_the_list_is_asked_by_at_most_thirty_days(signer):
    day = today()
    for begin, end in ((day - timedelta(days=31), day), (day, day - timedelta(days=1))):
        answer = signer.get(f"{COMPLAINTS}?begin_date={begin}&end_date={end}")
        refused(answer, 400, "PARAM_ERROR")


# -- the mini program ----------------------------------------------------------------------------------------


@pytest.fixture
def pushed(control, merchant, receiver):
    """What was pushed to the mini program in plain JSON, oldest first."""
    path, appid = "/push/complaints", merchant["mini_appid"]
    receiver.heard.clear()
    receiver.answer(path, 200)
    body = {"url": receiver.url + path, "mode": "plain", "format": "json"}
    control.post(f"/apps/{appid}/push", body)

    def heard():
        control.run_due()
        return [
            message["BussiCallBackInfo"]
            for one in receiver.at(path)
            if one.body and (message := json.loads(one.body))["Event"] == "complaint_callback"
        ]

    yield heard
    control.post(f"/apps/{appid}/push", {"url": None, "mode": "safe", "format": "json"})


@pytest.fixture
def complain_mini(shop, control):
    def new(**more):
        body = {"transaction_id": shop.paid(), "content": "没有发货"} | more
        return control.post("/mini-complaints", body)["complaint_order_id"]

    return new


def detail(mini, number):
    answer = mini.http.get(
        "/wxaapi/minishop/complaintOrderDetail",
        params={"access_token": mini.token, "complaintOrderId": number},
    )
    return answer.json()


def answer(mini, call, number, **body):
    sent = {"complaintOrderId": number, "content": "已处理"} | body
    return mini.post(f"/wxaapi/minishop/{call}", sent)["errcode"]


def test_a_mini_program_is_told_the_whole_complaint(pushed, complain_mini, mini, shop):
    number = complain_mini(images=["m1"])
    (info,) = pushed()
    assert (info["complaint_order_id"], info["status"], info["option_type"]) == (number, 201, 1)
    assert info["expire_time"] - info["create_time"] == 48 * HOUR
    assert info["out_trade_no"] == shop.number
    found = detail(mini, number)
    assert found["complaintOrder"]["customerMaterial"] == {"content": "没有发货", "mediaIdList": ["m1"]}
    assert detail(mini, "999999")["errcode"] == -1


def test_accepted_and_proved_it_is_done(pushed, complain_mini, mini):
    number = complain_mini()
    assert answer(mini, "bussiSupplyRefund", number) == 1002
    assert answer(mini, "bussiRespondComplaint", number, bussiHandle=1) == 0
    assert answer(mini, "bussiSupplyProof", number) == 0
    assert answer(mini, "bussiSupplyRefund", number) == 0
    assert sorted(info["status"] for info in pushed()) == [201, 203, 203, 301]
    assert detail(mini, number)["complaintOrder"]["expireTime"] == 0
    assert len(detail(mini, number)["item"]) == 4


def test_silence_of_48_hours_makes_the_merchant_liable_and_then_the_platform_refunds(
    pushed, complain_mini, control
):
    number = complain_mini()
    for _ in range(2):
        pushed()
        control.advance(48 * HOUR + 1)
    told = [info["status"] for info in pushed() if info["complaint_order_id"] == number]
    assert told == [201, 206, 312]


def test_bad_answers_are_refused_by_number(complain_mini, mini, control):
    number = complain_mini()
    assert answer(mini, "bussiRespondComplaint", number, bussiHandle=7) == 10001
    assert answer(mini, "bussiRespondComplaint", number, bussiHandle=1, content="") == 2
    assert answer(mini, "bussiRespondComplaint", "999999", bussiHandle=1) == 1
    control.post(f"/mini-complaints/{number}", {"what": "withdraw"})
    assert answer(mini, "bussiRespondComplaint", number, bussiHandle=1) == 1002
