"""What must hold whoever met whom: asked of the whole database, of every shop in it, after every race.

Each statement gives the rows that are wrong, in words; none means that it holds. They are true at every commit, so a
race may be looked at while facts are still to be told.
"""

WRONG = {
    "the ledger sums to zero": """
        select tenant_id::text || ' is off by ' || sum(posted_fen) || ' ' || currency from ledger_account
        group by tenant_id, currency having sum(posted_fen) <> 0
    """,
    "a person's points are the sum of their lots": """
        select coalesce(a.owner_id, l.person_id)::text || ' has ' || coalesce(a.posted_fen, 0) || ' points, lots of '
          || coalesce(l.points, 0)
        from (select * from ledger_account where purpose = 'points') a
        full join (select tenant_id, person_id, sum(points) as points from members_lot group by tenant_id, person_id) l
          on l.tenant_id = a.tenant_id and l.person_id = a.owner_id
        where coalesce(a.posted_fen, 0) <> coalesce(l.points, 0)
    """,
    "an order gives back no more points than it spent": """
        select order_id::text || ' spent ' || points || ', gave ' || given_points from members_spend s
        where given_points + coalesce((select sum((part ->> 1)::bigint) from jsonb_array_elements(s.parts) part), 0)
          <> points
    """,
    "an account is the sum of its transfers": """
        select a.purpose || ': ' || a.posted_fen || ' but moved ' || coalesce(t.fen, 0) from ledger_account a
        left join lateral (
          select sum(case when target_id = a.id then amount_fen else -amount_fen end) as fen from ledger_transfer
          where tenant_id = a.tenant_id and a.id in (source_id, target_id) and stage in ('posted', 'captured')) t on true
        where a.posted_fen <> coalesce(t.fen, 0)
    """,
    "no fen is held without a refund, a pay-out or a prize that is under way": """
        select a.tenant_id::text || ' holds ' || a.held_fen || ' for ' || coalesce(r.fen, 0) from (
          select tenant_id, sum(held_fen) as held_fen from ledger_account group by tenant_id) a
        left join lateral (
          select sum(amount_fen) as fen from payments_refund
          where tenant_id = a.tenant_id and state in ('requested', 'processing', 'abnormal')) r on true
        left join lateral (
          select sum(net_fen) as fen from distribution_payout where tenant_id = a.tenant_id and path = 'transfer'
            and state in ('sending', 'confirming', 'paying', 'cancelling')) p on true
        left join lateral (
          select sum(net_fen) as fen from distribution_prize where tenant_id = a.tenant_id
            and state in ('sending', 'confirming', 'paying')) z on true
        where a.held_fen <> coalesce(r.fen, 0) + coalesce(p.fen, 0) + coalesce(z.fen, 0)
    """,
    "what is due to winners are the prizes that are neither paid nor lapsed": """
        select a.tenant_id::text || ': ' || a.posted_fen || ' due, prizes of ' || coalesce(z.fen, 0) from ledger_account a
        left join lateral (
          select sum(gross_fen) as fen from distribution_prize
          where tenant_id = a.tenant_id and state not in ('paid', 'lapsed')) z on true
        where a.purpose = 'prize_due' and a.posted_fen <> coalesce(z.fen, 0)
    """,
    "a red packet holds what is left of it, and counts its parts": """
        select p.id::text || ' ' || p.state || ': ' || p.taken || ' of ' || p.parts || ', holds ' || g.held_fen
        from promotions_red_packet p
        join promotions_grant g on g.tenant_id = p.tenant_id and g.id = p.grant_id
        left join lateral (
          select count(*) as parts, count(*) filter (where t.state in ('held', 'due')) as waiting
          from promotions_red_packet_part t where t.tenant_id = p.tenant_id and t.packet_id = p.id) t on true
        where p.taken <> t.parts
          or g.held_fen <> (case when p.state = 'open' then p.parts - p.taken else 0 end + t.waiting) * p.fen
    """,
    "no payment gives back more than it was, nor promises what nobody asked for": """
        select p.order_id::text || ': paid ' || p.paid_fen || ', promised ' || p.refunding_fen || ', back '
          || p.refunded_fen || ', asked ' || coalesce(r.fen, 0) from payments_payment p
        left join lateral (
          select sum(amount_fen) as fen from payments_refund
          where tenant_id = p.tenant_id and order_id = p.order_id and not stray
            and state in ('requested', 'processing', 'abnormal')) r on true
        where p.refunding_fen + p.refunded_fen > coalesce(p.paid_fen, 0) or p.refunding_fen <> coalesce(r.fen, 0)
    """,
    "stock is conserved, and every promised or sold piece has an order": """
        select s.sku_id::text || ': ' || s.available || '+' || s.reserved || '+' || s.sold || ' of ' || s.received
          || ', orders hold ' || coalesce(r.held, 0) || ' and bought ' || coalesce(r.sold, 0) from inventory_stock s
        left join lateral (
          select sum(quantity - released_quantity) filter (where state = 'held') as held,
            sum(quantity - released_quantity - returned_quantity) filter (where state = 'committed') as sold
          from inventory_reservation where tenant_id = s.tenant_id and sku_id = s.sku_id) r on true
        where s.available < 0 or s.available + s.reserved + s.sold <> s.received
          or s.reserved <> coalesce(r.held, 0) or s.sold <> coalesce(r.sold, 0)
    """,
    "stock is what its movements say": """
        select s.sku_id::text || ': ' || s.available || ' but moved ' || m.available from inventory_stock s
        join lateral (
          select coalesce(sum(available_delta), 0) as available, coalesce(sum(reserved_delta), 0) as reserved,
            coalesce(sum(sold_delta), 0) as sold
          from inventory_movement where tenant_id = s.tenant_id and sku_id = s.sku_id) m on true
        where (s.available, s.reserved, s.sold) <> (m.available, m.reserved, m.sold)
    """,
    "only an order that awaits payment holds stock": """
        select coalesce(o.number, r.order_id::text) || ' is ' || coalesce(o.state, 'unknown') from inventory_reservation r
        left join orders_order o on o.tenant_id = r.tenant_id and o.id = r.order_id
        where r.state = 'held' and o.state is distinct from 'awaiting_payment'
    """,
    "an order that awaits payment holds its stock": """
        select o.number from orders_order o
        where o.state = 'awaiting_payment' and not exists (
          select 1 from inventory_reservation r
          where r.tenant_id = o.tenant_id and r.order_id = o.id and r.state = 'held')
    """,
    "no unit is shipped and given back, none twice": """
        select order_id::text || ': ' || quantity || ' ordered, ' || shipped_quantity || ' left, ' || refunded_quantity
          || ' refunded, ' || returned_quantity || ' came back' from orders_line
        where shipped_quantity + refunded_quantity > quantity or returned_quantity > shipped_quantity
          or refunded_fen + withheld_fen > amount_fen + adjust_share_fen
    """,
    "no order gives back more than it was": """
        select number || ': ' || payable_fen || ', granted ' || granted_fen || ', back ' || refunded_fen from orders_order
        where granted_fen > payable_fen or refunded_fen > granted_fen or granted_freight_fen > freight_fen
    """,
    "an order counts its open cases": """
        select o.number || ': ' || o.open_cases || ' but ' || count(c.id) from orders_order o
        left join trust_case c on c.tenant_id = o.tenant_id and c.order_id = o.id and c.ended_at is null
        group by o.tenant_id, o.id having o.open_cases <> count(c.id)
    """,
    "a budget is what its claims promised": """
        select b.campaign_id::text || ': spent ' || b.spent_fen || ' of ' || b.budget_fen || ', claimed '
          || coalesce(c.fen, 0) from promotions_budget b
        left join lateral (
          select sum(fen) as fen from (
            select discount_fen + more_fen as fen from promotions_claim
            where tenant_id = b.tenant_id and campaign_id = b.campaign_id and state in ('held', 'paid') and not covered
            union all
            select held_fen from promotions_grant where tenant_id = b.tenant_id and campaign_id = b.campaign_id
          ) as each) c on true
        where b.spent_fen > b.budget_fen or b.spent_fen <> coalesce(c.fen, 0)
    """,
    "a quota is never taken beyond itself": """
        select sku_id::text || ': ' || taken || ' of ' || quota from promotions_campaign_sku
        where taken < 0 or taken > quota
    """,
    "an assist's quota is what its full runs keep": """
        select k.sku_id::text || ': taken ' || k.taken || ', kept ' || count(p.run_id) from promotions_campaign_sku k
        join promotions_campaign c on c.tenant_id = k.tenant_id and c.id = k.campaign_id and c.play = 'assist'
        left join promotions_assist_promise p
          on p.tenant_id = k.tenant_id and p.campaign_id = k.campaign_id and p.sku_id = k.sku_id and p.counted
        where k.quota is not null group by k.tenant_id, k.campaign_id, k.sku_id having k.taken <> count(p.run_id)
    """,
    "a team counts its seats": """
        select t.id::text || ' ' || t.state || ': ' || t.taken || '/' || t.joined || ' of ' || t.people_max
        from promotions_group_buy_team t
        left join promotions_group_buy_seat s on s.tenant_id = t.tenant_id and s.team_id = t.id
        where t.state in ('pending', 'forming') group by t.tenant_id, t.id
        having t.taken + t.topped_up > t.people_max
          or t.taken <> count(s.id) filter (where s.state in ('held', 'in'))
          or t.joined <> count(s.id) filter (where s.state = 'in')
    """,
    "nothing that was told had to be parked": """
        select kind || ' ' || subject || ': ' || error from kit_outbox where parked and kind <> all(%s)
    """,
}


def wrongs(owner, parked_kinds=()):
    """What does not hold, by name; `owner` is a connection that sees every shop."""
    found = {}
    for name, text in WRONG.items():
        rows = owner.execute(text, [list(parked_kinds)] if "%s" in text else None).fetchmany(10)
        found[name] = [row[0] for row in rows]
    return {name: rows for name, rows in found.items() if rows}
