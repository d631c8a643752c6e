"""Runs migrations as the owner of the database; the server runs as the role `app`."""

from alembic import context
from sqlalchemy import create_engine, text
from sqlalchemy.schema import SchemaItem

from lianyi.app.wiring import load_models

config = context.config
target = load_models()


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
    connection.execute(text("select pg_advisory_unlock(7101)"))  # type: ignore[attr-defined]
    connection.commit()  # type: ignore[attr-defined]


run()
