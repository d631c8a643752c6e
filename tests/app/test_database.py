"""A database of the operator's own: who connects as what, and how `app` gets in."""

import psycopg
import pytest

from lianyi.app import database
from lianyi.app.database import app_url, let_app_in
from lianyi.app.settings import Settings
from lianyi.kit.secrets import new_master_key

OWNER = "postgresql://boss:p%40ss@db.internal:5433/shop?sslmode=require"


@pytest.fixture
def settings():
    return Settings(
        database_url=OWNER,
        master_key=new_master_key(),
        app_database_url=None,
        demo=True,
        wechat_base_url=None,
        wechatpay_base_url=None,
    )


def test_app_connects_to_the_same_place_as_itself(settings):
    url = app_url(settings, OWNER)
    assert url.startswith("postgresql://app:")
    assert url.endswith("@db.internal:5433/shop?sslmode=require")
    assert "p%40ss" not in url


def test_the_address_given_for_app_is_taken_as_it_is(settings):
    given = settings.model_copy(
        update={"app_database_url": type(settings.database_url)("postgresql://app@other/x")}
    )
    assert app_url(given, OWNER) == "postgresql://app@other/x"


def test_the_password_of_app_follows_from_the_oldest_master_key_so_that_rotation_keeps_it(settings):
    first = settings.master_key.get_secret_value()
    rotated = settings.model_copy(
        update={"master_key": type(settings.master_key)(f"{new_master_key(2)},{first}")}
    )
    assert app_url(rotated, OWNER) == app_url(settings, OWNER)
    other = settings.model_copy(update={"master_key": type(settings.master_key)(new_master_key())})
    assert app_url(other, OWNER) != app_url(settings, OWNER)


def test_migrating_gives_app_its_password_and_nothing_else(settings, owner_dsn):
    rights = "select rolpassword is not null, rolsuper, rolbypassrls, rolcanlogin from pg_authid where rolname = 'app'"
    with psycopg.connect(owner_dsn) as owner:
        assert owner.execute(rights).fetchone() == (False, False, False, True)
    let_app_in(settings, owner_dsn)
    with psycopg.connect(owner_dsn, autocommit=True) as owner:
        assert owner.execute(rights).fetchone() == (True, False, False, True)
        owner.execute("alter role app password null")


def test_the_embedded_database_needs_no_password(settings, owner_dsn):
    let_app_in(settings.model_copy(update={"database_url": None}), owner_dsn)
    with psycopg.connect(owner_dsn) as owner:
        assert owner.execute("select rolpassword from pg_authid where rolname = 'app'").fetchone() == (None,)


def test_a_migrated_database_is_known_as_current_and_an_empty_one_is_not(owner_dsn, server):
    assert database.is_current(owner_dsn)
    assert not database.is_current(server.dsn("postgres", "owner"))
