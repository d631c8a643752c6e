"""One town for all tests of the folder; what a test moved is put back before the next one."""

import dataclasses
from contextlib import closing

import pytest
import pytest_asyncio

from lianyi.app.http import create_app
from lianyi.identity.queries import forget_slugs
from lianyi.kit import config, limits
from lianyi.kit.clock import MovableClock
from tests.access.rows import Rows
from tests.access.town import open_town
from tests.conftest import MASTER_KEY, NOW, come_to_rest
from tests.wechat_world import World


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def town(_pool, _wipe, _web, _control, _lenders, sandbox_url, owner_dsn, tmp_path_factory):
    """Two shops, everybody signed in; `town.rows` tells whether anything moved and puts it back."""
    before, was = config.config(), _pool.clock
    _wipe()
    await limits.reset()
    forget_slugs()
    clock = _pool.clock = MovableClock(NOW)
    config.configure(
        dataclasses.replace(
            before, wechat_base_url=sandbox_url, wechat_open_url=sandbox_url, wechatpay_base_url=sandbox_url,
            sandbox_url=sandbox_url, public_url=_web.url, data_dir=tmp_path_factory.mktemp("town"),
            master_keys=(MASTER_KEY,), movable_clock=True,
        )
    )  # fmt: skip
    _web.app = app = create_app(_pool)
    app.state.database = _pool
    world = World(sandbox_url, _control, clock, _lenders)
    await world.begin(NOW)

    async def settle():
        await come_to_rest(_pool)

    try:
        async with open_town(app, _pool, world, clock, settle) as opened:
            with closing(Rows(owner_dsn)) as opened.rows:
                opened.nobody = opened.browser()
                opened.rows.keep()
                yield opened
    finally:
        _wipe()
        forget_slugs()
        config.configure(before)
        _pool.clock = was


@pytest.fixture
def untouched(town):
    """The town as it was opened; put back afterwards."""
    yield town
    town.rows.put_back()
