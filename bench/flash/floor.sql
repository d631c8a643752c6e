select uuidv7() as number \gset
begin;
insert into floor.placed (id, sku_id, price_fen) values (:number, 1, 3800);
update floor.shelf set taken = taken + 1 where id = 1 and taken < quota;
update floor.stock set available = available - 1 where sku_id = 1 and available >= 1;
commit;
