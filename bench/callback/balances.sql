select nextval('floor.next') as number \gset
begin;
insert into floor.notice values (uuidv7(), :number);
update floor.payment set state = 'succeeded', transaction_id = '42' || out_trade_no where out_trade_no = :number and state = 'pending';
insert into floor.transfer (key, source, target, amount_fen) values ('pay:' || :number::bigint, 'buyers', 'order_money', 6800);
insert into floor.outbox (payload) values ('{"order_id": "00000000-0000-7000-8000-000000000001"}');
update floor.account set posted_fen = posted_fen - 6800 where name = 'buyers';
update floor.account set posted_fen = posted_fen + 6800 where name = 'order_money';
commit;
