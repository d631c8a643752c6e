-- The least that a piece of a flash sale leaves: the shelf fuller, the order, less stock.
create table floor.shelf (id int primary key, taken int not null, quota int not null, check (taken <= quota));
insert into floor.shelf values (1, 0, 1000000000);
create table floor.stock (sku_id int primary key, available bigint not null check (available >= 0));
insert into floor.stock values (1, 1000000000);
create table floor.placed (
  id uuid primary key, key uuid not null unique default gen_random_uuid(), sku_id int not null, price_fen bigint not null
);
