\set sku random(1, 24)
select uuidv7() as journey \gset
begin;
insert into floor.cart_line values (:journey, :sku, 1);
insert into floor.quote values (:journey, :journey, 6800, null);
with placed as (insert into floor.placed values (:journey, :journey, 'awaiting_payment', 6800)), payment as (insert into floor.payment values (:journey, 6800, null, null, 'pending')), line as (insert into floor.line values (:journey, :sku, 1, 6800)), emptied as (delete from floor.cart_line where person_id = :journey), closed as (update floor.quote set order_id = id where id = :journey) update floor.stock set available = available - 1, reserved = reserved + 1 where sku_id = :sku and available >= 1;
update floor.payment set prepay_id = 'wx' || order_id where order_id = :journey and state = 'pending';
with noticed as (insert into floor.notice values (uuidv7(), :journey)), booked as (insert into floor.entry (account, delta_fen, order_id) values ('buyers', -6800, :journey), ('order_money', 6800, :journey)), paid as (update floor.payment set state = 'succeeded', transaction_id = '42' || order_id where order_id = :journey and state = 'pending'), moved as (update floor.placed set state = 'to_ship', paid_at = now() where id = :journey) update floor.stock set reserved = reserved - 1, sold = sold + 1 where sku_id = :sku;
commit;
