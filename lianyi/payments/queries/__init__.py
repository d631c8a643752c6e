"""Reads of payments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from lianyi.identity import queries as identity
from lianyi.identity.queries import opening_steps, shop_facts
from lianyi.kit.ask import Ask
from lianyi.kit.config import config
from lianyi.kit.db import ReadSession, Soon, Statement
from lianyi.kit.ids import TenantId
from lianyi.kit.secrets import vault
from lianyi.payments.errors import PayKeysMissing
from lianyi.payments.queries import guarantee
from lianyi.payments.types import Attempt, Guarantee, Method, Payment, Refund
from lianyi.wechat.pay import PayKeys
from lianyi.wechat.types import AppKind

_PAYMENT = """id, order_id, amount_fen, description, state, expires_at, method, transaction_id, paid_fen,
              refunding_fen, refunded_fen, paid_at, released_at, guaranteed, frozen_until, unfrozen_at,
              claimed_fen, shared_fen"""
_ATTEMPT = """out_trade_no, payment_id, order_id, method, appid, payer_openid, amount_fen, state, prepay,
              prepay_until, expires_at, polls, guaranteed"""
_REFUND = "id, order_id, out_refund_no, transaction_id, amount_fen, total_fen, reason, state, tries, error, held_on, stray"


@dataclass(frozen=True, slots=True)
class AccountRow:
    mchid: str
    serial_no: str
    private_key_sealed: bytes
    apiv3_key_sealed: bytes
    public_key_id: str | None
    public_key: str | None
    checked_at: datetime | None
    check_result: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class NoticeRow:
    id: str
    event: str
    number: str
    outcome: str
    at: datetime


ACCOUNT = Statement(
    """
    select mchid, serial_no, private_key_sealed, apiv3_key_sealed, public_key_id, public_key, checked_at, check_result
    from payments_account where tenant_id = %(tenant)s
    """,
    AccountRow,
)
OF_ORDER = Statement(
    f"select {_PAYMENT} from payments_payment where tenant_id = %(tenant)s and order_id = %(order_id)s",  # noqa: S608  our own column list
    Payment,
)
ATTEMPTS = Statement(
    f"""
    select {_ATTEMPT} from payments_attempt
    where tenant_id = %(tenant)s and payment_id = %(payment_id)s order by created_at, out_trade_no limit 200
    """,  # noqa: S608  our own column list
    Attempt,
)
ATTEMPTS_OF_ORDER = Statement(
    f"""
    select {_ATTEMPT} from payments_attempt
    where tenant_id = %(tenant)s and payment_id = (
      select id from payments_payment where tenant_id = %(tenant)s and order_id = %(order_id)s)
    order by created_at, out_trade_no limit 200
    """,  # noqa: S608  our own column list
    Attempt,
)
DUE_ATTEMPTS = Statement(
    f"""
    select {_ATTEMPT} from payments_attempt
    where tenant_id = %(tenant)s and state = 'open' and poll_at <= %(now)s order by poll_at limit %(limit)s
    """,  # noqa: S608  our own column list
    Attempt,
)
ORDER_OF_TRANSACTION = Statement(
    "select order_id from payments_attempt where tenant_id = %(tenant)s and transaction_id = %(transaction_id)s",
    UUID,
)
REFUND = Statement(
    f"select {_REFUND} from payments_refund where tenant_id = %(tenant)s and id = %(id)s",  # noqa: S608  our own column list
    Refund,
)
REFUND_BY_NUMBER = Statement(
    f"select {_REFUND} from payments_refund where tenant_id = %(tenant)s and out_refund_no = %(out_refund_no)s",  # noqa: S608  our own column list
    Refund,
)
REFUNDS_OF_ORDER = Statement(
    f"""
    select {_REFUND} from payments_refund
    where tenant_id = %(tenant)s and order_id = %(order_id)s and not stray order by created_at, id limit 200
    """,  # noqa: S608  our own column list
    Refund,
)
DUE_REFUNDS = Statement(
    """
    select id from payments_refund
    where tenant_id = %(tenant)s and state in ('requested', 'processing') and next_try_at <= %(now)s
    order by next_try_at limit %(limit)s
    """,
    UUID,
)
# An attempt that has expired cannot be paid; its callback may be some minutes behind. What is frozen is released with
# the keys of the merchant it is frozen at.
UNDER_WAY = Statement(
    """
    select (select count(*) from payments_attempt
            where tenant_id = %(tenant)s and state = 'open'
              and expires_at > %(now)s::timestamptz - interval '10 minutes')::int
         + (select count(*) from payments_refund
            where tenant_id = %(tenant)s and state in ('requested', 'processing', 'abnormal'))::int
         + (select count(*) from payments_payment
            where tenant_id = %(tenant)s and guaranteed and released_at is null and unfrozen_at is null
              and state = 'succeeded' and refunded_fen < paid_fen)::int as count
    """,
    int,
)
NOTICES = Statement(
    """
    select id, event, number, outcome, at from payments_notice
    where tenant_id = %(tenant)s and (at, id) < (%(before_at)s, %(before_id)s)
    order by at desc, id desc limit %(limit)s
    """,
    NoticeRow,
)
HAS_PAID = Statement(
    """
    select exists(
      select from payments_attempt
      where tenant_id = %(tenant)s and payer_openid = any(%(openids)s::text[]) and state = 'succeeded') as paid
    """,
    bool,
)
FIRST_PAID_AT = Statement(
    "select min(paid_at) as at from payments_payment where tenant_id = %(tenant)s", datetime
)
ALARMS = Statement(
    """
    select count(*)::int as count from payments_notice
    where tenant_id = %(tenant)s and outcome = 'mismatch' and at > %(since)s
    """,
    int,
)


# How much of a merchant number's money others have under way: known to whoever sent it.
sent_by_merchant: Ask[str, int] = Ask("sent_by_merchant")


async def under_way(session: ReadSession, mchid: str) -> int:
    """How many payments, refunds, guaranteed sums and what others have sent need this merchant's keys to come to an end."""
    others = await sent_by_merchant.all(session, mchid)
    return await session.one(UNDER_WAY) + sum(others.values())


async def of_order(session: ReadSession, order_id: UUID) -> Payment | None:
    """The payment of an order; the caller has checked who may see the order."""
    return await session.maybe(OF_ORDER, order_id=order_id)


async def has_paid(session: ReadSession, openids: Sequence[str]) -> bool:
    """Whether one of these WeChat accounts has ever paid here, whoever it was signed in as. One statement."""
    return bool(openids) and await session.one(HAS_PAID, openids=list(openids))


async def first_paid_at(session: ReadSession) -> datetime | None:
    """When the shop's first payment was made, by WeChat's word: the books may have heard of it later."""
    return await session.maybe(FIRST_PAID_AT)


async def attempts(session: ReadSession, payment_id: UUID) -> list[Attempt]:
    """Attempts of a payment, oldest first."""
    return await session.all(ATTEMPTS, payment_id=payment_id)


def complaint_url(tenant: TenantId) -> str:
    """Where WeChat Pay tells of complaints about this merchant; trust answers there."""
    return f"{config().public_url}/callbacks/complaint/{tenant}"


async def order_of_transaction(session: ReadSession, transaction_id: str) -> UUID | None:
    """The order that a transaction of WeChat Pay paid for; None when it is none of this shop's."""
    return await session.maybe(ORDER_OF_TRANSACTION, transaction_id=transaction_id)


async def refund(session: ReadSession, refund_id: UUID) -> Refund | None:
    """One refund by id."""
    return await session.maybe(REFUND, id=refund_id)


async def is_configured(session: ReadSession) -> bool:
    """Whether the merchant can be paid."""
    return await session.maybe(ACCOUNT) is not None


async def pay_keys(session: ReadSession) -> PayKeys:
    """The merchant's keys, opened. Raises PayKeysMissing."""
    return await (await pay_keys_soon(session))


async def pay_keys_soon(session: ReadSession) -> Soon[PayKeys]:
    """`pay_keys`, on its way."""
    return await session.soon(ACCOUNT, _keys)


def _keys(rows: Sequence[AccountRow]) -> PayKeys:
    if not rows:
        raise PayKeysMissing
    row = rows[0]
    return _opened(
        row.mchid,
        row.serial_no,
        row.private_key_sealed,
        row.apiv3_key_sealed,
        row.public_key_id,
        row.public_key,
    )


@lru_cache(maxsize=64)
def _opened(
    mchid: str, serial_no: str, private_key_sealed: bytes, apiv3_key_sealed: bytes, public_key_id: str | None,
    public_key: str | None,
) -> PayKeys:  # fmt: skip
    """Opened once while they are what they were: every payment and every notice asks."""
    return PayKeys(
        mchid=mchid,
        serial_no=serial_no,
        private_key=vault().open(private_key_sealed, "payments_account.private_key"),
        apiv3_key=vault().open(apiv3_key_sealed, "payments_account.apiv3_key"),
        public_key_id=public_key_id,
        public_key=public_key,
    )


async def notices(session: ReadSession, before: tuple[Any, ...] | None, limit: int) -> list[NoticeRow]:
    """Callbacks, newest first, from before the given (instant, id)."""
    before_at, before_id = before or (session.now.replace(year=9999), "")
    return await session.all(NOTICES, before_at=before_at, before_id=before_id, limit=limit)


async def alarms(session: ReadSession, since: datetime) -> int:
    """Callbacks since then whose amount or merchant was not ours: somebody must look."""
    return await session.one(ALARMS, since=since)


@opening_steps.answer("has_keys")
async def has_keys(session: ReadSession, _about: None) -> bool:
    """Whether the shop can be paid at all: a step before the first sale."""
    return await is_configured(session)


@shop_facts.answer("pay_methods")
async def pay_methods(session: ReadSession, _about: None) -> list[str]:
    """The ways to pay that the shop's keys and apps allow, for its front page."""
    apps = await identity.wechat_appids(session)
    if not apps or not await is_configured(session):
        return []
    inside = [Method(kind.value) for kind in AppKind if kind in apps]
    browser = [Method.BROWSER] if config().sandbox_url is not None else []
    return [method.value for method in (*inside, Method.H5, Method.NATIVE, *browser)]


@shop_facts.answer("sandbox_pay_url")
async def sandbox_pay_url(_session: ReadSession, _about: None) -> str | None:
    """Where the sandbox's own pages stand; None with real WeChat."""
    return config().sandbox_url


async def guarantee_of(session: ReadSession, order_id: UUID) -> Guarantee | None:
    """Where an order's guaranteed money stands; the caller has checked who may see the order."""
    return await guarantee.guarantee(session, order_id)


async def guarantee_waits(session: ReadSession) -> guarantee.Waits:
    """What of the guarantee needs somebody now."""
    return await guarantee.waits(session)
