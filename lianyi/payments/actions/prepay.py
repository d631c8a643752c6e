"""Opening the pay sheet: place (committed before) → read and number → call WeChat → record."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import quote
from uuid import UUID

from lianyi.identity import queries as identity
from lianyi.kit import failpoints, wire
from lianyi.kit.config import config
from lianyi.kit.db import Database, Session, Soon
from lianyi.kit.ids import TenantId
from lianyi.payments import queries, rules, store
from lianyi.payments.actions.answers import refusing
from lianyi.payments.errors import (
    GuaranteeNotAllowed,
    NoPayment,
    PaymentNotPending,
    PayMethodUnavailable,
    WeChatPayRefused,
)
from lianyi.payments.types import Attempt, AttemptState, ClientPay, Method, Payment, PaymentState
from lianyi.wechat import pay
from lianyi.wechat.pay import PayKeys
from lianyi.wechat.types import AppKind

JSAPI = {Method.MINI: AppKind.MINI, Method.OFFICIAL: AppKind.OFFICIAL}


async def prepay(
    db: Database,
    tenant: TenantId,
    order_id: UUID,
    method: Method,
    *,
    openids: Mapping[str, str],
    client_ip: str,
    return_url: str | None = None,
    may: Callable[[Session], Awaitable[Soon[None]]] | None = None,
) -> ClientPay:
    """What the client needs to pay this order now; asked again, it answers the same while that is still valid.

    `openids` maps appid to the payer's openid; `return_url` is where H5 payment comes back to, a page of ours. `may` is asked
    before anything else, in the same trip, and raises when the caller may not pay. Two transactions with one call to WeChat
    between them, none inside.

    Raises PaymentNotPending, PayKeysMissing, PayMethodUnavailable, WeChatPayRefused, WeChatPayUnanswered,
    GuaranteeNotAllowed.
    """
    if method is Method.BROWSER and config().sandbox_url is None:
        raise PayMethodUnavailable(field="method")
    async with db.write(tenant) as session:
        session.plan_once()
        may_soon = await may(session) if may else None
        payment_soon = await session.soon(
            store.LOCK_PAYMENT_OF_ORDER, lambda rows: rows[0] if rows else None, order_id=order_id
        )
        keys_soon = await queries.pay_keys_soon(session)
        shop = await _shop(session)
        known = await session.soon(queries.ATTEMPTS_OF_ORDER, list, order_id=order_id)
        if may_soon is not None:
            await may_soon
        payment = await payment_soon
        if payment is None:
            raise NoPayment
        if payment.state is not PaymentState.PENDING or session.now >= payment.expires_at:
            raise PaymentNotPending
        keys = await keys_soon
        attempt = await _attempt(session, payment, method, openids, await shop(), await known)
        now = session.now
    failpoints.reach("payments.prepay.begun")
    if (
        attempt.prepay is None
        or attempt.prepay_until is None
        or attempt.prepay_until - rules.PREPAY_MARGIN <= now
    ):
        attempt = await _ask(db, tenant, keys, payment, attempt, client_ip)
    return await _for_client(keys, attempt, method, return_url)


@dataclass(frozen=True, slots=True)
class _Shop:
    """The apps a shop is paid through, and whether its money is frozen until the goods have arrived."""

    appids: Mapping[AppKind, str]
    guaranteed: bool


async def _shop(session: Session) -> Callable[[], Awaitable[_Shop]]:
    appids, tenant = await identity.wechat_appids_soon(session), await identity.tenant_soon(session)

    async def found() -> _Shop:
        return _Shop(await appids, (await tenant).settings.guarantee)

    return found


async def _attempt(
    session: Session,
    payment: Payment,
    method: Method,
    openids: Mapping[str, str],
    shop: _Shop,
    known: Sequence[Attempt],
) -> Attempt:
    """The open attempt of this method, payer and amount, or a new one under the next number."""
    appids, guaranteed = shop.appids, shop.guaranteed
    kind = JSAPI.get(method)
    appid = appids.get(kind) if kind else next(iter(appids.values()), None)
    openid = openids.get(appid) if kind and appid else None
    if appid is None or (kind and openid is None):
        raise PayMethodUnavailable(field="method")
    for attempt in known:
        if attempt.prepay is None and attempt.guaranteed != guaranteed:
            continue  # WeChat never took it, perhaps because of the flag, and a number's parameters stay as they are
        same = (attempt.method, attempt.amount_fen, attempt.payer_openid) == (
            method,
            payment.amount_fen,
            openid,
        )
        if same and attempt.state is AttemptState.OPEN and not _used_up(attempt, session.now):
            return attempt
    begun = Attempt(
        rules.number_of(payment.id, len(known) + 1), payment.id, payment.order_id, method.value, appid, openid,
        payment.amount_fen, AttemptState.OPEN, None, None, payment.expires_at, 0, guaranteed,
    )  # fmt: skip
    await session.later(
        store.BEGIN_ATTEMPT,
        out_trade_no=begun.out_trade_no, payment_id=begun.payment_id, order_id=begun.order_id, method=begun.method,
        appid=begun.appid, payer_openid=begun.payer_openid, amount_fen=begun.amount_fen, expires_at=begun.expires_at,
        poll_at=rules.next_poll(0, session.now), guaranteed=begun.guaranteed,
    )  # fmt: skip
    return begun


def _used_up(attempt: Attempt, now: datetime) -> bool:
    """An expired h5_url or code_url cannot be renewed under its number on every client; a new number can."""
    if attempt.prepay_until is None or attempt.method in JSAPI:
        return False
    return attempt.prepay_until - rules.PREPAY_MARGIN <= now


async def _ask(
    db: Database, tenant: TenantId, keys: PayKeys, payment: Payment, attempt: Attempt, client_ip: str
) -> Attempt:
    order = pay.Order(
        appid=attempt.appid,
        out_trade_no=attempt.out_trade_no,
        description=payment.description,
        amount_fen=attempt.amount_fen,
        expires_at=attempt.expires_at,
        notify_url=f"{config().public_url}/callbacks/pay/{tenant}",
        guaranteed=attempt.guaranteed,
    )
    try:
        made = await _create(keys, order, attempt, client_ip)
    except WeChatPayRefused as refusal:
        if attempt.guaranteed and refusal.data.get("wechat_code") == "NO_AUTH":
            raise GuaranteeNotAllowed from refusal
        raise
    failpoints.reach("payments.prepay.asked")
    async with db.write(tenant) as session:
        session.plan_once()
        until = session.now + rules.PREPAY_LIFE.get(attempt.method, timedelta(minutes=5))
        recorded = await session.soon(
            store.RECORD_PREPAY, list, out_trade_no=attempt.out_trade_no, prepay=wire.dumps(made).decode(),
            prepay_until=until,
        )  # fmt: skip
    if not await recorded:  # it came with the commit; an attempt that has ended was left as it is
        raise PaymentNotPending
    return replace(attempt, prepay=made, prepay_until=until)


async def _create(keys: PayKeys, order: pay.Order, attempt: Attempt, client_ip: str) -> dict[str, str]:
    with refusing():
        match Method(attempt.method):
            case Method.MINI | Method.OFFICIAL:
                return {"prepay_id": await pay.create_jsapi(keys, order, attempt.payer_openid or "")}
            case Method.H5 | Method.BROWSER:
                return {"h5_url": await pay.create_h5(keys, order, client_ip)}
            case Method.NATIVE:
                return {"code_url": await pay.create_native(keys, order)}


async def _for_client(keys: PayKeys, attempt: Attempt, method: Method, return_url: str | None) -> ClientPay:
    made = attempt.prepay or {}
    params = await pay.sign_client(keys, attempt.appid, made["prepay_id"]) if "prepay_id" in made else None
    h5_url = made.get("h5_url")
    # WeChat's cashier would send the buyer wherever a call says: only to a page of this installation. The sandbox's own
    # cashier, which real WeChat never meets, comes back to whatever name the browser calls this machine by.
    ours = method is Method.BROWSER or (return_url or "").startswith(f"{config().public_url}/")
    if h5_url and return_url and ours:
        h5_url = f"{h5_url}&redirect_url={quote(return_url, safe='')}"
    browser = method is Method.BROWSER
    return ClientPay(
        method=method,
        payment_id=attempt.payment_id,
        params=params,
        h5_url=None if browser else h5_url,
        code_url=made.get("code_url"),
        cashier_url=h5_url if browser else None,
        expires_at=attempt.expires_at,
    )
