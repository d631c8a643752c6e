"""Facts told upwards. `Session.emit` writes one row in the business transaction; the relay tells it once committed.

At least once, in order per subject. A reaction is idempotent and runs in the relay's transaction. A subject whose
reaction fails is parked with back-off and blocks nobody else; after ATTEMPTS_MAX it waits for an operator.
"""

import importlib
import importlib.util
import zlib
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from lianyi.kit import wire

if TYPE_CHECKING:
    from lianyi.kit.db import Session

SHARDS = 8
ATTEMPTS_MAX = 12

INSERT = """
insert into kit_outbox (tenant_id, subject, shard, kind, payload, at)
select %(tenant)s, told.subject, told.shard, told.kind, told.payload::jsonb, %(now)s
from unnest(%(subjects)s::text[], %(shards)s::int[], %(kinds)s::text[], %(payloads)s::text[])
  with ordinality as told (subject, shard, kind, payload, place)
order by told.place
"""

Reaction = Callable[["Session", Any], Awaitable[None]]
Shape = TypeVar("Shape", bound=type[Any])
ReactionT = TypeVar("ReactionT", bound=Reaction)


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    shape: type[Any]
    subject: str
    subject_word: str


_kinds: dict[str, Kind] = {}
_by_shape: dict[type[Any], Kind] = {}
_reactions: dict[str, list[Reaction]] = defaultdict(list)


def event(name: str, *, subject: str) -> Callable[[Shape], Shape]:
    """Declare a frozen dataclass as an event `domain.past_tense`; `subject` is the field that orders its telling.

    A field `order_id` makes the subject `order:<id>`: all that moves an order's money is told in order.
    """

    def declare(shape: Shape) -> Shape:
        kind = Kind(name, shape, subject, subject.removesuffix("_id"))
        if _kinds.get(name, kind).shape.__qualname__ != shape.__qualname__:
            raise ValueError(f"two events are called {name}")
        _kinds[name] = kind
        _by_shape[shape] = kind
        return shape

    return declare


def on(shape: type[Any]) -> Callable[[ReactionT], ReactionT]:
    """Register a reaction: idempotent, in the relay's transaction, told after the fact is committed."""

    def register(reaction: ReactionT) -> ReactionT:
        _reactions[_by_shape[shape].name].append(reaction)
        return reaction

    return register


def write(fact: object) -> tuple[str, str, str]:
    """(kind, subject, payload) of an event to insert."""
    kind = _by_shape[type(fact)]
    return kind.name, f"{kind.subject_word}:{getattr(fact, kind.subject)}", wire.dumps(fact).decode()


def read(kind_name: str, payload: Any) -> Any:
    """The event of a row."""
    return wire.typed(payload, _kinds[kind_name].shape)


def reactions_of(kind_name: str) -> list[Reaction]:
    return _reactions[kind_name]


def shard_of(subject: str) -> int:
    return zlib.crc32(subject.encode()) % SHARDS


def load(domains: Iterable[str]) -> None:
    """Import every domain's reactions so that @on has run, and let them react from the lowest domain up.

    Whoever stands above may rely on what those below have made of the same fact, whatever was imported first.
    """
    domains = list(domains)
    for domain in domains:
        for part in ("events", "reactions"):
            if importlib.util.find_spec(f"{domain}.{part}"):
                importlib.import_module(f"{domain}.{part}")
    place = {domain: number for number, domain in enumerate(domains)}
    # A domain's reactions may be a package: those of one domain keep the order they were registered in.
    for told in _reactions.values():
        told.sort(key=lambda reaction: place.get(reaction.__module__.partition(".reactions")[0], len(place)))


@event("kit.job_wanted", subject="lock")
@dataclass(frozen=True, slots=True)
class JobWanted:
    """Somebody asked for a job in a business transaction; kit.jobs hands it to the queue."""

    job: str
    lock: str
    run_at: datetime | None
    args: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """One outbox row."""

    id: int
    tenant_id: UUID
    subject: str
    kind: str
    payload: Any
    at: datetime
    attempts: int
