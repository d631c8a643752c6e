-- Orders that shopkeepers brought and their customers have received, as the product's own verbs leave them: who brought
-- them, what each line pays, every move entered, the fen in the ledger. One line an order; the window ends tomorrow.
-- Set apart from what is measured; one transfer a shopkeeper stands for those of its orders.
create temp table fresh on commit drop as
select g.n, uuidv7() as order_id, uuidv7() as line_id, k.id as shopkeeper_id, b.person_id, b.id as binding_id,
  2000 + g.n * 7919 %% 30000 as paid_fen, (2000 + g.n * 7919 %% 30000) * 8 / 100 as fen
from generate_series(1, %(orders)s::bigint) as g (n)
join settle_keeper k on k.n = g.n %% %(keepers)s::bigint
join settle_customer b on b.n = g.n %% %(customers)s::bigint;

insert into orders_order (tenant_id, id, number, person_id, quote_id, state, goods_fen, freight_fen, adjust_fen, payable_fen,
  item_count, receiver_masked, phone_masked, phone_last4, province, city, district, region_code, search_words, terms_version,
  buyer_note, placed_at, pay_deadline_at, close_try_at, paid_at, pay_method, received_at, complete_at)
select %(tenant)s, order_id, '9' || %(size)s || lpad(n::text, 9, '0'), person_id, uuidv7(), 'received', paid_fen, 0, 0,
  paid_fen, 1, '', '', '0000', '浙江省', '杭州市', '西湖区', '330106', '{}', '1', '', now() - interval '9 days',
  now() - interval '9 days', now() - interval '9 days', now() - interval '9 days', 'mini', now() - interval '8 days',
  now() + interval '30 days'
from fresh;

insert into distribution_order (tenant_id, order_id, shopkeeper_id, grade, touch, binding_id, rule_version, plan_id, placed_at)
select %(tenant)s, order_id, shopkeeper_id, 1, 'click', binding_id, 0, %(plan)s, now() - interval '9 days' from fresh;

insert into distribution_commission (tenant_id, order_line_id, order_id, shopkeeper_id, plan_id, scope, rate_bp, factor_bp, base,
  base_fen, cost_fen, line_paid_fen, quantity, worked_fen, amount_fen, reason, state, placed_at, release_at)
select %(tenant)s, line_id, order_id, shopkeeper_id, %(plan)s, 'tenant', 800, 10000, 'paid', paid_fen, paid_fen / 2, paid_fen, 1,
  fen, fen, '', 'frozen', now() - interval '9 days', now() + interval '1 day' + n * interval '1 microsecond'
from fresh;

insert into distribution_commission_due (tenant_id, shopkeeper_id, release_at, order_line_id)
select %(tenant)s, shopkeeper_id, now() + interval '1 day' + n * interval '1 microsecond', line_id from fresh;

insert into distribution_commission_entry (tenant_id, order_line_id, id, order_id, shopkeeper_id, kind, amount_fen, source, target,
  transfer_key, at)
select %(tenant)s, line_id, uuidv7(), order_id, shopkeeper_id, move.kind, fen, move.source, move.target,
  'settle:' || move.kind || ':' || %(size)s || ':' || shopkeeper_id, now() - interval '8 days'
from fresh, (values ('accrue', 'promised', 'pending'), ('freeze', 'pending', 'frozen')) as move (kind, source, target);

insert into ledger_transfer (tenant_id, id, key, kind, stage, source_id, target_id, amount_fen, subject_kind, subject_id, memo,
  reference, at)
select %(tenant)s, uuidv7(), 'settle:' || move.kind || ':' || %(size)s || ':' || s.shopkeeper_id, move.name, 'posted',
  case move.kind when 'accrue' then %(promised)s::uuid else k.pending_id end,
  case move.kind when 'accrue' then k.pending_id else k.frozen_id end, s.fen, 'shopkeeper', s.shopkeeper_id, '', '',
  now() - interval '8 days'
from (select shopkeeper_id, sum(fen) as fen from fresh group by shopkeeper_id) as s
join settle_keeper k on k.id = s.shopkeeper_id,
  (values ('accrue', 'commission'), ('freeze', 'commission_freeze')) as move (kind, name);

update ledger_account a set posted_fen = a.posted_fen + s.fen
from (select k.frozen_id as id, sum(f.fen) as fen from fresh f join settle_keeper k on k.id = f.shopkeeper_id group by 1) as s
where a.tenant_id = %(tenant)s and a.id = s.id;

update ledger_account set posted_fen = posted_fen - (select sum(fen) from fresh)
where tenant_id = %(tenant)s and id = %(promised)s;
