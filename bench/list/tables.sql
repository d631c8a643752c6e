-- As many cards as the shop has, with what a card shows.
create table floor.card (
  tenant_id uuid, id uuid, sort_at timestamptz, title text, subtitle text, price_fen bigint, sold bigint, picture text,
  primary key (tenant_id, id)
);
insert into floor.card
select '00000000-0000-7000-8000-000000000001', uuidv7(), now() - make_interval(mins => n), 'title of product ' || n,
  repeat('subtitle ', 3), 1000 + n, n, 'https://127.0.0.1/media/' || repeat('x', 60)
from generate_series(1, 24) as n;
create index on floor.card (tenant_id, sort_at desc, id);
analyze floor.card;
