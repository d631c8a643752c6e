"""What WeChat says of complaints, brought here: asked by number when it calls, listed when it may have called in vain.

Nothing a callback or a push says is believed but the number. The answer is recorded with the instant it was asked at, so
that the newest wins whatever order they arrive in; recording the same answer twice changes nothing.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from lianyi.identity import queries as identity
from lianyi.identity.errors import WeChatAppMissing
from lianyi.kit import wire
from lianyi.kit.clock import business_day
from lianyi.kit.db import Database, Session
from lianyi.kit.ids import TenantId, new_id
from lianyi.kit.log import get_logger
from lianyi.kit.secrets import vault
from lianyi.orders import queries as orders
from lianyi.payments import queries as payments
from lianyi.payments.errors import PayKeysMissing
from lianyi.trust.queries import complaints as queries
from lianyi.trust.rules import complaints as rules
from lianyi.trust.store import complaints as store
from lianyi.trust.types.complaints import Complaint, Source, Watch
from lianyi.wechat import complaints as wechat
from lianyi.wechat.complaints import ComplaintNotice, Said, Told
from lianyi.wechat.errors import WeChatRefused, WeChatUnreachable
from lianyi.wechat.pay import PayKeys, PayRefused, PayUnanswered
from lianyi.wechat.types import AppKind

JOB = "trust.sync_complaint"
PAGES_MAX = 10
OPEN_BATCH = 20
log = get_logger(__name__)


async def want(session: Session, source: Source, wechat_id: str) -> None:
    """Ask WeChat about a complaint after the commit."""
    await session.defer(JOB, lock=f"complaint:{source}:{wechat_id}", source=source, wechat_id=wechat_id)


async def keep_notice(session: Session, notice: ComplaintNotice) -> None:
    """Keep a verified callback once; the first of its twins asks for the complaint."""
    if await session.run(
        store.KEEP_NOTICE, id=notice.id, event=notice.event, action=notice.action, wechat_id=notice.wechat_id
    ):
        await want(session, "pay", notice.wechat_id)


async def sync(db: Database, tenant: TenantId, source: Source, wechat_id: str) -> None:
    """Ask WeChat how a complaint stands and record it. Raises PayUnanswered, WeChatUnreachable: ask again later."""
    async with db.read(tenant) as session:
        asked_at = session.now
        try:
            keys = await payments.pay_keys(session) if source == "pay" else None
            app = await identity.wechat_app(session, AppKind.MINI) if source == "mini" else None
        except (PayKeysMissing, WeChatAppMissing):
            return
    try:
        if keys is not None:
            told, said = await wechat.complaint(keys, wechat_id), await wechat.history(keys, wechat_id)
        else:
            assert app is not None  # one of the two was asked for
            told, said = await wechat.mini_complaint(app, wechat_id)
    except (PayRefused, WeChatRefused) as refusal:
        log.warning("complaint.not_told", source=source, number=wechat_id, reason=str(refusal)[:200])
        return
    async with db.write(tenant) as session:
        await _record(session, source, told, said, asked_at)


async def ask_now(db: Database, tenant: TenantId, complaint: Complaint) -> None:
    """The same for somebody who waits. Raises WeChatUnreachable when there is no answer."""
    try:
        await sync(db, tenant, complaint.source, complaint.wechat_id)
    except PayUnanswered as silence:
        raise WeChatUnreachable from silence


async def _record(
    session: Session, source: Source, told: Told, said: Sequence[Said], asked_at: datetime
) -> None:
    stands = rules.standing(source, told, said)
    order_id = await payments.order_of_transaction(session, told.transaction_id)
    order = await orders.order(session, order_id) if order_id is not None else None
    phone = told.phone.strip()
    complaint_id = await session.maybe(
        store.RECORD, id=new_id(), source=source, wechat_id=told.wechat_id, wechat_state=told.state,
        state=stands.state, order_id=order_id, person_id=order.person_id if order else None,
        transaction_id=told.transaction_id, amount_fen=told.amount_fen, apply_refund_fen=told.apply_refund_fen,
        problem_type=told.problem_type, problem=told.problem, detail=told.detail,
        pictures=wire.dumps(told.pictures).decode(),
        phone_sealed=vault().seal(phone, queries.PHONE_CONTEXT) if phone else None, phone_last4=phone[-4:] or None,
        user_waits=told.user_waits, times=told.times, full_refunded=told.full_refunded, verdict=stands.verdict,
        created_at=told.created_at, begun_at=stands.begun_at, replied_at=stands.replied_at, due_at=stands.due_at,
        due_for=stands.due_for, finish_due_at=stands.finish_due_at, asked_at=asked_at,
    )  # fmt: skip
    if complaint_id is not None and said:
        await _say(session, complaint_id, source, said)


async def _say(session: Session, complaint_id: UUID, source: Source, said: Sequence[Said]) -> None:
    await session.later(
        store.SAY, complaint_id=complaint_id, log_ids=[one.log_id for one in said], ats=[one.at for one in said],
        sides=[rules.side_of(source, one.kind) for one in said], kinds=[one.kind for one in said],
        words=[one.words for one in said], pictures=[wire.dumps(one.pictures).decode() for one in said],
    )  # fmt: skip


# -- listening: the address at WeChat, and the list that makes up for what was lost -------------------------


async def keep_watch(db: Database, tenant: TenantId) -> int:
    """Have WeChat call us, and list the complaints of the last days; gives how many were news. Safe to repeat.

    Nothing is done before its time: five minutes after a good look, later and later after a bad one.
    """
    url = payments.complaint_url(tenant)
    async with db.read(tenant) as session:
        now = session.now
        watch = await session.maybe(queries.WATCH)
        try:
            keys = await payments.pay_keys(session)
        except PayKeysMissing:
            return 0
    is_known = watch is not None and (watch.mchid, watch.url) == (keys.mchid, url)
    if watch is not None and is_known and watch.next_at > now:
        return 0
    registered_at = watch.registered_at if watch is not None and is_known else None
    place, error, news = (keys.mchid, url), None, 0
    try:
        if registered_at is None:
            await wechat.watch(keys, url)
            registered_at = now
    except (PayRefused, PayUnanswered) as problem:
        error = str(problem)  # the list below makes up for it
    try:
        news = await _list(db, tenant, keys, now)
    except (PayRefused, PayUnanswered) as problem:
        await _watched(db, tenant, place, registered_at, watch, str(problem), listed=False)
        return 0
    await _watched(db, tenant, place, registered_at, watch, error, listed=True)
    return news


async def _watched(
    db: Database, tenant: TenantId, place: tuple[str, str], registered_at: datetime | None, before: Watch | None,
    error: str | None, *, listed: bool,
) -> None:  # fmt: skip
    tries = 0 if listed else (before.tries if before else 0) + 1
    async with db.write(tenant) as session:
        again_in = rules.LIST_EVERY if listed else rules.try_again_in(tries)
        await session.later(
            store.WATCHED, mchid=place[0], url=place[1], error=error[:300] if error else None, tries=min(tries, 100),
            registered_at=registered_at, listed_at=session.now if listed else None, next_at=session.now + again_in,
        )  # fmt: skip


async def _list(db: Database, tenant: TenantId, keys: PayKeys, now: datetime) -> int:
    last = business_day(now)
    first, news, offset = last - timedelta(days=rules.LOOK_BACK_DAYS), 0, 0
    for _ in range(PAGES_MAX):
        told, total = await wechat.begun_between(keys, first, last, offset)
        async with db.read(tenant) as session:
            known = [await queries.by_wechat(session, "pay", one.wechat_id) for one in told]
        for one, ours in zip(told, known, strict=True):
            if not _is_same(one, ours):
                await sync(db, tenant, "pay", one.wechat_id)
                news += 1
        offset += len(told)
        if not told or offset >= total:
            break
    return news


def _is_same(told: Told, ours: Complaint | None) -> bool:
    return ours is not None and (
        (told.state, told.user_waits, told.times, told.full_refunded)
        == (ours.wechat_state, ours.user_waits, ours.times, ours.full_refunded)
    )


async def catch_up(db: Database, tenant: TenantId) -> int:
    """Ask about complaints under way that nobody told of for a while; gives how many were asked about."""
    async with db.write(tenant) as session:
        old = await queries.stale(session, session.now - rules.ASK_OPEN_EVERY, OPEN_BATCH)
        # asked now, whatever is answered: one that is never answered must not stand before the others
        await session.later(store.ASKED, ids=[one.id for one in old])
    for one in old:
        try:
            await sync(db, tenant, one.source, one.wechat_id)
        except (PayUnanswered, WeChatUnreachable) as silence:
            log.warning("complaint.not_told", number=one.wechat_id, reason=str(silence)[:200])
    return 0 if len(old) < OPEN_BATCH else len(old)


async def forget_person(session: Session, person_id: UUID) -> None:
    """A person left: their phone is forgotten; what was said stays with the order."""
    await session.later(store.FORGET_PERSON, person_id=person_id)


async def move_person(session: Session, from_person_id: UUID, into_person_id: UUID) -> None:
    """Two records were one person."""
    await session.later(store.MOVE_PERSON, from_person_id=from_person_id, into_person_id=into_person_id)
