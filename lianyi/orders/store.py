"""Writing SQL of orders. A transition is one guarded update: no row back means the order is in another state.

Whoever changes lines, parcels or refunds of an order holds its row first (LOCK or a transition).
"""

from dataclasses import dataclass
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


# The number is the business day and eight digits that are unique over all shops of that day: a sequence scattered by
# a factor without a common divisor with 10^8, so that nobody reads the volume of a shop from two of its orders.
OPEN = Statement(
    """
    with placed as (
      insert into orders_order (
        tenant_id, id, number, person_id, quote_id, state, goods_fen, freight_fen, adjust_fen, payable_fen, item_count,
        receiver_sealed, receiver_masked, phone_masked, phone_last4, phone_blind, name_blind, region_text, region_code,
        search_words, terms_version, buyer_note, placed_at, pay_deadline_at, close_try_at)
      values (
        %(tenant)s, %(id)s,
        %(day)s || lpad(((nextval('orders_number_seq') * 39916801) %% 100000000)::text, 8, '0'),
        %(person_id)s, %(quote_id)s, 'awaiting_payment', %(goods_fen)s, %(freight_fen)s, %(adjust_fen)s,
        %(payable_fen)s, %(item_count)s, %(receiver_sealed)s, %(receiver_masked)s, %(phone_masked)s, %(phone_last4)s,
        %(phone_blind)s, %(name_blind)s, %(region_text)s, %(region_code)s, %(search_words)s::text[],
        %(terms_version)s, %(buyer_note)s, %(now)s, %(pay_deadline_at)s, %(pay_deadline_at)s)
      returning id, number, payable_fen, pay_deadline_at
    ), sold as (
      insert into orders_line (
        tenant_id, id, order_id, seq, sku_id, product_id, sku_code, title, option_text, picture_url, price_fen,
        quantity, amount_fen, freight_share_fen, adjust_share_fen, snapshot_hash, return_policy,
        no_return_confirmed_at)
      select %(tenant)s, row.id, %(id)s, row.seq, row.sku_id, row.product_id, row.sku_code, row.title,
        row.option_text, row.picture_url, row.price_fen, row.quantity, row.price_fen * row.quantity,
        row.freight_share_fen, row.adjust_share_fen, row.snapshot_hash, row.return_policy,
        case when row.no_return_confirmed then %(now)s::timestamptz end
      from unnest(
        %(line_ids)s::uuid[], %(sku_ids)s::uuid[], %(product_ids)s::uuid[], %(sku_codes)s::text[], %(titles)s::text[],
        %(option_texts)s::text[], %(picture_urls)s::text[], %(prices_fen)s::bigint[], %(quantities)s::int[],
        %(freight_shares_fen)s::bigint[], %(adjust_shares_fen)s::bigint[], %(snapshot_hashes)s::text[],
        %(return_policies)s::text[], %(no_return_confirmed)s::boolean[]
      ) with ordinality as row (
        id, sku_id, product_id, sku_code, title, option_text, picture_url, price_fen, quantity, freight_share_fen,
        adjust_share_fen, snapshot_hash, return_policy, no_return_confirmed, seq)
    ), told as (
      insert into orders_event (tenant_id, id, order_id, at, kind, actor_kind, actor_id, actor_name, note, data)
      values (%(tenant)s, %(event_id)s, %(id)s, %(now)s, 'placed', 'shopper', %(person_id)s, '', '', '{}')
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
# Ships and refunds are worked out from the lines; whoever does either holds the order meanwhile.
LOCK_TO_SHIP = Statement(
    """
    update orders_order set version = version + 1
    where tenant_id = %(tenant)s and id = %(order_id)s and state = 'to_ship'
      and refund_request_id is not distinct from %(refund_request_id)s
    returning id, person_id, payable_fen
    """,
    Moved,
)

CLOSE_UNPAID = Statement(
    """
    update orders_order
    set state = 'closed', close_reason = %(reason)s, closed_at = %(now)s, version = version + 1
    where tenant_id = %(tenant)s and id = %(order_id)s and state = 'awaiting_payment'
    returning id, person_id, payable_fen
    """,
    Moved,
)
PUT_OFF_CLOSING = Statement(
    """
    update orders_order
    set close_tries = least(close_tries + 1, 1000),
      close_try_at = %(now)s::timestamptz + least(3600, 30 * power(2, least(close_tries, 7))) * interval '1 second'
    where tenant_id = %(tenant)s and id = %(order_id)s and state = 'awaiting_payment'
    """
)
MARK_PAID = Statement(
    """
    update orders_order
    set state = 'to_ship', paid_at = %(paid_at)s, pay_method = %(pay_method)s, payment_id = %(payment_id)s,
      transaction_id = %(transaction_id)s, ship_by_at = %(ship_by_at)s, alarm = null, version = version + 1
    where tenant_id = %(tenant)s and id = %(order_id)s and state = 'awaiting_payment' and payable_fen = %(amount_fen)s
    returning id, person_id, payable_fen
    """,
    Moved,
)
REOPEN = Statement(
    """
    update orders_order
    set state = 'to_ship', close_reason = null, closed_at = null, paid_at = %(paid_at)s, pay_method = %(pay_method)s,
      payment_id = %(payment_id)s, transaction_id = %(transaction_id)s, ship_by_at = %(ship_by_at)s,
      version = version + 1
    where tenant_id = %(tenant)s and id = %(order_id)s and state = 'closed' and paid_at is null
      and payable_fen = %(amount_fen)s and not person_left
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
    where tenant_id = %(tenant)s and id = %(order_id)s and state = 'awaiting_payment' and version = %(version)s
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
      region_text = %(region_text)s, region_code = %(region_code)s, version = version + 1
    where tenant_id = %(tenant)s and id = %(order_id)s and state in ('awaiting_payment', 'to_ship')
      and (%(person_id)s::uuid is null or person_id = %(person_id)s)
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

SHIP_LINES = Statement(
    """
    update orders_line as line set shipped_quantity = line.shipped_quantity + part.quantity
    from unnest(%(line_ids)s::uuid[], %(quantities)s::int[]) as part (id, quantity)
    where line.tenant_id = %(tenant)s and line.order_id = %(order_id)s and line.id = part.id
      and line.shipped_quantity + line.refunded_quantity + part.quantity <= line.quantity
    """
)
ADD_PARCEL = Statement(
    """
    insert into orders_parcel (
      tenant_id, id, order_id, carrier_code, tracking_no, lines, shipped_at, wechat_state, wechat_try_at)
    values (%(tenant)s, %(id)s, %(order_id)s, %(carrier_code)s, %(tracking_no)s, %(lines)s::jsonb, %(now)s,
      %(wechat_state)s, %(wechat_try_at)s)
    on conflict (tenant_id, order_id, tracking_no) do nothing
    returning id
    """,
    UUID,
)
SHIP_WHOLE = Statement(
    """
    update orders_order
    set state = 'shipped', shipped_at = %(now)s, auto_receive_at = %(auto_receive_at)s, version = version + 1
    where tenant_id = %(tenant)s and id = %(order_id)s and state = 'to_ship'
      and not exists (
        select 1 from orders_line
        where tenant_id = %(tenant)s and order_id = %(order_id)s and quantity > shipped_quantity + refunded_quantity)
    returning id, person_id, payable_fen
    """,
    Moved,
)
EDIT_PARCEL = Statement(
    """
    update orders_parcel
    set carrier_code = %(carrier_code)s, tracking_no = %(tracking_no)s,
      wechat_state = case when wechat_state = 'not_needed' then 'not_needed' else 'pending' end,
      wechat_error = null, wechat_tries = 0, wechat_try_at = %(now)s
    where tenant_id = %(tenant)s and id = %(parcel_id)s
    """
)
RETRY_UPLOAD = Statement(
    """
    update orders_parcel set wechat_state = 'pending', wechat_tries = 0, wechat_try_at = %(now)s
    where tenant_id = %(tenant)s and id = %(parcel_id)s and wechat_state = 'failed'
    """
)
# The tracking number may have been changed while WeChat was being told the old one: then it is told again.
UPLOADED = Statement(
    """
    update orders_parcel
    set wechat_uploads = wechat_uploads + 1, wechat_error = null,
      wechat_state = case when tracking_no = %(tracking_no)s and carrier_code = %(carrier_code)s
        then 'uploaded' else wechat_state end
    where tenant_id = %(tenant)s and id = %(parcel_id)s and wechat_state = 'pending'
    """
)
UPLOAD_REFUSED = Statement(
    """
    update orders_parcel
    set wechat_state = %(wechat_state)s, wechat_error = %(wechat_error)s, wechat_tries = wechat_tries + 1,
      wechat_try_at = %(try_at)s
    where tenant_id = %(tenant)s and id = %(parcel_id)s and wechat_state = 'pending'
    """
)

RECEIVE = Statement(
    """
    update orders_order
    set state = 'received', received_at = %(now)s, complete_at = %(complete_at)s, auto_receive_at = null,
      version = version + 1
    where tenant_id = %(tenant)s and id = %(order_id)s and person_id = %(person_id)s and state = 'shipped'
    returning id, person_id, payable_fen
    """,
    Moved,
)
RECEIVE_DUE = Statement(
    """
    update orders_order
    set state = 'received', received_at = %(now)s, complete_at = %(complete_at)s, auto_receive_at = null,
      version = version + 1
    where tenant_id = %(tenant)s and state = 'shipped' and id in (
      select id from orders_order
      where tenant_id = %(tenant)s and state = 'shipped' and auto_receive_at <= %(now)s
      order by auto_receive_at limit %(limit)s for update skip locked)
    returning id, person_id, payable_fen
    """,
    Moved,
)
COMPLETE_DUE = Statement(
    """
    update orders_order
    set state = 'completed', completed_at = %(now)s, complete_at = null, version = version + 1
    where tenant_id = %(tenant)s and state = 'received' and id in (
      select id from orders_order
      where tenant_id = %(tenant)s and state = 'received' and complete_at <= %(now)s
      order by complete_at limit %(limit)s for update skip locked)
    returning id, person_id, payable_fen
    """,
    Moved,
)

REQUEST_REFUND = Statement(
    """
    update orders_order set refund_request_id = %(refund_id)s, version = version + 1
    where tenant_id = %(tenant)s and id = %(order_id)s and person_id = %(person_id)s and state = 'to_ship'
      and refund_request_id is null
    returning id, person_id, payable_fen
    """,
    Moved,
)
END_REQUEST = Statement(
    """
    update orders_order set refund_request_id = null, version = version + 1
    where tenant_id = %(tenant)s and id = %(order_id)s and refund_request_id = %(refund_id)s
      and (%(person_id)s::uuid is null or person_id = %(person_id)s)
    returning id, person_id, payable_fen
    """,
    Moved,
)
ADD_REFUND = Statement(
    """
    insert into orders_refund (
      tenant_id, id, order_id, by, state, reason, lines, freight_fen, amount_fen, payment_ref, money_id, decided_by,
      created_at, decided_at, finished_at)
    values (%(tenant)s, %(id)s, %(order_id)s, %(by)s, %(state)s, %(reason)s, %(lines)s::jsonb, %(freight_fen)s,
      %(amount_fen)s, %(payment_ref)s, %(money_id)s, %(decided_by)s, %(now)s,
      case when %(state)s <> 'requested' then %(now)s::timestamptz end,
      case when %(state)s = 'succeeded' then %(now)s::timestamptz end)
    on conflict do nothing
    returning id
    """,
    UUID,
)
DECIDE_REFUND = Statement(
    """
    update orders_refund
    set state = %(state)s, lines = %(lines)s::jsonb, freight_fen = %(freight_fen)s, amount_fen = %(amount_fen)s,
      note = %(note)s, decided_by = %(decided_by)s, decided_at = %(now)s,
      finished_at = case when %(state)s = 'succeeded' then %(now)s::timestamptz end
    where tenant_id = %(tenant)s and id = %(refund_id)s and state = 'requested'
    """
)
REFUSE_REFUND = Statement(
    """
    update orders_refund
    set state = %(state)s, note = %(note)s, decided_by = %(decided_by)s, decided_at = %(now)s
    where tenant_id = %(tenant)s and id = %(refund_id)s and state = 'requested'
    """
)
GRANT_LINES = Statement(
    """
    update orders_line as line
    set refunded_quantity = line.refunded_quantity + part.quantity, refunded_fen = line.refunded_fen + part.amount_fen
    from unnest(%(line_ids)s::uuid[], %(quantities)s::int[], %(amounts_fen)s::bigint[]) as part (id, quantity, amount_fen)
    where line.tenant_id = %(tenant)s and line.order_id = %(order_id)s and line.id = part.id
      and line.shipped_quantity + line.refunded_quantity + part.quantity <= line.quantity
      and line.refunded_fen + part.amount_fen <= line.amount_fen + line.adjust_share_fen
    """
)
# The order closes in the same statement when nothing is left to ship and nothing has left the house.
GRANT = Statement(
    """
    update orders_order
    set granted_fen = granted_fen + %(amount_fen)s::bigint,
      granted_freight_fen = granted_freight_fen + %(freight_fen)s::bigint,
      state = case when %(closes)s then 'closed' else state end,
      close_reason = case when %(closes)s then 'refunded' else close_reason end,
      closed_at = case when %(closes)s then %(now)s::timestamptz else closed_at end,
      version = version + 1
    where tenant_id = %(tenant)s and id = %(order_id)s and state = 'to_ship'
      and granted_fen + %(amount_fen)s::bigint <= payable_fen
      and granted_freight_fen + %(freight_fen)s::bigint <= freight_fen
    returning id, person_id, payable_fen
    """,
    Moved,
)
FINISH_REFUND = Statement(
    """
    with done as (
      update orders_refund set state = 'succeeded', finished_at = %(now)s, error = null
      where tenant_id = %(tenant)s and id = %(refund_id)s and state in ('processing', 'failed')
      returning order_id, amount_fen, payment_ref
    )
    update orders_order set refunded_fen = refunded_fen + case when done.payment_ref is null then done.amount_fen else 0 end
    from done
    where orders_order.tenant_id = %(tenant)s and orders_order.id = done.order_id
    returning orders_order.id, orders_order.person_id, done.amount_fen as payable_fen
    """,
    Moved,
)
FAIL_REFUND = Statement(
    """
    update orders_refund set state = 'failed', error = %(error)s, failed_for_good = %(failed_for_good)s
    where tenant_id = %(tenant)s and id = %(refund_id)s and state in ('processing', 'failed')
    """
)
RETRY_REFUND = Statement(
    """
    update orders_refund set state = 'processing', error = null, failed_for_good = false, money_id = %(money_id)s
    where tenant_id = %(tenant)s and id = %(refund_id)s and state = 'failed'
    """
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
