"""One look for all who listen, limits for each and for all, and nothing kept of who has gone."""

import asyncio

import pytest

from lianyi.kit import live
from lianyi.kit.db import Statement
from lianyi.kit.ids import TenantId, new_id
from lianyi.kit.live import Hub, TooManyListeners

TENANT = Statement("select %(tenant)s::uuid", type(new_id()))


class Numbers:
    """What is looked at: numbers by name; who asked for what is kept."""

    def __init__(self, **numbers):
        self.numbers, self.asked = numbers, []

    async def look(self, session, topics):
        self.asked.append((await session.one(TENANT), sorted(topics)))
        return {topic: str(self.numbers[topic]) for topic in topics if topic in self.numbers}


async def heard(listener):
    """What a listener has been told and not read yet; it must be something."""
    return (await anext(listener.heard))["data"]


def join(hub, tenant, numbers, topic, who="somebody", most=9):
    listener = hub.join(tenant, numbers.look, topic, who, most=most)
    listener.heard = listener.messages()
    return listener


@pytest.fixture
def hub(db, monkeypatch):
    """A hub that looks only when the test does."""
    monkeypatch.setattr(live, "LOOK_EVERY_SECONDS", 3600)
    return Hub(db, listeners_max=5)


async def test_however_many_listen_there_is_one_look_a_shop(hub, tenant):
    other, numbers = TenantId(new_id()), Numbers(tea=3, cups=7)
    ours = [join(hub, tenant, numbers, "tea") for _ in range(2)] + [join(hub, tenant, numbers, "cups")]
    theirs = join(hub, other, numbers, "tea")
    await hub.look()
    assert numbers.asked == [(tenant, ["cups", "tea"]), (other, ["tea"])]
    assert [await heard(one) for one in [*ours, theirs]] == ["3", "3", "7", "3"]
    await hub.close()


async def test_only_what_has_changed_is_told_and_the_latest_of_it(hub, tenant):
    numbers = Numbers(tea=3)
    one = join(hub, tenant, numbers, "tea")
    await hub.look()
    assert await heard(one) == "3"
    await hub.look()
    assert not one._news.is_set()  # the same number is no news
    for left in (2, 1):
        numbers.numbers["tea"] = left
        await hub.look()
    assert await heard(one) == "1"
    assert not one._news.is_set()
    await hub.close()


async def test_what_there_is_not_any_more_ends(hub, tenant):
    numbers = Numbers(tea=3)
    one = join(hub, tenant, numbers, "tea")
    del numbers.numbers["tea"]
    await hub.look()
    with pytest.raises(StopAsyncIteration):
        await anext(one.heard)
    await hub.close()


async def test_one_person_and_all_together_have_their_limits(hub, tenant):
    numbers = Numbers(tea=3)
    mine = [join(hub, tenant, numbers, "tea", "me", most=2) for _ in range(2)]
    with pytest.raises(TooManyListeners):
        hub.join(tenant, numbers.look, "tea", "me", most=2)
    for index in range(3):
        join(hub, tenant, numbers, "tea", f"other {index}")
    with pytest.raises(TooManyListeners):
        hub.join(tenant, numbers.look, "tea", "late", most=2)
    assert len(hub) == 5
    hub.leave(mine[0])
    hub.leave(mine[0])  # it has gone already
    assert len(hub) == 4
    join(hub, tenant, numbers, "tea", "me", most=2)
    await hub.close()


async def test_nobody_listens_nobody_looks(hub, tenant, monkeypatch):
    monkeypatch.setattr(live, "LOOK_EVERY_SECONDS", 0)
    numbers = Numbers(tea=3)
    one = join(hub, tenant, numbers, "tea")
    assert await heard(one) == "3"
    hub.leave(one)
    await asyncio.wait_for(hub._task, 20)  # it ends by itself
    assert (len(hub), dict(hub._listeners), dict(hub._count)) == (0, {}, {})
    again = join(hub, tenant, numbers, "tea")
    assert await heard(again) == "3"
    await hub.close()


async def test_a_look_that_fails_is_followed_by_the_next(hub, tenant, monkeypatch):
    monkeypatch.setattr(live, "LOOK_EVERY_SECONDS", 0)
    numbers, failed = Numbers(tea=3), []

    async def look(session, topics):
        if not failed:
            failed.append(1)
            raise OSError
        return await numbers.look(session, topics)

    listener = hub.join(tenant, look, "tea", "me", most=1)
    assert (await anext(listener.messages()))["data"] == "3"
    await hub.close()


async def test_a_stream_is_over_after_its_time(hub, tenant, monkeypatch):
    monkeypatch.setattr(live, "LISTEN_SECONDS_MAX", 0)
    one = join(hub, tenant, Numbers(tea=3), "tea")
    with pytest.raises(StopAsyncIteration):
        await anext(one.heard)
    await hub.close()
