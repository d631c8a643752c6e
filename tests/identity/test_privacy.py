"""Consents, own data, deletion, and looks of the staff at personal data."""

import re
from datetime import timedelta

import psycopg
import pytest

from lianyi.identity import queries
from lianyi.identity.errors import AddressUnknown
from lianyi.identity.types import AddressId
from lianyi.kit import ids
from lianyi.kit.db import Statement
from tests.shop_world import tenant_of

PHONE = "13800138000"
ADDRESS = {
    "name": "林晓", "phone": PHONE, "region_code": "330106", "province": "浙江省", "city": "杭州市",
    "district": "西湖区", "detail": "文三路 1 号",
}  # fmt: skip
CONSENTS = Statement(
    "select kind || ':' || granted::text from identity_consent where tenant_id = %(tenant)s order by at, kind",
    str,
)
SMS = Statement("select count(*)::int from messages_sms where tenant_id = %(tenant)s", int)


@pytest.fixture
def everything(owner_dsn):
    """Every row of every table as text, to look for what must not be there."""

    def read():
        with psycopg.connect(owner_dsn) as connection:
            tables = connection.execute(
                "select tablename from pg_tables where schemaname = 'public'"
            ).fetchall()
            return {
                table: "\n".join(
                    str(row) for (row,) in connection.execute(f"select t::text from {table} t").fetchall()
                )
                for (table,) in tables
            }

    return read


async def test_a_consent_is_kept_with_version_channel_and_time(by_phone, world):
    device = await by_phone(PHONE)
    given = await device.act("POST", "/me/consents", {"kind": "privacy", "version": "1", "granted": True})
    assert given.json()["items"] == [
        {"kind": "privacy", "version": "1", "granted": True, "at": "2026-03-02T02:00:00Z"}
    ]
    assert (await device.get("/me")).json()["consents"] == given.json()["items"]


async def test_withdrawing_is_the_same_call_and_ends_what_stands_on_it(by_phone, world, owner, db):
    device = await by_phone(PHONE)
    for kind in ("privacy", "marketing", "personalisation", "shown_to_sharer"):
        answer = await device.act("POST", "/me/consents", {"kind": kind, "version": "1", "granted": True})
        assert answer.status_code == 200
    assert (await device.get("/me")).json()["personalised"] is True
    await world.advance(timedelta(seconds=1))
    await device.act("POST", "/me/consents", {"kind": "privacy", "version": "1", "granted": False})
    me = (await device.get("/me")).json()
    assert me["personalised"] is False
    assert {one["kind"]: one["granted"] for one in me["consents"]} == {
        "privacy": False, "marketing": False, "personalisation": False, "shown_to_sharer": False,
    }  # fmt: skip
    async with db.read(tenant_of(owner)) as session:
        assert await session.all(CONSENTS) == [
            "marketing:true", "personalisation:true", "privacy:true", "shown_to_sharer:true",
            "marketing:false", "personalisation:false", "privacy:false", "shown_to_sharer:false",
        ]  # fmt: skip


async def test_switching_personalisation_is_recorded_as_a_consent(by_phone, owner, db, world):
    device = await by_phone(PHONE)
    assert (await device.get("/me")).json()["personalised"] is False
    assert (await device.act("PUT", "/me", {"personalised": True})).json()["personalised"] is True
    async with db.read(tenant_of(owner)) as session:
        assert await session.all(CONSENTS) == ["personalisation:true"]


async def test_an_old_text_is_not_agreed_to(by_phone, owner, db, world):
    device = await by_phone(PHONE)
    text = {"body_zh": "# 隐私政策\n" + "说明" * 40, "body_en": "# Privacy\n" + "words " * 20}
    published = await owner.act("PUT", "/settings/documents/privacy", text)
    assert (published.status_code, published.json()["version"]) == (200, 2)
    assert (await device.get("/shop")).json()["privacy_version"] == "2"
    assert (await device.get("/documents/privacy")).json()["body"] == text["body_zh"]
    for version in ("1", "3"):
        answer = await device.act(
            "POST", "/me/consents", {"kind": "privacy", "version": version, "granted": True}
        )
        assert (answer.status_code, answer.json()["code"]) == (422, "consent_version_unknown")
    async with db.read(tenant_of(owner)) as session:
        assert await session.all(CONSENTS) == []
    withdrawn = await device.act(
        "POST", "/me/consents", {"kind": "privacy", "version": "1", "granted": False}
    )
    assert withdrawn.status_code == 200


async def test_own_data_is_complete_and_readable(by_phone, world, owner):
    device = await by_phone(PHONE)
    await device.act("PUT", "/me", {"nickname": "小林"})
    await device.act("POST", "/addresses", ADDRESS)
    await device.act("POST", "/me/consents", {"kind": "terms", "version": "1", "granted": True})
    found = (await device.get("/me/export")).json()
    own = found["identity"]
    assert (own["nickname"], own["phone"], own["wechat"]) == ("小林", PHONE, [])
    assert own["addresses"][0] | ADDRESS == own["addresses"][0]
    assert own["addresses"][0]["id"].startswith("adr_")
    assert [one["kind"] for one in own["consents"]] == ["terms"]
    assert [one["way"] for one in own["sessions"]] == ["phone"]
    assert {"exported_at", "identity", "cart", "messages", "orders", "social", "storefront"} <= set(found)
    assert found["social"] == {"shares": [], "opened": []}
    assert (found["cart"], found["orders"]) == ([], [])
    assert found["exported_at"] == "2026-03-02T02:00:00Z"


async def test_deletion_needs_the_word_and_removes_all_at_once(
    by_phone, world, owner, db, settle, everything
):
    device = await by_phone(PHONE)
    await device.act("PUT", "/me", {"nickname": "独一无二的林"})
    await device.act("POST", "/addresses", ADDRESS)
    await device.act("POST", "/me/consents", {"kind": "terms", "version": "1", "granted": True})
    refused = await device.act("POST", "/me/delete", {"confirm": "delete"})
    assert (refused.status_code, refused.json()["code"]) == (422, "deletion_not_confirmed")
    assert (await device.get("/addresses")).json()["items"] != []
    person = (await device.get("/me")).json()["id"]
    assert (await device.act("POST", "/me/delete", {"confirm": "DELETE"})).status_code == 204
    assert (await device.get("/me")).status_code == 401
    await settle()
    rows = everything()
    assert (
        rows["identity_address"] == rows["identity_shopper_session"] == rows["identity_person_wechat"] == ""
    )
    assert rows["messages_sms"] == rows["messages_login_code"] == ""
    assert rows["identity_consent"].count("terms") == 1
    for table, text in rows.items():
        for word in ("独一无二的林", PHONE, "文三路"):
            assert word not in text, table
        # the last four digits by themselves; an id or a hash may hold them by chance
        assert not re.search(r"(?<![0-9a-f])8000(?![0-9a-f])", text), table
    await world.advance(timedelta(minutes=2))
    back = await by_phone(PHONE)
    assert (await back.get("/me")).json()["id"] != person


async def test_personal_data_is_nowhere_in_clear(by_phone, world, everything):
    device = await by_phone(PHONE)
    await device.act("POST", "/addresses", ADDRESS | {"name": "林晓晓晓"})
    await device.get("/me/export")
    for table, text in everything().items():
        for word in (PHONE, "林晓晓晓", "文三路", device.token):
            assert word not in text, table


async def test_addresses_belong_to_their_person(by_phone, world, owner, db):
    mine, other = await by_phone(PHONE), await by_phone("13900139000")
    added = (await mine.act("POST", "/addresses", ADDRESS)).json()
    for method, body in (("PUT", ADDRESS), ("DELETE", None)):
        answer = await other.act(method, f"/addresses/{added['id']}", body)
        assert (answer.status_code, answer.json()["code"]) == (404, "address_unknown")
    assert (await mine.get("/addresses")).json()["items"] == [added]
    async with db.read(tenant_of(owner)) as session:
        address = AddressId(ids.decode("adr", added["id"]))
        shoppers = [(await queries.shopper_of(session, device.token))[0] for device in (mine, other)]
        assert (await queries.address_for(session, shoppers[0], address)).detail == ADDRESS["detail"]
        with pytest.raises(AddressUnknown):
            await queries.address_for(session, shoppers[1], address)
    assert added == ADDRESS | {"id": added["id"], "postcode": None, "is_default": True}


async def test_one_address_is_the_default(by_phone, world):
    device = await by_phone(PHONE)
    first = (await device.act("POST", "/addresses", ADDRESS)).json()
    await world.advance(timedelta(seconds=1))
    second = (await device.act("POST", "/addresses", ADDRESS | {"detail": "二", "is_default": True})).json()

    async def defaults():
        return [one["id"] for one in (await device.get("/addresses")).json()["items"] if one["is_default"]]

    assert await defaults() == [second["id"]]
    kept = await device.act(
        "PUT", f"/addresses/{second['id']}", ADDRESS | {"detail": "三", "is_default": False}
    )
    assert kept.json()["is_default"] is True
    assert (await device.act("DELETE", f"/addresses/{second['id']}")).status_code == 204
    assert await defaults() == [first["id"]]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"phone": "12345678901"}, "phone_invalid", "phone"),
        ({"region_code": "33"}, "invalid_input", "region_code"),
        ({"name": "  "}, "invalid_input", "name"),
        ({"detail": "号" * 121}, "invalid_input", "detail"),
    ],
)
async def test_an_address_that_cannot_be_is_refused(by_phone, world, change, code, field):
    device = await by_phone(PHONE)
    answer = await device.act("POST", "/addresses", ADDRESS | change)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, code, field)
    assert (await device.get("/addresses")).json()["items"] == []


async def test_at_most_thirty_addresses(by_phone, world):
    device = await by_phone(PHONE)
    for number in range(30):
        assert (await device.act("POST", "/addresses", ADDRESS | {"detail": f"{number}"})).status_code == 201
    answer = await device.act("POST", "/addresses", ADDRESS)
    assert (answer.status_code, answer.json()["code"]) == (409, "addresses_full")
    assert len((await device.get("/addresses")).json()["items"]) == 30


async def test_a_phone_with_country_code_and_spaces_is_the_same_phone(by_phone, world):
    device = await by_phone(PHONE)
    added = (await device.act("POST", "/addresses", ADDRESS | {"phone": "+86 138-0013-8000"})).json()
    assert added["phone"] == PHONE


async def test_staff_find_people_and_each_look_is_logged(by_phone, owner, colleague, world):
    service = await colleague(owner, "customer_service")
    device = await by_phone(PHONE)
    await device.act("PUT", "/me", {"nickname": "山间小林"})
    await world.advance(timedelta(seconds=1))
    await by_phone("13900139000")
    for q, found in (
        ("8000", 1),
        (PHONE, 1),
        ("小林", 1),
        ("9000", 1),
        ("", 2),
        ("%", 0),
        ("13700000000", 0),
    ):
        answer = (await service.get("/people", params={"q": q})).json()
        assert len(answer["items"]) == found, q
    page = (await service.get("/people", params={"q": "小林"})).json()["items"][0]
    assert (page["nickname"], page["phone_last4"]) == ("山间小林", "8000")
    assert PHONE not in str(page)
    shown = await service.act("POST", f"/people/{page['id']}/reveal")
    assert shown.json() == {"nickname": "山间小林", "phone": PHONE}
    looks = (await owner.get("/audit/access")).json()["items"]
    assert [(one["who"], one["subject"], one["fields"]) for one in looks] == [
        ("customer_service", page["id"], ["phone"])
    ]
    unknown = await service.act("POST", "/people/psn_00000000000000000000000000/reveal")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "person_unknown")
    assert len((await owner.get("/audit/access")).json()["items"]) == 1


async def test_people_come_in_pages_newest_first(by_phone, owner, world):
    ids = []
    for tail in range(3):
        ids.insert(0, (await (await by_phone(f"1380013800{tail}")).get("/me")).json()["id"])
        await world.advance(timedelta(minutes=1))
    first = (await owner.get("/people", params={"limit": 2})).json()
    second = (await owner.get("/people", params={"limit": 2, "cursor": first["next_cursor"]})).json()
    assert [one["id"] for one in first["items"] + second["items"]] == ids
    assert second["next_cursor"] is None
