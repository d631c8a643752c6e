-- Shopkeepers who sell, and customers whom the log says are theirs; accounts as the ledger names them.
create table settle_keeper (n int primary key, id uuid unique, person_id uuid, pending_id uuid, frozen_id uuid, available_id uuid);
insert into settle_keeper (n, id, person_id, pending_id, frozen_id, available_id)
select k.n - 1, k.id, uuidv7(), k.pending_id, k.frozen_id, k.available_id
from unnest(%(ids)s::uuid[], %(pending)s::uuid[], %(frozen)s::uuid[], %(available)s::uuid[]) with ordinality
  as k (id, pending_id, frozen_id, available_id, n);

insert into distribution_shopkeeper (tenant_id, id, person_id, state, grade, way, invited_by, agreement_version,
  adult_declared_at, words, applied_at, decided_at, started_at, shop_name)
select %(tenant)s, id, person_id, 'active', 1, 'everyone', null, 1, now() - interval '90 days', '', now() - interval '90 days',
  now() - interval '90 days', now() - interval '90 days', '小店' || n from settle_keeper;
insert into distribution_step (tenant_id, shopkeeper_id, at, state, grade, by, name, words)
select %(tenant)s, id, now() - interval '90 days', 'active', 1, 'system', 'bench', '' from settle_keeper;

create table settle_customer (n int primary key, id uuid, person_id uuid, shopkeeper_id uuid);
insert into settle_customer
select g.n, uuidv7(), uuidv7(), k.id from generate_series(0, %(customers)s::int - 1) as g (n)
join settle_keeper k on k.n = g.n %% %(keepers)s::int;
insert into distribution_binding (tenant_id, id, person_id, shopkeeper_id, touch, at, counts_at, rule_version, is_self,
  same_device, in_chain, sells, ordered_before, holder_left, result, why, holder_id, since, protected_until, words, written_at)
select %(tenant)s, id, person_id, shopkeeper_id, 'click', now() - interval '30 days', now() - interval '30 days', 0, false, false,
  false, true, false, false, 'bound', 'first', shopkeeper_id, now() - interval '30 days', now() - interval '23 days', '',
  now() - interval '30 days'
from settle_customer;

insert into ledger_account (tenant_id, id, purpose, owner_kind, owner_id, currency, floor_fen)
select %(tenant)s, a.id, a.purpose, 'shopkeeper', k.id, 'CNY', a.floor_fen
from settle_keeper k, lateral (values (k.pending_id, 'commission_pending', 0), (k.frozen_id, 'commission_frozen', 0),
  (k.available_id, 'commission_available', null)) as a (id, purpose, floor_fen);
insert into ledger_account (tenant_id, id, purpose, owner_kind, owner_id, currency)
values (%(tenant)s, %(promised)s, 'commission_promised', 'tenant', %(tenant)s, 'CNY');
