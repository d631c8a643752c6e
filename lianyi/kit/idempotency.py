"""Every write from outside carries a key; the same key with the same input gets the same answer, once only.

The answer is stored in the transaction that did the work, with the hash of the input (method, path, query, body and
who asks). A refusal stores nothing: it may be tried again.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from fastapi import Request, Response

from lianyi.kit.db import Database, ReadSession, Session, Soon, Statement
from lianyi.kit.errors import Invalid, Refusal
from lianyi.kit.ids import TenantId
from lianyi.kit.jobs import SWEEP_MAX, every
from lianyi.kit.secrets import vault

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEEP = timedelta(days=2)
BODY_MAX = 256 * 1024
SEALED_FOR = "kit_idempotency.body"  # an answer may hold an address; no table keeps one in clear


class IdempotencyKeyMissing(Invalid):
    code = "idempotency_key_missing"
    zh = "请求缺少 Idempotency-Key(8–64 个字符),无法保证只执行一次"
    en = "The request lacks an Idempotency-Key (8–64 characters), so it could not be done exactly once"


class IdempotencyKeyReused(Refusal):
    code = "idempotency_key_reused"
    zh = "同一个 Idempotency-Key 被用于不同的内容"
    en = "This Idempotency-Key was used with other input"


@dataclass(frozen=True, slots=True)
class Stored:
    key: str
    input_hash: bytes
    status: int
    body: bytes


FIND = Statement(
    """
    select key, input_hash, status, body from kit_idempotency
    where tenant_id = %(tenant)s and key = any(%(keys)s::text[])
    """,
    Stored,
)
KEEP_ANSWERS = Statement(
    """
    insert into kit_idempotency (tenant_id, key, input_hash, status, body, at)
    select %(tenant)s, kept.key, kept.input_hash, kept.status, kept.body, %(now)s
    from unnest(%(keys)s::text[], %(hashes)s::bytea[], %(statuses)s::int[], %(bodies)s::bytea[])
      as kept (key, input_hash, status, body)
    """
)
FORGET = Statement(
    """
    delete from kit_idempotency where tenant_id = %(tenant)s and ctid = any(array(
      select ctid from kit_idempotency where tenant_id = %(tenant)s and at < %(before)s limit %(limit)s))
    """
)


def key_of(request: Request) -> str:
    """The request's key. Raises IdempotencyKeyMissing."""
    key = request.headers.get(HEADER, "")
    if not 8 <= len(key) <= 64 or not key.isascii() or not key.isprintable():
        raise IdempotencyKeyMissing(field=HEADER)
    return key


async def input_hash(request: Request) -> bytes:
    """SHA-256 over everything that makes two requests the same."""
    who = request.headers.get("authorization") or request.cookies.get("lianyi_console") or ""
    scope = request.scope
    head = "\0".join((request.method, scope["path"], scope["query_string"].decode("latin-1"), who, ""))
    return hashlib.sha256(head.encode() + await request.body()).digest()


def only(answers: Mapping[str, Response | IdempotencyKeyReused], key: str) -> Response | None:
    """The answer given before to one key. Raises IdempotencyKeyReused when the input was another."""
    found = answers.get(key)
    if isinstance(found, Refusal):
        raise found
    return found


async def stored_answers(
    session: ReadSession, asked: Mapping[str, bytes]
) -> Soon[dict[str, Response | IdempotencyKeyReused]]:
    """The answers given before to keys, or the refusal of a key whose input was another; new keys are left out."""
    return await session.soon(FIND, lambda rows: _told(rows, asked), keys=list(asked))


def _told(rows: Sequence[Stored], asked: Mapping[str, bytes]) -> dict[str, Response | IdempotencyKeyReused]:
    answers: dict[str, Response | IdempotencyKeyReused] = {}
    for stored in rows:
        if bytes(stored.input_hash) != asked[stored.key]:
            answers[stored.key] = IdempotencyKeyReused(field=HEADER)
            continue
        body = vault().open(stored.body, SEALED_FOR).encode()
        answers[stored.key] = Response(body, stored.status, {REPLAYED: "true"}, media_type="application/json")
    return answers


async def keep(session: Session, *answers: tuple[str, bytes, Response]) -> None:
    """Store answers by key and hash of the input in the transaction that did the work. In the pipe.

    A concurrent twin fails here and is answered from the store.
    """
    keys, hashes, responses = zip(*answers, strict=True)
    bodies = [bytes(response.body) for response in responses]
    if any(len(body) > BODY_MAX for body in bodies):
        raise ValueError("an idempotent answer is too large to keep")
    await session.later(
        KEEP_ANSWERS, keys=list(keys), hashes=list(hashes), statuses=[one.status_code for one in responses],
        bodies=[vault().seal(body.decode(), SEALED_FOR) for body in bodies],
    )  # fmt: skip


@every(seconds=3600)
async def forget_old(db: Database, tenant: TenantId) -> int:
    """Delete answers older than KEEP."""
    async with db.write(tenant) as session:
        return await session.run(FORGET, before=session.now - KEEP, limit=SWEEP_MAX)
