-- The least that an accepted order of one hot SKU leaves: less stock and an order under its key.
create table floor.stock (sku_id int primary key, available bigint not null check (available >= 0));
insert into floor.stock values (1, 1000000000);
create table floor.placed (
  id uuid primary key default uuidv7(), key uuid not null unique default gen_random_uuid(), person_id uuid not null,
  sku_id int not null, price_fen bigint not null, placed_at timestamptz not null default now()
);
