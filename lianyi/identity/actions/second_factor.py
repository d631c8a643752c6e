"""TOTP (RFC 6238): turned on with a scanned code, proved at sign-in, each code once; recovery codes for a lost phone."""

import base64
import io
import secrets
from dataclasses import dataclass, field
from uuid import UUID

import pyotp
import segno

from lianyi.identity import queries, rules
from lianyi.identity.actions import passwords
from lianyi.identity.errors import PasswordWrong, SecondFactorNeeded, TotpNotBegun, TotpWrong
from lianyi.identity.store import shops as records
from lianyi.identity.store import staff as store
from lianyi.identity.types import AccountId, Change, Staff
from lianyi.kit.db import Database, Session
from lianyi.kit.ids import encode
from lianyi.kit.secrets import vault

ISSUER = "涟漪"
RECOVERY_BYTES = 10


@dataclass(frozen=True, slots=True)
class Begun:
    """What the authenticator scans. Shown once, stored sealed."""

    otpauth_url: str = field(repr=False)
    qr_svg: str = field(repr=False)
    secret: str = field(repr=False)


def _context(account: UUID) -> str:
    return f"identity_account.totp:{account}"


async def begin_totp(db: Database, staff: Staff, password: str) -> Begun:
    """Make a secret and keep it sealed until its first code proves that it was scanned.

    Raises:
        PasswordWrong: a session left open is not enough to bind the account to another phone.
        SecondFactorNeeded: TOTP is on already and this session has not passed it.
    """
    if staff.totp_enrolled and not staff.totp_ok:
        raise SecondFactorNeeded
    secret = pyotp.random_base32()
    async with db.write(staff.tenant) as session:
        account = await store.lock_account(session, staff.account)
        if not await passwords.matches(account.password_hash, password):
            raise PasswordWrong(field="password")
        shop = await queries.tenant(session)
        await store.begin_totp(session, staff.account, vault().seal(secret, _context(staff.account)))
    url = pyotp.TOTP(secret).provisioning_uri(name=f"{shop.name} {staff.name}", issuer_name=ISSUER)
    picture = io.BytesIO()
    segno.make(url, error="m").save(picture, kind="svg", scale=5, border=2, xmldecl=False)
    return Begun(url, picture.getvalue().decode(), secret)


async def confirm_totp(db: Database, staff: Staff, code: str) -> list[str]:
    """Turn TOTP on with the first code and give the recovery codes, which nobody can read again.

    Every other session of this staff ends; this one counts as proved.

    Raises:
        TotpNotBegun, TotpWrong
    """
    recovery = [_recovery_code() for _ in range(rules.RECOVERY_CODES)]
    async with db.write(staff.tenant) as session:
        account = await store.lock_account(session, staff.account)
        if account.totp_pending_sealed is None:
            raise TotpNotBegun
        secret = vault().open(account.totp_pending_sealed, _context(account.id))
        step = rules.totp_step(secret, code, session.now)
        if step is None:
            raise TotpWrong(field="code")
        hashes = [rules.recovery_hash(account.id, one) for one in recovery]
        await store.confirm_totp(session, staff.account, account.totp_pending_sealed, step, hashes)
        await store.prove_session(session, staff)
        await store.drop_staff_sessions(session, staff.staff, keep=staff.session)
        subject = encode("stf", staff.staff)
        await records.note_change(session, staff, Change("staff.totp_turned_on", subject))
    return recovery


def _recovery_code() -> str:
    letters = base64.b32encode(secrets.token_bytes(RECOVERY_BYTES)).decode()
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


async def spend_code(session: Session, account: AccountId, totp_sealed: bytes | None, code: str) -> None:
    """Take a six-digit code or a recovery code, once. Raises TotpWrong."""
    if totp_sealed is None:
        raise TotpWrong(field="totp")
    digits = code.replace(" ", "")
    if len(digits) == 6 and digits.isdecimal():
        step = rules.totp_step(vault().open(totp_sealed, _context(account)), digits, session.now)
        spent = step is not None and await store.spend_totp_step(session, account, step)
    else:
        spent = await store.spend_recovery(session, account, rules.recovery_hash(account, code))
    if not spent:
        raise TotpWrong(field="totp")
