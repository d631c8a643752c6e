"""What the staff tell WeChat about a complaint: written down, said outside of any transaction, and its outcome recorded.

An answer that is lost is asked for first (the history tells whether WeChat has heard); only then the same words are said
again. A refusal ends the act with WeChat's words.
"""

from dataclasses import dataclass
from uuid import UUID

from lianyi.identity import actions as identity_actions
from lianyi.identity import queries as identity
from lianyi.identity.types import Change, Staff
from lianyi.kit.db import Database, Session
from lianyi.kit.errors import Refusal
from lianyi.kit.idempotency import IdempotencyKeyReused
from lianyi.kit.ids import TenantId, encode, new_id
from lianyi.kit.log import get_logger
from lianyi.payments import queries as payments
from lianyi.trust.actions.complaints.asking import sync
from lianyi.trust.errors.complaints import (
    ComplaintActNotPossible,
    ComplaintActUnderWay,
    ComplaintRefused,
    ComplaintWordsMissing,
)
from lianyi.trust.queries import complaints as queries
from lianyi.trust.rules import complaints as rules
from lianyi.trust.store import complaints as store
from lianyi.trust.types.complaints import Act, ActKind, ActState, Complaint
from lianyi.wechat import complaints as wechat
from lianyi.wechat.errors import WeChatRefused, WeChatUnreachable
from lianyi.wechat.pay import PayRefused, PayUnanswered
from lianyi.wechat.types import AppKind

NO_ANSWER = "微信一直没有回答 / WeChat never answered"
log = get_logger(__name__)
identity_actions.name_acts(
    {
        "complaint.reply": ("回复投诉", "Complaint replied to"),
        "complaint.approve": ("投诉:同意退款", "Complaint: refund agreed"),
        "complaint.reject": ("投诉:拒绝退款", "Complaint: refund rejected"),
        "complaint.complete": ("投诉:标记完结", "Complaint: marked finished"),
        "complaint.accept": ("投诉:认可", "Complaint: accepted"),
        "complaint.dispute": ("投诉:不认可", "Complaint: disputed"),
        "complaint.proof": ("投诉:补充凭证", "Complaint: proof added"),
        "complaint.refund_proof": ("投诉:提交处理凭证", "Complaint: proof of what was done"),
        "complaint.appeal": ("投诉:申诉", "Complaint: appealed"),
    }
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the staff want said; `days` for an approved refund: working days until it is sent."""

    kind: ActKind
    words: str
    days: int | None = None


async def act(db: Database, staff: Staff, complaint_id: UUID, wanted: Wanted, once_key: str) -> ActState:
    """Tell WeChat. "done", or "asked" when it has not answered and is asked again; the same key is the same act.

    Raises ComplaintUnknown, ComplaintActNotPossible, ComplaintWordsMissing, ComplaintActUnderWay, ComplaintRefused,
    IdempotencyKeyReused.
    """
    async with db.write(staff.tenant) as session:
        complaint = await queries.complaint(session, complaint_id)
        begun, known = await _begin(session, staff, complaint, wanted, once_key)
    if known is not None:
        if known.state == "refused":
            raise ComplaintRefused(words=known.error or "")
        return known.state
    assert begun is not None  # either begun now or known by its key
    state, error = await _say(db, staff.tenant, complaint, begun)
    await _record(db, staff.tenant, begun, state, error)
    await _look_again(db, staff.tenant, complaint)
    if state == "refused":
        raise ComplaintRefused(words=error or "")
    return state


async def _begin(
    session: Session, staff: Staff, complaint: Complaint, wanted: Wanted, once_key: str
) -> tuple[Act | None, Act | None]:
    """(the act begun now, the act this key began before): one of them."""
    known = await session.maybe(queries.ACT_BY_KEY, once_key=once_key)
    if known is not None:
        return None, _same(known, complaint, wanted)
    if wanted.kind not in rules.acts_of(complaint):
        zh, en = rules.ACT_WORDS[wanted.kind]
        raise ComplaintActNotPossible(act=wanted.kind, act_zh=zh, act_en=en)
    if not wanted.words and wanted.kind not in rules.WORDLESS:
        raise ComplaintWordsMissing(field="words")
    begun = await session.maybe(
        store.BEGIN_ACT, id=new_id(), complaint_id=complaint.id, kind=wanted.kind, words=wanted.words,
        days=(wanted.days or 0) if wanted.kind == "approve" else None, once_key=once_key, staff_id=staff.staff,
        staff_name=staff.name, next_try_at=session.now + rules.TRY_FIRST,
    )  # fmt: skip
    if begun is None:
        known = await session.maybe(queries.ACT_BY_KEY, once_key=once_key)
        if known is None:
            raise ComplaintActUnderWay
        return None, _same(known, complaint, wanted)
    about = Change(f"complaint.{wanted.kind}", encode("cpl", complaint.id), after={"words": wanted.words})
    await identity_actions.note_change(session, staff, about)
    return begun, None


def _same(known: Act, complaint: Complaint, wanted: Wanted) -> Act:
    """The act that this key began, if it was this one. Raises IdempotencyKeyReused."""
    if (known.complaint_id, known.kind, known.words) != (complaint.id, wanted.kind, wanted.words):
        raise IdempotencyKeyReused
    return known


async def _say(
    db: Database, tenant: TenantId, complaint: Complaint, begun: Act
) -> tuple[ActState, str | None]:
    """One call to WeChat, outside of any transaction: what came of it, and WeChat's words when it said no."""
    try:
        if complaint.source == "pay":
            await _say_to_pay(db, tenant, complaint.wechat_id, begun)
        else:
            await _say_to_mini(db, tenant, complaint.wechat_id, begun)
    except PayRefused as refusal:
        return "refused", refusal.message or refusal.code
    except WeChatRefused as refusal:
        return "refused", rules.MINI_REFUSALS.get(refusal.errcode) or refusal.words("zh")
    except (PayUnanswered, WeChatUnreachable) as silence:
        log.warning("complaint.unanswered", act=str(begun.id), reason=str(silence)[:200])
        return "asked", str(silence)
    except Refusal as obstacle:  # keys or app are gone
        return "refused", obstacle.words("zh")
    return "done", None


async def _say_to_pay(db: Database, tenant: TenantId, wechat_id: str, begun: Act) -> None:
    async with db.read(tenant) as session:
        keys = await payments.pay_keys(session)
    match begun.kind:
        case "reply":
            await wechat.reply(keys, wechat_id, begun.words)
        case "approve":
            await wechat.approve_refund(keys, wechat_id, begun.days or 0)
        case "reject":
            await wechat.reject_refund(keys, wechat_id, begun.words)
        case _:
            await wechat.complete(keys, wechat_id)


async def _say_to_mini(db: Database, tenant: TenantId, wechat_id: str, begun: Act) -> None:
    async with db.read(tenant) as session:
        app = await identity.wechat_app(session, AppKind.MINI)
    verb, handle = rules.MINI_CALLS[begun.kind]
    await wechat.mini_answer(app, verb, wechat_id, begun.words, handle)


async def _record(db: Database, tenant: TenantId, begun: Act, state: ActState, error: str | None) -> None:
    async with db.write(tenant) as session:
        words = error[:300] if error else None
        if state == "asked":
            next_try_at = session.now + rules.try_again_in(begun.tries)
            await session.later(store.ACT_WAITS, id=begun.id, error=words, next_try_at=next_try_at)
        else:
            await session.later(store.END_ACT, id=begun.id, state=state, error=words)


async def _look_again(db: Database, tenant: TenantId, complaint: Complaint) -> bool:
    """How it stands now, as far as WeChat answers; otherwise its own callback or a sweep brings it."""
    try:
        await sync(db, tenant, complaint.source, complaint.wechat_id)
    except (PayUnanswered, WeChatUnreachable):
        return False
    return True


async def send_again(db: Database, tenant: TenantId, act_id: UUID) -> None:
    """An act WeChat did not answer: done already, or the same words once more. Safe to repeat."""
    async with db.read(tenant) as session:
        begun = await session.one(queries.ACT, id=act_id)
        complaint = await queries.complaint(session, begun.complaint_id)
    if begun.state != "asked":
        return
    if not await _look_again(db, tenant, complaint):
        ended = begun.tries + 1 >= rules.TRIES_MAX
        await _record(db, tenant, begun, "refused" if ended else "asked", NO_ANSWER if ended else begun.error)
        return
    async with db.read(tenant) as session:
        complaint = await queries.complaint(session, complaint.id)
        said = await queries.words(session, complaint.id)
    if rules.is_done(begun.kind, begun.words, begun.created_at, complaint, said):
        await _record(db, tenant, begun, "done", None)
        return
    state, error = await _say(db, tenant, complaint, begun)
    if state == "asked" and begun.tries + 1 >= rules.TRIES_MAX:
        state, error = "refused", NO_ANSWER
    await _record(db, tenant, begun, state, error)
    await _look_again(db, tenant, complaint)
