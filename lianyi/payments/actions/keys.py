"""The merchant's keys for WeChat Pay: checked for shape, sealed, tried."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from lianyi.identity import actions as identity
from lianyi.identity import queries as identity_reads
from lianyi.identity.types import ApprovalId, Change, Staff, Wish
from lianyi.kit import wire
from lianyi.kit.config import config
from lianyi.kit.db import Database, Session
from lianyi.kit.ids import TenantId, encode
from lianyi.kit.secrets import vault
from lianyi.payments import queries, store
from lianyi.payments.errors import MerchantInUse, PayKeysWrong
from lianyi.wechat import complaints, pay, profitsharing
from lianyi.wechat.pay import PayKeys, PayRefused, PayUnanswered

# The published test vectors' merchant: fine against the sandbox, refused with real WeChat.
TEST_ONLY = frozenset({"1900000001", "PUB_KEY_ID_0119000000012024010100000000000001"})

identity.name_acts({"pay_keys.replaced": ("更换微信支付密钥", "WeChat Pay keys replaced")})


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was tried, and what came of it.

    `name` is stable: "shape" (ours, no call), "signature" (WeChat took the merchant's), "answer" (WeChat's verified),
    "guarantee" (profit sharing is open; asked for while the shop's guarantee is on),
    "complaints" (WeChat tells us of complaints from now on; money can be paid without it).
    Whoever shows it has the words; `detail` is WeChat's own text when it says no, in its language.
    """

    name: str
    ok: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    ok: bool
    steps: list[Step]


async def save_keys(session: Session, keys: PayKeys, by: Staff | None = None) -> None:
    """Seal and store keys after checking what can be checked without WeChat.

    Raises PayKeysWrong naming the field, MerchantInUse when another merchant's money is still under way.

    `by` is None for the program itself (the demo); the audit names the merchant number and serial, never a key.
    """
    _check_shape(keys)
    known = await _check_merchant(session, keys.mchid)
    if by is not None:
        act = Change("pay_keys.replaced", encode("shop", session.tenant), _shown(known), _shown(keys))
        await identity.note_change(session, by, act)
    await session.later(
        store.SAVE_ACCOUNT,
        mchid=keys.mchid,
        serial_no=keys.serial_no.upper(),
        private_key_sealed=vault().seal(keys.private_key, "payments_account.private_key"),
        apiv3_key_sealed=vault().seal(keys.apiv3_key, "payments_account.apiv3_key"),
        public_key_id=keys.public_key_id,
        public_key=keys.public_key,
    )


async def replace_keys(session: Session, keys: PayKeys, by: Staff, code: str | None) -> ApprovalId | None:
    """Store a shop's first keys at once; others in their place wait for a second person, whose number is given.

    Raises: as `save_keys` and `identity.ask_or_do`.
    """
    _check_shape(keys)
    known = await _check_merchant(session, keys.mchid)
    if known is None:
        await save_keys(session, keys, by)
        return None
    wish = Wish(encode("shop", session.tenant), asdict(keys), _shown(known), _shown(keys))
    return await identity.ask_or_do(session, by, _replaced, wish, code)


@identity.approvable(
    "payments.keys", permission="keys.write", zh="更换微信支付密钥", en="Replace the WeChat Pay keys"
)
async def _replaced(session: Session, by: Staff, given: Mapping[str, Any]) -> None:
    await save_keys(session, PayKeys(**given), by)


def _shown(keys: PayKeys | queries.AccountRow | None) -> dict[str, Any] | None:
    if keys is None:
        return None
    return {"mchid": keys.mchid, "serial_no": keys.serial_no, "public_key_id": keys.public_key_id}


async def _check_merchant(session: Session, mchid: str) -> queries.AccountRow | None:
    """A payment begun under one merchant is confirmed, closed and given back with that merchant's keys only."""
    known = await session.maybe(queries.ACCOUNT)
    if known is None or known.mchid == mchid:
        return known
    count = await queries.under_way(session, known.mchid)
    if count:
        raise MerchantInUse(field="mchid", mchid=known.mchid, count=count)
    return known


def _check_shape(keys: PayKeys) -> None:
    if not re.fullmatch(r"\d{8,10}", keys.mchid):
        raise PayKeysWrong(field="mchid", what="商户号", why="应为 8–10 位数字 / 8–10 digits")
    if not re.fullmatch(r"[0-9A-Fa-f]{40}", keys.serial_no):
        raise PayKeysWrong(field="serial_no", what="证书序列号", why="应为 40 位十六进制 / 40 hex characters")
    if len(keys.apiv3_key.encode()) != 32:
        raise PayKeysWrong(field="apiv3_key", what="APIv3 密钥", why="应为 32 个字符 / 32 characters")
    if not _is_rsa(keys.private_key, private=True):
        raise PayKeysWrong(
            field="private_key", what="商户私钥", why="不是 RSA 私钥 PEM / not an RSA private key in PEM"
        )
    if (keys.public_key is None) != (keys.public_key_id is None):
        raise PayKeysWrong(
            field="public_key_id", what="微信支付公钥", why="公钥与公钥 ID 要一起填 / give both or neither"
        )
    if keys.public_key is not None and not _is_rsa(keys.public_key, private=False):
        raise PayKeysWrong(
            field="public_key", what="微信支付公钥", why="不是 RSA 公钥 PEM / not an RSA public key in PEM"
        )
    if keys.public_key_id is not None and not re.fullmatch(r"PUB_KEY_ID_\d+", keys.public_key_id):
        raise PayKeysWrong(
            field="public_key_id", what="公钥 ID", why="应以 PUB_KEY_ID_ 开头 / starts with PUB_KEY_ID_"
        )
    if config().sandbox_url is None and {keys.mchid, keys.public_key_id} & TEST_ONLY:
        raise PayKeysWrong(
            field="mchid", what="商户号", why="这是公开的测试商户 / this is the published test merchant"
        )


@lru_cache(maxsize=32)  # 50 ms, on the event loop; a replacement is looked at twice
def _is_rsa(pem: str, *, private: bool) -> bool:
    try:
        if private:
            return isinstance(load_pem_private_key(pem.encode(), None), RSAPrivateKey)
        return isinstance(load_pem_public_key(pem.encode()), RSAPublicKey)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return False


async def check_keys(db: Database, tenant: TenantId) -> Check:
    """Ask WeChat something harmless with the keys and say what works. Raises PayKeysMissing."""
    async with db.read(tenant) as session:
        keys = await queries.pay_keys(session)
        guarantee = (await identity_reads.tenant(session)).settings.guarantee
    steps = [Step("shape", ok=True)]
    try:
        await pay.query(keys, "LIANYI-KEY-CHECK-0001")
        steps += [Step("signature", ok=True), Step("answer", ok=True)]
        if guarantee:
            steps.append(await _may_share(keys))
    except PayRefused as refusal:
        steps.append(Step("signature", ok=False, detail=f"{refusal.code}: {refusal.message}"))
    except PayUnanswered as silence:
        steps.append(Step("answer", ok=False, detail=str(silence)[:200]))
    if all(step.ok for step in steps):
        steps.append(await _watch_complaints(keys, tenant))
    result = Check(ok=all(step.ok for step in steps), steps=steps)
    async with db.write(tenant) as session:
        await session.later(store.RECORD_CHECK, result=wire.dumps(asdict(result)).decode())
    return result


async def _may_share(keys: PayKeys) -> Step:
    """Ask for the shares of a payment that is none: WeChat says that it is none, or that we may not ask."""
    try:
        await profitsharing.unsplit_fen(keys, "4200000000000000000000000000")
    except PayRefused as refusal:
        if refusal.code == "NO_AUTH":
            return Step("guarantee", ok=False, detail=f"{refusal.code}: {refusal.message}")
    return Step("guarantee", ok=True)


async def _watch_complaints(keys: PayKeys, tenant: TenantId) -> Step:
    """Have complaints told to us: what works in silence otherwise would be found out by a fine."""
    try:
        await complaints.watch(keys, queries.complaint_url(tenant))
    except PayRefused as refusal:
        return Step("complaints", ok=False, detail=f"{refusal.code}: {refusal.message}")
    except PayUnanswered as silence:
        return Step("complaints", ok=False, detail=str(silence)[:200])
    return Step("complaints", ok=True)
