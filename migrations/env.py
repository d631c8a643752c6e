"""Runs migrations as the owner of the database; the server runs as the role `app`."""

from alembic import context
from sqlalchemy import create_engine, text
from sqlalchemy.schema import SchemaItem

from lianyi.app.wiring import load_models

config = context.config
target = load_models()

# A table that was never analysed is taken to hold 200 tenants, so that all rows of one are taken to be few: any index that
# begins with the tenant looks as good as the key, and is read whole until autovacuum comes by. So every table is told that
# there is one, until its real figures are made; functions for that exist since PostgreSQL 18 (docs/decisions/0049).
ONE_TENANT = """
do $$
declare
  young text;
begin
  if current_setting('server_version_num')::int < 180000 then
    return;
  end if;
  for young in
    select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
      and not exists (select from pg_statistic s where s.starelid = c.oid and s.staattnum = a.attnum)
  loop
    perform pg_restore_attribute_stats(
      'schemaname', 'public', 'relname', young, 'attname', 'tenant_id', 'inherited', false,
      'null_frac', 0::real, 'avg_width', 16, 'n_distinct', 1::real);
  end loop;
end
$$
"""


def ours(_item: SchemaItem, name: str | None, kind: str, _reflected: bool, _other: SchemaItem | None) -> bool:
    """procrastinate's tables come from its own schema file."""
    return not (kind == "table" and (name or "").startswith("procrastinate_"))


def run() -> None:
    given = config.attributes.get("connection")
    if given is not None:
        _migrate(given)
        return
    engine = create_engine(config.get_main_option("sqlalchemy.url", ""))
    with engine.connect() as connection:
        _migrate(connection)
    engine.dispose()


def _migrate(connection: object) -> None:
    # Two starts at once: the second waits here and then finds nothing left to do.
    connection.execute(text("select pg_advisory_lock(7101)"))  # type: ignore[attr-defined]
    connection.commit()  # type: ignore[attr-defined]
    context.configure(
        connection=connection,
        target_metadata=target,
        include_object=ours,
        compare_type=True,
        compare_server_default=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.execute(text(ONE_TENANT))  # type: ignore[attr-defined]
    connection.commit()  # type: ignore[attr-defined]
    connection.execute(text("select pg_advisory_unlock(7101)"))  # type: ignore[attr-defined]
    connection.commit()  # type: ignore[attr-defined]


run()
