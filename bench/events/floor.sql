begin;
insert into floor.outbox (subject, payload) select '00000000-0000-7000-8000-000000000001', '{"order_id": "00000000-0000-7000-8000-000000000001"}' from generate_series(1, 100);
commit;
delete from floor.outbox where id in (select id from floor.outbox order by id limit 100 for update skip locked) returning id, subject, payload;
