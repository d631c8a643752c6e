"""Opening an order and its plain transitions: one guarded statement each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lianyi.kit import wire
from lianyi.kit.db import Session, Statement
from lianyi.kit.ids import new_id
from lianyi.orders.types import Actor, Opened


@dataclass(frozen=True, slots=True)
class Moved:
    """Whose order a transition moved."""

    id: UUID
    person_id: UUID
    payable_fen: int


@dataclass(frozen=True, slots=True)
class Paid:
    """Whose order was paid, and whether it has to wait for a team before it is shipped."""

    id: UUID
    person_id: UUID
    waits: bool


# The number is the business day and eight digits that are unique over all shops of that day: a sequence scattered by
# a factor without a common divisor with 10^8, so that nobody reads the volume of a shop from two of its orders.
# For as many orders as come together; the words of an order travel as one text, because arrays of arrays must be even.
# An order that comes to nothing never awaits a payment: WeChat cannot charge 0, so nobody could ever end its wait.
OPEN = Statement(
    """
    with placed as (
      insert into orders_order (
        tenant_id, id, number, person_id, quote_id, state, goods_fen, freight_fen, adjust_fen, payable_fen, item_count,
        receiver_sealed, receiver_masked, phone_masked, phone_last4, phone_blind, name_blind, province, city, district,
        region_code, search_words, terms_version, buyer_note, placed_at, pay_deadline_at, close_try_at, waits,
        paid_at, pay_method, ship_by_at)
      select
        %(tenant)s, o.id,
        %(day)s || lpad(((nextval('orders_number_seq') * 39916801) %% 100000000)::text, 8, '0'),
        o.person_id, o.quote_id,
        case when o.payable_fen > 0 then 'awaiting_payment' when o.waits then 'forming' else 'to_ship' end,
        o.goods_fen, o.freight_fen, o.adjust_fen, o.payable_fen, o.item_count,
        o.receiver_sealed, o.receiver_masked, o.phone_masked, o.phone_last4, o.phone_blind, o.name_blind,
        o.province, o.city, o.district, o.region_code, string_to_array(o.search_words, ' '),
        o.terms_version, o.buyer_note, %(now)s, o.pay_deadline_at, o.pay_deadline_at, o.waits,
        case when o.payable_fen = 0 then %(now)s::timestamptz end, case when o.payable_fen = 0 then 'free' end,
        case when o.payable_fen = 0 and not o.waits then %(ship_by_at)s::timestamptz end
      from unnest(
        %(ids)s::uuid[], %(person_ids)s::uuid[], %(quote_ids)s::uuid[], %(goods_fen)s::bigint[],
        %(freights_fen)s::bigint[], %(adjusts_fen)s::bigint[], %(payables_fen)s::bigint[], %(item_counts)s::int[],
        %(receivers_sealed)s::bytea[], %(receivers_masked)s::text[], %(phones_masked)s::text[],
        %(phones_last4)s::text[], %(phones_blind)s::bytea[], %(names_blind)s::bytea[], %(provinces)s::text[],
        %(cities)s::text[], %(districts)s::text[], %(region_codes)s::text[], %(search_words)s::text[],
        %(terms_versions)s::text[], %(buyer_notes)s::text[], %(pay_deadlines)s::timestamptz[], %(waits)s::boolean[]
      ) as o (
        id, person_id, quote_id, goods_fen, freight_fen, adjust_fen, payable_fen, item_count, receiver_sealed,
        receiver_masked, phone_masked, phone_last4, phone_blind, name_blind, province, city, district, region_code,
        search_words, terms_version, buyer_note, pay_deadline_at, waits)
      returning id, number, payable_fen, pay_deadline_at
    ), sold as (
      insert into orders_line (
        tenant_id, id, order_id, seq, sku_id, product_id, sku_code, title, option_text, picture_url, price_fen,
        quantity, amount_fen, freight_share_fen, adjust_share_fen, snapshot_hash, return_policy,
        no_return_confirmed_at)
      select %(tenant)s, row.id, row.order_id, row.seq, row.sku_id, row.product_id, row.sku_code, row.title,
        row.option_text, row.picture_url, row.price_fen, row.quantity, row.price_fen * row.quantity,
        row.freight_share_fen, row.adjust_share_fen, row.snapshot_hash, row.return_policy,
        case when row.no_return_confirmed then %(now)s::timestamptz end
      from unnest(
        %(line_ids)s::uuid[], %(order_ids)s::uuid[], %(seqs)s::smallint[], %(sku_ids)s::uuid[],
        %(product_ids)s::uuid[], %(sku_codes)s::text[], %(titles)s::text[], %(option_texts)s::text[],
        %(picture_urls)s::text[], %(prices_fen)s::bigint[], %(quantities)s::int[], %(freight_shares_fen)s::bigint[],
        %(adjust_shares_fen)s::bigint[], %(snapshot_hashes)s::text[], %(return_policies)s::text[],
        %(no_return_confirmed)s::boolean[]
      ) as row (
        id, order_id, seq, sku_id, product_id, sku_code, title, option_text, picture_url, price_fen, quantity,
        freight_share_fen, adjust_share_fen, snapshot_hash, return_policy, no_return_confirmed)
    ), told as (
      insert into orders_event (tenant_id, id, order_id, at, kind, actor_kind, actor_id, actor_name, note, data)
      select %(tenant)s, e.id, e.order_id, %(now)s, 'placed', 'shopper', e.person_id, '', '', '{}'
      from unnest(%(event_ids)s::uuid[], %(ids)s::uuid[], %(person_ids)s::uuid[]) as e (id, order_id, person_id)
    )
    select id, number, payable_fen, pay_deadline_at from placed
    """,
    Opened,
)

REMEMBER = Statement(
    """
    insert into orders_event (tenant_id, id, order_id, at, kind, actor_kind, actor_id, actor_name, note, data)
    values (%(tenant)s, %(id)s, %(order_id)s, %(now)s, %(kind)s, %(actor_kind)s, %(actor_id)s, %(actor_name)s,
      %(note)s, %(data)s::jsonb)
    """
)

LOCK = Statement(
    """
    select id, person_id, payable_fen from orders_order where tenant_id = %(tenant)s and id = %(order_id)s for update
    """,
    Moved,
)
# `is true`, here and below, keeps a plan for one order off the index of what awaits payment: that is short when the plan is
# made, and holds a flash sale when it is used.
CLOSE_UNPAID = Statement(
    """
    update orders_order
    set state = 'closed', close_reason = %(reason)s, closed_at = %(now)s, version = version + 1
    where tenant_id = %(tenant)s and id = %(order_id)s and (state = 'awaiting_payment') is true
    returning id, person_id, payable_fen
    """,
    Moved,
)


@dataclass(frozen=True, slots=True)
class Near:
    """An unpaid order whose deadline is near."""

    id: UUID
    number: str
    person_id: UUID
    payable_fen: int
    pay_deadline_at: datetime


# `close_try_at` is the deadline until closing was tried, and has the index.
REMIND = Statement(
    """
    update orders_order set reminded_at = %(now)s
    where tenant_id = %(tenant)s and state = 'awaiting_payment' and reminded_at is null and id in (
      select id from orders_order
      where tenant_id = %(tenant)s and state = 'awaiting_payment' and reminded_at is null
        and close_try_at <= %(latest_deadline_at)s and pay_deadline_at > %(least_deadline_at)s
        and pay_deadline_at - least(%(before)s::interval, (pay_deadline_at - placed_at) / 2) <= %(now)s
      order by close_try_at, id limit %(limit)s)
    returning id, number, person_id, payable_fen, pay_deadline_at
    """,
    Near,
)
PUT_OFF_CLOSING = Statement(
    """
    update orders_order
    set close_tries = least(close_tries + 1, 1000),
      close_try_at = %(now)s::timestamptz + least(3600, 30 * power(2, least(close_tries, 7))) * interval '1 second'
    where tenant_id = %(tenant)s and id = %(order_id)s and (state = 'awaiting_payment') is true
    """
)
# With its step of the history.
MARK_PAID = Statement(
    """
    with paid as (
      update orders_order
      set state = case when waits then 'forming' else 'to_ship' end, paid_at = %(paid_at)s, pay_method = %(pay_method)s,
        payment_id = %(payment_id)s, transaction_id = %(transaction_id)s,
        ship_by_at = case when waits then null else %(ship_by_at)s::timestamptz end, alarm = null, version = version + 1
      where tenant_id = %(tenant)s and id = %(order_id)s and (state = 'awaiting_payment') is true
        and payable_fen = %(amount_fen)s
      returning id, person_id, waits
    ), told as (
      insert into orders_event (tenant_id, id, order_id, at, kind, actor_kind, actor_id, actor_name, note, data)
      select %(tenant)s, %(event_id)s, id, %(now)s, 'paid', 'system', null, %(actor_name)s, '',
        jsonb_build_object('amount_fen', %(amount_fen)s, 'transaction_id', %(transaction_id)s)
      from paid
    )
    select id, person_id, waits from paid
    """,
    Paid,
)
REOPEN = Statement(
    """
    update orders_order
    set state = case when waits then 'forming' else 'to_ship' end, close_reason = null, closed_at = null,
      paid_at = %(paid_at)s, pay_method = %(pay_method)s, payment_id = %(payment_id)s,
      transaction_id = %(transaction_id)s,
      ship_by_at = case when waits then null else %(ship_by_at)s::timestamptz end, version = version + 1
    where tenant_id = %(tenant)s and id = %(order_id)s and state = 'closed' and paid_at is null
      and payable_fen = %(amount_fen)s and not person_left
    returning id, person_id, waits
    """,
    Paid,
)
FORM = Statement(
    """
    update orders_order set state = 'to_ship', ship_by_at = %(ship_by_at)s, version = version + 1
    where tenant_id = %(tenant)s and id = %(order_id)s and state = 'forming'
    returning id, person_id, payable_fen
    """,
    Moved,
)
RAISE_ALARM = Statement(
    """
    update orders_order set alarm = %(alarm)s
    where tenant_id = %(tenant)s and id = %(order_id)s and alarm is distinct from %(alarm)s
    returning id
    """,
    UUID,
)
CLEAR_ALARM = Statement(
    "update orders_order set alarm = null where tenant_id = %(tenant)s and id = %(order_id)s and alarm = %(alarm)s"
)

CHANGE_PRICE = Statement(
    """
    update orders_order
    set freight_fen = %(freight_fen)s, adjust_fen = %(adjust_fen)s,
      payable_fen = goods_fen + %(freight_fen)s::bigint + %(adjust_fen)s::bigint, version = version + 1
    where tenant_id = %(tenant)s and id = %(order_id)s and (state = 'awaiting_payment') is true and version = %(version)s
    returning id, person_id, payable_fen
    """,
    Moved,
)
SHARE_AGAIN = Statement(
    """
    update orders_line as line
    set freight_share_fen = share.freight_share_fen, adjust_share_fen = share.adjust_share_fen
    from unnest(%(line_ids)s::uuid[], %(freight_shares_fen)s::bigint[], %(adjust_shares_fen)s::bigint[])
      as share (id, freight_share_fen, adjust_share_fen)
    where line.tenant_id = %(tenant)s and line.id = share.id
    """
)
CHANGE_RECEIVER = Statement(
    """
    update orders_order
    set receiver_sealed = %(receiver_sealed)s, receiver_masked = %(receiver_masked)s, phone_masked = %(phone_masked)s,
      phone_last4 = %(phone_last4)s, phone_blind = %(phone_blind)s, name_blind = %(name_blind)s,
      province = %(province)s, city = %(city)s, district = %(district)s, region_code = %(region_code)s, version = version + 1
    where tenant_id = %(tenant)s and id = %(order_id)s
      and state in ('awaiting_payment', 'forming', 'to_ship') and (%(person_id)s::uuid is null or person_id = %(person_id)s)
      and not exists (
        select 1 from orders_parcel where tenant_id = %(tenant)s and order_id = %(order_id)s)
    returning id, person_id, payable_fen
    """,
    Moved,
)
NOTE = Statement(
    """
    update orders_order set staff_note = %(staff_note)s, flag = %(flag)s
    where tenant_id = %(tenant)s and id = %(order_id)s
    """
)
URGE = Statement(
    """
    update orders_order set urged_at = %(now)s
    where tenant_id = %(tenant)s and id = %(order_id)s and person_id = %(person_id)s and state = 'to_ship'
      and (urged_at is null or urged_at <= %(urged_before)s)
    returning id, person_id, payable_fen
    """,
    Moved,
)

RECEIVE = Statement(
    """
    update orders_order
    set state = 'received', received_at = %(now)s, complete_at = %(complete_at)s, auto_receive_at = null,
      version = version + 1
    where tenant_id = %(tenant)s and id = %(order_id)s and person_id = %(person_id)s and (state = 'shipped') is true
    returning id, person_id, payable_fen
    """,
    Moved,
)
# While a case of after-sales is open, the clock neither receives nor completes; it goes on when the case has ended.
RECEIVE_DUE = Statement(
    """
    update orders_order
    set state = 'received', received_at = %(now)s, complete_at = %(complete_at)s, auto_receive_at = null,
      version = version + 1
    where tenant_id = %(tenant)s and state = 'shipped' and open_cases = 0 and id in (
      select id from orders_order
      where tenant_id = %(tenant)s and state = 'shipped' and auto_receive_at <= %(now)s and open_cases = 0
      order by auto_receive_at limit %(limit)s for update skip locked)
    returning id, person_id, payable_fen
    """,
    Moved,
)
COMPLETE_DUE = Statement(
    """
    update orders_order
    set state = 'completed', completed_at = %(now)s, complete_at = null, version = version + 1
    where tenant_id = %(tenant)s and state = 'received' and open_cases = 0 and id in (
      select id from orders_order
      where tenant_id = %(tenant)s and state = 'received' and complete_at <= %(now)s and open_cases = 0
      order by complete_at limit %(limit)s for update skip locked)
    returning id, person_id, payable_fen
    """,
    Moved,
)

PERSON_LEFT = Statement(
    "update orders_order set person_left = true where tenant_id = %(tenant)s and person_id = %(person_id)s"
)
PERSON_MERGED = Statement(
    """
    update orders_order set person_id = %(into_person_id)s
    where tenant_id = %(tenant)s and person_id = %(from_person_id)s
    """
)
# The law keeps the transaction (E-commerce law, article 31: three years), not the address of somebody who left.
FORGET_RECEIVERS = Statement(
    """
    update orders_order
    set receiver_sealed = null, receiver_masked = '', phone_masked = '', phone_last4 = '', phone_blind = null,
      name_blind = null, buyer_note = ''
    where tenant_id = %(tenant)s and id in (
      select id from orders_order
      where tenant_id = %(tenant)s and person_left and receiver_sealed is not null and state in ('completed', 'closed')
        and open_cases = 0
      order by id limit %(limit)s for update skip locked)
    """
)


async def remember(
    session: Session, order_id: UUID, kind: str, actor: Actor, note: str = "", **data: Any
) -> None:
    """Write one step of the history, without waiting: who, what, why."""
    await session.later(
        REMEMBER, id=new_id(), order_id=order_id, kind=kind, actor_kind=actor.kind, actor_id=actor.id,
        actor_name=actor.name, note=note, data=wire.dumps(data).decode(),
    )  # fmt: skip


async def raise_alarm(session: Session, order_id: UUID, alarm: str) -> bool:
    """Put an order before the staff; False when it already was for this reason."""
    return await session.maybe(RAISE_ALARM, order_id=order_id, alarm=alarm) is not None
