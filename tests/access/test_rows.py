"""What the others of this folder rely on: nothing is written that is not seen, and all of it is put back."""

import psycopg
import pytest

COLUMNS = "slug, name, theme_color, created_at"
ACTS = {
    "the same words": "update identity_tenant set name = name where slug = 'another'",
    "other words": "update identity_tenant set name = '换了名字' where slug = 'another'",
    "one gone": "delete from identity_tenant where slug = 'another'",
    "one more": f"insert into identity_tenant (id, {COLUMNS}) values (gen_random_uuid(), 'third', '三', '#000000', now())",
    "one for one": f"""
        with gone as (delete from identity_tenant where slug = 'another' returning *)
        insert into identity_tenant (id, {COLUMNS}) select id, {COLUMNS} from gone
    """,
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_whatever_is_written_is_seen_and_put_back(untouched, owner_dsn, act):
    rows, table = untouched.rows, "identity_tenant"
    rows.look()
    with psycopg.connect(owner_dsn, autocommit=True) as owner:
        owner.execute("set session_replication_role = replica")  # this table alone
        owner.execute(act)
    assert rows.moved() == {table}
    assert rows.moved() == set()  # since last looked at
    assert rows.put_back()
    assert rows._copy(table) == rows.kept[table]
    assert not rows.put_back()
