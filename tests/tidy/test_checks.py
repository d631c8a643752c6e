"""Every check of tidy sees what it is for and lets its neighbour pass."""

import pytest

from tests.tidy import python_checks, tree_checks, web_checks
from tests.tidy.sources import Source

LONG = "def f():\n" + "    pass\n" * 70
CASES = [
    (python_checks.too_long_file, "x = 1\n" * 401, "x = 1\n" * 400),
    (python_checks.too_long_function, LONG, "def f():\n" + "    pass\n" * 69),
    (python_checks.commits, "session.commit()", "commit()"),
    (python_checks.commits, "await db.rollback()", "rollback_count = 1"),
    (python_checks.sql_out_of_place, 'x = " select 1"', 'x = "selected"'),
    (python_checks.sql_out_of_place, 'X = Statement("select")', "X = Statements()"),
    (python_checks.sql_out_of_place, 'x = "update orders_order set a = 1"', 'x = "update of the order"'),
    (python_checks.writes_among_reads, 'x = "delete from a where b = 1"', 'x = "select 1"'),
    (python_checks.writes_among_reads, 'x = "with t as (select 1) insert into a select 1"', 'x = "with t as (select 1) select 2"'),
    (python_checks.sql_put_together, 'x = f"select {a}"', 'x = "select %(a)s"'),
    (python_checks.sql_put_together, 'x = "select " + a', 'x = "selected " + a'),
    (python_checks.sql_put_together, 'x = "delete from a where b = %s" % a', "x = 5 % a"),
    (python_checks.sql_put_together, 'x = f"select {columns} from a"', 'x = f"select {COLUMNS} from a"'),
    (python_checks.own_clock, "datetime.now(UTC)", "session.now"),
    (python_checks.own_clock, "datetime.datetime.utcnow()", "db.clock.now()"),
    (python_checks.own_clock, "time.time()", "time.monotonic()"),
    (python_checks.sleeps, "await asyncio.sleep(1)", "clock.advance(hour)"),
    (python_checks.float_near_money, "x = price_fen / 2", "x = price_fen // 2"),
    (python_checks.float_near_money, "x = order.price_fen * 0.5", "x = order.weight_g * 0.5"),
    (python_checks.float_near_money, "x = round(total_fen * rate)", "x = round(ratio)"),
    (python_checks.float_near_money, "def f(total_fen: float): pass", "def f(total_fen: int): pass"),
    (python_checks.float_near_money, "class A:\n    price_fen: Decimal", "class A:\n    price_fen: int"),
    (python_checks.silent_public_function, "def f(): pass", "def _f(): pass"),
    (python_checks.silent_public_function, "async def f(): pass", 'async def f():\n    """Say it."""'),
    (python_checks.unexplained_opt_out, "x = 1  # noqa", "x = 1"),
    (python_checks.unexplained_opt_out, "x = 1  # noqa: S608", "x = 1  # noqa: S608  the names are ours"),
    (python_checks.unfinished, "# TO" + "DO: later", "# to do it later is fine"),
    (python_checks.unfinished, "text = '敬请" + "期待'", "text = '请期待'"),
    (python_checks.notifies, 'x = "select pg_notify(1)"', 'x = "notifies"'),
    (tree_checks.app_in_migration, "from lianyi.kit import tables", "from tenancy import protect"),
    (tree_checks.outside_address, "resolved: https://registry.npm" + "js.org/vue", "https://nodejs.org"),
    (tree_checks.outside_address, "cd /ro" + "ot/lianyi", "the root/lianyi folder"),
    (tree_checks.refusal_without_words, "class Gone(Refusal):\n    code = 'gone'\n    zh = '没了'", "class Gone(Refusal):\n    code = zh = en = ''"),
    (web_checks.own_colour, "a { color: #D9482B }", "a { color: var(--ly-accent) }"),
    (web_checks.own_colour, "a { background: rgba(0, 0, 0, .5) }", "<use href='#heart' fill=\"#000\"/>"),
    (web_checks.own_type, "a { font-size: 13px }", "a { font-size: var(--ly-type-13) }"),
    (web_checks.own_type, "a { font-weight: 600 }", "a { border-radius: 50% }"),
    (web_checks.own_type, "a { border-radius: 6px }", "a { border-radius: var(--ly-radius-small) }"),
    (web_checks.words_out_of_place, "<b>已发货</b>", "<b>{{ say('shipped') }}</b>  <!-- 已发货 -->"),
    (web_checks.words_out_of_place, "const a = '已发货' // why", "const a = 1 // 已发货"),
    (web_checks.words_out_of_place, "words({ a: '一(1)' }, {})\nx = '二'", "useWords(words({ a: '一(1)' }, { a: 'one' }))"),
    (web_checks.words_out_of_place, "x: ['开店']", "x: ['开店', 'Shop opened'],"),
    (web_checks.fen_by_hand, "(price_fen / 100).toFixed(2)", "yuan(price_fen)"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("check", "bad", "good"), CASES, ids=[f"{one[0].__name__}-{n}" for n, one in enumerate(CASES)]
)
def test_a_check_sees_what_it_is_for(check, bad, good):
    assert len(list(check(Source("lianyi/orders/actions.py", bad)))) == 1
    assert list(check(Source("lianyi/orders/actions.py", good))) == []


@pytest.mark.parametrize(
    ("path", "complaints"),
    [
        ("lianyi/orders/actions.py", 0),
        ("lianyi/orders/actions/ship.py", 0),
        ("lianyi/identity/edges.py", 0),
        ("lianyi/orders/edges.py", 1),
        ("lianyi/orders/service.py", 1),
        ("lianyi/kit/anything.py", 0),
        ("lianyi/promotions/registry.py", 0),
        ("lianyi/promotions/engine.py", 1),
        ("lianyi/promotions/plays/lucky_wheel/play.py", 0),
        ("lianyi/promotions/plays/lucky_wheel/queries/teams.py", 0),
        ("lianyi/promotions/plays/lucky_wheel/registry.py", 1),
        ("lianyi/promotions/plays/lucky_wheel/service.py", 1),
        ("lianyi/promotions/plays/stray.py", 1),
    ],
)
def test_the_file_vocabulary(path, complaints):
    assert len(list(tree_checks.strange_file(Source(path, "")))) == complaints


def test_names_that_say_nothing():
    assert len(list(tree_checks.banned_name(Source("lianyi/orders/utils.py", "")))) == 1
    assert len(list(tree_checks.banned_name(Source("lianyi/common/money.py", "")))) == 1
    assert list(tree_checks.banned_name(Source("lianyi/orders/base_price.py", ""))) == []


def test_a_domain_has_a_card():
    assert len(list(tree_checks.missing_card(Source("lianyi/orders/__init__.py", '"""Orders."""')))) == 2
    card = '"""Orders.\n\nOwns: orders_order.\nCalled by: checkout.\n"""'
    assert list(tree_checks.missing_card(Source("lianyi/orders/__init__.py", card))) == []
    assert list(tree_checks.missing_card(Source("lianyi/orders/actions/__init__.py", ""))) == []


@pytest.mark.parametrize(
    ("line", "complaints"),
    [
        ("from lianyi.catalog import queries", 0),
        ("from lianyi.catalog.types import SkuId", 0),
        ("from lianyi.catalog import store", 1),
        ("from lianyi.catalog.models import product", 1),
        ("import lianyi.catalog.rules", 1),
        ("from lianyi.orders import store", 0),
        ("from lianyi.kit import db", 0),
        ("from lianyi.wechat import pay", 0),
    ],
)
def test_a_domain_is_entered_by_its_door(line, complaints):
    assert len(list(tree_checks.enters_by_the_window(Source("lianyi/orders/actions.py", line)))) == complaints
    assert list(tree_checks.enters_by_the_window(Source("lianyi/app/wiring.py", line))) == []


@pytest.mark.parametrize(
    ("path", "text", "complaints"),
    [
        ("lianyi/checkout/actions.py", "if play == 'lucky_wheel':", 1),
        ("web/shop/src/pages/home/index.vue", "<LuckyWheel />", 1),
        ("web/console/src/views/orders/list/index.vue", "go('/lucky-wheel')", 1),
        ("web/shop/src/here/api.ts", "luckyWheel()", 1),
        ("lianyi/checkout/actions.py", "wheel_of_lucky_people = 1", 0),
        ("lianyi/promotions/plays/lucky_wheel/actions.py", "lucky_wheel", 0),
        ("lianyi/promotions/plays/other/actions.py", "from lianyi.promotions.plays import lucky_wheel", 1),
        ("web/shop/src/plays/lucky_wheel/list/index.vue", "LuckyWheel", 0),
        ("migrations/versions/0020_promotions_lucky_wheel.py", "lucky_wheel", 0),
        ("lianyi/promotions/registry.py", '"lianyi.promotions.plays.lucky_wheel",', 0),
        ("README.md", "lucky_wheel", 0),
    ],
)
def test_a_play_is_named_in_its_folders_alone(path, text, complaints):
    assert len(list(tree_checks.names_a_play(Source(path, text), ["lucky_wheel"]))) == complaints


@pytest.mark.parametrize(
    ("path", "text", "complaints"),
    [
        ("lianyi/promotions/types.py", 'COUPON = "coupon"', 0),
        ("web/shop/src/words/en.ts", "'checkout.uses': 'Coupons',", 0),
        ("lianyi/checkout/actions.py", 'if campaign.play == "coupon":', 1),
        ("lianyi/checkout/actions.py", "from lianyi.promotions.plays.coupon import store", 1),
        ("web/shop/src/pages/me/index.vue", "go('/plays/coupon/mine/index')", 1),
    ],
)
def test_a_play_that_shares_its_name_with_a_word_is_told_by_what_points_at_it(path, text, complaints):
    assert len(list(tree_checks.names_a_play(Source(path, text), ["coupon"]))) == complaints


@pytest.mark.parametrize(
    ("path", "line", "complaints"),
    [
        (
            "lianyi/promotions/plays/lucky_wheel/actions.py",
            "from lianyi.promotions.plays.lucky_wheel import store",
            0,
        ),
        ("lianyi/promotions/plays/lucky_wheel/actions.py", "from lianyi.promotions import queries", 0),
        ("lianyi/promotions/plays/lucky_wheel/play.py", "from lianyi.promotions.play import PlayCard", 0),
        ("lianyi/promotions/plays/lucky_wheel/actions.py", "from lianyi.promotions.store import claiming", 1),
        ("lianyi/promotions/plays/lucky_wheel/actions.py", "from lianyi.promotions import registry", 1),
        ("lianyi/promotions/plays/lucky_wheel/actions.py", "from lianyi.orders import store", 1),
        ("lianyi/promotions/actions.py", "from lianyi.promotions import store", 0),
    ],
)
def test_a_play_enters_the_frame_by_its_door(path, line, complaints):
    assert len(list(tree_checks.enters_by_the_window(Source(path, line)))) == complaints


def test_migrations_follow_one_another():
    def migration(name, revision, before):
        return Source(
            f"migrations/versions/{name}.py", f"revision = {revision!r}\ndown_revision = {before!r}\n"
        )

    good = [migration("0001_kit", "0001", None), migration("0002_identity", "0002", "0001")]
    assert list(tree_checks.migration_chain(good)) == []
    twins = [*good, migration("0002_orders", "0003", "0001")]
    assert len(list(tree_checks.migration_chain(twins))) == 2


@pytest.mark.parametrize(
    ("text", "complaints"),
    [
        ('failpoints.reach("a.b")', 0),
        ('failpoints.reach("a.b")\nfailpoints.reach("a.b")', 1),
        ('failpoints.reach("a.b")\nfailpoints.reach("a.unknown")', 1),
        ('failpoints.reach("a.b")\nfailpoints.reach(name)', 1),
        ("", 1),
    ],
)
def test_failpoints_are_in_step(text, complaints):
    source = Source("lianyi/kit/jobs.py", text)
    assert len(list(python_checks.points_out_of_step([source], {"a.b": "so"}, {"a.b"}))) == complaints


def test_a_failpoint_that_nothing_is_killed_at_is_told():
    source = Source("lianyi/kit/jobs.py", 'failpoints.reach("a.b")')
    assert len(list(python_checks.points_out_of_step([source], {"a.b": "so"}, set()))) == 1
