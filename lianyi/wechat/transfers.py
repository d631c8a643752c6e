"""Merchant transfers to a user (商家转账): ask, ask about, withdraw, and the callback at the end. The user confirms each.

Source: WeChat Pay API v3, `/v3/fund-app/mch-transfer/transfer-bills` (the family of 2025-01-15). Failures are told apart as
in `pay`: PayRefused, PayUnanswered, NoticeForged. After any answer but a good one the number is asked about, never changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from wechatpayv3.async_.type import RequestType

from lianyi.wechat.pay import NoticeForged, PayKeys, PayRefused, answer_of, client_of, open_envelope, readable

COMMISSION_SCENE = "1005"  # 佣金报酬
PRIZE_SCENE = "1000"  # 现金营销
NAME_FROM_FEN = 30  # WeChat checks the name from here on, and refuses one below
REMARK_MAX, REPORT_MAX = 32, 32


class BillState(StrEnum):
    ACCEPTED = "ACCEPTED"
    PROCESSING = "PROCESSING"
    WAIT_USER_CONFIRM = "WAIT_USER_CONFIRM"
    TRANSFERING = "TRANSFERING"
    SUCCESS = "SUCCESS"
    FAIL = "FAIL"
    CANCELING = "CANCELING"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One transfer. `out_bill_no`: 1–32 letters and digits, the same for good. `name`: the user's real name.

    `scene`: what it is for, and `reports` (type, content): what that scene must tell of it, all of it and literally.
    """

    out_bill_no: str
    appid: str
    openid: str
    amount_fen: int
    remark: str
    notify_url: str
    scene: str
    reports: tuple[tuple[str, str], ...]
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Bill:
    """A transfer as WeChat tells it; an answer to the asking itself leaves amount and openid out."""

    out_bill_no: str
    bill_no: str
    state: BillState
    fail_reason: str | None
    package_info: str | None
    created_at: datetime | None
    amount_fen: int | None
    openid: str | None


@dataclass(frozen=True, slots=True)
class TransferNotice:
    """A verified callback."""

    id: str
    event: str
    mchid: str
    bill: Bill


async def transfer(keys: PayKeys, wanted: Wanted) -> Bill:
    """Ask for a transfer under its scene; the same number asks for the same transfer again, never for a second."""
    client = await client_of(keys)
    body = await answer_of(
        "transfer",
        client.mch_transfer_bills(
            out_bill_no=wanted.out_bill_no, transfer_scene_id=wanted.scene, appid=wanted.appid,
            openid=wanted.openid, transfer_amount=wanted.amount_fen, transfer_remark=wanted.remark[:REMARK_MAX],
            user_name=wanted.name if wanted.amount_fen >= NAME_FROM_FEN else None, notify_url=wanted.notify_url,
            transfer_scene_report_infos=[
                {"info_type": kind, "info_content": content[:REPORT_MAX]} for kind, content in wanted.reports
            ],
        ),
    )  # fmt: skip
    with readable("transfer"):
        return _bill(body)


async def query_transfer(keys: PayKeys, out_bill_no: str) -> Bill | None:
    """The transfer, or None when WeChat knows no such number (also 30 days after it was made)."""
    client = await client_of(keys)
    try:
        body = await answer_of("query_transfer", client.mch_transfer_bills_query(out_bill_no=out_bill_no))
    except PayRefused as refusal:
        if refusal.status == 404:
            return None
        raise
    with readable("query_transfer"):
        return _bill(body)


async def cancel_transfer(keys: PayKeys, out_bill_no: str) -> BillState:
    """Ask for a transfer to be withdrawn, which WeChat does while the user has not confirmed. Raises PayRefused after."""
    client = await client_of(keys)
    path = f"/v3/fund-app/mch-transfer/transfer-bills/out-bill-no/{out_bill_no}/cancel"
    # The library's own call sends `null` and signs nothing; an empty object signs as what it sends.
    call = client._core.request(path, method=RequestType.POST, data={}, sign_data="{}")  # noqa: SLF001  the library has no other way to send one
    body = await answer_of("cancel_transfer", call)
    with readable("cancel_transfer"):
        return BillState(body["state"])


async def open_transfer_notice(keys: PayKeys, headers: Mapping[str, str], body: bytes) -> TransferNotice:
    """Verify, decrypt and type a callback about a transfer. Raises NoticeForged."""
    opened = await open_envelope(keys, headers, body)
    try:
        resource = opened["resource"]
        return TransferNotice(
            id=str(opened["id"]),
            event=str(opened["event_type"]),
            mchid=str(resource.get("mch_id") or resource["mchid"]),
            bill=_bill(resource),
        )
    except (KeyError, ValueError, TypeError) as problem:
        raise NoticeForged(f"shape: {type(problem).__name__}") from problem


def _bill(body: Mapping[str, Any]) -> Bill:
    created = body.get("create_time")
    amount = body.get("transfer_amount")
    return Bill(
        out_bill_no=str(body["out_bill_no"]),
        bill_no=str(body["transfer_bill_no"]),
        state=BillState(body["state"]),
        fail_reason=body.get("fail_reason"),
        package_info=body.get("package_info"),
        created_at=datetime.fromisoformat(created).astimezone(UTC) if created else None,
        amount_fen=None if amount is None else int(amount),
        openid=body.get("openid"),
    )
