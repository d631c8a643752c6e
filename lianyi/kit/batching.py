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

from lianyi.kit import idempotency
from lianyi.kit.db import Database, Session
from lianyi.kit.errors import Refusal
from lianyi.kit.http import NoShop, tenant_of
from lianyi.kit.ids import TenantId
from lianyi.kit.log import get_logger
from lianyi.kit.metrics import BATCH_SIZE

SIZE_MAX = 100
RUNNING_MAX = 2  # one prepares while the other commits; more would only wait for the same rows
WAITING_MAX = 2_000
Asked = TypeVar("Asked")
log = get_logger(__name__)


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
Answer = Response | Exception


@dataclass(slots=True)
class _Waiting(Generic[Asked]):
    arrival: Arrival
    asked: Asked
    apart: frozenset[Hashable]
    answer: asyncio.Future[Response]

    def settle(self, answer: Answer) -> None:
        if self.answer.done():  # who asked has hung up
            return
        if isinstance(answer, Exception):
            self.answer.set_exception(answer)
        else:
            self.answer.set_result(answer)


@dataclass(slots=True)
class _Lane(Generic[Asked]):
    """Who waits for one shop, and how many batches run."""

    waiting: deque[_Waiting[Asked]] = field(default_factory=deque)
    running: set[asyncio.Task[None]] = field(default_factory=set)


class Batch(Generic[Asked]):
    """One hot verb. `work` answers each ask by place, in the batch's transaction; `status` is a success's.

    Asks that share a value of `apart` are never in one batch: the second of a double tap finds what the first has done.
    """

    def __init__(
        self,
        work: Callable[[Session, Sequence[Asked]], Awaitable[Sequence[BaseModel | Refusal]]],
        *,
        apart: Callable[[Asked], Hashable],
        status: int,
    ) -> None:
        self._work = work
        self._apart = apart
        self._status = status
        self._lanes: WeakKeyDictionary[Database, dict[TenantId, _Lane[Asked]]] = WeakKeyDictionary()

    async def answer(self, db: Database, arrival: Arrival, asked: Asked) -> Response:
        """The answer to one request. Raises its refusal, and Busy when WAITING_MAX wait before it."""
        lane = self._lanes.setdefault(db, {}).setdefault(arrival.tenant, _Lane())
        if len(lane.waiting) >= WAITING_MAX:
            raise Busy
        apart = frozenset((arrival.key, self._apart(asked)))
        one = _Waiting(arrival, asked, apart, asyncio.get_running_loop().create_future())
        lane.waiting.append(one)
        if len(lane.running) < RUNNING_MAX:
            task = asyncio.create_task(self._drain(db, arrival.tenant, lane))
            lane.running.add(task)
            task.add_done_callback(lane.running.discard)
        return await one.answer

    async def _drain(self, db: Database, tenant: TenantId, lane: _Lane[Asked]) -> None:
        while lane.waiting:
            await self._serve(db, tenant, _take(lane.waiting))

    async def _serve(self, db: Database, tenant: TenantId, together: Sequence[_Waiting[Asked]]) -> None:
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
        self, db: Database, tenant: TenantId, together: Sequence[_Waiting[Asked]], problem: Exception
    ) -> None:
        # a connection that broke would break for each of them again, only later
        if isinstance(problem, psycopg.OperationalError) and problem.sqlstate is None:
            for one in together:
                one.settle(problem)
            return
        for one in together:
            try:
                answer: Answer = (await self._do(db, tenant, [one]))[0]
            except Spoiled as spoiled:
                answer = spoiled.refusals[0]
            except Exception as own:  # noqa: BLE001  as above
                answer = own
            one.settle(answer)

    async def _do(self, db: Database, tenant: TenantId, together: Sequence[_Waiting[Asked]]) -> list[Answer]:
        BATCH_SIZE.observe(len(together))
        async with db.write(tenant) as session:
            known = await idempotency.stored_answers(
                session, {one.arrival.key: one.arrival.digest for one in together}
            )
            answers: list[Answer | None] = [known.get(one.arrival.key) for one in together]
            fresh = [place for place, answer in enumerate(answers) if answer is None]
            if fresh:
                try:
                    done = await self._work(session, [together[place].asked for place in fresh])
                except Spoiled as spoiled:
                    raise Spoiled({fresh[at]: why for at, why in spoiled.refusals.items()}) from None
                await self._keep(session, together, dict(zip(fresh, done, strict=True)), answers)
        return [answer for answer in answers if answer is not None]

    async def _keep(
        self, session: Session, together: Sequence[_Waiting[Asked]], done: Mapping[int, BaseModel | Refusal],
        answers: list[Answer | None],
    ) -> None:  # fmt: skip
        kept = []
        for place, result in done.items():
            if isinstance(result, Refusal):
                answers[place] = result
                continue
            response = Response(
                result.model_dump_json().encode(), self._status, media_type="application/json"
            )
            arrival = together[place].arrival
            kept.append((arrival.key, arrival.digest, response))
            answers[place] = response
        if kept:
            await idempotency.keep(session, *kept)


def _take(waiting: deque[_Waiting[Asked]]) -> list[_Waiting[Asked]]:
    """The next batch; who must not be in it with somebody else keeps the place at the head of the queue."""
    taken: list[_Waiting[Asked]] = []
    seen: set[Hashable] = set()
    put_back: list[_Waiting[Asked]] = []
    while waiting and len(taken) < SIZE_MAX:
        one = waiting.popleft()
        if seen.isdisjoint(one.apart):
            seen |= one.apart
            taken.append(one)
        else:
            put_back.append(one)
    waiting.extendleft(reversed(put_back))
    return taken
