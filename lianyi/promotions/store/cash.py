"""Writing SQL of prizes in money: how much may be owed a day, and how much of a day is."""

from lianyi.kit.db import Statement

SAVE_LIMIT = Statement(
    """
    insert into promotions_cash_limit (tenant_id, day_fen, changed_at) values (%(tenant)s, %(day_fen)s, %(now)s)
    on conflict (tenant_id) do update set day_fen = excluded.day_fen, changed_at = excluded.changed_at
    """
)
# The limit is read under the day's row, so that what is owed of a day never exceeds what stood there when it was owed.
COUNT_DAY = Statement(
    """
    insert into promotions_cash_day as d (tenant_id, day, fen)
    select l.tenant_id, %(day)s, %(fen)s from promotions_cash_limit l
    where l.tenant_id = %(tenant)s and %(fen)s <= l.day_fen
    on conflict (tenant_id, day) do update set fen = d.fen + excluded.fen
    where d.fen + excluded.fen <= (select l.day_fen from promotions_cash_limit l where l.tenant_id = d.tenant_id)
    """
)
