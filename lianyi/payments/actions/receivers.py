"""Who may be given shares: named here, told to WeChat, with a standing part of every paid order when wanted."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from lianyi.identity import actions as identity_actions
from lianyi.identity import queries as identity
from lianyi.identity.types import ApprovalId, Change, Staff, Wish
from lianyi.kit.db import Database, Session
from lianyi.kit.ids import TenantId, encode, new_id
from lianyi.kit.log import get_logger
from lianyi.kit.secrets import vault
from lianyi.payments import queries
from lianyi.payments.errors import (
    NoSuchReceiver,
    PayMethodUnavailable,
    ReceiverKnown,
    ReceiverOwed,
    ReceiverWrong,
    StandingTooMuch,
)
from lianyi.payments.queries import guarantee as reads
from lianyi.payments.rules import guarantee as rules
from lianyi.payments.store import guarantee as writes
from lianyi.wechat import profitsharing
from lianyi.wechat.pay import PayKeys, PayRefused, PayUnanswered
from lianyi.wechat.profitsharing import ReceiverKind
from lianyi.wechat.types import AppKind

log = get_logger(__name__)
identity_actions.name_acts(
    {
        "receiver.added": ("添加分账接收方", "Receiver added"),
        "receiver.standing_changed": ("修改固定分账", "Standing share changed"),
        "receiver.removed": ("删除分账接收方", "Receiver removed"),
    }
)
RELATIONS = (
    "STAFF", "STORE", "STORE_OWNER", "PARTNER", "HEADQUARTER", "BRAND", "DISTRIBUTOR", "USER", "SUPPLIER",
    "SERVICE_PROVIDER", "CUSTOM",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewReceiver:
    """As WeChat must know it: a merchant number with its full name, or an openid of the shop's own app."""

    kind: ReceiverKind
    account: str
    relation: str
    name: str = field(default="", repr=False)
    custom_relation: str = ""
    standing_bp: int = 0


async def register_person(session: Session, appid: str, openid: str, name: str) -> UUID | None:
    """A person as a receiver without a standing part, named by a domain above; None when the merchant has no place left.

    Idempotent. WeChat is told before the first share is executed.
    """
    known = await session.maybe(reads.RECEIVER_OF, kind=ReceiverKind.PERSON.value, account=openid)
    if known is not None:
        return known
    if await session.one(reads.RECEIVERS_COUNT) >= rules.RECEIVERS_MAX:
        return None
    return await session.maybe(
        writes.ADD_RECEIVER, id=new_id(), kind=ReceiverKind.PERSON.value, account=openid, appid=appid,
        name_sealed=vault().seal(name, reads.NAME_CONTEXT), name_masked=rules.masked(name), relation="DISTRIBUTOR",
        custom_relation="", standing_bp=0,
    )  # fmt: skip


async def name_receiver(
    session: Session, staff: Staff, wanted: NewReceiver, code: str | None
) -> tuple[UUID, ApprovalId | None]:
    """Name a receiver when a second person agrees, whose number comes along; alone with a code, at once.

    Raises: as `add_receiver` and `identity.ask_or_do`.
    """
    _check(wanted)
    receiver_id = new_id()
    await _check_standing(session, receiver_id, wanted.standing_bp)
    given = {"id": str(receiver_id), **asdict(wanted)}
    after = _shown(wanted) | {"name": rules.masked(wanted.name)}
    wish = Wish(encode("rcv", receiver_id), given, after=after)
    return receiver_id, await identity_actions.ask_or_do(session, staff, _added, wish, code)


@identity_actions.approvable(
    "receivers.added", permission="receivers.write", zh="添加分账接收方", en="Add a receiver of shares"
)
async def _added(session: Session, by: Staff, given: Mapping[str, Any]) -> None:
    fields = {name: value for name, value in given.items() if name != "id"}
    wanted = NewReceiver(**fields | {"kind": ReceiverKind(given["kind"])})
    await add_receiver(session, by, wanted, UUID(given["id"]))


async def raise_standing(
    session: Session, staff: Staff, receiver_id: UUID, standing_bp: int, code: str | None
) -> ApprovalId | None:
    """Give more of every order when a second person agrees; less goes at once.

    Raises: as `set_standing` and `identity.ask_or_do`.
    """
    before = await session.maybe(reads.RECEIVER, id=receiver_id)
    if before is None:
        raise NoSuchReceiver
    if standing_bp <= before.standing_bp:
        await set_standing(session, staff, receiver_id, standing_bp)
        return None
    await _check_standing(session, receiver_id, standing_bp)
    wish = Wish(
        encode("rcv", receiver_id), {"id": str(receiver_id), "standing_bp": standing_bp},
        {"standing_bp": before.standing_bp}, {"standing_bp": standing_bp},
    )  # fmt: skip
    return await identity_actions.ask_or_do(session, staff, _raised, wish, code)


@identity_actions.approvable(
    "receivers.raised", permission="receivers.write", zh="提高固定分账比例", en="Raise a standing share"
)
async def _raised(session: Session, by: Staff, given: Mapping[str, Any]) -> None:
    await set_standing(session, by, UUID(given["id"]), given["standing_bp"])


def _shown(wanted: NewReceiver) -> dict[str, Any]:
    return {"kind": wanted.kind.value, "account": wanted.account, "standing_bp": wanted.standing_bp}


async def add_receiver(
    session: Session, staff: Staff, wanted: NewReceiver, receiver_id: UUID | None = None
) -> UUID:
    """Name a receiver; WeChat is told after the commit. The audit names account and share, never the name.

    Raises ReceiverWrong naming the field, ReceiverKnown, StandingTooMuch, PayMethodUnavailable without an app.
    """
    _check(wanted)
    appids = await identity.wechat_appids(session)
    appid = appids.get(AppKind.MINI) or appids.get(AppKind.OFFICIAL)
    if appid is None:
        raise PayMethodUnavailable(field="account")
    identity_ = receiver_id or new_id()
    await _check_standing(session, identity_, wanted.standing_bp)
    added = await session.maybe(
        writes.ADD_RECEIVER, id=identity_, kind=wanted.kind.value, account=wanted.account, appid=appid,
        name_sealed=vault().seal(wanted.name, reads.NAME_CONTEXT), name_masked=rules.masked(wanted.name),
        relation=wanted.relation, custom_relation=wanted.custom_relation, standing_bp=wanted.standing_bp,
    )  # fmt: skip
    if added is None:
        raise ReceiverKnown(field="account")
    change = Change("receiver.added", encode("rcv", identity_), after=_shown(wanted))
    await identity_actions.note_change(session, staff, change)
    await session.defer("payments.tell_receiver", lock=f"receiver:{identity_}", receiver_id=str(identity_))
    return identity_


def _check(wanted: NewReceiver) -> None:
    person = wanted.kind is ReceiverKind.PERSON
    if not re.fullmatch(r"[0-9A-Za-z_-]{20,64}" if person else r"\d{8,10}", wanted.account):
        raise ReceiverWrong(
            field="account", what_zh="账号", what_en="Account",
            why_zh="应为 openid" if person else "应为 8–10 位商户号",
            why_en="an openid of your app" if person else "a merchant number of 8–10 digits",
        )  # fmt: skip
    if not person and not wanted.name:
        raise ReceiverWrong(
            field="name",
            what_zh="商户全称",
            what_en="Full name",
            why_zh="商户必须填写",
            why_en="needed for a merchant",
        )
    if wanted.relation not in RELATIONS or (wanted.relation == "CUSTOM") != bool(wanted.custom_relation):
        raise ReceiverWrong(
            field="relation", what_zh="关系", what_en="Relation", why_zh="选一种;自定义时写明(最多 10 个字)",
            why_en="choose one; say which when custom (at most 10 characters)",
        )  # fmt: skip


async def _check_standing(session: Session, receiver_id: UUID, standing_bp: int) -> None:
    await session.later(writes.LOCK_RECEIVERS)
    sum_bp = standing_bp + await session.one(reads.STANDING_SUM, except_id=receiver_id)
    if standing_bp and sum_bp > rules.SHARE_LIMIT_BP:
        raise StandingTooMuch(field="standing_bp", sum_percent=f"{sum_bp // 100}.{sum_bp % 100:02d}")


async def set_standing(session: Session, staff: Staff, receiver_id: UUID, standing_bp: int) -> None:
    """Change the part of every order paid from now on. Raises NoSuchReceiver, StandingTooMuch."""
    before = await session.maybe(reads.RECEIVER, id=receiver_id)
    await _check_standing(session, receiver_id, standing_bp)
    if before is None or not await session.run(writes.SET_STANDING, id=receiver_id, standing_bp=standing_bp):
        raise NoSuchReceiver
    change = Change(
        "receiver.standing_changed", encode("rcv", receiver_id), {"standing_bp": before.standing_bp},
        {"standing_bp": standing_bp},
    )  # fmt: skip
    await identity_actions.note_change(session, staff, change)


async def remove_receiver(session: Session, staff: Staff, receiver_id: UUID) -> None:
    """No new shares. Raises NoSuchReceiver, ReceiverOwed while orders still owe it one."""
    await session.later(writes.LOCK_RECEIVER, id=receiver_id)
    if not await session.run(writes.REMOVE_RECEIVER, id=receiver_id):
        known = await session.maybe(reads.RECEIVER, id=receiver_id)
        count = await session.one(reads.OWED, id=receiver_id)
        if known is None or not count:
            raise NoSuchReceiver
        raise ReceiverOwed(count=count)
    await identity_actions.note_change(session, staff, Change("receiver.removed", encode("rcv", receiver_id)))
    await session.defer(
        "payments.forget_receiver", lock=f"receiver:{receiver_id}", receiver_id=str(receiver_id)
    )


async def forget_receiver(db: Database, tenant: TenantId, receiver_id: UUID) -> None:
    """Take a removed receiver back at WeChat; what it says changes nothing here."""
    async with db.read(tenant) as session:
        if not await queries.is_configured(session):
            return
        found = await reads.to_tell(session, [receiver_id])
        keys = await queries.pay_keys(session)
    for _, receiver in found:
        try:
            await profitsharing.delete_receiver(keys, receiver)
        except (PayRefused, PayUnanswered) as problem:
            log.warning("receiver.not_forgotten", receiver=str(receiver_id), error=str(problem)[:200])


async def tell_receiver(db: Database, tenant: TenantId, receiver_id: UUID) -> None:
    """Tell WeChat of one receiver; its no is kept in words for the page, and the release asks once more.

    Raises NoSuchReceiver.
    """
    async with db.read(tenant) as session:
        found = await reads.to_tell(session, [receiver_id])
        if not found:
            raise NoSuchReceiver
        if not await queries.is_configured(session):
            return  # the release tells it
        keys = await queries.pay_keys(session)
    for sealed, receiver in found:
        try:
            await tell_wechat(db, tenant, keys, sealed.id, receiver)
        except (PayRefused, PayUnanswered) as problem:
            log.warning("receiver.not_told", receiver=str(receiver_id), error=str(problem)[:200])


async def tell_wechat(
    db: Database, tenant: TenantId, keys: PayKeys, receiver_id: UUID, receiver: profitsharing.Receiver
) -> None:
    """Raises PayRefused, PayUnanswered, having kept why."""
    try:
        await profitsharing.add_receiver(keys, receiver)
    except (PayRefused, PayUnanswered) as problem:
        error = f"{problem.code}: {problem.message}" if isinstance(problem, PayRefused) else str(problem)
        async with db.write(tenant) as session:
            await session.later(writes.TOLD, id=receiver_id, told_at=None, error=error[:200])
        raise
    async with db.write(tenant) as session:
        await session.later(writes.TOLD, id=receiver_id, told_at=session.now, error=None)
