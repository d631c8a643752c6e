"""Moves of a case. Each is one guarded update: no row back means the case is in another state (or somebody else's)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lianyi.kit import wire
from lianyi.kit.db import Session, Statement
from lianyi.kit.ids import new_id
from lianyi.orders.types import Actor
from lianyi.trust.types.aftersales import Case, CaseId, Said

CASE = """id, order_id, order_number, person_id, kind, reason, words, state, round, amount_fen, proposed_fen,
      proposed_from, freight_fen, refunded_fen, refund_id, return_freight_fen, return_freight, return_to_sealed,
      return_carrier, return_tracking_no, reship_carrier, reship_tracking_no, restocked, extended, applied_at,
      updated_at, deadline_at, received_at, ended_at, version"""

ADD = Statement(
    """
    insert into trust_case (tenant_id, id, order_id, order_number, person_id, kind, reason, words, state, amount_fen,
      applied_at, updated_at, deadline_at)
    values (%(tenant)s, %(id)s, %(order_id)s, %(order_number)s, %(person_id)s, %(kind)s, %(reason)s, %(words)s, 'applied',
      %(amount_fen)s, %(now)s, %(now)s, %(deadline_at)s)
    """
)
# A twin on the same line finds the place taken: no row for it.
ADD_LINES = Statement(
    """
    insert into trust_case_line (tenant_id, case_id, line_id, quantity, amount_fen)
    select %(tenant)s, %(case_id)s, line_id, quantity, amount_fen
    from unnest(%(line_ids)s::uuid[], %(quantities)s::int[], %(amounts_fen)s::bigint[])
      as row (line_id, quantity, amount_fen)
    on conflict do nothing
    """
)
DROP_LINES = Statement("delete from trust_case_line where tenant_id = %(tenant)s and case_id = %(case_id)s")
CLOSE_LINES = Statement(
    "update trust_case_line set is_open = false where tenant_id = %(tenant)s and case_id = %(case_id)s"
)
# What was agreed on is kept; a state that is left takes its proposal and its reminder with it.
MOVE = Statement(
    f"""
    update trust_case
    set state = %(state)s, deadline_at = %(deadline_at)s, reminded_at = null, extended = false, proposed_fen = null,
      proposed_from = null, updated_at = %(now)s, version = version + 1,
      ended_at = case when %(ends)s then %(now)s::timestamptz end
    where tenant_id = %(tenant)s and id = %(case_id)s and state = any(%(origins)s::text[])
      and (%(person_id)s::uuid is null or person_id = %(person_id)s)
      and (not %(untouched)s or (return_tracking_no is null and received_at is null))
      and (%(due_only)s = false or deadline_at <= %(now)s)
    returning {CASE}
    """,  # noqa: S608  our own column list
    Case,
)
PROPOSE = Statement(
    f"""
    update trust_case
    set state = 'proposed', proposed_from = state, proposed_fen = %(proposed_fen)s, deadline_at = %(deadline_at)s,
      reminded_at = null, extended = false, updated_at = %(now)s, version = version + 1
    where tenant_id = %(tenant)s and id = %(case_id)s and state in ('applied', 'received') and kind <> 'exchange'
      and %(proposed_fen)s < amount_fen
      and (
        select count(*) from trust_step
        where tenant_id = %(tenant)s and case_id = %(case_id)s and kind = 'proposed') < %(proposals_max)s
    returning {CASE}
    """,  # noqa: S608  our own column list
    Case,
)
REVISE = Statement(
    """
    update trust_case
    set round = round + 1, reason = %(reason)s, words = %(words)s, amount_fen = %(amount_fen)s
    where tenant_id = %(tenant)s and id = %(case_id)s
    """
)
SET_AMOUNT = Statement(
    "update trust_case set amount_fen = %(amount_fen)s where tenant_id = %(tenant)s and id = %(case_id)s"
)
SET_LINE_AMOUNTS = Statement(
    """
    update trust_case_line as line set amount_fen = part.amount_fen
    from unnest(%(line_ids)s::uuid[], %(amounts_fen)s::bigint[]) as part (line_id, amount_fen)
    where line.tenant_id = %(tenant)s and line.case_id = %(case_id)s and line.line_id = part.line_id
    """
)
SEND_TO = Statement(
    f"""
    update trust_case
    set return_to_sealed = %(return_to_sealed)s, deadline_at = %(deadline_at)s, reminded_at = null, updated_at = %(now)s
    where tenant_id = %(tenant)s and id = %(case_id)s and state = 'agreed' and return_to_sealed is null
    returning {CASE}
    """,  # noqa: S608  our own column list
    Case,
)
KEEP_CLOCK = Statement(
    "update trust_case set deadline_at = %(deadline_at)s where tenant_id = %(tenant)s and id = %(case_id)s"
)
HAND_IN = Statement(
    """
    update trust_case
    set return_carrier = %(carrier_code)s, return_tracking_no = %(tracking_no)s,
      return_freight_fen = %(freight_fen)s::bigint,
      return_freight = case when %(freight_fen)s::bigint > 0 then 'claimed' else 'none' end
    where tenant_id = %(tenant)s and id = %(case_id)s
    """
)
RECEIVED = Statement(
    "update trust_case set received_at = %(now)s where tenant_id = %(tenant)s and id = %(case_id)s and received_at is null"
)
RESTOCKED = Statement(
    """
    update trust_case set restocked = %(restocked)s, version = version + 1
    where tenant_id = %(tenant)s and id = %(case_id)s and restocked is null
    """
)
REFUND = Statement(
    """
    update trust_case set refund_id = %(refund_id)s, freight_fen = %(freight_fen)s, refunded_fen = %(refunded_fen)s
    where tenant_id = %(tenant)s and id = %(case_id)s
    """
)
RESHIPPED = Statement(
    """
    update trust_case set reship_carrier = %(carrier_code)s, reship_tracking_no = %(tracking_no)s
    where tenant_id = %(tenant)s and id = %(case_id)s
    """
)
EXTEND = Statement(
    f"""
    update trust_case
    set deadline_at = deadline_at + %(extension)s::interval, extended = true, reminded_at = null, updated_at = %(now)s,
      version = version + 1
    where tenant_id = %(tenant)s and id = %(case_id)s and state = any(%(origins)s::text[]) and not extended
      and (state <> 'agreed' or return_to_sealed is not null)
    returning {CASE}
    """,  # noqa: S608  our own column list
    Case,
)
PAY_RETURN_FREIGHT = Statement(
    f"""
    update trust_case set return_freight = %(decision)s, updated_at = %(now)s, version = version + 1
    where tenant_id = %(tenant)s and id = %(case_id)s and return_freight = any(%(origins)s::text[])
    returning {CASE}
    """,  # noqa: S608  our own column list
    Case,
)
# Once the goods have been with the merchant for two days: before that the parcel may still have to be opened.
ACCEPT_FREIGHT = Statement(
    f"""
    update trust_case set return_freight = 'accepted', updated_at = %(now)s, version = version + 1
    where tenant_id = %(tenant)s and id in (
      select id from trust_case
      where tenant_id = %(tenant)s and return_freight = 'claimed'
        and received_at <= %(received_before)s
      order by id limit %(limit)s for update skip locked)
    returning {CASE}
    """,  # noqa: S608  our own column list
    Case,
)
REMIND = Statement(
    f"""
    update trust_case set reminded_at = %(now)s
    where tenant_id = %(tenant)s and id in (
      select id from trust_case
      where tenant_id = %(tenant)s and deadline_at > %(now)s and deadline_at <= %(near_at)s and reminded_at is null
        and (state in ('proposed', 'refused', 'reshipped') or (state = 'agreed' and return_to_sealed is not null))
      order by deadline_at, id limit %(limit)s for update skip locked)
    returning {CASE}
    """,  # noqa: S608  our own column list
    Case,
)
REMEMBER = Statement(
    """
    insert into trust_step (tenant_id, id, case_id, at, kind, actor_kind, actor_id, actor_name, note, pictures, data)
    values (%(tenant)s, %(id)s, %(case_id)s, %(now)s, %(kind)s, %(actor_kind)s, %(actor_id)s, %(actor_name)s, %(note)s,
      %(pictures)s::jsonb, %(data)s::jsonb)
    """
)
PERSON_MERGED = Statement(
    """
    update trust_case set person_id = %(into_person_id)s
    where tenant_id = %(tenant)s and person_id = %(from_person_id)s
    """
)


@dataclass(frozen=True, slots=True)
class Guard:
    """What must be true of a case for a move: the states it may leave, whose it is, whether its time is over."""

    origins: tuple[str, ...]
    person_id: UUID | None = None
    untouched: bool = False
    due_only: bool = False


async def move(
    session: Session, case_id: UUID, state: str, guard: Guard, deadline_at: datetime | None
) -> Case | None:
    """Move a case if the guard holds; None when it does not, and nothing has moved then."""
    return await session.maybe(
        MOVE, case_id=case_id, state=state, origins=list(guard.origins), person_id=guard.person_id,
        untouched=guard.untouched, due_only=guard.due_only, deadline_at=deadline_at,
        ends=state in {"refunded", "exchanged", "withdrawn", "closed"},
    )  # fmt: skip


async def remember(
    session: Session, case_id: CaseId, kind: str, actor: Actor, said: Said | None = None, **data: Any
) -> None:
    """Write one step of the case file, without waiting."""
    words = said or Said()
    await session.later(
        REMEMBER, id=new_id(), case_id=case_id, kind=kind, actor_kind=actor.kind, actor_id=actor.id,
        actor_name=actor.name, note=words.note, pictures=wire.dumps([str(one) for one in words.picture_ids]).decode(),
        data=wire.dumps(data).decode(),
    )  # fmt: skip
