-- The least that a payment's notice leaves: the notice once, the payment moved, both sides of the money, the fact to tell.
create table floor.payment (
  out_trade_no bigint primary key, amount_fen bigint not null, transaction_id text, state text not null
);
insert into floor.payment select n, 6800, null, 'pending' from generate_series(1, 1000000) as n;
create table floor.notice (id uuid primary key, out_trade_no bigint not null);
create table floor.account (name text primary key, posted_fen bigint not null);
insert into floor.account values ('buyers', 0), ('order_money', 0);
create table floor.transfer (
  id uuid primary key default uuidv7(), key text not null unique, source text not null, target text not null,
  amount_fen bigint not null
);
create table floor.outbox (id bigint generated always as identity primary key, payload jsonb not null);
create sequence floor.next;
