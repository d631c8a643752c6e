"""One instance a run; each story begins with an empty one."""

import pytest_asyncio

from tests.kill.instance import Instance, new_database


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def _running(server, request, tmp_path_factory):
    name = f"kill_{getattr(request.config, 'workerinput', {}).get('workerid', 'main')}"
    new_database(server, name)
    async with Instance(server, name, tmp_path_factory.mktemp("kill")) as instance:
        yield instance


@pytest_asyncio.fixture(loop_scope="session")
async def instance(_running):
    _running.mend()
    await _running.begin()
    return _running
