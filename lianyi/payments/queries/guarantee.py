"""Reads of the guarantee: where a payment stands, who has a part of it, what waits, what went wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from lianyi.kit.db import ReadSession, Statement
from lianyi.kit.secrets import vault
from lianyi.payments.rules import guarantee as rules
from lianyi.payments.types import Claim, ClaimState, Guarantee, Payment, Receiver, Release, ShareReturn
from lianyi.wechat import profitsharing

NAME_CONTEXT = "payments_receiver.name"
_RECEIVER = """id, kind, account, appid, name_masked, relation, custom_relation, standing_bp, state, error, told_at,
               created_at"""
_RELEASE = "payment_id, order_id, state, base_fen, error, tries, next_try_at, created_at, ended_at"
_HELD = """case when p.released_at is not null then 'released'
                when p.refunded_fen = p.paid_fen then 'refunded'
                when r.state = 'failed' then 'failed'
                when r.state is not null then 'releasing'
                when p.unfrozen_at is not null then 'unfrozen'
                else 'frozen' end"""
_GUARANTEE = f"""p.order_id, p.id as payment_id, p.paid_fen, p.paid_fen - p.refunded_fen - p.refunding_fen as left_fen,
                 p.claimed_fen, p.shared_fen, p.paid_at, p.frozen_until, {_HELD} as held, p.released_at, r.error,
                 coalesce(r.tries, 0)::int as tries, r.next_try_at"""
_FROM = """from payments_payment p
           left join payments_release r on r.tenant_id = p.tenant_id and r.payment_id = p.id
           where p.tenant_id = %(tenant)s and p.guaranteed"""

OF_PAYMENT = Statement(
    """
    select id, order_id, amount_fen, description, state, expires_at, method, transaction_id, paid_fen, refunding_fen,
           refunded_fen, paid_at, released_at, guaranteed, frozen_until, unfrozen_at, claimed_fen, shared_fen
    from payments_payment where tenant_id = %(tenant)s and id = %(id)s
    """,
    Payment,
)
GUARANTEE = Statement(f"select {_GUARANTEE} {_FROM} and p.order_id = %(order_id)s", Guarantee)
LISTED = Statement(
    f"""
    select * from (select {_GUARANTEE} {_FROM}) listed
    where (%(held)s::text is null or held = %(held)s)
      and (paid_at, payment_id) < (%(before_at)s, %(before_id)s)
    order by paid_at desc, payment_id desc limit %(limit)s
    """,  # noqa: S608  our own column list
    Guarantee,
)


@dataclass(frozen=True, slots=True)
class Sum:
    """`amount_fen` is what is left of them; for released ones what was released."""

    held: str
    count: int
    amount_fen: int


SUMS = Statement(
    f"""
    select held, count(*)::int as count, sum(left_fen)::bigint as amount_fen
    from (select {_GUARANTEE} {_FROM} and p.paid_at > %(since)s) listed group by held order by held
    """,  # noqa: S608  our own column list
    Sum,
)
RELEASE = Statement(
    f"select {_RELEASE} from payments_release where tenant_id = %(tenant)s and payment_id = %(payment_id)s",  # noqa: S608  our own column list
    Release,
)
DUE_RELEASES = Statement(
    """
    select payment_id from payments_release
    where tenant_id = %(tenant)s and state in ('requested', 'sharing', 'unfreezing') and next_try_at <= %(now)s
    order by next_try_at limit %(limit)s
    """,
    UUID,
)
CLAIMS = Statement(
    """
    select c.id, c.order_id, c.receiver_id, r.kind, r.account,
           case when r.name_masked = '' then r.account else r.name_masked end as receiver,
           c.key, c.amount_fen, c.due_fen, c.returned_fen, c.reason, c.state, c.error, c.created_at, c.ended_at
    from payments_claim c
    join payments_receiver r on r.tenant_id = c.tenant_id and r.id = c.receiver_id
    where c.tenant_id = %(tenant)s and c.order_id = %(order_id)s order by c.created_at, c.id limit 100
    """,
    Claim,
)
KNOWN_CLAIM = Statement("select id from payments_claim where tenant_id = %(tenant)s and key = %(key)s", UUID)
OWED = Statement(
    """
    select count(*)::int as count from payments_claim
    where tenant_id = %(tenant)s and receiver_id = %(id)s and state in ('registered', 'sharing')
    """,
    int,
)
# A release at work ends the freeze by itself; only what nobody has begun to release is asked about here.
DUE_UNFROZEN = Statement(
    """
    select p.id from payments_payment p
    left join payments_release r on r.tenant_id = p.tenant_id and r.payment_id = p.id
    where p.tenant_id = %(tenant)s and p.guaranteed and p.released_at is null and p.unfrozen_at is null
      and p.frozen_until <= %(now)s and p.refunded_fen < p.paid_fen
      and (r.state is null or r.state in ('requested', 'failed'))
    order by p.frozen_until limit %(limit)s
    """,
    UUID,
)
RECEIVER = Statement(
    f"select {_RECEIVER} from payments_receiver where tenant_id = %(tenant)s and id = %(id)s",  # noqa: S608  our own column list
    Receiver,
)
RECEIVER_OF = Statement(
    """
    select id from payments_receiver
    where tenant_id = %(tenant)s and kind = %(kind)s and account = %(account)s and state = 'active'
    """,
    UUID,
)
RECEIVERS_COUNT = Statement(
    "select count(*)::int as count from payments_receiver where tenant_id = %(tenant)s and state = 'active'",
    int,
)
RECEIVERS = Statement(
    f"""
    select {_RECEIVER} from payments_receiver
    where tenant_id = %(tenant)s and state = 'active' order by created_at desc, id desc limit 500
    """,  # noqa: S608  our own column list
    Receiver,
)
STANDING = Statement(
    f"""
    select {_RECEIVER} from payments_receiver
    where tenant_id = %(tenant)s and state = 'active' and standing_bp > 0 order by created_at, id limit 50
    """,  # noqa: S608  our own column list
    Receiver,
)
STANDING_SUM = Statement(
    """
    select coalesce(sum(standing_bp), 0)::int as sum_bp from payments_receiver
    where tenant_id = %(tenant)s and state = 'active' and id <> %(except_id)s
    """,
    int,
)


@dataclass(frozen=True, slots=True)
class Sealed:
    """A receiver as WeChat must be told of it, its name still sealed."""

    id: UUID
    kind: str
    account: str
    appid: str
    relation: str
    custom_relation: str
    name_sealed: bytes
    told_at: datetime | None


SEALED = Statement(
    """
    select id, kind, account, appid, relation, custom_relation, name_sealed, told_at from payments_receiver
    where tenant_id = %(tenant)s and id = any(%(ids)s) order by id
    """,
    Sealed,
)
_RETURN = """t.id, t.refund_id, t.claim_id, t.order_id, c.payment_id, r.account, t.amount_fen, t.state, t.error, t.tries,
             t.created_at
             from payments_return t
             join payments_claim c on c.tenant_id = t.tenant_id and c.id = t.claim_id
             join payments_receiver r on r.tenant_id = c.tenant_id and r.id = c.receiver_id"""
RETURN = Statement(f"select {_RETURN} where t.tenant_id = %(tenant)s and t.id = %(id)s", ShareReturn)
RETURNS = Statement(
    f"select {_RETURN} where t.tenant_id = %(tenant)s and t.order_id = %(order_id)s order by t.created_at, t.id limit 500",
    ShareReturn,
)
DUE_RETURNS = Statement(
    """
    select id from payments_return
    where tenant_id = %(tenant)s and state = 'requested' and next_try_at <= %(now)s order by next_try_at limit %(limit)s
    """,
    UUID,
)


@dataclass(frozen=True, slots=True)
class Waits:
    """What needs somebody: releases that failed, freezes about to end, freezes that ended by themselves."""

    failed: int
    ending: int
    unfrozen: int


WAITS = Statement(
    f"""
    select count(*) filter (where held = 'failed')::int as failed,
           count(*) filter (where held in ('frozen', 'releasing') and frozen_until <= %(soon)s)::int as ending,
           count(*) filter (where held = 'unfrozen')::int as unfrozen
    from (select {_GUARANTEE} {_FROM} and p.released_at is null and p.paid_at > %(since)s) waiting
    """,  # noqa: S608  our own column list
    Waits,
)
OVERDUE = Statement(
    f"""
    select * from (select {_GUARANTEE} {_FROM} and p.released_at is null and p.paid_at > %(since)s) waiting
    where held in ('failed', 'unfrozen') or (held in ('frozen', 'releasing') and frozen_until <= %(soon)s)
    order by frozen_until limit %(limit)s
    """,  # noqa: S608  our own column list
    Guarantee,
)


def _since(session: ReadSession) -> datetime:
    """Sums and alarms look at the last half-year: WeChat freezes for 30 days, so what is older has long ended."""
    return session.now - timedelta(days=183)


async def guarantee(session: ReadSession, order_id: UUID) -> Guarantee | None:
    """Where an order's guaranteed money stands; None without the guarantee. The caller checked who may see the order."""
    return await session.maybe(GUARANTEE, order_id=order_id)


async def guarantees(
    session: ReadSession, held: str | None, before: tuple[Any, ...] | None, limit: int
) -> list[Guarantee]:
    """Guaranteed payments, newest first, from before the given (paid_at, payment)."""
    before_at, before_id = before or (session.now.replace(year=9999), UUID(int=0))
    return await session.all(LISTED, held=held, before_at=before_at, before_id=before_id, limit=limit)


async def sums(session: ReadSession) -> list[Sum]:
    """Count and money by where it stands, of the last half-year."""
    return await session.all(SUMS, since=_since(session))


async def claims(session: ReadSession, order_id: UUID) -> list[Claim]:
    """Who has a part of an order, oldest first."""
    return await session.all(CLAIMS, order_id=order_id)


def worth_now(claims: Sequence[Claim], payment: Payment) -> dict[UUID, int]:
    """What claims that wait for the release would be given if it came now: less in proportion to what went back. Pure."""
    waiting = {one.id: one.amount_fen for one in claims if one.state is ClaimState.REGISTERED}
    left_fen = payment.paid_fen - payment.refunded_fen - payment.refunding_fen
    return rules.reduced(waiting, payment.paid_fen, left_fen)


async def returns(session: ReadSession, order_id: UUID) -> list[ShareReturn]:
    """What receivers give back of an order."""
    return await session.all(RETURNS, order_id=order_id)


async def receivers(session: ReadSession) -> list[Receiver]:
    """Receivers that may be given shares, newest first."""
    return await session.all(RECEIVERS)


async def waits(session: ReadSession) -> Waits:
    """What of the guarantee needs somebody now."""
    return await session.one(WAITS, soon=session.now + timedelta(days=3), since=_since(session))


async def overdue(session: ReadSession, limit: int) -> list[Guarantee]:
    """The same one by one, for the operator."""
    soon = session.now + timedelta(days=3)
    return await session.all(OVERDUE, soon=soon, since=_since(session), limit=limit)


async def to_tell(session: ReadSession, ids: Sequence[UUID]) -> list[tuple[Sealed, profitsharing.Receiver]]:
    """Receivers as WeChat must be told of them, names opened."""
    found = await session.all(SEALED, ids=list(ids))
    return [
        (
            one,
            profitsharing.Receiver(
                kind=profitsharing.ReceiverKind(one.kind), account=one.account, appid=one.appid, relation=one.relation,
                custom_relation=one.custom_relation, name=vault().open(one.name_sealed, NAME_CONTEXT),
            ),
        )
        for one in found
    ]  # fmt: skip
