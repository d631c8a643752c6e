"""Send a text message; prove a phone by a code and let its owner in."""

import hmac
import secrets

import httpx

from lianyi.identity import actions as identity
from lianyi.identity import queries as people
from lianyi.identity.types import ShopperSignedIn, check_phone
from lianyi.kit.clock import business_day, day_bounds
from lianyi.kit.config import config
from lianyi.kit.db import Database, ReadSession, Session
from lianyi.kit.fetch import authorities
from lianyi.kit.ids import TenantId, new_id
from lianyi.kit.log import get_logger
from lianyi.kit.secrets import vault
from lianyi.messages.errors import CodesUsedUp, CodeTooSoon, CodeWrong, SmsNotSent
from lianyi.messages.queries import codes as queries
from lianyi.messages.rules import codes as rules
from lianyi.messages.store import codes as store

log = get_logger(__name__)
GATEWAY_TIMEOUT_SECONDS = 5.0
CODES = 1_000_000


async def send_login_code(db: Database, tenant: TenantId, phone: str) -> int:
    """Send a new code and give the seconds until the next may be asked for.

    Answers alike for phones the shop knows and those it does not.

    Raises:
        PhoneInvalid, CodeTooSoon, CodesUsedUp
        SmsNotSent: nothing was sent; the code is worth nothing.
    """
    phone = check_phone(phone)
    code = rules.code_of(secrets.randbelow(CODES))
    async with db.write(tenant) as session:
        blind = _blind(session, phone)
        today = business_day(session.now)
        if (
            await queries.sent_since(session, day_bounds(today)[0], rules.SHOP_SMS_A_DAY)
            >= rules.SHOP_SMS_A_DAY
        ):
            raise CodesUsedUp(retry_after_seconds=3600)
        if not await store.put_code(session, blind, _code_hash(session, phone, code), today.isoformat()):
            await _explain(session, blind)
        shop = await people.tenant(session)
    await send_sms(db, tenant, phone, "login_code", rules.login_text(shop.name, code))
    return int(rules.CODE_EVERY.total_seconds())


async def _explain(session: ReadSession, blind: bytes) -> None:
    state = await queries.code_state(session, blind)
    wait = state.sent_at + rules.CODE_EVERY - session.now if state else rules.CODE_EVERY
    if wait.total_seconds() > 0:
        raise CodeTooSoon(retry_after_seconds=int(wait.total_seconds()))
    ends_at = day_bounds(business_day(session.now))[1]
    raise CodesUsedUp(retry_after_seconds=int((ends_at - session.now).total_seconds()))


async def sign_in_by_phone(
    db: Database, tenant: TenantId, phone: str, code: str, device: str
) -> ShopperSignedIn:
    """Let in whoever holds the phone. The try is counted and committed before the code is compared.

    Raises:
        PhoneInvalid, CodeWrong
    """
    phone = check_phone(phone)
    async with db.write(tenant) as session:
        blind = _blind(session, phone)
        given = _code_hash(session, phone, code)
        kept = await store.take_try(session, blind)
    if kept is None or not hmac.compare_digest(bytes(kept), given):
        raise CodeWrong(field="code")
    async with db.write(tenant) as session:
        if not await store.spend_code(session, blind, given):
            raise CodeWrong(field="code")
        return await identity.shopper_login_phone(session, phone, device)


def _blind(session: ReadSession, phone: str) -> bytes:
    return vault().blind(phone, people.phone_purpose(session))


def _code_hash(session: Session, phone: str, code: str) -> bytes:
    """Keyed by the master key: six digits in a stolen database could otherwise be tried in a second."""
    return vault().blind(f"{phone}:{code}", f"login-code:{session.tenant}")


async def send_sms(db: Database, tenant: TenantId, phone: str, kind: str, text: str) -> None:
    """Send one message now and keep that it was sent, never its text.

    Raises:
        SmsNotSent: no gateway, no answer in five seconds, or a refusal.
    """
    sms = new_id()
    async with db.write(tenant) as session:
        await store.add_sms(session, sms, phone, _blind(session, phone), kind)
    error = await _post(phone, text)
    async with db.write(tenant) as session:
        await store.end_sms(session, sms, error=error)
    if error is not None:
        log.warning("sms.not_sent", sms=str(sms), error=error)
        raise SmsNotSent


async def _post(phone: str, text: str) -> str | None:
    """Hand a message to the gateway; a word for what went wrong, or None."""
    settings = config()
    url = settings.sms_url or (f"{settings.sandbox_url}/sms/send" if settings.sandbox_url else None)
    if url is None:
        return "no gateway"
    headers = {"Authorization": f"Bearer {settings.sms_token}"} if settings.sms_token else {}
    try:
        async with httpx.AsyncClient(
            timeout=GATEWAY_TIMEOUT_SECONDS, trust_env=False, verify=authorities()
        ) as client:
            answer = await client.post(url, json={"phone": phone, "text": text}, headers=headers)
    except httpx.HTTPError as problem:
        return type(problem).__name__
    return None if answer.is_success else f"HTTP {answer.status_code}"
