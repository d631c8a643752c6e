select nextval('floor.block') as block \gset
with moved as (
  update floor.line set state = 'available' where block = :block and state = 'frozen' returning id, shopkeeper_id, fen
), entered as (
  insert into floor.entry select id, uuidv7(), fen, 'release:' || :block || ':' || shopkeeper_id, now() from moved
), sums as (
  select shopkeeper_id, sum(fen) as fen from moved group by shopkeeper_id
), transferred as (
  insert into floor.transfer
  select uuidv7(), 'release:' || :block || ':' || shopkeeper_id, 'frozen', 'available', fen, now() from sums
)
update floor.account a set frozen_fen = a.frozen_fen - s.fen, available_fen = a.available_fen + s.fen
from sums s where a.id = s.shopkeeper_id;
