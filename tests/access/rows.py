"""What stands in the database: whether anything moved, and how it is put back as it was."""

import psycopg
from psycopg import sql

TABLES = """
select tablename from pg_tables where schemaname = 'public' and tablename <> 'alembic_version' order by tablename
"""
LOOK = """
select count(*), sum(hashint8extended(xmin::text::bigint, 0)) into rows, writers from @;
if rows > 0 then at := '@'; return next; end if;
"""
# A transaction that writes or locks a row takes a number; while none was taken nothing can have moved.
NUMBER = "select pg_snapshot_xmax(pg_current_snapshot())::text"


class Rows:
    """The rows of every table, seen as their owner, whom no wall hides anything from."""

    def __init__(self, dsn):
        self.connection = psycopg.connect(dsn, autocommit=True)
        # Triggers rest for good, since a change of this setting would forget the plans of the function below.
        self.connection.execute("set session_replication_role = replica")
        self.tables = [row[0] for row in self.connection.execute(TABLES)]
        # A function keeps its plans; one question over all tables cost twice as much.
        body = " ".join(LOOK.replace("@", table) for table in self.tables)
        self.connection.execute(
            "create function pg_temp.look() returns table (at text, rows bigint, writers numeric) stable language plpgsql as "
            f"$$begin {body} end$$"
        )
        self.kept, self.as_kept, self.seen, self.number = {}, {}, {}, None

    def look(self):
        """Table that has rows -> (how many, a hash over who wrote each last).

        Whatever is written has a new writer, even with the same words: what stands in the rows need not be read.
        """
        found = self.connection.execute("select * from pg_temp.look()")
        self.seen = {table: (count, digest) for table, count, digest in found}
        self.number = self.connection.execute(NUMBER).fetchone()[0]
        return self.seen

    def moved(self):
        """Names of the tables that are not as they were when last looked at; a row written with the same words counts."""
        if self.connection.execute(NUMBER).fetchone()[0] == self.number:
            return set()
        before, now = self.seen, self.look()
        return {table for table in self.tables if now.get(table) != before.get(table)}

    def keep(self):
        """Remember every row as it is now."""
        self.kept = {table: self._copy(table) for table in self.tables}
        self.as_kept = dict(self.look())

    def put_back(self):
        """Every row as it was kept; triggers rest meanwhile. Tells whether anything had to be done."""
        now = self.look()
        changed = [table for table in self.tables if now.get(table) != self.as_kept.get(table)]
        if not changed:
            return False
        with self.connection.transaction():
            for table in changed:
                self.connection.execute(sql.SQL("delete from {}").format(sql.Identifier(table)))
                with self.connection.cursor().copy(self._into(table)) as copy:
                    copy.write(self.kept[table])
        self.as_kept = dict(self.look())
        return True

    def _copy(self, table):
        out = sql.SQL("copy {} to stdout").format(sql.Identifier(table))
        with self.connection.cursor().copy(out) as copy:
            return b"".join(bytes(part) for part in copy)

    def _into(self, table):
        return sql.SQL("copy {} from stdin").format(sql.Identifier(table))

    def close(self):
        self.connection.close()
