"""Coupons of WeChat Pay (代金券, pay-v3 12): stocks made, started and paused; given to people, looked at.

What the sandbox does not play: a coupon coming off a payment. The cashier takes an order's whole amount, as if nobody
had used theirs; the use flow and the callback COUPON.USE are not there.
"""

import json
import re
import sqlite3
from typing import Any

from wechat_sandbox.accounts.merchants import digits, is_bound
from wechat_sandbox.clock import parse_rfc3339, rfc3339
from wechat_sandbox.pay.door import PayCall, Reply
from wechat_sandbox.pay.fields import Flag, Instant, Shape, Text, Whole
from wechat_sandbox.pay.orders import check_openid
from wechat_sandbox.pay.refusals import PayRefusal, rule_broken
from wechat_sandbox.state import Sandbox

_NUMBER = re.compile(r"[0-9A-Za-z_\-|*@]+")
_LIST_MAX = 100
STOCK = Shape(
    {
        "stock_name": Text(1, 20, required=True),
        "comment": Text(1, 60),
        "belong_merchant": Text(8, 32, required=True),
        "available_begin_time": Instant(required=True),
        "available_end_time": Instant(required=True),
        "stock_use_rule": Shape(
            {
                "max_coupons": Whole(5, 10_000_000, required=True),
                "max_amount": Whole(1, 10_000_000_000, required=True),
                "max_amount_by_day": Whole(1, 10_000_000_000),
                "max_coupons_per_user": Whole(1, 60, required=True),
                "natural_person_limit": Flag(required=True),
                "prevent_api_abuse": Flag(required=True),
            },
            required=True,
        ),
        "coupon_use_rule": Shape(
            {
                "fixed_normal_coupon": Shape(
                    {
                        "coupon_amount": Whole(1, 10_000_000, required=True),
                        "transaction_minimum": Whole(1, 10_000_000, required=True),
                    },
                    required=True,
                ),
                "combine_use": Flag(),
            },
            required=True,
        ),
        "no_cash": Flag(required=True),
        "stock_type": Text(1, 16, required=True, one_of=("NORMAL",)),
        "out_request_no": Text(1, 128, required=True, pattern=_NUMBER),
    }
)
GIVE = Shape(
    {
        "stock_id": Text(1, 20, required=True),
        "out_request_no": Text(1, 128, required=True, pattern=_NUMBER),
        "appid": Text(1, 32, required=True),
        "stock_creator_mchid": Text(1, 32, required=True),
        "coupon_value": Whole(1),
        "coupon_minimum": Whole(1),
    }
)
CREATOR = Shape({"stock_creator_mchid": Text(1, 32, required=True)})
MOVES = {"start": ("unactivated",), "pause": ("running",), "restart": ("paused",)}


def create_stock(call: PayCall) -> Reply:
    """`POST /v3/marketing/favor/coupon-stocks`: the same number with the same content answers again."""
    body, sandbox, mchid = call.body, call.sandbox, call.merchant.mchid
    STOCK.check("", body)
    begins, ends = (parse_rfc3339(body[f"available_{end}_time"]) for end in ("begin", "end"))
    limits, face = body["stock_use_rule"], body["coupon_use_rule"]["fixed_normal_coupon"]
    if begins is None or ends is None or begins >= ends:
        raise rule_broken("批次的可用时间不正确")
    if limits["max_amount"] != limits["max_coupons"] * face["coupon_amount"]:
        raise rule_broken("总预算应等于面额乘以发放总个数")
    if face["transaction_minimum"] <= face["coupon_amount"]:
        raise rule_broken("使用门槛应大于面额")
    request = json.dumps(body, ensure_ascii=False, sort_keys=True)
    with sandbox.db.transaction():
        known = sandbox.db.one(
            "select * from coupon_stocks where mchid = ? and out_request_no = ?",
            (mchid, body["out_request_no"]),
        )
        if known is not None and known["request"] != request:
            raise PayRefusal(400, "RESOURCE_ALREADY_EXISTS", "批次已存在且参数不一致")
        if known is None:
            sandbox.db.run(
                "insert into coupon_stocks (stock_id, mchid, out_request_no, request, status, begins_at_ms, ends_at_ms,"
                " created_at_ms) values (?, ?, ?, ?, 'unactivated', ?, ?, ?)",
                (digits(8), mchid, body["out_request_no"], request, begins, ends, sandbox.clock.now_ms()),
            )
        row = sandbox.db.one(
            "select * from coupon_stocks where mchid = ? and out_request_no = ?",
            (mchid, body["out_request_no"]),
        )
    if row is None:
        raise PayRefusal(500, "SYSTEM_ERROR", "系统错误")
    return Reply(200, {"stock_id": row["stock_id"], "create_time": rfc3339(row["created_at_ms"])})


def move_stock(call: PayCall, verb: str) -> Reply:
    """`POST /v3/marketing/favor/stocks/{stock_id}/start` and its like."""
    CREATOR.check("", call.body)
    row = _stock(call, call.path["stock_id"], call.body["stock_creator_mchid"])
    if row["status"] not in MOVES[verb]:
        raise rule_broken("批次状态不允许此操作")
    call.sandbox.db.run(
        "update coupon_stocks set status = ? where stock_id = ?",
        ("paused" if verb == "pause" else "running", row["stock_id"]),
    )
    now = rfc3339(call.sandbox.clock.now_ms())
    return Reply(200, {f"{verb}_time": now, "stock_id": row["stock_id"]})


def show_stock(call: PayCall) -> Reply:
    """`GET /v3/marketing/favor/stocks/{stock_id}`."""
    row = _stock(call, call.path["stock_id"], call.query.get("stock_creator_mchid", ""))
    asked = json.loads(row["request"])
    limits, face = asked["stock_use_rule"], asked["coupon_use_rule"]["fixed_normal_coupon"]
    shown: dict[str, Any] = {
        "stock_id": row["stock_id"], "stock_creator_mchid": row["mchid"], "stock_name": asked["stock_name"],
        "status": row["status"], "create_time": rfc3339(row["created_at_ms"]), "description": asked.get("comment", ""),
        "stock_use_rule": {
            "max_coupons": limits["max_coupons"], "max_amount": limits["max_amount"],
            "max_coupons_per_user": limits["max_coupons_per_user"], "fixed_normal_coupon": face, "coupon_type": "NORMAL",
            "combine_use": asked["coupon_use_rule"].get("combine_use", False),
        },
        "available_begin_time": asked["available_begin_time"], "available_end_time": asked["available_end_time"],
        "distributed_coupons": _given(call.sandbox, row["stock_id"]), "no_cash": asked["no_cash"],
        "single_item": False, "stock_type": "NORMAL",
    }  # fmt: skip
    return Reply(200, shown)


def give(call: PayCall) -> Reply:
    """`POST /v3/marketing/favor/users/{openid}/coupons`: the same number gives the same coupon again."""
    body, sandbox, mchid, openid = call.body, call.sandbox, call.merchant.mchid, call.path["openid"]
    GIVE.check("", body)
    with sandbox.db.transaction():
        known = sandbox.db.one(
            "select * from coupons where mchid = ? and out_request_no = ?", (mchid, body["out_request_no"])
        )
        if known is not None:
            if (known["stock_id"], known["openid"]) != (body["stock_id"], openid):
                raise PayRefusal(400, "RESOURCE_ALREADY_EXISTS", "单号已存在且参数不一致")
            return Reply(200, {"coupon_id": known["coupon_id"]})
        row = _stock(call, body["stock_id"], body["stock_creator_mchid"])
        if not is_bound(sandbox.db, mchid, body["appid"]):
            raise PayRefusal(400, "APPID_MCHID_NOT_MATCH", "商户号与AppID不匹配")
        check_openid(sandbox, body["appid"], openid)
        _check_room(sandbox, row, openid)
        coupon_id = digits(10)
        sandbox.db.run(
            "insert into coupons (coupon_id, mchid, stock_id, appid, openid, out_request_no, status, created_at_ms)"
            " values (?, ?, ?, ?, ?, ?, 'SENDED', ?)",
            (coupon_id, mchid, row["stock_id"], body["appid"], openid, body["out_request_no"], sandbox.clock.now_ms()),
        )  # fmt: skip
    return Reply(200, {"coupon_id": coupon_id})


def _check_room(sandbox: Sandbox, row: sqlite3.Row, openid: str) -> None:
    now_ms, limits = sandbox.clock.now_ms(), json.loads(row["request"])["stock_use_rule"]
    if row["status"] != "running" or now_ms >= row["ends_at_ms"]:
        raise rule_broken("活动已结束或未激活")
    if _given(sandbox, row["stock_id"]) >= limits["max_coupons"]:
        raise PayRefusal(403, "NOT_ENOUGH", "批次预算不足")
    had = sandbox.db.one(
        "select count(*) as n from coupons where stock_id = ? and openid = ?", (row["stock_id"], openid)
    )
    if (had["n"] if had else 0) >= limits["max_coupons_per_user"]:
        raise PayRefusal(403, "REQUEST_BLOCKED", "用户领取达到上限")


def list_coupons(call: PayCall) -> Reply:
    """`GET /v3/marketing/favor/users/{openid}/coupons`."""
    rows = call.sandbox.db.all(
        "select * from coupons where mchid = ? and openid = ? and appid = ? and stock_id = coalesce(?, stock_id)"
        " order by created_at_ms desc, coupon_id limit ?",
        (
            call.merchant.mchid, call.path["openid"], call.query.get("appid", ""), call.query.get("stock_id"), _LIST_MAX,
        ),
    )  # fmt: skip
    data = [
        {
            "stock_creator_mchid": row["mchid"], "stock_id": row["stock_id"], "coupon_id": row["coupon_id"],
            "status": row["status"], "create_time": rfc3339(row["created_at_ms"]), "coupon_type": "NORMAL",
        }
        for row in rows
    ]  # fmt: skip
    return Reply(200, {"data": data, "total_count": len(data), "limit": _LIST_MAX, "offset": 0})


def _stock(call: PayCall, stock_id: str, creator: str) -> sqlite3.Row:
    row = call.sandbox.db.one(
        "select * from coupon_stocks where stock_id = ? and mchid = ?", (stock_id, call.merchant.mchid)
    )
    if row is None or creator != row["mchid"]:
        raise PayRefusal(404, "RESOURCE_NOT_EXISTS", "批次不存在")
    return row


def _given(sandbox: Sandbox, stock_id: str) -> int:
    row = sandbox.db.one("select count(*) as n from coupons where stock_id = ?", (stock_id,))
    return int(row["n"]) if row else 0
