"""Ask as somebody: one call of the register, its names resolved, sent as the one who is meant or as a stranger."""

import json
from uuid import uuid4

import httpx

from tests.access.calls import CALLS


class Missing(KeyError):
    """The register speaks of something that the town does not have."""


def resolved(town, value):
    """`value` with every `@name` replaced by what the town calls so, in keys too."""
    if isinstance(value, str) and value.startswith("@"):
        if value[1:] not in town.ids:
            raise Missing(value)
        return town.ids[value[1:]]
    if isinstance(value, dict):
        return {resolved(town, key): resolved(town, one) for key, one in value.items()}
    if isinstance(value, list):
        return [resolved(town, one) for one in value]
    return value


def request_of(town, label, call=None):
    """What is sent for an operation: method, path, query, body, headers of its own."""
    call = call or CALLS[label]
    method, path = label.split(" ", 1)
    places = resolved(town, dict(call.path))
    whole = places.pop("whole", None)
    wanted = call.json(town) if callable(call.json) else call.json
    headers = call.headers(town) if callable(call.headers) else call.headers
    query = resolved(town, call.query(town) if callable(call.query) else call.query)
    return {
        "method": method, "url": whole or path.format(**places), "params": query or None, "headers": resolved(town, dict(headers)),
        **({"json": resolved(town, wanted)} if wanted is not None else {}),
        **({"files": call.files} if call.files else {}), **({"data": call.data} if call.data else {}),
    }  # fmt: skip


async def send(town, who, request):
    """Send it from somebody's device; `who` is a Console, a Visitor, or None for a browser nobody signed in with.

    The device keeps the cookies it had: a session that the answer began is put back with the rows.
    """
    headers = {"Idempotency-Key": uuid4().hex} | request["headers"]
    if request["url"].startswith("/api/console"):
        headers = {"Lianyi-Console": "1"} | headers
    else:
        headers = (
            who.headers() if hasattr(who, "headers") else {"Lianyi-Shop": town.live.visitor.slug}
        ) | headers
    client = who.http if who is not None else town.nobody
    had = httpx.Cookies(client.cookies)
    answer = await client.request(**request | {"headers": headers})
    client.cookies = had
    return answer


def whose(town, who):
    """The device of whoever a line of the register is meant for."""
    if who == "anybody":
        return None
    if who == "buyer":
        return town.live.visitor
    return town.tree[who] if who in town.tree else town.staff[who]


def problem_of(answer):
    """The code of a refusal; an answer that is none has no code."""
    if answer.headers.get("content-type") != "application/problem+json":
        return None
    return json.loads(answer.content).get("code")
