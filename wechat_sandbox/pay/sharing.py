"""Profit sharing: split, unfreeze, look (pay-v3 8).

A split or an unfreezing is accepted here and executed by the due sweep (`sharing_due.py`); until then its amounts
are promised and nothing has moved.
"""

import json
import sqlite3
from datetime import datetime
from typing import Any

from wechat_sandbox.accounts.merchants import digits, is_bound
from wechat_sandbox.clock import CHINA, rfc3339
from wechat_sandbox.holdings import holding_of, unsplit_fen
from wechat_sandbox.pay.bodies import SPLIT, UNFREEZE
from wechat_sandbox.pay.door import PayCall, Reply
from wechat_sandbox.pay.receivers import find_receiver
from wechat_sandbox.pay.refusals import PayRefusal, bad_field, rule_broken
from wechat_sandbox.pay.sealed import open_field
from wechat_sandbox.state import Sandbox
from wechat_sandbox.terms import WHOLE, terms_of

SPLITS_MAX = 50
LEAST_AGE_MS = 60_000
UNFREEZE_WORDS = "解冻给分账方"


def split(call: PayCall) -> Reply:
    """`POST /v3/profitsharing/orders`: 200 means accepted; each receiver's `result` decides."""
    body = call.body
    SPLIT.check("", body)
    if "appid" in body and not is_bound(call.sandbox.db, call.merchant.mchid, body["appid"]):
        raise PayRefusal(400, "APPID_MCHID_NOT_MATCH", "appid和mch_id不匹配")
    # Encrypted names differ each time, so that what was asked is what they say.
    opened = [
        share | ({"name": open_field(call, f"/receivers/{n}/name", share["name"])} if "name" in share else {})
        for n, share in enumerate(body["receivers"])
    ]
    asked = body | {"receivers": opened}
    request = json.dumps(asked, ensure_ascii=False, sort_keys=True)
    with call.sandbox.db.transaction():
        known = find_sharing(call.sandbox, call.merchant.mchid, body["out_order_no"])
        if known is not None:
            if known["request"] != request:
                raise rule_broken("分账接收方与原请求不一致")
            return Reply(200, shown_sharing(call.sandbox, known))
        order = _shareable(call, body["transaction_id"])
        _check_shares(call, order, opened)
        order_id = _insert(call, order, request, kind="split", unfreezes=body["unfreeze_unsplit"])
        for share in opened:
            insert_line(call.sandbox, order_id, order["transaction_id"], share)
    return _accepted(call)


def unfreeze(call: PayCall) -> Reply:
    """`POST /v3/profitsharing/orders/unfreeze`; a number that was used answers OK and does nothing."""
    UNFREEZE.check("", call.body)
    with call.sandbox.db.transaction():
        known = find_sharing(call.sandbox, call.merchant.mchid, call.body["out_order_no"])
        if known is not None:
            return Reply(200, shown_sharing(call.sandbox, known))
        order = _shareable(call, call.body["transaction_id"])
        request = json.dumps(call.body, ensure_ascii=False, sort_keys=True)
        _insert(call, order, request, kind="unfreeze", unfreezes=True)
    return _accepted(call)


def _accepted(call: PayCall) -> Reply:
    call.sandbox.wake.set()
    row = find_sharing(call.sandbox, call.merchant.mchid, call.body["out_order_no"])
    if row is None:
        raise PayRefusal(500, "SYSTEM_ERROR", "系统异常，请用相同参数重新调用")
    return Reply(200, shown_sharing(call.sandbox, row))


def find_sharing(sandbox: Sandbox, mchid: str, out_order_no: str) -> sqlite3.Row | None:
    return sandbox.db.one(
        "select * from sharings where mchid = ? and out_order_no = ?", (mchid, out_order_no)
    )


def paid_order(call: PayCall, transaction_id: str) -> sqlite3.Row:
    """The merchant's own order with profit sharing. Raises PayRefusal."""
    order = call.sandbox.db.one(
        "select * from orders where transaction_id = ? and mchid = ?", (transaction_id, call.merchant.mchid)
    )
    if order is None:
        raise PayRefusal(404, "RESOURCE_NOT_EXISTS", "订单不存在")
    if not order["profit_sharing"]:
        raise rule_broken("非分账订单不支持分账")
    return order


def is_received(sandbox: Sandbox, order: sqlite3.Row) -> bool:
    """Whether receipt is confirmed, where a managed mini program must wait for it."""
    managed = sandbox.db.one("select 1 from apps where appid = ? and trade_managed = 1", (order["appid"],))
    if managed is None:
        return True
    row = sandbox.db.one(
        "select 1 from shippings where transaction_id = ? and confirmed_at_ms is not null",
        (order["transaction_id"],),
    )
    return row is not None


def _shareable(call: PayCall, transaction_id: str) -> sqlite3.Row:
    """The order, if its frozen money may move now. Raises PayRefusal naming what is in the way."""
    order = paid_order(call, transaction_id)
    young = call.sandbox.clock.now_ms() - order["paid_at_ms"] < LEAST_AGE_MS
    if young or not is_received(call.sandbox, order):
        raise rule_broken("订单处理中，请稍后重试")
    ending = call.sandbox.db.one(
        "select 1 from sharings where transaction_id = ? and unfreezes = 1 and state = 'PROCESSING'",
        (transaction_id,),
    )
    if ending is not None or not holding_of(call.sandbox, transaction_id)["frozen"]:
        raise PayRefusal(403, "NOT_ENOUGH", "分账金额不足")
    return order


def _check_shares(call: PayCall, order: sqlite3.Row, shares: list[dict[str, Any]]) -> None:
    """Everybody is a receiver, nobody twice, and the sum fits. Raises PayRefusal."""
    sandbox, mchid, transaction_id = call.sandbox, call.merchant.mchid, order["transaction_id"]
    seen = {(share["type"], share["account"]) for share in shares}
    if len(seen) < len(shares):
        raise rule_broken("分账接收方列表中有重复的接收方")
    if "appid" not in call.body and any(kind == "PERSONAL_OPENID" for kind, _ in seen):
        raise bad_field("/appid", None, "分账接收方类型包含PERSONAL_OPENID时必填")
    if any(find_receiver(sandbox, mchid, kind, account) is None for kind, account in seen):
        raise rule_broken("分账接收方关系不存在")
    earlier = sandbox.db.one(
        "select count(*) as count from sharings where transaction_id = ? and kind = 'split'",
        (transaction_id,),
    )
    if earlier is not None and earlier["count"] >= SPLITS_MAX:
        raise rule_broken("分账次数超过限制")
    asked_fen = sum(share["amount"] for share in shares)
    shared = sandbox.db.one(
        "select coalesce(sum(amount_fen), 0) as fen from share_lines where transaction_id = ? and result <>"
        " 'CLOSED' and account <> ?",
        (transaction_id, mchid),
    )
    all_fen = asked_fen + (shared["fen"] if shared else 0)
    if all_fen > order["total_fen"] * terms_of(sandbox.db, mchid).max_ratio // WHOLE:
        raise rule_broken("分账金额超出最大分账比例")
    if asked_fen > unsplit_fen(sandbox, transaction_id):
        raise PayRefusal(403, "NOT_ENOUGH", "分账金额不足")


def _insert(call: PayCall, order: sqlite3.Row, request: str, *, kind: str, unfreezes: bool) -> str:
    now_ms = call.sandbox.clock.now_ms()
    order_id = f"3008{digits(6)}{datetime.fromtimestamp(now_ms / 1000, CHINA):%Y%m%d}{digits(10)}"
    call.sandbox.db.run(
        "insert into sharings (mchid, out_order_no, order_id, transaction_id, kind, request, unfreezes, state,"
        " created_at_ms, due_at_ms) values (?, ?, ?, ?, ?, ?, ?, 'PROCESSING', ?, ?)",
        (
            call.merchant.mchid,
            call.body["out_order_no"],
            order_id,
            order["transaction_id"],
            kind,
            request,
            int(unfreezes),
            now_ms,
            now_ms + call.sandbox.settings.sharing_delay_seconds * 1000,
        ),
    )
    return order_id


def insert_line(sandbox: Sandbox, order_id: str, transaction_id: str, share: dict[str, Any]) -> str:
    detail_id = f"36011{digits(23)}"
    sandbox.db.run(
        "insert into share_lines (detail_id, order_id, transaction_id, type, account, name, amount_fen,"
        " description, result, created_at_ms) values (?, ?, ?, ?, ?, ?, ?, ?, 'PENDING', ?)",
        (
            detail_id,
            order_id,
            transaction_id,
            share["type"],
            share["account"],
            share.get("name"),
            share["amount"],
            share["description"],
            sandbox.clock.now_ms(),
        ),
    )
    return detail_id


def lines_of(sandbox: Sandbox, order_id: str) -> list[sqlite3.Row]:
    return sandbox.db.all("select * from share_lines where order_id = ? order by rowid", (order_id,))


def shown_sharing(sandbox: Sandbox, row: sqlite3.Row) -> dict[str, Any]:
    """A split or an unfreezing as accepting and querying it show it."""
    return {
        "transaction_id": row["transaction_id"],
        "out_order_no": row["out_order_no"],
        "order_id": row["order_id"],
        "state": row["state"],
        "receivers": [_shown_line(line) for line in lines_of(sandbox, row["order_id"])],
    }


def _shown_line(line: sqlite3.Row) -> dict[str, Any]:
    shown = {
        "type": line["type"],
        "account": line["account"],
        "amount": line["amount_fen"],
        "description": line["description"],
        "result": line["result"],
        "detail_id": line["detail_id"],
        "create_time": rfc3339(line["created_at_ms"]),
        "finish_time": rfc3339(line["finished_at_ms"] or 0),
    }
    return shown | {"fail_reason": line["fail_reason"]} if line["fail_reason"] else shown


def query_split(call: PayCall) -> Reply:
    """`GET /v3/profitsharing/orders/{out_order_no}?transaction_id=`."""
    if not call.query.get("transaction_id"):
        raise bad_field("/transaction_id", None, "必填字段缺失", "query")
    row = find_sharing(call.sandbox, call.merchant.mchid, call.path["out_order_no"])
    if row is None or row["transaction_id"] != call.query["transaction_id"]:
        raise PayRefusal(404, "RESOURCE_NOT_EXISTS", "记录不存在")
    return Reply(200, shown_sharing(call.sandbox, row))


def query_amounts(call: PayCall) -> Reply:
    """`GET /v3/profitsharing/transactions/{transaction_id}/amounts`."""
    order = paid_order(call, call.path["transaction_id"])
    unsplit = unsplit_fen(call.sandbox, order["transaction_id"])
    return Reply(200, {"transaction_id": order["transaction_id"], "unsplit_amount": unsplit})
