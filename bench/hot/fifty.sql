begin;
update floor.stock set available = available - 50 where sku_id = 1 and available >= 50;
insert into floor.placed (person_id, sku_id, price_fen) select '00000000-0000-7000-8000-000000000001', 1, 6800 from generate_series(1, 50);
commit;
