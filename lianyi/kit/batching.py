"""The exception to one request = one transaction: what waits in a worker for the same hot rows is done together.

On one hot row thirty waiting transactions are slower than one (lock convoy), so whoever comes while a batch runs goes
into the next one. Who comes while nothing runs is served at once: without load there is no batch and no delay. Every
request has its own answer and its own idempotency key, stored with the work. Who would spoil the batch is refused alone.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Generic, TypeVar
from weakref import WeakKeyDictionary

import psycopg
from fastapi import Depends, Request, Response
from pydantic import BaseModel

from lianyi.kit import failpoints, idempotency
from lianyi.kit.db import Database, Session
from lianyi.kit.errors import Refusal
from lianyi.kit.http import NoShop, tenant_of
from lianyi.kit.ids import TenantId
from lianyi.kit.metrics import BATCH_SIZE

SIZE_MAX = 100
RUNNING_MAX = (
    2  # the second only beside one that is held up: two at once halve the batches and wait for the same rows
)
PATIENCE_SECONDS = 0.25
WAITING_MAX = 2_000
Asked = TypeVar("Asked")
Done = TypeVar("Done")


class Busy(Refusal):
    status = 503
    code = "server_busy"
    zh = "排队的人太多,请稍后再试"
    en = "Too many are waiting; try again in a moment"


class Spoiled(Exception):
    """Some asks were refused after something had moved: their refusals by place. The rest is done again without them."""

    def __init__(self, refusals: Mapping[int, Refusal]) -> None:
        super().__init__("a batch has to be done again without those it refused")
        self.refusals = refusals


@dataclass(slots=True)
class _Waiting(Generic[Asked, Done]):
    asked: Asked
    apart: frozenset[Hashable]
    answer: asyncio.Future[Done]

    def settle(self, answer: Done | Exception) -> None:
        if self.answer.done():  # who asked has hung up
            return
        if isinstance(answer, Exception):
            self.answer.set_exception(answer)
        else:
            self.answer.set_result(answer)


@dataclass(slots=True)
class _Lane(Generic[Asked, Done]):
    """Who waits for one shop, and the batches that run."""

    waiting: deque[_Waiting[Asked, Done]] = field(default_factory=deque)
    running: int = 0
    began_at: float = 0.0
    tasks: set[asyncio.Task[None]] = field(
        default_factory=set
    )  # held, so that none is collected while it runs

    def may_start(self, now: float) -> bool:
        """Whether a batch may start: none runs, or the one that runs waits for somebody's lock."""
        if not self.running:
            return True
        return self.running < RUNNING_MAX and now - self.began_at > PATIENCE_SECONDS


class Batch(Generic[Asked, Done]):
    """One hot verb. `work` answers each ask by its place, in the batch's transaction.

    Asks that share a name of `apart` are never in one batch: the second of a double tap finds what the first has done.
    """

    def __init__(
        self,
        work: Callable[[Session, Sequence[Asked]], Awaitable[Sequence[Done | Exception]]],
        *,
        apart: Callable[[Asked], frozenset[Hashable]],
    ) -> None:
        self._work = work
        self._apart = apart
        self._lanes: WeakKeyDictionary[Database, dict[TenantId, _Lane[Asked, Done]]] = WeakKeyDictionary()

    async def do(self, db: Database, tenant: TenantId, asked: Asked) -> Done:
        """What `work` answers to this ask. Raises its refusal, and Busy when WAITING_MAX wait before it."""
        lane = self._lanes.setdefault(db, {}).setdefault(tenant, _Lane())
        if len(lane.waiting) >= WAITING_MAX:
            raise Busy
        loop = asyncio.get_running_loop()
        one: _Waiting[Asked, Done] = _Waiting(asked, self._apart(asked), loop.create_future())
        lane.waiting.append(one)
        if lane.may_start(loop.time()):
            lane.running += 1
            lane.began_at = loop.time()
            task = loop.create_task(self._drain(db, tenant, lane))
            lane.tasks.add(task)
            task.add_done_callback(lane.tasks.discard)
        return await one.answer

    async def _drain(self, db: Database, tenant: TenantId, lane: _Lane[Asked, Done]) -> None:
        try:
            while lane.waiting:
                lane.began_at = asyncio.get_running_loop().time()
                await self._serve(db, tenant, _take(lane.waiting))
        finally:  # without a wait after the last look at the queue: who comes next finds nobody at work
            lane.running -= 1

    async def _serve(self, db: Database, tenant: TenantId, together: Sequence[_Waiting[Asked, Done]]) -> None:
        """Do a batch; again without those who spoil it; one by one when it fails as a whole."""
        while together:
            try:
                answers = await self._do(db, tenant, together)
            except Spoiled as spoiled:
                for place, refusal in spoiled.refusals.items():
                    together[place].settle(refusal)
                together = [one for place, one in enumerate(together) if place not in spoiled.refusals]
            except Exception as problem:  # noqa: BLE001  whatever it was belongs to those who asked
                await self._serve_singly(db, tenant, together, problem)
                return
            else:
                for one, answer in zip(together, answers, strict=True):
                    one.settle(answer)
                return

    async def _serve_singly(
        self, db: Database, tenant: TenantId, together: Sequence[_Waiting[Asked, Done]], problem: Exception
    ) -> None:
        # a connection that broke would break for each of them again, only later
        if isinstance(problem, psycopg.OperationalError) and problem.sqlstate is None:
            for one in together:
                one.settle(problem)
            return
        for one in together:
            try:
                answer: Done | Exception = (await self._do(db, tenant, [one]))[0]
            except Spoiled as spoiled:
                answer = spoiled.refusals[0]
            except Exception as own:  # noqa: BLE001  as above
                answer = own
            one.settle(answer)

    async def _do(
        self, db: Database, tenant: TenantId, together: Sequence[_Waiting[Asked, Done]]
    ) -> Sequence[Done | Exception]:
        BATCH_SIZE.observe(len(together))
        async with db.write(tenant) as session:
            session.plan_once()
            done = await self._work(session, [one.asked for one in together])
        failpoints.reach("kit.batch.committed")
        return done


def _take(waiting: deque[_Waiting[Asked, Done]]) -> list[_Waiting[Asked, Done]]:
    """The next batch; who must not be in it with somebody else keeps the place at the head of the queue."""
    taken: list[_Waiting[Asked, Done]] = []
    seen: set[Hashable] = set()
    put_back: list[_Waiting[Asked, Done]] = []
    while waiting and len(taken) < SIZE_MAX:
        one = waiting.popleft()
        if seen.isdisjoint(one.apart):
            seen |= one.apart
            taken.append(one)
        else:
            put_back.append(one)
    waiting.extendleft(reversed(put_back))
    return taken


@dataclass(frozen=True, slots=True)
class Arrival:
    """A request on its way into a batch: the shop it speaks to, its key, and the hash of its input."""

    tenant: TenantId
    key: str
    digest: bytes


async def _arriving(request: Request) -> Arrival:
    key = idempotency.key_of(request)
    tenant = await tenant_of(request)
    if tenant is None:
        raise NoShop(field="Lianyi-Shop")
    return Arrival(tenant, key, await idempotency.input_hash(request))


Arriving = Annotated[Arrival, Depends(_arriving)]


class KeyedBatch(Generic[Asked]):
    """A hot verb of the API: the answers are kept by key in the transaction that did the work; `status` is a success's."""

    def __init__(
        self,
        work: Callable[[Session, Sequence[Asked]], Awaitable[Sequence[BaseModel | Refusal]]],
        *,
        apart: Callable[[Asked], Hashable],
        status: int,
    ) -> None:
        self._work = work
        self._status = status
        self._batch: Batch[tuple[Arrival, Asked], Response] = Batch(
            self._together, apart=lambda one: frozenset((one[0].key, apart(one[1])))
        )

    async def answer(self, db: Database, arrival: Arrival, asked: Asked) -> Response:
        """The answer to one request. Raises its refusal, and Busy."""
        return await self._batch.do(db, arrival.tenant, (arrival, asked))

    async def _together(
        self, session: Session, asked: Sequence[tuple[Arrival, Asked]]
    ) -> list[Response | Exception]:
        told = await idempotency.stored_answers(
            session, {arrival.key: arrival.digest for arrival, _ in asked}
        )
        known = await told
        answers: dict[int, Response | Exception] = {
            place: known[arrival.key] for place, (arrival, _) in enumerate(asked) if arrival.key in known
        }
        fresh = [place for place in range(len(asked)) if place not in answers]
        if fresh:
            try:
                done = await self._work(session, [asked[place][1] for place in fresh])
            except Spoiled as spoiled:
                raise Spoiled({fresh[at]: why for at, why in spoiled.refusals.items()}) from None
            answers |= {place: self._answer(one) for place, one in zip(fresh, done, strict=True)}
            kept = [
                (asked[place][0].key, asked[place][0].digest, answer)
                for place in fresh if isinstance(answer := answers[place], Response)
            ]  # fmt: skip
            if kept:
                await idempotency.keep(session, *kept)
        return [answers[place] for place in range(len(asked))]

    def _answer(self, done: BaseModel | Refusal) -> Response | Exception:
        if isinstance(done, Refusal):
            return done
        return Response(done.model_dump_json().encode(), self._status, media_type="application/json")
