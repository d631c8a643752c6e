"""Strange input at every endpoint: it is answered in words, never with a break, and never with a half-written page."""

import json
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

ROOT = Path(__file__).parents[2]
EXAMPLES = 8
LEAVES = {"/api/console/sign-out", "/api/console/open", "/api/console/me/sessions/{session_id}"}
DOCUMENT = json.loads((ROOT / "docs" / "openapi.json").read_text("utf-8"))
OPERATIONS = [found.ok() for found in schemathesis.openapi.from_dict(DOCUMENT).get_all_operations()]
pytestmark = pytest.mark.slow


@pytest_asyncio.fixture(loop_scope="session")
async def everybody(app, configured):
    """One client that is the shop's owner at the console and a visitor at the shop."""
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://shop.test") as client:
        opened = await client.post(
            "/api/console/open",
            headers={"Lianyi-Console": "1", "Idempotency-Key": uuid4().hex},
            json={
                "shop_name": "涟漪茶铺", "slug": "tea", "owner_name": "林晓", "login": "13800138000",
                "password": "long enough to be safe 7", "accept_terms": True,
            },
        )  # fmt: skip
        assert opened.status_code == 201, opened.text
        client.headers.update({"Lianyi-Console": "1", "Lianyi-Shop": "tea"})
        yield client


@pytest.mark.parametrize(
    "operation", [one for one in OPERATIONS if one.path not in LEAVES], ids=lambda one: one.label
)
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],  # what failed is told as it was drawn; making it small costs minutes
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
async def test_strange_input_is_answered_in_words(operation, everybody, data):
    case = data.draw(operation.as_strategy())
    sent = case.as_transport_kwargs(base_url="http://shop.test")
    headers = {
        name: str(value) for name, value in (sent.get("headers") or {}).items() if str(value).isascii()
    }
    if operation.method.upper() not in {"GET", "HEAD"}:
        headers["Idempotency-Key"] = uuid4().hex
    answer = await everybody.request(
        sent["method"], sent["url"], params=sent.get("params"), headers=headers,
        **{part: sent[part] for part in ("json", "files") if sent.get(part) is not None},
        **({"content": sent["data"]} if isinstance(sent.get("data"), str | bytes) else {}),
    )  # fmt: skip
    assert answer.status_code != 500, answer.text
    if answer.status_code >= 400 and operation.path.startswith("/api/"):
        assert answer.headers["content-type"] == "application/problem+json", answer.text
        problem = answer.json()
        assert problem["code"]
        assert problem["code"] != "internal_error"
        assert problem["title"]
