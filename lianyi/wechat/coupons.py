"""WeChat Pay's own coupons (代金券): what a stock is, and giving one of it to a person.

Source: WeChat Pay API v3, `/v3/marketing/favor`. The merchant makes and starts a stock at WeChat (pay.weixin.qq.com) and
pays into it; the coupon comes off by itself when its owner pays by WeChat. Failures are told apart as in `pay`: PayRefused,
PayUnanswered. The same `out_request_no` gives the same coupon again, never a second one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from lianyi.wechat.pay import PayKeys, PayRefused, answer_of, client_of, readable


@dataclass(frozen=True, slots=True)
class Stock:
    """A stock (批次). `is_cash`: paid in beforehand (预充值), so that the merchant receives an order's whole amount."""

    id: str
    status: str
    is_cash: bool
    amount_fen: int
    threshold_fen: int
    begins_at: datetime
    ends_at: datetime

    def gives(self, fen: int, now: datetime) -> bool:
        """Whether what it gives now is exactly so many fen, at no cost to what the merchant receives."""
        return (
            self.status == "running" and self.is_cash and self.amount_fen == fen and self.begins_at <= now < self.ends_at
        )  # fmt: skip


async def stock(keys: PayKeys, stock_id: str) -> Stock | None:
    """The stock, or None when WeChat knows no such number of this merchant's."""
    client = await client_of(keys)
    try:
        body = await answer_of("coupon_stock", client.marketing_favor_stock_detail(keys.mchid, stock_id))
    except PayRefused as refusal:
        if refusal.status == 404:
            return None
        raise
    with readable("coupon_stock"):
        return _stock(body)


async def give(keys: PayKeys, *, stock_id: str, out_request_no: str, appid: str, openid: str) -> str:
    """Give a coupon of a stock to an app's user; answers its number. `out_request_no`: 1–128 characters, for good."""
    client = await client_of(keys)
    body = await answer_of(
        "give_coupon",
        client.marketing_favor_stock_send(
            stock_id=stock_id, openid=openid, out_request_no=out_request_no, stock_creator_mchid=keys.mchid, appid=appid
        ),
    )  # fmt: skip
    with readable("give_coupon"):
        return str(body["coupon_id"])


def _stock(body: Mapping[str, Any]) -> Stock:
    face = body["stock_use_rule"]["fixed_normal_coupon"]
    return Stock(
        id=str(body["stock_id"]), status=str(body["status"]), is_cash=body["no_cash"] is False,
        amount_fen=int(face["coupon_amount"]), threshold_fen=int(face["transaction_minimum"]),
        begins_at=_instant(body["available_begin_time"]), ends_at=_instant(body["available_end_time"]),
    )  # fmt: skip


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
