-- The least that a seat taken in a team leaves: the team fuller, the seat, the order, less stock.
create table floor.team (id int primary key, taken int not null, people_max int not null, check (taken <= people_max));
insert into floor.team select n, 0, 1000000000 from generate_series(1, 192) as n;
create table floor.stock (sku_id int primary key, available bigint not null check (available >= 0));
insert into floor.stock select n, 1000000000 from generate_series(1, 24) as n;
create table floor.placed (
  id uuid primary key, key uuid not null unique default gen_random_uuid(), sku_id int not null, price_fen bigint not null
);
create table floor.seat (order_id uuid primary key, team_id int not null, person_id uuid not null, unique (team_id, person_id));
