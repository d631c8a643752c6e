"""Whoever may not is refused, at every operation there is, and nothing moves: no row is written, not even with the same words."""

import json
import re
from dataclasses import replace
from uuid import uuid4

import pytest
from fastapi.routing import APIRoute

from lianyi.identity import rules
from lianyi.identity.types import Role
from lianyi.kit import limits
from tests.access.asking import problem_of, request_of, send, whose
from tests.access.calls import CALLS
from tests.access.document import OPERATIONS, undocumented, walked
from tests.identity.test_staff import permission_of, walk
from tests.live_shop import ok
from tests.shop_world import Visitor

# What everybody in a shop may see and name; the rest of what the town has belongs to somebody.
PUBLIC = re.compile(
    r"product\.[01]|sku\..*|category|campaign\.running|team|token|device|page|notice_kind|tenant|appid|day|payable_fen|"
    r"card_url|evidence_url|browser_cookie|picture|coupon\..*|flash.*|check_in.*|social_coupon.*|brand_day.*|assist.*|"
    r"red_packet|packet|bargain|bargain\.run"
)
WORD = re.compile(rb"\b[a-z]{2,4}_[0-9a-hjkmnp-tv-z]{26}\b")
# Answered although there is nothing to find: a wish about what is not there, which is fine and moves nothing.
HARMLESS = {
    "GET /api/console/ledger/why/{order_id}": "the ledger knows no orders: of any other id nothing moved",
    "POST /api/console/products/shelf": "counts what it changed, which is none",
    "POST /api/console/campaigns/preview": "lists what is wrong with a draft, among it that there is no such SKU",
    "DELETE /api/shop/cart/lines/{sku_id}": "taking out what is not there is fine",
    "DELETE /api/shop/favourites/{product_id}": "the same",
    "GET /api/shop/favourites/{product_id}": "not one of mine",
    "GET /api/console/distribution/customers/{person_id}": "nobody in this shop owns a person it does not know",
    "GET /api/console/distribution/orders/{order_id}/own-prices": "no line of this shop had one",
    "GET /api/console/distribution/shopkeepers/{shopkeeper_id}/customers": "nobody is bound to them in this shop",
    "GET /api/console/members/people/{person_id}/points": "no account of this shop has moved",
    "POST /api/console/distribution/plans/preview": "lists what is wrong with a draft and keeps nothing",
    "POST /api/shop/notices/read": "counts what is left unread, which is of one's own",
}
# What a shopkeeper may do is closed to who is none, whatever they name.
CLOSED_BEFORE = {"not_a_shopkeeper", "shopkeeper_not_paid"}
# A level that the other shop has not named is refused before anybody is looked for.
WRONG_BEFORE = {"POST /api/console/distribution/shopkeepers/{shopkeeper_id}/grade": {422}}
CONSOLE = [label for label in OPERATIONS if "/api/console" in label and CALLS[label].who != "anybody"]
SHOP = [label for label in OPERATIONS if "/api/shop" in label and CALLS[label].who != "anybody"]
REFUSED = {401, 403, 404}
# A foreign id in a body or a query is an input like any other that is wrong, or finds nothing.
REFUSED_INPUT = REFUSED | {409, 422}


def names_in(value, town):
    """The names of the town's things that a line of the register speaks of."""
    if callable(value):
        value = value(town)
    if isinstance(value, str):
        return {value[1:]} if value.startswith("@") else set(_spoken(value, town))
    parts = (
        [*value.keys(), *value.values()]
        if isinstance(value, dict)
        else value
        if isinstance(value, list)
        else []
    )
    return set().union(*(names_in(part, town) for part in parts))


def _spoken(value, town):
    return [name for name, known in town.ids.items() if known == value and "_" in value]


def of_path(label, town):
    return names_in(CALLS[label].path, town)


def of_input(label, town):
    call = CALLS[label]
    return names_in(call.json, town) | names_in(call.query, town)


def private(names):
    return {name for name in names if not PUBLIC.fullmatch(name)}


def belonging_to_the_shop(town):
    """Every word of the town that names a thing of the first shop."""
    return {
        value.encode() for name, value in town.ids.items()
        if isinstance(value, str) and not name.startswith(("other.", "elsewhere.", "person.elsewhere")) and WORD.fullmatch(value.encode())
    }  # fmt: skip


async def asked(town, who, label, *, allowed, call=None, **headers):
    """Ask as somebody: one of the allowed refusals, as the document says it, and nothing moved."""
    await limits.reset()
    town.rows.look()
    request = request_of(town, label, call)
    request["headers"] |= headers
    answer = await send(town, who, request)
    if label in HARMLESS and answer.status_code < 300:
        assert not set(WORD.findall(answer.content)) & (belonging_to_the_shop(town) - spoken(request))
    else:
        assert answer.status_code in allowed, (label, answer.status_code, answer.text[:300])
    assert undocumented(label, answer) is None
    assert answer.status_code < 300 or problem_of(answer), (label, answer.text)
    kept = {"kit_idempotency"} if answer.status_code < 300 else set()  # the answer, for its key
    assert town.rows.moved() <= kept, label
    return answer


def spoken(request):
    """The words that the asker said themself: an answer may repeat them."""
    return set(
        WORD.findall(json.dumps({key: request.get(key) for key in ("url", "params", "json")}).encode())
    )


@pytest.mark.parametrize("label", walked(CONSOLE))
async def test_the_console_is_closed_to_who_is_not_of_its_staff(untouched, label):
    town = untouched
    answer = await asked(town, None, label, allowed={401})
    assert problem_of(answer) == "signed_out"
    bearer = {"Authorization": f"Bearer {town.live.visitor.token}"}
    await asked(town, None, label, allowed={401}, **bearer)
    await asked(town, None, label, allowed={401}, Cookie=f"lianyi_console={town.live.visitor.token}")
    if not label.startswith("GET "):
        who = whose(town, CALLS[label].who)
        answer = await asked(town, who, label, allowed={403}, **{"Lianyi-Console": "0"})
        assert problem_of(answer) == "console_header_missing"


@pytest.mark.parametrize("label", walked(CONSOLE))
async def test_the_console_asks_for_the_permission(untouched, label):
    town = untouched
    permission = permissions_of(town.app)[label]
    without = [role for role in Role if permission != "self" and permission not in rules.PERMISSIONS[role]]
    for role in without:
        answer = await asked(town, town.staff[role.value], label, allowed={403})
        assert problem_of(answer) == "not_permitted"


def permissions_of(app):
    return {
        f"{method} {route.path}": permission_of(route)
        for route in walk(app.routes) if isinstance(route, APIRoute) for method in route.methods
    }  # fmt: skip


@pytest.mark.parametrize("label", walked(CONSOLE))
async def test_the_staff_of_another_shop_find_nothing_of_this_one(untouched, label):
    town, other = untouched, untouched.staff["other_shop"]
    if private(of_path(label, town)) or of_path(label, town) & {
        "product.0",
        "product.1",
        "sku.0",
        "sku.1",
        "category",
        "campaign.running",
        "team",
    }:
        await asked(town, other, label, allowed={404} | WRONG_BEFORE.get(label, set()))
    elif of_input(label, town) - {"day", "notice_kind"} and not label.startswith("GET "):
        await asked(town, other, label, allowed=REFUSED_INPUT)
    elif label.startswith("GET "):
        answer = await asked(town, other, label, allowed={200, *REFUSED_INPUT})
        seen = set(WORD.findall(answer.content)) & belonging_to_the_shop(town)
        asked_for = {town.ids[name].encode() for name in of_input(label, town)}
        assert seen - asked_for == set(), label


@pytest.mark.parametrize("label", walked(SHOP))
async def test_a_customer_is_asked_to_sign_in_and_one_shops_token_opens_no_other(untouched, label):
    town = untouched
    if label in FOR_VISITORS:
        return
    await asked(town, None, label, allowed={401})
    elsewhere = town.tree["elsewhere"]
    await asked(town, Visitor(elsewhere.http, town.live.visitor.slug, elsewhere.token), label, allowed={401})
    await asked(town, Visitor(elsewhere.http, "another", town.live.visitor.token), label, allowed={401})
    await asked(
        town, Visitor(elsewhere.http, town.live.visitor.slug, "lys_" + "A" * 64), label, allowed={401}
    )


# A device that nobody signed in with may do these, too; what it makes is its own.
FOR_VISITORS = {"POST /api/shop/shares"}


@pytest.mark.parametrize("label", walked(SHOP))
async def test_another_customer_finds_nothing_of_this_one(untouched, label):
    town = untouched
    for who in ("stranger", "elsewhere"):
        names = private if who == "stranger" else set
        device = town.tree[who]
        if names(of_path(label, town)):
            answer = await asked(town, device, label, allowed={403, 404, 409})
            if label not in HARMLESS:
                assert answer.status_code == 404 or problem_of(answer) in CLOSED_BEFORE, label
        elif (
            label == "POST /api/shop/cart/lines" or CALLS[label].who == who
        ):  # see below; an act of their own
            continue
        elif names(of_input(label, town)) - {"notice_kind", "payable_fen"} and not label.startswith("GET "):
            await asked(town, device, label, allowed=REFUSED_INPUT)
        elif label.startswith("GET "):
            answer = await asked(town, device, label, allowed={200, *REFUSED_INPUT})
            seen = set(WORD.findall(answer.content)) & belonging_to_the_shop(town)
            known = {town.ids[name].encode() for name in of_input(label, town) | of_path(label, town)}
            if who == "stranger":
                known |= {
                    value.encode()
                    for name, value in town.ids.items()
                    if PUBLIC.fullmatch(name) and isinstance(value, str)
                }
                known |= {town.ids["person.stranger"].encode(), town.ids["stranger.address"].encode()}
            assert seen - known == set(), label


@pytest.mark.slow
async def test_a_session_that_was_ended_opens_nothing(untouched):
    town = untouched
    gone, out = town.staff["warehouse"], town.tree["stranger"]
    await ok(town.live.console.act("DELETE", f"/staff/{town.ids['staff.warehouse']}"))
    await ok(out.act("POST", "/logout"))
    for label in CONSOLE:
        await asked(town, gone, label, allowed={401})
    for label in SHOP:
        if label not in FOR_VISITORS:
            await asked(town, out, label, allowed={401})


async def test_an_answer_kept_for_its_key_is_given_to_nobody_else(untouched):
    town, key = untouched, {"Idempotency-Key": uuid4().hex}
    label = "POST /api/shop/orders"
    request = request_of(town, label)
    request["headers"] |= key
    assert (await send(town, town.live.visitor, request)).status_code == 201
    call = replace(CALLS[label], headers=key)
    for who in (town.tree["stranger"], town.tree["elsewhere"]):
        answer = await asked(town, who, label, allowed=REFUSED_INPUT, call=call)
        assert b"ord_" not in answer.content


async def test_a_cart_keeps_the_name_of_what_another_shop_sells_and_nothing_else_of_it(untouched):
    town, device = untouched, untouched.tree["stranger"]
    wanted = {"sku_id": town.ids["other.sku"], "quantity": 1}
    (line,) = (await ok(device.act("POST", "/cart/lines", wanted)))["lines"]
    assert (line["ok"], line["problem"], line["available"], line["title"]) == (False, "off_shelf", 0, "")
    quote = await device.act("POST", "/quotes", {"source": "direct", "lines": [wanted]})
    assert quote.status_code == 409, quote.text
