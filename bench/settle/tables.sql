-- What a release must record at the least: lines that wait, their entries, one transfer a shopkeeper, two balances.
create table floor.line (
  id bigint primary key, block int not null, shopkeeper_id int not null, fen bigint not null, state text not null
);
create table floor.entry (line_id bigint, id uuid, fen bigint, key text, at timestamptz, primary key (line_id, id));
create table floor.transfer (id uuid primary key, key text unique, source text, target text, fen bigint, at timestamptz);
create table floor.account (id int primary key, frozen_fen bigint not null, available_fen bigint not null);
insert into floor.line
select n, n / 2000, (n / 2000) * 200 + n % 200, 500 + n % 97, 'frozen' from generate_series(0, 799999) as n;
create index on floor.line (block) where state = 'frozen';
insert into floor.account select n, 10000000, 0 from generate_series(0, 79999) as n;
create sequence floor.block start 0 minvalue 0;
analyze floor.line;
analyze floor.account;
