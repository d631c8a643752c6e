"""What waits is done together: each with its own answer, its own key, and nobody harmed by a neighbour."""

import asyncio

import psycopg
import pytest
from pydantic import BaseModel

from lianyi.kit.batching import Arrival, Busy, KeyedBatch, Spoiled
from lianyi.kit.db import Statement
from lianyi.kit.errors import Refusal
from lianyi.kit.idempotency import KEEP_ANSWERS, IdempotencyKeyReused
from lianyi.kit.ids import new_id

MARK = "mark-"
MARKS = Statement(
    "select key from kit_idempotency where tenant_id = %(tenant)s and key like 'mark-%%' order by key", str
)
KEYS = Statement(
    "select key from kit_idempotency where tenant_id = %(tenant)s and key not like 'mark-%%' order by key",
    str,
)
BREAK = Statement("select 1 / 0 as never", int)


class Done(BaseModel):
    name: str


class TooLate(Refusal):
    code = "too_late"


class Work:
    """Leaves a mark in the table for each ask, and does to some what their name says."""

    def __init__(self):
        self.batches = []
        self.began = asyncio.Queue()
        self.gate = asyncio.Event()
        self.gate.set()

    async def __call__(self, session, asked):
        self.batches.append(list(asked))
        self.began.put_nowait(len(self.batches))
        await self.gate.wait()
        await session.run(
            KEEP_ANSWERS, keys=[MARK + name for name in asked], hashes=[b""] * len(asked),
            statuses=[1] * len(asked), bodies=[b""] * len(asked),
        )  # fmt: skip
        spoilers = {place: TooLate() for place, name in enumerate(asked) if name.startswith("spoils")}
        if spoilers:
            raise Spoiled(spoilers)
        if any(name.startswith("poison") for name in asked):
            await session.one(BREAK)
        return [TooLate() if name.startswith("refused") else Done(name=name) for name in asked]


class Stand:
    def __init__(self, db, tenant):
        self.db, self.tenant, self.work = db, tenant, Work()
        self.batch = KeyedBatch(self.work, apart=lambda name: name, status=201)

    def ask(self, name, *, key=None, digest=b"same"):
        arrival = Arrival(self.tenant, key or f"key-{name}-{new_id()}", digest)
        return asyncio.ensure_future(self.batch.answer(self.db, arrival, name))

    async def under_way(self, name):
        """An ask whose batch has begun."""
        asked = self.ask(name)
        await self.work.began.get()
        return asked

    async def open_gate(self):
        self.work.gate.set()

    async def together(self, *names):
        """Let one go ahead and hold the gate, so that all others wait for the next batch."""
        self.work.gate.clear()
        first = await self.under_way("first")
        # tasks begin in the order they were made: the gate opens when all asks wait
        asks = [*map(self.ask, names), asyncio.ensure_future(self.open_gate())]
        *answers, _ = await asyncio.gather(*asks, return_exceptions=True)
        await first
        return answers

    async def marks(self):
        async with self.db.read(self.tenant) as session:
            return [key.removeprefix(MARK) for key in await session.all(MARKS)]

    async def keys(self):
        async with self.db.read(self.tenant) as session:
            return await session.all(KEYS)


@pytest.fixture
def stand(db, tenant):
    return Stand(db, tenant)


def _bodies(answers):
    return [answer.body for answer in answers if not isinstance(answer, BaseException)]


async def test_who_comes_alone_is_served_alone_and_at_once(stand):
    answer = await stand.ask("only")
    assert (answer.status_code, answer.body) == (201, b'{"name":"only"}')
    assert stand.work.batches == [["only"]]


async def test_who_waits_is_done_together_each_with_its_own_answer(stand):
    names = [f"n{number:02}" for number in range(30)]
    answers = await stand.together(*names)
    assert _bodies(answers) == [b'{"name":"%s"}' % name.encode() for name in names]
    assert list(map(len, stand.work.batches)) == [1, 30]
    assert await stand.marks() == sorted([*names, "first"])


async def test_a_batch_has_a_limit(stand):
    answers = await stand.together(*(f"n{number:03}" for number in range(130)))
    assert len(_bodies(answers)) == 130
    assert max(map(len, stand.work.batches)) == 100


async def test_a_refusal_is_its_own(stand):
    answers = await stand.together("a", "refused-b", "c")
    assert [type(answer).__name__ for answer in answers] == ["Response", "TooLate", "Response"]
    assert len(await stand.keys()) == 3, "a refusal keeps no key: it may be tried again"


async def test_who_spoils_is_refused_alone_and_leaves_nothing(stand):
    answers = await stand.together("a", "spoils-b", "c", "spoils-d", "e")
    assert [type(answer).__name__ for answer in answers] == [
        "Response",
        "TooLate",
        "Response",
        "TooLate",
        "Response",
    ]
    assert await stand.marks() == ["a", "c", "e", "first"]
    assert stand.work.batches[-1] == ["a", "c", "e"]


async def test_poison_fails_alone(stand):
    answers = await stand.together("a", "poison-b", "c")
    assert isinstance(answers[1], psycopg.errors.DivisionByZero)
    assert _bodies(answers) == [b'{"name":"a"}', b'{"name":"c"}']
    assert await stand.marks() == ["a", "c", "first"]


async def test_one_key_is_one_act_however_often_it_comes(stand):
    answers = await asyncio.gather(*(stand.ask("tea", key="the-same-key") for _ in range(20)))
    assert {answer.body for answer in answers} == {b'{"name":"tea"}'}
    assert await stand.marks() == ["tea"]
    with pytest.raises(IdempotencyKeyReused):
        await stand.ask("tea", key="the-same-key", digest=b"another")


async def test_what_must_not_meet_does_not_meet(stand):
    answers = await stand.together("tea", "tea", "milk")
    twins = sorted(type(answer).__name__ for answer in answers[:2])
    assert twins == ["Response", "UniqueViolation"], "the second finds the mark of the first"
    assert all(len(set(batch)) == len(batch) for batch in stand.work.batches)
    assert sorted(_bodies(answers)) == [b'{"name":"milk"}', b'{"name":"tea"}']


async def test_the_queue_has_an_end(stand, monkeypatch):
    monkeypatch.setattr("lianyi.kit.batching.WAITING_MAX", 3)
    answers = await stand.together("a", "b", "c", "d")
    assert [type(answer).__name__ for answer in answers] == ["Response", "Response", "Response", "Busy"]
    assert isinstance(answers[3], Busy)


async def test_who_hangs_up_harms_nobody(stand):
    stand.work.gate.clear()
    gone, stays = await stand.under_way("gone"), stand.ask("stays")
    gone.cancel()
    stand.work.gate.set()
    assert (await stays).body == b'{"name":"stays"}'
    assert await stand.marks() == ["gone", "stays"]


async def test_who_comes_in_the_same_breath_as_an_answer_is_served(stand):
    for number in range(50):
        assert (await stand.ask(f"n{number}")).status_code == 201


async def test_a_batch_that_is_held_up_holds_up_nobody_else(stand, monkeypatch):
    monkeypatch.setattr("lianyi.kit.batching.PATIENCE_SECONDS", -1)
    stand.work.gate.clear()
    held_up, other = await stand.under_way("held-up"), await stand.under_way("other")
    assert stand.work.batches == [["held-up"], ["other"]]
    stand.work.gate.set()
    assert (await held_up).status_code == (await other).status_code == 201
