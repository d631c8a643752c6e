"""A person pays: the credential is checked, money moves, the callback is written down, all at once."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from wechat_sandbox import flows, wallet
from wechat_sandbox.accounts.merchants import digits
from wechat_sandbox.accounts.people import openid_of, person_row
from wechat_sandbox.clock import CHINA, DAY_MS
from wechat_sandbox.deliveries import plan_payment_notice
from wechat_sandbox.holdings import take_payment
from wechat_sandbox.pay.orders import find_order, shown_order
from wechat_sandbox.refusals import ControlRefusal
from wechat_sandbox.state import Sandbox


@dataclass(slots=True, frozen=True)
class Sheet:
    """An order that somebody is about to pay, reached through one credential."""

    order: sqlite3.Row
    credential: sqlite3.Row


def token_in(url: str) -> str:
    """The credential inside a code_url, an h5_url, or the credential itself."""
    if url.startswith("weixin://wxpay/bizpayurl"):
        return parse_qs(urlsplit(url).query).get("pr", [""])[0]
    return urlsplit(url).path.rsplit("/", 1)[-1] if "/" in url else url


def open_sheet(sandbox: Sandbox, token: str) -> Sheet:
    """The order behind a credential.

    Raises ControlRefusal: unknown, superseded or expired credential, paid or closed order.
    """
    credential = sandbox.db.one("select * from credentials where token = ?", (token,))
    if credential is None:
        raise ControlRefusal(404, "ORDER_NOT_EXIST", "支付凭证不存在")
    order = find_order(sandbox, credential["mchid"], credential["out_trade_no"])
    if order is None:
        raise ControlRefusal(404, "ORDER_NOT_EXIST", "订单不存在")
    if order["state"] in ("SUCCESS", "REFUND"):
        raise ControlRefusal(409, "ORDER_PAID", "订单已支付")
    if order["state"] == "CLOSED":
        raise ControlRefusal(409, "ORDER_CLOSED", "订单已关闭")
    if credential["superseded"] or credential["expires_at_ms"] <= sandbox.clock.now_ms():
        raise ControlRefusal(409, "CREDENTIAL_EXPIRED", "支付链接已失效，请在商家处重新下单")
    return Sheet(order, credential)


def newest_token(sandbox: Sandbox, mchid: str, out_trade_no: str) -> str:
    row = sandbox.db.one(
        "select token from credentials where mchid = ? and out_trade_no = ? and superseded = 0 order by"
        " rowid desc limit 1",
        (mchid, out_trade_no),
    )
    return row["token"] if row else ""


def payer_of(sandbox: Sandbox, sheet: Sheet, person: str | None) -> sqlite3.Row:
    """Who pays.

    A JSAPI order is paid by its own openid only; an h5_url serves one WeChat user (pay-v3 2.5).
    """
    bound = sheet.order["openid"]
    if person is None:
        if bound is None:
            raise ControlRefusal(400, "PERSON_NEEDED", "say who pays", "person")
        return person_row(sandbox.db, bound)
    row = person_row(sandbox.db, person)
    if bound is not None and openid_of(sandbox.db, sheet.order["appid"], row["id"]) != bound:
        raise ControlRefusal(403, "NOT_THE_PAYER", "该订单只能由下单人支付", "person")
    if sheet.credential["kind"] == "h5" and sheet.credential["person_id"] not in (None, row["id"]):
        raise ControlRefusal(403, "NOT_THE_PAYER", "该链接已被其他微信用户使用", "person")
    return row


def pay(sandbox: Sandbox, sheet: Sheet, payer: sqlite3.Row) -> sqlite3.Row:
    """Take the money and write the callback down. Raises ControlRefusal 409 NOT_ENOUGH: nothing moved."""
    order = sheet.order
    now_ms = sandbox.clock.now_ms()
    moment = datetime.fromtimestamp(now_ms / 1000, CHINA)
    transaction_id = f"4200{digits(6)}{moment:%Y%m%d}{digits(10)}"
    mini = sandbox.db.one("select trade_managed from apps where appid = ?", (order["appid"],))
    # A managed mini program is settled after receipt is confirmed, an order with profit sharing when it is
    # unfrozen; everybody else on the next day.
    waits = (mini and mini["trade_managed"]) or order["profit_sharing"]
    settle_due_at_ms = None if waits else now_ms + DAY_MS
    with sandbox.db.transaction():
        if not wallet.move_person(sandbox, payer["id"], -order["total_fen"], "pay", transaction_id):
            raise ControlRefusal(409, "NOT_ENOUGH", "零钱不足")
        fee_fen = take_payment(sandbox, order, transaction_id)
        numbers = (transaction_id, order["out_trade_no"])
        flows.tell(sandbox, order["mchid"], "pay", order["total_fen"], numbers)
        flows.tell(sandbox, order["mchid"], "fee", -fee_fen, numbers)
        sandbox.db.run(
            "update orders set state = 'SUCCESS', transaction_id = ?, paid_at_ms = ?, payer_openid = ?,"
            " payer_id = ?,"
            " settle_due_at_ms = ? where mchid = ? and out_trade_no = ? and state = 'NOTPAY'",
            (
                transaction_id,
                now_ms,
                openid_of(sandbox.db, order["appid"], payer["id"]),
                payer["id"],
                settle_due_at_ms,
                order["mchid"],
                order["out_trade_no"],
            ),
        )
        paid = find_order(sandbox, order["mchid"], order["out_trade_no"])
        if paid is None:
            raise ControlRefusal(404, "ORDER_NOT_EXIST", "订单不存在")
        plan_payment_notice(sandbox, paid, shown_order(paid))
    sandbox.wake.set()
    return paid


def claim_h5(sandbox: Sandbox, sheet: Sheet, person_id: str) -> None:
    """The first WeChat user who opens the pay sheet keeps the link."""
    sandbox.db.run(
        "update credentials set person_id = ? where token = ? and kind = 'h5' and person_id is null",
        (person_id, sheet.credential["token"]),
    )
