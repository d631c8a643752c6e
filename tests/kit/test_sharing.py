"""Who asks the same at once is answered together, never with anything older than their own question."""

import asyncio

import pytest

from lianyi.kit.db import Statement
from lianyi.kit.errors import Refusal
from lianyi.kit.ids import TenantId, new_id
from lianyi.kit.sharing import Shared

ONE = Statement("select 1", int)


class Gone(Refusal):
    code = "gone"


class Shelf:
    """What is read: a number that is set, read once the gate is open."""

    def __init__(self):
        self.number, self.reads = 1, []
        self.began = asyncio.Queue()
        self.gate = asyncio.Event()
        self.gate.set()
        self.shared = Shared(self.read)

    async def open_gate(self):
        self.gate.set()

    async def read(self, session, asked):
        found = self.number
        self.reads.append((session.tenant, asked))
        self.began.put_nowait(asked)
        await self.gate.wait()
        await session.one(ONE)
        if asked == "gone":
            raise Gone
        return asked, found


@pytest.fixture
def shelf():
    return Shelf()


async def test_a_crowd_costs_two_reads_and_hears_what_is_true_when_it_asks(db, tenant, shelf):
    shelf.gate.clear()
    first = asyncio.ensure_future(shelf.shared.answer(db, tenant, "home"))
    await shelf.began.get()
    shelf.number = 2  # after the first question, before the others
    crowd = [asyncio.ensure_future(shelf.shared.answer(db, tenant, "home")) for _ in range(50)]
    *told, _ = await asyncio.gather(*crowd, shelf.open_gate())  # the gate opens when all have asked
    assert await first == ("home", 1)
    assert told == [("home", 2)] * 50
    assert shelf.reads == [(tenant, "home")] * 2


async def test_other_questions_and_other_shops_wait_for_nobody(db, tenant, shelf):
    other = TenantId(new_id())
    shelf.gate.clear()
    asked = [
        asyncio.ensure_future(shelf.shared.answer(db, shop, words))
        for shop, words in ((tenant, "home"), (tenant, "tea"), (other, "home"))
    ]
    for _ in asked:
        await shelf.began.get()
    shelf.gate.set()
    assert [words for words, _ in await asyncio.gather(*asked)] == ["home", "tea", "home"]


async def test_a_refusal_is_told_to_each_and_the_next_question_is_asked_anew(db, tenant, shelf):
    shelf.gate.clear()
    asked = [asyncio.ensure_future(shelf.shared.answer(db, tenant, "gone")) for _ in range(3)]
    await shelf.began.get()
    *told, _ = await asyncio.gather(*asked, shelf.open_gate(), return_exceptions=True)
    assert [type(one) for one in told] == [Gone] * 3
    with pytest.raises(Gone):
        await shelf.shared.answer(db, tenant, "gone")
    assert len(shelf.reads) == 3


async def test_who_hangs_up_leaves_the_others_their_answer(db, tenant, shelf):
    shelf.gate.clear()
    asked = [asyncio.ensure_future(shelf.shared.answer(db, tenant, "home")) for _ in range(4)]
    await shelf.began.get()
    asked[0].cancel()  # the one whose question is being answered
    asked[2].cancel()  # and one who waits
    *told, _ = await asyncio.gather(*asked, shelf.open_gate(), return_exceptions=True)
    assert [type(one).__name__ for one in told] == ["CancelledError", "tuple", "CancelledError", "tuple"]
