"""Decisions of identity: permissions, tokens, passwords, one-time codes, slugs, ranges. Pure."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit
from uuid import UUID

import pyotp

from lianyi.identity.errors import (
    GuaranteeTooLong,
    KeysInvalid,
    LoginStateInvalid,
    PasswordTooWeak,
    ReturnAddressInvalid,
    SettingsOutOfRange,
    SlugInvalid,
)
from lianyi.identity.types import Channel, Role, ShopSettings
from lianyi.kit.ids import TenantId

# -- who may do what ---------------------------------------------------------------------------------------


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


PERMISSIONS: Mapping[Role, frozenset[str]] = {
    Role.OWNER: _words(
        "shop.settings shop.staff goods.read goods.write stock.write orders.read orders.write orders.ship"
        " orders.refund orders.price ledger.read people.read people.reveal keys.write audit.read"
        " campaigns.read campaigns.write campaigns.stop notices.read notices.write shares.read"
        " aftersales.read aftersales.write complaints.read complaints.write reconciliation.read reconciliation.write"
        " receivers.read receivers.write approvals.decide members.read members.write"
        " shopkeepers.read shopkeepers.write disputes.read disputes.write commission.read commission.write"
        " payouts.read payouts.write tax.read tax.write compliance.read compliance.write"
    ),
    Role.OPERATIONS: _words(
        "shop.settings goods.read goods.write stock.write orders.read orders.write orders.ship orders.refund"
        " orders.price people.read people.reveal"
        " campaigns.read campaigns.write campaigns.stop notices.read notices.write shares.read"
        " aftersales.read aftersales.write complaints.read complaints.write members.read members.write"
        " shopkeepers.read shopkeepers.write disputes.read disputes.write commission.read"
        " compliance.read"
    ),
    Role.CONTENT: _words("goods.read goods.write campaigns.read campaigns.write shares.read"),
    Role.CUSTOMER_SERVICE: _words(
        "goods.read orders.read orders.write orders.refund people.read people.reveal campaigns.read notices.read"
        " aftersales.read aftersales.write complaints.read complaints.write shopkeepers.read disputes.read members.read"
    ),
    Role.WAREHOUSE: _words("goods.read stock.write orders.read orders.ship people.reveal aftersales.read"),
    Role.FINANCE: _words(
        "goods.read orders.read orders.refund ledger.read audit.read campaigns.read aftersales.read complaints.read"
        " reconciliation.read reconciliation.write receivers.read receivers.write approvals.decide members.read"
        " shopkeepers.read disputes.read disputes.write commission.read commission.write"
        " payouts.read payouts.write tax.read tax.write compliance.read compliance.write"
    ),
}
PERMISSION_WORDS = frozenset().union(*PERMISSIONS.values())

# Acts that move money out, or that decide who may: the second factor guards them for the roles below. Staff
# is among them because whoever may name a colleague could otherwise name one without a second factor.
GUARDED_BY_TOTP = frozenset(
    {
        "orders.refund", "keys.write", "shop.staff", "aftersales.write", "complaints.write", "reconciliation.write",
        "receivers.write", "approvals.decide", "commission.write", "payouts.write", "tax.write",
    }
)  # fmt: skip
ROLES_WITH_TOTP = frozenset({Role.OWNER, Role.FINANCE})


def needs_second_factor(role: Role, permission: str, *, is_read: bool) -> bool:
    """Tell whether this act of this role waits for TOTP; looking never does."""
    return not is_read and role in ROLES_WITH_TOTP and permission in GUARDED_BY_TOTP


# -- two people ------------------------------------------------------------------------------------------------

DECIDES = "approvals.decide"
APPROVAL_LIFE = timedelta(hours=24)
APPROVALS_WAITING_MAX = 50
# How long a removed, lowered, reset or newly named colleague keeps the shop from acting as if one person ran it.
SETTLE = timedelta(days=3)


def deciding_roles(permission: str) -> list[Role]:
    """Roles that may decide on acts of this permission: they could do it themselves, and are trusted to judge."""
    return [role for role, words in PERMISSIONS.items() if {DECIDES, permission} <= words]


def decides(role: Role) -> bool:
    return DECIDES in PERMISSIONS[role]


def is_raised(before: Role | None, after: Role) -> bool:
    """Tell whether somebody becomes one who decides, or decides on more than before."""
    if not decides(after) or before is after:
        return False
    return before is None or not PERMISSIONS[after] <= PERMISSIONS[before]


# -- session tokens ----------------------------------------------------------------------------------------

SHOPPER_MARK, STAFF_MARK = "lys", "lyc"
RANDOM_BYTES = 32
TOKEN_BYTES = 16 + RANDOM_BYTES
SHOPPER_LIFE, SHOPPER_TOUCH_EVERY = timedelta(days=30), timedelta(days=1)
STAFF_IDLE, STAFF_TOUCH_EVERY, STAFF_LIFE = timedelta(hours=12), timedelta(minutes=30), timedelta(days=7)
SESSIONS_MAX = 20


def mint(mark: str, tenant: TenantId, randomness: bytes) -> str:
    """Build an opaque token that names its tenant, so that the lookup can run under row-level security."""
    return f"{mark}_{base64.urlsafe_b64encode(tenant.bytes + randomness).decode()}"


def tenant_of(mark: str, token: str) -> TenantId | None:
    """Read the tenant out of a token; None when it is not one of ours. Proves nothing yet."""
    head, _, rest = token.partition("_")
    if head != mark or len(rest) != TOKEN_BYTES * 4 // 3:
        return None
    try:
        raw = base64.b64decode(rest, altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        return None
    return TenantId(UUID(bytes=raw[:16]))


def token_hash(token: str) -> bytes:
    """Hash what is stored; the token carries 256 random bits, so a fast hash is enough."""
    return hashlib.sha256(token.encode()).digest()


# -- passwords and attempts --------------------------------------------------------------------------------

PASSWORD_CHARS_MIN, PASSWORD_CHARS_MAX = 10, 128
COMMON_PASSWORDS = _words(
    "1234567890 0123456789 12345678910 1q2w3e4r5t qwertyuiop password123 password1234 woaini1314 1234567890a"
    " a123456789 aa123456789 abc123456789 qwerty123456 admin123456 1111111111 0000000000 5201314520 1314520520"
    " iloveyou1314 passw0rd123 zxcvbnm123 asdfghjkl1 1qaz2wsx3edc lianyi123456"
)
FREE_ATTEMPTS = 5
PAUSE_FIRST, PAUSE_MAX = timedelta(seconds=30), timedelta(minutes=15)


def check_password(password: str, login: str) -> None:
    """Refuse what is guessed first: short, common, all one character, or holding the login. Raises PasswordTooWeak."""
    folded = password.casefold()
    weak = (
        not PASSWORD_CHARS_MIN <= len(password) <= PASSWORD_CHARS_MAX
        or folded in COMMON_PASSWORDS
        or len(set(folded)) < 4
        or login.casefold() in folded
    )
    if weak:
        raise PasswordTooWeak(field="password")


def pause_after(failures: int) -> timedelta:
    """Back off: the fifth attempt in a row pauses the login for 30 s, each further one twice as long, 15 min at most."""
    if failures < FREE_ATTEMPTS:
        return timedelta(0)
    doublings: int = min(failures - FREE_ATTEMPTS, 10)
    return min(PAUSE_FIRST * (1 << doublings), PAUSE_MAX)


def normal_login(text: str) -> str:
    """Fold a login (phone, mail address or name) to the one form it is compared in."""
    return text.strip().casefold()


# -- one-time codes ----------------------------------------------------------------------------------------

TOTP_STEP_SECONDS = 30
RECOVERY_CODES = 8


def totp_step(secret: str, code: str, now: datetime) -> int | None:
    """Find the 30-second step a code belongs to (RFC 6238; one step early or late is allowed), or None.

    The caller stores the step and refuses it, and those before it, from then on: a code works once.
    """
    totp = pyotp.TOTP(secret)
    current = int(now.timestamp()) // TOTP_STEP_SECONDS
    found = None
    for step in (current - 1, current, current + 1):  # always three comparisons
        if hmac.compare_digest(totp.generate_otp(step).encode(), code.encode()):
            found = step
    return found


def recovery_hash(account: UUID, code: str) -> bytes:
    """Hash a recovery code (80 random bits) for storage; hyphens and case do not matter to who types it."""
    plain = code.replace("-", "").replace(" ", "").upper()
    return hashlib.sha256(account.bytes + plain.encode()).digest()


# -- OAuth state -------------------------------------------------------------------------------------------

STATE_LIFE = timedelta(minutes=10)
STATE_MAC_CHARS = 40
BROWSER_WORD = re.compile(r"[0-9a-f]{32}")


def sign_state(key: bytes, *, tenant: TenantId, browser: str, nonce: str, now: datetime) -> str:
    """Make the `state` of an OAuth round: alphanumeric, bound to the tenant and to one browser, ten minutes long."""
    ends = int((now + STATE_LIFE).timestamp())
    head = f"{nonce}x{ends:x}"
    return f"{head}x{_state_mac(key, tenant, browser, head)}"


def check_state(key: bytes, state: str, *, tenant: TenantId, browser: str, now: datetime) -> None:
    """Refuse a state that is forged, old or from another browser; using it once is the caller's part.

    Raises:
        LoginStateInvalid
    """
    head, _, mac = state.rpartition("x")
    _, _, ends = head.rpartition("x")
    whole = hmac.compare_digest(mac.encode(), _state_mac(key, tenant, browser, head).encode())
    if not whole or not browser or int(ends, 16) <= now.timestamp():
        raise LoginStateInvalid(field="state")


def _state_mac(key: bytes, tenant: TenantId, browser: str, head: str) -> str:
    message = b"oauth-state\0" + tenant.bytes + browser.encode() + b"\0" + head.encode()
    return hmac.new(key, message, hashlib.sha256).hexdigest()[:STATE_MAC_CHARS]


def return_address(shop_home: str, return_to: str) -> str:
    """Resolve where the browser goes after OAuth: a page of this shop or nothing (no open redirect).

    `shop_home` ends with a slash; a path of the shop's own router ("/pages/me") becomes its hash.
    """
    if len(return_to) > 512 or "\\" in return_to or any(ord(char) < 33 for char in return_to):
        raise ReturnAddressInvalid(field="return_to")
    if return_to.startswith("/") and not return_to.startswith(("//", urlsplit(shop_home).path)):
        return f"{shop_home}#{return_to}"
    target = urljoin(shop_home, return_to)
    if not target.startswith(shop_home) or "/.." in target:
        raise ReturnAddressInvalid(field="return_to")
    return target


# -- shops -------------------------------------------------------------------------------------------------

SLUG = re.compile(r"[a-z0-9](?:-?[a-z0-9]){2,31}")
SLUG_CHARS_MAX = 32
SLUG_RESERVED = _words("admin api assets callbacks console docs healthz media readyz shop static www")
SLUG_LETTERS = "bcdfghjkmnpqrstvwxz23456789"  # no vowels, no look-alikes: a random slug is never a word


def check_slug(slug: str) -> str:
    """Give the slug back when it may be one. Raises SlugInvalid."""
    if len(slug) > SLUG_CHARS_MAX or SLUG.fullmatch(slug) is None or slug in SLUG_RESERVED:
        raise SlugInvalid(field="slug")
    return slug


def slug_from(name: str, randomness: bytes) -> str:
    """Derive a slug: the Latin words of the name, or a random short word when it has none (a Chinese name)."""
    words = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:24].strip("-")
    if SLUG.fullmatch(words) and words not in SLUG_RESERVED:
        return words
    return "".join(SLUG_LETTERS[byte % len(SLUG_LETTERS)] for byte in randomness[:8])


SETTINGS_RANGES: Mapping[str, tuple[int, int]] = {
    "order_close_minutes": (5, 120),
    "auto_receive_days": (7, 45),
    "complete_after_days": (7, 90),  # never shorter than the seven days of return (consumer law, article 25)
    "low_stock_at": (0, 9999),
    "margin_floor_bp": (0, 9000),
}
NOTICE_CHARS_MAX = 200
# WeChat Pay lets go of an ordinary merchant's frozen payment after 30 days; two are left for what takes longer than it
# should. Goods ship within 48 hours (商家自营类小程序运营规范).
GUARANTEE_DAYS_MAX = 28
SHIP_PROMISE_DAYS = 2


def check_settings(settings: ShopSettings) -> ShopSettings:
    """Give the settings back when each number is in its range, and the guarantee can last as long as an order may.

    Raises SettingsOutOfRange naming the field, GuaranteeTooLong with the arithmetic.
    """
    for name, (low, high) in SETTINGS_RANGES.items():
        if not low <= getattr(settings, name) <= high:
            raise SettingsOutOfRange(field=name, name=name, low=low, high=high)
    if len(settings.notice) > NOTICE_CHARS_MAX:
        raise SettingsOutOfRange(field="notice", name="notice", low=0, high=NOTICE_CHARS_MAX)
    days = SHIP_PROMISE_DAYS + settings.auto_receive_days + settings.complete_after_days
    if settings.guarantee and days > GUARANTEE_DAYS_MAX:
        raise GuaranteeTooLong(
            field="guarantee", ship_days=SHIP_PROMISE_DAYS, receive_days=settings.auto_receive_days,
            complete_days=settings.complete_after_days, days=days, days_max=GUARANTEE_DAYS_MAX,
        )  # fmt: skip
    return settings


def settings_from(stored: Mapping[str, object]) -> ShopSettings:
    """Read stored settings: unknown words (of a newer version) are left out, missing ones take their default."""
    known = {field.name for field in fields(ShopSettings)}
    return ShopSettings(**{name: value for name, value in stored.items() if name in known})  # type: ignore[arg-type]


# -- people ------------------------------------------------------------------------------------------------

ADDRESSES_MAX = 30
STAFF_MAX = 200


DEVICES = (
    ("iphone", "iPhone"), ("ipad", "iPad"), ("harmony", "HarmonyOS"), ("android", "Android"),
    ("windows", "Windows"), ("mac os", "Mac"), ("linux", "Linux"),
)  # fmt: skip
PROGRAMS = (
    ("miniprogram", "小程序"), ("wxwork", "企业微信"), ("micromessenger", "微信"), ("edg/", "Edge"),
    ("firefox", "Firefox"), ("chrome", "Chrome"), ("safari", "Safari"),
)  # fmt: skip


def device_label(user_agent: str) -> str:
    """Name a device as its owner would ("iPhone · 微信"); the raw user agent is never stored."""
    text = user_agent[:400].casefold()
    words = [next((name for mark, name in table if mark in text), None) for table in (DEVICES, PROGRAMS)]
    return " · ".join(word for word in words if word) or "?"


def channel_of(user_agent: str) -> str:
    """Name the kind of place a consent was given in: mini, official (WeChat's browser) or h5."""
    text = user_agent[:400].casefold()
    if "miniprogram" in text:
        return "mini"
    return "official" if "micromessenger" in text else "h5"


def mask_phone(last4: str | None) -> str | None:
    return None if last4 is None else f"***{last4}"


# -- keys of WeChat apps -----------------------------------------------------------------------------------


def check_wechat_keys(
    *, appid: str, secret: str | None, push_token: str | None, push_aes_key: str | None
) -> None:
    """Refuse keys that cannot be WeChat's before they are stored. Raises KeysInvalid naming the field."""
    checks = (
        ("appid", appid, r"wx[0-9a-zA-Z]{16}", "wx 开头共 18 位", "18 characters that begin with wx"),
        ("secret", secret, r"[0-9a-zA-Z]{32}", "32 位字母和数字", "32 letters and digits"),
        (
            "push_token",
            push_token,
            r"[0-9a-zA-Z]{3,32}",
            "3 到 32 位字母和数字",
            "3 to 32 letters and digits",
        ),
        ("push_aes_key", push_aes_key, r"[0-9a-zA-Z]{43}", "43 位字母和数字", "43 letters and digits"),
    )
    for field, value, pattern, expected_zh, expected_en in checks:
        if value is not None and re.fullmatch(pattern, value) is None:
            raise KeysInvalid(field=field, expected_zh=expected_zh, expected_en=expected_en)


VISITOR = re.compile(r"[0-9a-f]{32}")
MINI_REFERER = "https://servicewechat.com/"


def sales_channel_of(claimed: str, agent: str, referer: str) -> Channel:
    """Where a request comes from: what it claims, as far as what it cannot choose agrees.

    Only WeChat's client sends a mini program's Referer (mini-program documentation, network); a page inside WeChat's
    browser cannot pass for one outside, because its user agent says MicroMessenger.
    """
    if claimed == Channel.MINI and referer.startswith(MINI_REFERER):
        return Channel.MINI
    if claimed == Channel.WECHAT_H5 or "micromessenger" in agent.lower():
        return Channel.WECHAT_H5
    return Channel.H5


def visitor_of(given: str) -> UUID | None:
    """A device's own random number as a UUID, None when it is anything else."""
    return UUID(given) if VISITOR.fullmatch(given) else None
