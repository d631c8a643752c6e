-- The least that a paid order leaves: its cart and quote, the order with its line and stock, the payment asked for and
-- arrived, the notice, and both sides of the money.
create table floor.stock (
  sku_id int primary key, available bigint not null check (available >= 0), reserved bigint not null default 0,
  sold bigint not null default 0
);
insert into floor.stock select n, 1000000000 from generate_series(1, 24) as n;
create table floor.cart_line (person_id uuid, sku_id int, quantity int not null, primary key (person_id, sku_id));
create table floor.quote (id uuid primary key, person_id uuid not null, payable_fen bigint not null, order_id uuid);
create table floor.placed (
  id uuid primary key, person_id uuid not null, state text not null, payable_fen bigint not null,
  placed_at timestamptz not null default now(), paid_at timestamptz
);
create table floor.line (
  order_id uuid, sku_id int, quantity int not null, price_fen bigint not null, primary key (order_id, sku_id)
);
create table floor.payment (
  order_id uuid primary key, amount_fen bigint not null, prepay_id text, transaction_id text unique, state text not null
);
create table floor.notice (id uuid primary key, order_id uuid not null);
create table floor.entry (
  id bigint generated always as identity primary key, account text not null, delta_fen bigint not null,
  order_id uuid not null
);
