"""The edge: one transaction a request, one answer a key, refusals in words."""

import asyncio

import httpx
import pytest
from fastapi import FastAPI
from pydantic import BaseModel

from lianyi.kit import http
from lianyi.kit.db import Statement
from lianyi.kit.errors import Refusal
from lianyi.kit.http import Read, Write, edge
from lianyi.kit.ids import Ref, TenantId, decode, encode, new_id
from lianyi.kit.routing import Shortcut

PUT = Statement(
    """
    insert into kit_idempotency (tenant_id, key, input_hash, status, body, at)
    values (%(tenant)s, %(key)s, '', 1, '', %(now)s)
    """
)
COUNT = Statement("select count(*)::int as count from kit_idempotency where status = 1", int)


class PondFrozen(Refusal):
    code = "pond_frozen"
    zh = "池塘「{pond}」结冰了"
    en = "The pond “{pond}” is frozen"


class Pebble(BaseModel):
    size: int
    name: str = ""
    frozen: bool = False


class Thrown(BaseModel):
    id: Ref("ord")
    size: int


@pytest.fixture
def client(db, tenant):
    router = edge("/api/pond", tags=["pond"])

    @router.post("/pebbles", status_code=201)
    async def throw(pebble: Pebble, session: Write) -> Thrown:
        thrown = new_id()
        await session.later(PUT, key=f"{thrown}{pebble.name}")
        if pebble.frozen:
            raise PondFrozen(field="size", pond="still")
        return Thrown(id=thrown, size=pebble.size)

    @router.get("/pebbles/{id}")
    async def see(id: Ref("ord"), session: Read) -> Thrown:  # noqa: A002  FastAPI takes the name from the path
        return Thrown(id=id, size=await session.one(COUNT))

    @router.get("/broken")
    async def broken(session: Read) -> None:
        raise KeyError("phone 13800138000")

    app = FastAPI()
    app.state.database = db
    app.state.tenant_of = lambda _request: _now(tenant)
    http.install(app)
    app.include_router(router)
    app.middleware_stack = http.Envelope(Shortcut(app, router.routes, app.build_middleware_stack()))
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://pond.test")


async def _now(tenant: TenantId) -> TenantId:
    return tenant


async def count(db, tenant):
    async with db.read(tenant) as session:
        return await session.one(COUNT)


async def throw(client, key="key-00000001", **body):
    return await client.post("/api/pond/pebbles", json={"size": 3, **body}, headers={"Idempotency-Key": key})


async def test_the_same_key_and_input_is_done_once_and_answered_twice(client, db, tenant):
    first, second = await throw(client), await throw(client)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert second.headers["Idempotency-Replayed"] == "true"
    assert await count(db, tenant) == 1


async def test_twins_at_the_same_moment_are_done_once(client, db, tenant):
    answers = await asyncio.gather(*(throw(client) for _ in range(8)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert await count(db, tenant) == 1


async def test_the_same_key_with_other_input_is_refused(client, db, tenant):
    await throw(client)
    answer = await throw(client, size=4)
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_key_reused")
    assert await count(db, tenant) == 1


async def test_a_write_without_a_key_is_refused(client, db, tenant):
    answer = await client.post("/api/pond/pebbles", json={"size": 3})
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_missing")
    assert await count(db, tenant) == 0


async def test_a_refusal_speaks_two_languages_and_moves_nothing(client, db, tenant):
    answer = await throw(client, frozen=True)
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert (body["code"], body["detail"], body["field"], body["data"]) == (
        "pond_frozen", "池塘「still」结冰了", "size", {"pond": "still"},
    )  # fmt: skip
    assert body["request_id"] == answer.headers["x-request-id"]
    assert await count(db, tenant) == 0
    assert (await throw(client, frozen=False, key="key-00000002")).status_code == 201


async def test_input_that_does_not_fit_names_its_field(client):
    answer = await throw(client, size="many")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "size"


async def test_an_id_travels_as_a_prefixed_word(client):
    made = (await throw(client)).json()["id"]
    assert made.startswith("ord_")
    assert (await client.get(f"/api/pond/pebbles/{made}")).json() == {"id": made, "size": 1}
    assert (await client.get("/api/pond/pebbles/prd_00")).status_code == 422


async def test_a_break_tells_an_id_and_no_secret(client):
    answer = await client.get("/api/pond/broken")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
    assert "13800138000" not in answer.text


async def test_an_address_that_does_not_exist_is_a_problem_too(client):
    answer = await client.get("/api/pond/nowhere")
    assert (answer.status_code, answer.json()["code"]) == (404, "route_not_found")


def test_ids_go_both_ways():
    for _ in range(100):
        value = new_id()
        assert decode("ord", encode("ord", value)) == value
        assert value.version == 7


async def test_a_body_that_does_not_say_its_length_is_counted(client, db, tenant):
    async def flood():
        for _ in range(13):
            yield b" " * 1024 * 1024

    answer = await client.post(
        "/api/pond/pebbles", content=flood(), headers={"Idempotency-Key": "key-00000001"}
    )
    assert (answer.status_code, answer.json()["code"]) == (413, "payload_too_large")
    assert await count(db, tenant) == 0


async def test_a_character_that_no_column_holds_is_a_refusal(client, db, tenant):
    answer = await throw(client, name="a\0b")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")
    assert await count(db, tenant) == 0


def test_a_route_is_made_when_something_of_it_is_asked_for():
    router = edge("/api/pond", tags=["pond"])

    @router.put("/pebbles/{id}")
    async def move(id: Ref("ord"), pebble: Pebble, session: Write) -> Thrown:  # noqa: A002  as above
        return Thrown(id=id, size=pebble.size)

    route = router.routes[0]
    assert (route.path, route.methods, set(route.param_convertors)) == (
        "/api/pond/pebbles/{id}",
        {"PUT"},
        {"id"},
    )
    assert not {"dependant", "body_field", "response_field", "lean_handler"} & set(vars(route))
    assert route.lean_handler is not None
    assert [field.name for field in route.dependant.body_params] == ["pebble"]
    with pytest.raises(AttributeError, match="TransactionalRoute has no 'pebble'"):
        _ = route.pebble


def test_a_route_that_cannot_be_made_says_so_each_time():
    router = edge("/api/pond", tags=["pond"])

    @router.get("/pebbles", status_code=204)
    async def count_them() -> Thrown:
        return Thrown(id=new_id(), size=1)

    for _ in range(2):
        with pytest.raises(AssertionError, match="204"):
            _ = router.routes[0].lean_handler
