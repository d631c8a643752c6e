"""Every list has an end, every cursor is ours, every order is one of the document's: walked over all operations."""

import base64
import json

import pytest

from lianyi.kit import limits
from tests.access.asking import problem_of, request_of, send, whose
from tests.access.calls import CALLS
from tests.access.document import DOCUMENT, OPERATIONS, undocumented, walked
from tests.access.town import BY_WEIGHT

LIMITED = [
    label for label, one in OPERATIONS.items() if any(p["name"] == "limit" for p in one.get("parameters", []))
]
PAGED = [label for label in LIMITED if any(p["name"] == "cursor" for p in OPERATIONS[label]["parameters"])]


def whole(schema):
    """A schema with what it refers to."""
    return json.dumps(
        schema | DOCUMENT["components"]["schemas"].get(schema.get("$ref", "").rsplit("/", 1)[-1], {})
    )


ORDERS = {"sort", "order_by", "sort_by", "order", "direction"}
INJECTED = (
    "price;drop table orders_order",
    "title desc, (select pg_sleep(9))",
    "id--",
    "' or 1=1",
    "sold\x00",
    "../default",
)
# Answers that hold a list without a page, and what bounds each.
BOUNDED = {
    "GET /api/console/products/{product_id}/prices": "the newest of them",
    "GET /api/console/ledger/summary": "an account for each purpose",
    "GET /api/console/ledger/why/{order_id}": "two hundred steps",
    "GET /api/console/reconciliation/days/{day}": "two hundred differences of a day",
    "GET /api/console/approvals/rule": "the acts for two people that the program declares",
    "GET /api/console/audit/people": "the shop's staff",
    "GET /api/console/carriers": "the carriers that the program knows",
    "GET /api/console/categories": "500 categories at most",
    "GET /api/console/campaign-calendar": "five hundred campaigns; two hundred pairs of them",
    "GET /api/console/brand-day/calendar": "a month's campaigns, one published a date",
    "GET /api/console/brand-day/ranking": "the products of a campaign's shelf",
    "GET /api/console/check-in/days": "92 days",
    "GET /api/console/growth": "five hundred campaigns",
    "GET /api/console/growth/compare": "four campaigns of 92 days",
    "GET /api/console/complaints/board": "a count for each column",
    "GET /api/console/freight-templates": "a limit of templates",
    "GET /api/console/ledger/accounts": "an account for each purpose",
    "GET /api/console/me/sessions": "twenty sessions",
    "GET /api/console/notice-kinds": "the kinds that the program declares",
    "GET /api/console/payments/receivers": "a limit of receivers",
    "GET /api/console/plays": "the plays that the program has",
    "GET /api/console/return-addresses": "ten",
    "GET /api/console/staff": "a limit of staff",
    "GET /api/console/wechat-templates": "what WeChat allows of templates, 50",
    "GET /api/console/distribution/payouts/{payout_id}": "two hundred steps, two thousand commissions a pay-out names",
    "GET /api/console/distribution/agreements": "the newest hundred",
    "GET /api/console/distribution/compliance/constants": "the constants that the program has",
    "GET /api/console/distribution/compliance/scans": "the newest of them",
    "GET /api/console/distribution/rules": "a thousand versions",
    "GET /api/shop/distribution/me/invites": "the newest of them",
    "GET /api/shop/distribution/me/picks": "as many as the shop allows a micro-shop",
    "GET /api/console/distribution/tax": "a hundred and twenty months",
    "GET /api/console/distribution/tax/{month}": "five hundred people; a hundred remittances",
    "GET /api/console/distribution/tax-years": "the newest thirty years",
    "GET /api/shop/distribution/tax-years": "the newest thirty years",
    "GET /api/shop/distribution/payouts/{payout_id}": "two hundred steps, two thousand commissions a pay-out names",
    "GET /api/shop/addresses": "a limit of addresses",
    "GET /api/shop/aftersales/carriers": "the carriers that the program knows",
    "GET /api/shop/categories": "500 categories at most",
    "GET /api/shop/cart": "a hundred lines",
    "GET /api/shop/brand-day/days/{campaign_id}": "the SKUs of a campaign's shelf",
    "GET /api/shop/brand-day/products/{product_id}": "the SKUs of a product",
    "GET /api/shop/assist/campaigns": "200 running campaigns",
    "GET /api/shop/coupon/campaigns": "200 running campaigns",
    "GET /api/shop/bargain/campaigns": "200 running campaigns",
    "GET /api/shop/distribution/me/prices": "as many as picks, two hundred",
    "GET /api/shop/distribution/micro-shops/{shopkeeper_id}/prices": "as many as picks, two hundred",
    "GET /api/shop/prizes": "a hundred",
    "GET /api/shop/red-packet/taken": "a hundred",
    "GET /api/console/distribution/orders/{order_id}/own-prices": "the lines of an order",
    "GET /api/console/prizes/sums": "a row a state",
    "GET /api/shop/coupon/products/{product_id}": "twenty",
    "GET /api/shop/search/suggest": "ten words",
    "GET /api/shop/plays": "twelve campaigns of each play that the program has",
    "GET /api/shop/plays/mine": "fifty of each play that the program has",
    "GET /api/shop/plays/{play}/live/{target}": "as many pieces as a campaign may have",
    "GET /api/shop/me/consents": "one for each kind",
    "GET /api/shop/me/sessions": "twenty sessions",
    "GET /api/shop/notices/settings": "the kinds that the program declares",
}  # fmt: skip


async def asked(town, label, **params):
    await limits.reset()
    request = request_of(town, label)
    request["params"] = (request["params"] or {}) | params
    answer = await send(town, whose(town, CALLS[label].who), request)
    assert undocumented(label, answer) is None
    return answer


def parameter(label, name):
    return next(one["schema"] for one in OPERATIONS[label]["parameters"] if one["name"] == name)


@pytest.mark.parametrize("label", walked(LIMITED))
async def test_a_limit_is_between_one_and_what_the_document_says(town, label):
    said = parameter(label, "limit")
    assert said["minimum"] == 1
    assert said["default"] <= said["maximum"] <= 5000
    for wrong in (0, -1, said["maximum"] + 1, 10**9, 10**30, "1e3", "ten", "1;select 1"):
        answer = await asked(town, label, limit=wrong)
        assert (answer.status_code, problem_of(answer)) == (422, "invalid_input"), (wrong, answer.text)
    answer = await asked(town, label, limit=1)
    assert answer.status_code == 200
    if "items" in answer.json():
        assert len(answer.json()["items"]) <= 1


def cursor_of(*values):
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


STRANGE = (
    "x", "====", "%00", "ä", cursor_of(), cursor_of(None), cursor_of(None, None), cursor_of("x", "y"), cursor_of([[]], {}),
    cursor_of(1, 2), cursor_of("2026-03-02T00:00:00Z", "' or 1=1"), cursor_of("2026-03-02T00:00:00Z", {}),
    cursor_of(10**400, "x"), cursor_of("9999999999-01-01", "x"), cursor_of("\x00"), cursor_of("\ud800"),
    cursor_of(True, "x"), cursor_of(-1), cursor_of(2**63), cursor_of(2**63, "00000000-0000-0000-0000-000000000000"),
    cursor_of("0001-01-01T00:00:00+14:00", "00000000-0000-0000-0000-000000000000"),
    cursor_of("\x00", "00000000-0000-0000-0000-000000000000"), base64.urlsafe_b64encode(b"[" * 290).decode(),
)  # fmt: skip


@pytest.mark.parametrize("label", walked(PAGED))
async def test_a_cursor_that_nobody_was_given_is_refused_in_words(town, label):
    for strange in STRANGE:
        answer = await asked(town, label, cursor=strange)
        # one that could have been given finds the rows behind it, which are the asker's own
        assert answer.status_code in {200, 422}, (strange, answer.text[:300])
        assert answer.status_code == 200 or problem_of(answer) in {"invalid_cursor", "invalid_input"}, strange
    assert (await asked(town, label, cursor="A" * 401)).status_code == 422
    first = (await asked(town, label, limit=1)).json()
    if first.get("next_cursor"):
        behind = await asked(town, label, limit=1, cursor=first["next_cursor"])
        assert behind.status_code == 200
        assert behind.json()["items"] != first["items"]


def test_every_order_is_one_of_the_document():
    found = [
        (label, one)
        for label, operation in OPERATIONS.items()
        for one in operation.get("parameters", [])
        if one["name"] in ORDERS
    ]
    assert found
    for label, one in found:
        assert '"enum"' in whole(one["schema"]), (label, one["name"])


@pytest.mark.parametrize(
    ("label", "name"),
    [
        (label, one["name"])
        for label, operation in OPERATIONS.items()
        for one in operation.get("parameters", [])
        if one["in"] == "query" and '"enum"' in whole(one["schema"])
    ],
)
async def test_what_is_no_choice_of_the_document_is_refused(town, label, name):
    for injected in INJECTED:
        answer = await asked(town, label, **{name: injected})
        assert (answer.status_code, problem_of(answer)) == (422, "invalid_input"), injected


def test_every_answer_with_a_list_is_a_page_or_bounded_for_a_reason():
    unbounded = [
        label for label, operation in OPERATIONS.items()
        if label.startswith("GET ") and label not in LIMITED and _is_list(operation["responses"].get("200", {}))
    ]  # fmt: skip
    assert set(unbounded) - set(BOUNDED) == set(), "page it (kit.paging), or say here what bounds it"


def _is_list(response):
    schema = response.get("content", {}).get("application/json", {}).get("schema", {})
    if "$ref" in schema:
        schema = DOCUMENT["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    items = schema.get("properties", {}).get("items", {})
    return schema.get("type") == "array" or items.get("type") == "array"


async def test_what_is_listed_whole_cannot_grow_beyond_its_list(untouched, monkeypatch):
    desk = untouched.live.console
    monkeypatch.setattr("lianyi.supply.queries.TEMPLATES_MAX", 2)
    monkeypatch.setattr("lianyi.catalog.queries.CATEGORIES_MAX", 1)
    untouched.rows.look()
    full = await desk.act("POST", "/freight-templates", BY_WEIGHT | {"name": "第三个"})
    assert (full.status_code, full.json()["code"]) == (409, "freight_templates_full")
    full = await desk.act("POST", "/categories", {"name": "器"})
    assert (full.status_code, full.json()["code"]) == (409, "categories_full")
    assert untouched.rows.moved() == set()
