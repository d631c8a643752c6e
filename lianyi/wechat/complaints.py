"""Complaints of consumers: at WeChat Pay (APIv3, callbacks carry the number alone) and of the mini program's transactions.

Source: WeChat Pay API v3, consumer complaints 2.0; mini-program documentation, transaction complaints. Failures are told
apart as in `pay`: PayRefused, PayUnanswered, and for the mini program WeChatRefused, WeChatUnreachable.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from lianyi.wechat.calls import call_with_token
from lianyi.wechat.pay import NoticeForged, PayKeys, PayRefused, answer_of, client_of, open_envelope, readable
from lianyi.wechat.types import App

LIST_MAX, HISTORY_MAX, WORDS_MAX = 50, 300, 200
DETAIL_CHARS_MAX, PICTURES_MAX = 2000, 20
ACCEPT, DISPUTE = 1, 2  # bussiHandle


@dataclass(frozen=True, slots=True)
class Said:
    """One entry of the history; `kind` is WeChat's word (pay) or the side that spoke as a digit (mini program)."""

    log_id: str
    at: datetime
    kind: str
    words: str
    pictures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A complaint as WeChat tells it now. `expires_at` is known of the mini program only, `times` of WeChat Pay only."""

    wechat_id: str
    state: str
    created_at: datetime
    detail: str
    problem_type: str
    problem: str
    transaction_id: str
    out_trade_no: str
    amount_fen: int
    apply_refund_fen: int | None
    openid: str
    phone: str = field(repr=False)
    pictures: tuple[str, ...]
    user_waits: bool
    times: int
    full_refunded: bool
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class ComplaintNotice:
    """A verified callback: that something happened to a complaint, and WeChat's word for it."""

    id: str
    event: str
    wechat_id: str
    action: str


async def open_complaint_notice(keys: PayKeys, headers: Mapping[str, str], body: bytes) -> ComplaintNotice:
    """Verify, decrypt and type a callback about a complaint. Raises NoticeForged."""
    opened = await open_envelope(keys, headers, body)
    try:
        resource = opened["resource"]
        return ComplaintNotice(
            id=str(opened["id"]),
            event=str(opened["event_type"]),
            wechat_id=str(resource["complaint_id"])[:64],
            action=str(resource.get("action_type", ""))[:64],
        )
    except (KeyError, TypeError) as problem:
        raise NoticeForged(f"shape: {type(problem).__name__}") from problem


async def watch(keys: PayKeys, url: str) -> None:
    """Have complaints called to `url`; asks first, so that a second time changes nothing."""
    client = await client_of(keys)
    try:
        known = await answer_of("complaint_url", client.complaint_notification_query())
    except PayRefused as refusal:
        if refusal.status != 404:
            raise
        await answer_of("complaint_url", client.complaint_notification_create(url=url))
        return
    if known.get("url") != url:
        await answer_of("complaint_url", client.complaint_notification_update(url=url))


async def begun_between(keys: PayKeys, first: date, last: date, offset: int) -> tuple[list[Told], int]:
    """One page of the complaints that began on these days (China, at most 30), newest first, and how many there are."""
    client = await client_of(keys)
    body = await answer_of(
        "complaints",
        client.complaint_list_query(
            begin_date=first.isoformat(), end_date=last.isoformat(), limit=LIST_MAX, offset=offset
        ),
    )
    with readable("complaints"):
        return [_told(client, one) for one in body.get("data") or []], int(body.get("total_count") or 0)


async def complaint(keys: PayKeys, wechat_id: str) -> Told:
    """What WeChat knows of one complaint. Raises PayRefused 404 for a number it does not know."""
    client = await client_of(keys)
    body = await answer_of("complaint", client.complaint_detail_query(complaint_id=wechat_id))
    with readable("complaint"):
        return await asyncio.to_thread(_told, client, body)


async def history(keys: PayKeys, wechat_id: str) -> list[Said]:
    """What both sides and the platform said, oldest first, the newest 300."""
    client = await client_of(keys)
    body = await answer_of(
        "complaint_history", client.complaint_history_query(complaint_id=wechat_id, limit=HISTORY_MAX)
    )
    with readable("complaint_history"):
        said = [
            Said(
                log_id=str(one["log_id"]),
                at=_instant(one["operate_time"]),
                kind=str(one["operate_type"])[:64],
                words=str(one.get("operate_details") or "")[:DETAIL_CHARS_MAX],
                pictures=_texts(one.get("image_list")),
            )
            for one in body.get("data") or []
        ]
    return sorted(said, key=lambda one: (one.at, one.log_id))


async def reply(keys: PayKeys, wechat_id: str, words: str) -> None:
    """Say something to the person, at most 200 characters."""
    client = await client_of(keys)
    await answer_of(
        "complaint_reply", client.complaint_response(wechat_id, response_content=words[:WORDS_MAX])
    )


async def approve_refund(keys: PayKeys, wechat_id: str, days: int) -> None:
    """Say yes to the refund that was asked for, to be sent within `days` working days."""
    client = await client_of(keys)
    call = client.complaint_update_refund(wechat_id, action="APPROVE", launch_refund_day=days)
    await answer_of("complaint_verdict", call)


async def reject_refund(keys: PayKeys, wechat_id: str, reason: str) -> None:
    """Say no to the refund that was asked for, with the reason that the person reads."""
    client = await client_of(keys)
    call = client.complaint_update_refund(wechat_id, action="REJECT", reject_reason=reason[:WORDS_MAX])
    await answer_of("complaint_verdict", call)


async def complete(keys: PayKeys, wechat_id: str) -> None:
    """Tell WeChat that the complaint is dealt with; the person is asked whether they are content."""
    client = await client_of(keys)
    await answer_of("complaint_complete", client.complaint_complete(wechat_id))


def _told(client: Any, body: Mapping[str, Any]) -> Told:
    orders = body.get("complaint_order_info") or [{}]
    pictures = [
        url for media in body.get("complaint_media_list") or [] for url in media.get("media_url") or []
    ]
    return Told(
        wechat_id=str(body["complaint_id"]),
        state=str(body["complaint_state"])[:32],
        created_at=_instant(body["complaint_time"]),
        detail=str(body.get("complaint_detail") or "")[:DETAIL_CHARS_MAX],
        problem_type=str(body.get("problem_type") or "OTHERS")[:32],
        problem=str(body.get("problem_description") or "")[:DETAIL_CHARS_MAX],
        transaction_id=str(orders[0].get("transaction_id") or ""),
        out_trade_no=str(orders[0].get("out_trade_no") or ""),
        amount_fen=int(orders[0].get("amount") or 0),
        apply_refund_fen=body.get("apply_refund_amount"),
        openid=str(body.get("payer_openid") or ""),
        phone=_phone(client, body.get("payer_phone")),
        pictures=tuple(pictures)[:PICTURES_MAX],
        user_waits=bool(body.get("incoming_user_response")),
        times=int(body.get("user_complaint_times") or 1),
        full_refunded=bool(body.get("complaint_full_refunded")),
        expires_at=None,
    )


def _phone(client: Any, sealed: Any) -> str:
    """The phone number, or nothing: one that does not open must not hide the complaint."""
    if not sealed:
        return ""
    try:
        return str(client.decrypt(sealed))
    except Exception:  # noqa: BLE001  the library lets through whatever the cryptography below it raises
        return ""


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(one) for one in value if one)[:PICTURES_MAX] if isinstance(value, list) else ()


# -- transactions of the mini program ------------------------------------------------------------------------


async def mini_complaint(app: App, wechat_id: str) -> tuple[Told, list[Said]]:
    """GET /wxaapi/minishop/complaintOrderDetail: the complaint and what was said, oldest first.

    Raises WeChatRefused -1 for a number WeChat does not know, WeChatUnreachable also for an answer nobody can read.
    """
    body = await call_with_token(
        app, "/wxaapi/minishop/complaintOrderDetail", None, {"complaintOrderId": wechat_id}
    )
    with readable("complaintOrderDetail"):
        items = body.get("item") or body.get("complaintHistoryList") or []
        return _mini_told(body["complaintOrder"]), _mini_said(items if isinstance(items, list) else [items])


async def mini_answer(app: App, verb: str, wechat_id: str, words: str, handle: int | None = None) -> None:
    """POST /wxaapi/minishop/<verb>: bussiRespondComplaint (with `handle`), bussiSupplyProof, bussiSupplyRefund, busiAppeal.

    Raises WeChatRefused: 1 unknown number, 2 bad content, 1002 the state does not allow it, 10001 bad parameter.
    """
    body: dict[str, Any] = {"complaintOrderId": wechat_id, "content": words}
    if handle is not None:
        body["bussiHandle"] = handle
    await call_with_token(app, f"/wxaapi/minishop/{verb}", body)


def _mini_told(order: Mapping[str, Any]) -> Told:
    material = order.get("customerMaterial") or {}
    return Told(
        wechat_id=str(order["complaintOrderId"]),
        state=str(int(order["status"])),
        created_at=_seconds(order["createTime"]),
        detail=str(material.get("content") or "")[:DETAIL_CHARS_MAX],
        problem_type=str(order.get("type") or "")[:32],
        problem=str(order.get("productName") or "")[:DETAIL_CHARS_MAX],
        transaction_id=str(order.get("orderId") or ""),
        out_trade_no=str(order.get("outTradeNo") or ""),
        amount_fen=int(order.get("totalCost") or 0),
        apply_refund_fen=None,
        openid=str(order.get("openid") or ""),
        phone=str(order.get("phoneNumber") or ""),
        pictures=_texts(material.get("mediaIdList")),
        user_waits=False,
        times=1,
        full_refunded=False,
        expires_at=_seconds(order["expireTime"]) if int(order.get("expireTime") or 0) else None,
    )


def _mini_said(items: Sequence[Mapping[str, Any]]) -> list[Said]:
    """The entries have no number of their own: their place and time name them."""
    return [
        Said(
            log_id=f"{place}-{int(one.get('time') or 0)}",
            at=_seconds(one.get("time") or 0),
            kind=str(one.get("itemType") or ""),
            words=str(one.get("content") or "")[:DETAIL_CHARS_MAX],
            pictures=_texts(one.get("mediaIdList")),
        )
        for place, one in enumerate(items[:HISTORY_MAX])
    ]


def _seconds(value: Any) -> datetime:
    return datetime.fromtimestamp(int(value), UTC)
