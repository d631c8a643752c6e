"""Profit sharing (分账) of an ordinary merchant: receivers, split, unfreeze, return, each asked about by its own number.

Source: WeChat Pay API v3 documentation, profit sharing. A payment made with `settle_info.profit_sharing` stays frozen
until it is split and unfrozen, or for 30 days. FINISHED means "executed": each receiver's `result` decides. Every call is
repeated under the same number and then means the same; a name is encrypted with WeChat's public key by the library.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from lianyi.wechat.pay import PayKeys, PayRefused, answer_of, client_of, readable


class ReceiverKind(StrEnum):
    MERCHANT = "MERCHANT_ID"
    PERSON = "PERSONAL_OPENID"


class ShareResult(StrEnum):
    PENDING = "PENDING"
    SUCCESS = "SUCCESS"
    CLOSED = "CLOSED"


class ReturnResult(StrEnum):
    PROCESSING = "PROCESSING"
    SUCCESS = "SUCCESS"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who may be given a share. `name` is the merchant's full name (required) or the person's (checked when given)."""

    kind: ReceiverKind
    account: str
    appid: str
    relation: str
    name: str = field(default="", repr=False)
    custom_relation: str = ""


@dataclass(frozen=True, slots=True)
class Portion:
    """What one receiver is to be given of one payment."""

    kind: ReceiverKind
    account: str
    amount_fen: int
    description: str


@dataclass(frozen=True, slots=True)
class Share:
    """What became of one receiver's part; the own merchant appears as one more when the rest was unfrozen."""

    account: str
    amount_fen: int
    result: ShareResult
    fail_reason: str | None
    detail_id: str | None


@dataclass(frozen=True, slots=True)
class Split:
    """A split or an unfreezing as WeChat tells it."""

    out_order_no: str
    order_id: str
    finished: bool
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Return:
    out_return_no: str
    return_id: str
    result: ReturnResult
    fail_reason: str | None


async def add_receiver(keys: PayKeys, receiver: Receiver) -> None:
    """Tell WeChat of a receiver. Idempotent, and does not overwrite."""
    client = await client_of(keys)
    custom = receiver.custom_relation or None
    await answer_of(
        "add_receiver",
        client.profitsharing_add_receiver(
            account_type=receiver.kind.value, account=receiver.account, relation_type=receiver.relation,
            name=receiver.name or None, custom_relation=custom, appid=receiver.appid,
        ),
    )  # fmt: skip


async def delete_receiver(keys: PayKeys, receiver: Receiver) -> None:
    """Take a receiver back."""
    client = await client_of(keys)
    await answer_of(
        "delete_receiver",
        client.profitsharing_delete_receiver(
            account_type=receiver.kind.value, account=receiver.account, appid=receiver.appid
        ),
    )


async def split(
    keys: PayKeys, *, appid: str, transaction_id: str, out_order_no: str, portions: Sequence[Portion]
) -> Split:
    """Ask for shares of a frozen payment; what is left stays frozen. The same number asks for the same shares again."""
    client = await client_of(keys)
    body = await answer_of(
        "split",
        client.profitsharing_order(
            transaction_id=transaction_id,
            out_order_no=out_order_no,
            receivers=[
                {"type": p.kind.value, "account": p.account, "amount": p.amount_fen, "description": p.description[:80]}
                for p in portions
            ],
            unfreeze_unsplit=False,
            appid=appid,
        ),
    )  # fmt: skip
    with readable("split"):
        return _split(body)


async def query_split(keys: PayKeys, *, transaction_id: str, out_order_no: str) -> Split | None:
    """The split or unfreezing under this number, or None when WeChat knows none."""
    client = await client_of(keys)
    try:
        body = await answer_of(
            "query_split",
            client.profitsharing_order_query(transaction_id=transaction_id, out_order_no=out_order_no),
        )
    except PayRefused as refusal:
        if refusal.status == 404:
            return None
        raise
    with readable("query_split"):
        return _split(body)


async def unfreeze(keys: PayKeys, *, transaction_id: str, out_order_no: str, description: str) -> Split:
    """Let go what is still frozen. The number must be a new one: a split's own would answer OK and do nothing."""
    client = await client_of(keys)
    body = await answer_of(
        "unfreeze",
        client.profitsharing_unfreeze(
            transaction_id=transaction_id, out_order_no=out_order_no, description=description[:80]
        ),
    )
    with readable("unfreeze"):
        return _split(body)


async def give_back(
    keys: PayKeys, *, out_order_no: str, out_return_no: str, mchid: str, amount_fen: int, description: str
) -> Return:
    """Ask a merchant that was given a share for part of it; the money comes to our available balance."""
    client = await client_of(keys)
    body = await answer_of(
        "return_share",
        client.profitsharing_return(
            out_order_no=out_order_no, out_return_no=out_return_no, return_mchid=mchid, amount=amount_fen,
            description=description[:80],
        ),
    )  # fmt: skip
    with readable("return_share"):
        return _return(body)


async def query_return(keys: PayKeys, *, out_order_no: str, out_return_no: str) -> Return | None:
    """The return under this number, or None when WeChat knows none."""
    client = await client_of(keys)
    try:
        body = await answer_of(
            "query_return",
            client.profitsharing_return_query(out_order_no=out_order_no, out_return_no=out_return_no),
        )
    except PayRefused as refusal:
        if refusal.status == 404:
            return None
        raise
    with readable("query_return"):
        return _return(body)


async def unsplit_fen(keys: PayKeys, transaction_id: str) -> int:
    """What of a payment is still frozen for sharing; 0 once it was unfrozen, by us or by itself."""
    client = await client_of(keys)
    body = await answer_of("unsplit", client.profitsharing_amount_query(transaction_id=transaction_id))
    with readable("unsplit"):
        return int(body["unsplit_amount"])


def _split(body: Mapping[str, Any]) -> Split:
    return Split(
        out_order_no=str(body["out_order_no"]),
        order_id=str(body["order_id"]),
        finished=str(body["state"]) == "FINISHED",
        shares=tuple(_share(part) for part in body.get("receivers") or ()),
    )


def _share(part: Mapping[str, Any]) -> Share:
    return Share(
        account=str(part["account"]),
        amount_fen=int(part["amount"]),
        result=ShareResult(part.get("result") or ShareResult.PENDING),
        fail_reason=part.get("fail_reason"),
        detail_id=part.get("detail_id"),
    )


def _return(body: Mapping[str, Any]) -> Return:
    return Return(
        out_return_no=str(body["out_return_no"]),
        return_id=str(body.get("return_id") or ""),
        result=ReturnResult(body["result"]),
        fail_reason=body.get("fail_reason"),
    )
