"""Strange input at every endpoint, by everybody: answered as the document says, in words, and never with a break.

Half of it is drawn from the document's own shapes, with the town's real ids among the random ones, so that it gets past
the door; half is a call that works with one part of it replaced. What it moved is put back before the next.
"""

import copy
import re
from uuid import uuid4

import pytest
import pytest_asyncio
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from lianyi.kit import limits
from tests.access.asking import request_of, send, whose
from tests.access.calls import CALLS
from tests.access.document import DOCUMENT, OPERATIONS, undocumented

EXAMPLES, SAMPLE_EXAMPLES = 12, 3
SAMPLE = list(OPERATIONS)[::16]
ID_PATTERN = re.compile(r"\^([a-z]{2,4})_\[")
NASTY = st.sampled_from(
    (
        None, True, -1, 0, 2**31, 2**63, 10**40, 1e308, "", " ", "\x00", "a\x00b", "\ud800", "\u202e", "𝕏" * 50, "0" * 300, "'", "%s",
        "{}", "../../etc/passwd", "<script>", "=1+1", [], {}, [[]], [None], {"": {}}, "2026-02-30", "9999-12-31T23:59:59+14:00",
    )
)  # fmt: skip


def knowing(node, ids):
    """The document with real ids beside every pattern of ids."""
    if isinstance(node, list):
        return [knowing(one, ids) for one in node]
    if not isinstance(node, dict):
        return node
    found = ID_PATTERN.match(node.get("pattern", "")) if isinstance(node.get("pattern"), str) else None
    real = [one for one in ids if isinstance(one, str) and one.startswith(f"{found[1]}_")] if found else []
    if real:
        return {"anyOf": [{"type": "string", "enum": sorted(real)}, node]}
    return {key: knowing(one, ids) for key, one in node.items()}


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def shapes(town):
    """Schemathesis over the document that knows the town."""
    known = knowing(copy.deepcopy(DOCUMENT), town.ids.values())
    return schemathesis.openapi.from_dict(known)


def drawn(data, shapes, label):
    """A request of the document's shapes."""
    method, path = label.split(" ", 1)
    case = data.draw(shapes[path][method].as_strategy())
    sent = case.as_transport_kwargs(base_url="http://shop.test")
    headers = {
        name: str(one) for name, one in (sent.get("headers") or {}).items() if _sendable(name, str(one))
    }
    return {
        "method": method, "url": sent["url"], "params": sent.get("params") or None, "headers": headers,
        **{part: sent[part] for part in ("json", "files") if sent.get(part) is not None},
        **({"content": sent["data"]} if isinstance(sent.get("data"), str | bytes) else {}),
    }  # fmt: skip


def _sendable(name, value):
    own = {"idempotency-key", "lianyi-console", "lianyi-shop", "authorization", "cookie", "content-length"}
    return value.isascii() and value.isprintable() and name.isascii() and name.lower() not in own


def spoiled(data, town, label):
    """The call that works, with one part of it something else."""
    request = request_of(town, label)
    places = [("params", key) for key in request["params"] or {}] + [
        ("json", key) for key in _keys(request.get("json"))
    ]
    if not places:
        return request
    part, key = data.draw(st.sampled_from(places))
    changed = copy.deepcopy(request[part])
    if data.draw(st.integers(0, 5)) == 0:
        del changed[key]
    else:
        changed[key] = data.draw(NASTY if part == "json" else st.text(max_size=60))
    return request | {part: changed}


def _keys(body):
    return list(body) if isinstance(body, dict) else []


def everybody(town, label):
    """Who may, twice as often as each who may not."""
    right = whose(town, CALLS[label].who)
    return [
        right,
        right,
        None,
        town.live.visitor,
        town.tree["stranger"],
        town.staff["content"],
        town.staff["other_shop"],
    ]


async def answered_in_words(town, shapes, label, data):
    await limits.reset()
    request = spoiled(data, town, label) if data.draw(st.booleans()) else drawn(data, shapes, label)
    who = data.draw(st.sampled_from(everybody(town, label)))
    request["headers"]["Idempotency-Key"] = uuid4().hex
    answer = await send(town, who, encodable(request))
    assert answer.status_code < 500 or label == "GET /readyz", (request, answer.text)
    if answer.status_code not in {404, 405}:  # a path that a random word turned into another one
        assert undocumented(label, answer) is None, request
    if answer.status_code >= 400 and request["url"].startswith("/api/"):
        problem = answer.json()
        assert problem["status"] == answer.status_code
        assert problem["code"]
        assert problem["title"]
    if town.rows.moved():
        town.rows.put_back()


def encodable(request):
    """JSON with a lone surrogate goes as an escape, as it would from a program that writes such a thing."""
    if request.get("json") is None:
        return request
    import json

    body = json.dumps(request["json"]).encode()
    headers = request["headers"] | {"Content-Type": "application/json"}
    return {key: one for key, one in request.items() if key != "json"} | {"content": body, "headers": headers}


def hypothesis(examples):
    return settings(
        max_examples=examples, deadline=None, database=None, derandomize=True,
        phases=[Phase.generate],  # what failed is told as it was drawn; making it small costs minutes
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("label", list(OPERATIONS))
@hypothesis(EXAMPLES)
@given(data=st.data())
async def test_strange_input_is_answered_in_words(untouched, shapes, label, data):
    await answered_in_words(untouched, shapes, label, data)


@pytest.mark.parametrize("label", SAMPLE)
@hypothesis(SAMPLE_EXAMPLES)
@given(data=st.data())
async def test_some_strange_input_is_answered_in_words(untouched, shapes, label, data):
    await answered_in_words(untouched, shapes, label, data)
