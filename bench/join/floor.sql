\set team random(1, 192)
\set sku 1 + :team % 24
select uuidv7() as number \gset
begin;
update floor.team set taken = taken + 1 where id = :team and taken < people_max;
insert into floor.placed (id, sku_id, price_fen) values (:number, :sku, 5800);
insert into floor.seat values (:number, :team, :number);
update floor.stock set available = available - 1 where sku_id = :sku and available >= 1;
commit;
