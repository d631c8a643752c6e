begin;
update floor.stock set available = available - 1 where sku_id = 1 and available >= 1;
insert into floor.placed (person_id, sku_id, price_fen) values ('00000000-0000-7000-8000-000000000001', 1, 6800);
commit;
