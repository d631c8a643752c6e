"""Consents are counted by whoever tells of them and never twice; one accept is one message, whoever races for it."""

import asyncio
import itertools
import json
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest

from lianyi.identity import actions as identity
from lianyi.identity.events import PersonDeleted, PersonMerged
from lianyi.identity.types import PersonId, SessionId, Shopper
from lianyi.kit import relay
from lianyi.kit.db import Statement
from lianyi.kit.ids import TenantId, new_id
from lianyi.kit.secrets import vault
from lianyi.messages import actions
from lianyi.messages.queries import arrangement, notices
from lianyi.messages.rules.reports import CHANGE, POPUP, SENT, Report, reports
from lianyi.messages.types import Answer, NoticeSettings
from lianyi.wechat import push
from lianyi.wechat.types import AppKind
from tests.messages.conftest import NEWS, PERSON, SOON, open_post

PUSH_TOKEN, AES_KEY = "the0push0token", "a" * 43
SET_PUSH = Statement(
    """
    update identity_wechat_app set push_token_sealed = %(token)s, push_aes_key_sealed = %(key)s
    where tenant_id = %(tenant)s and kind = %(kind)s
    """
)
NOTICES = Statement("select count(*)::int from messages_notice where tenant_id = %(tenant)s", int)
OWNERS = Statement("select person_id from messages_notice where tenant_id = %(tenant)s order by id", UUID)
LEFT = Statement(
    """
    select (select count(*) from messages_notice where tenant_id = %(tenant)s)::int
      + (select count(*) from messages_consent where tenant_id = %(tenant)s)::int
      + (select count(*) from messages_budget where tenant_id = %(tenant)s)::int
      + (select count(*) from messages_switch where tenant_id = %(tenant)s)::int as rows
    """,
    int,
)
MSG_ID = Statement(
    "select coalesce(msg_id, '') from messages_notice where tenant_id = %(tenant)s order by id", str
)
BARE = Statement("select id from messages_notice limit 1", UUID)
_times = itertools.count(1772416800)


async def allow_push(post):
    """The push keys of both apps, as the merchant sets them."""
    async with post.db.write(post.tenant) as session:
        for kind in ("mini", "official"):
            await session.run(
                SET_PUSH, kind=kind, token=vault().seal(PUSH_TOKEN, f"identity_wechat_app.push_token:{kind}"),
                key=vault().seal(AES_KEY, f"identity_wechat_app.push_aes:{kind}"),
            )  # fmt: skip


def seal(*parts):
    return identity.Seal("1", "2", signature=push.signature(PUSH_TOKEN, "1", "2", *parts))


async def pushed(post, event, entries, app="mini", *, at=None, spelling="json"):
    """WeChat pushes to the app; told at once."""
    message = {
        "ToUserName": "gh_1", "FromUserName": post.buyer["openids"][post.appid(app)],
        "CreateTime": at or next(_times), "MsgType": "event", "Event": event,
    }  # fmt: skip
    if spelling == "json":
        body = json.dumps(message | {"List": entries if len(entries) > 1 else entries[0]})
    else:
        lists = "".join(
            f"<List>{''.join(f'<{name}><![CDATA[{value}]]></{name}>' for name, value in one.items())}</List>"
            for one in entries
        )
        head = "".join(f"<{name}>{value}</{name}>" for name, value in message.items())
        element = {
            POPUP: "SubscribeMsgPopupEvent",
            CHANGE: "SubscribeMsgChangeEvent",
            SENT: "SubscribeMsgSentEvent",
        }
        body = f"<xml>{head}<{element[event]}>{lists}</{element[event]}></xml>"
    await identity.take_push(post.db, post.tenant, post.appid(app), seal(), body.encode())
    while await relay.relay_once(post.db):
        pass


def tapped(post, answer="accept", app="mini", template=None):
    return {"TemplateId": template or post.templates[app], "SubscribeStatusString": answer, "PopupScene": "0"}


async def answered(post, answer=Answer.ACCEPT, app=AppKind.MINI, template=None):
    async with post.db.write(post.tenant) as session:
        return await actions.take_answers(
            session, post.shopper, app, {template or post.templates[app.value]: answer}
        )


async def left(post):
    async with post.db.read(post.tenant) as session:
        return {one.app: one.remaining for one in await arrangement.remaining(session, post.person)}


@pytest.mark.parametrize("spelling", ["json", "xml"])
async def test_an_accept_told_by_client_and_push_counts_once(post, spelling):
    await allow_push(post)
    await post.map()
    assert await answered(post) == 1
    assert await left(post) == {"mini": 1}
    await pushed(post, POPUP, [tapped(post)], spelling=spelling)
    assert await post.counts() == [[1, 1, 0]]
    assert await left(post) == {"mini": 1}
    await pushed(post, POPUP, [tapped(post)], spelling=spelling)
    assert await left(post) == {"mini": 2}
    await answered(post)
    assert await left(post) == {"mini": 2}


async def test_the_same_push_twice_counts_once(post):
    await allow_push(post)
    await pushed(post, POPUP, [tapped(post)], at=1772416000)
    await pushed(post, POPUP, [tapped(post)], at=1772416000)
    assert await post.counts() == [[0, 1, 0]]


async def test_a_push_may_name_several_templates(post):
    await allow_push(post)
    await pushed(
        post, POPUP, [tapped(post), tapped(post, template="other"), tapped(post, "reject", template="third")]
    )
    async with post.db.read(post.tenant) as session:
        found = {one.template_id: one.remaining for one in await arrangement.remaining(session, post.person)}
    assert found == {post.templates["mini"]: 1, "other": 1}


async def test_an_official_account_pushes_in_xml(post):
    await allow_push(post)
    await pushed(post, POPUP, [tapped(post, app="official")], "official", spelling="xml")
    assert await left(post) == {"official": 1}


@pytest.mark.parametrize("answer", [Answer.REJECT, Answer.BAN, Answer.FILTER])
async def test_only_an_accept_counts(post, answer):
    await allow_push(post)
    await post.map()
    assert await answered(post, answer) == 0
    await pushed(post, POPUP, [tapped(post, answer.value)])
    assert await post.counts() == []


async def test_a_template_the_shop_does_not_use_is_not_counted(post):
    assert await answered(post) == 0
    await post.map(mini=False, official=True)
    assert await answered(post) == 0
    assert await answered(post, app=AppKind.OFFICIAL) == 1


async def test_turned_off_at_wechat_nothing_is_left(post):
    await allow_push(post)
    await post.map()
    for _ in range(3):
        await answered(post)
    await pushed(post, CHANGE, [{"TemplateId": post.templates["mini"], "SubscribeStatusString": "accept"}])
    assert await left(post) == {"mini": 3}
    await pushed(post, CHANGE, [{"TemplateId": post.templates["mini"], "SubscribeStatusString": "reject"}])
    assert await left(post) == {"mini": 0}
    await answered(post)
    assert await left(post) == {"mini": 1}


async def test_pushes_about_strangers_and_nonsense_change_nothing(post):
    await allow_push(post)
    stranger = dict(post.buyer["openids"])
    post.buyer["openids"] = dict.fromkeys(stranger, "o_nobody")
    await pushed(post, POPUP, [tapped(post)])
    post.buyer["openids"] = stranger
    await pushed(post, POPUP, [{"SubscribeStatusString": "accept"}])
    await pushed(post, "subscribe_msg_other_event", [tapped(post)])
    assert await post.counts() == []


def test_reports_are_read_in_either_spelling():
    entry = {"TemplateId": "T", "SubscribeStatusString": "accept"}
    assert reports(POPUP, {"List": json.dumps(entry)}) == [Report("T", "accept")]
    assert reports(POPUP, {"List": json.dumps([entry, entry])}) == [Report("T", "accept")] * 2
    assert reports(POPUP, {"SubscribeMsgPopupEvent": json.dumps({"List": [entry]})}) == [
        Report("T", "accept")
    ]
    sent = {"TemplateId": "T", "MsgID": 7, "ErrorCode": "0", "ErrorStatus": "success"}
    assert reports(SENT, {"List": json.dumps(sent)}) == [Report("T", msg_id="7")]
    assert reports(SENT, {"List": json.dumps(sent | {"ErrorCode": "odd"})})[0].errcode == -1
    for fields in ({}, {"List": "[not json"}, {"List": "[1, 2]"}, {"List": '"word"'}):
        assert reports(POPUP, fields) == []


def test_a_push_nested_without_end_is_refused():
    deep = "<a>" * 40 + "x" + "</a>" * 40
    with pytest.raises(push.PushForged):
        push.read(f"<xml>{deep}</xml>".encode())


async def test_one_consent_and_two_notices_at_the_same_moment_send_one(post):
    await post.map()
    await post.map(SOON)
    await post.accept()
    await post.believe(0)
    await post.tell(NEWS)
    await post.tell(SOON)
    async with post.db.read(post.tenant) as session:
        due = await notices.due(session, 10)
    assert len(due) == 2
    await asyncio.gather(*(actions.send(post.db, post.tenant, one) for one in due))
    assert sorted(await post.states(), key=str) == [("sent", None), ("skipped", "no_consent")]
    assert await post.counts() == [[1, 0, 1]]
    assert len(await post.arrived()) == 1


async def test_eight_notices_race_for_three_consents_and_the_count_never_falls_below_zero(post):
    await post.map(SOON)
    await post.accept(times=3)
    async with post.db.write(post.tenant) as session:
        await actions.set_settings(session, staff(post), NoticeSettings(daily_budget=100))
    for number in range(8):
        await post.tell(SOON, str(number))
    async with post.db.read(post.tenant) as session:
        due = await notices.due(session, 10)
    await asyncio.gather(*(actions.send(post.db, post.tenant, one) for one in due))
    states = await post.states()
    assert states.count(("sent", None)) == 3
    assert states.count(("skipped", "no_consent")) == 5
    assert await post.counts() == [[3, 0, 3]]
    assert len(await post.arrived()) == 3


async def test_one_place_in_the_budget_and_six_notices_at_the_same_moment_send_one(post):
    await post.map(SOON)
    await post.accept(times=6)
    async with post.db.write(post.tenant) as session:
        await actions.set_settings(session, staff(post), NoticeSettings(daily_budget=1))
    for number in range(6):
        await post.tell(SOON, str(number))
    async with post.db.read(post.tenant) as session:
        due = await notices.due(session, 10)
    await asyncio.gather(*(actions.send(post.db, post.tenant, one) for one in due))
    states = await post.states()
    assert (states.count(("sent", None)), states.count(("skipped", "over_budget"))) == (1, 5)
    assert await post.counts() == [[6, 0, 1]]
    assert await post.spent() == 1


async def test_the_same_notice_sent_by_job_and_sweep_at_once_goes_out_once(post):
    await post.map()
    await post.accept(times=5)
    await post.tell()
    async with post.db.read(post.tenant) as session:
        (notice,) = await notices.due(session, 10)
    await asyncio.gather(*(actions.send(post.db, post.tenant, notice) for _ in range(5)))
    assert len(await post.arrived()) == 1
    assert await post.counts() == [[5, 0, 1]]


async def test_told_by_eight_at_once_it_is_one_notice(post):
    await post.map()
    await asyncio.gather(*(post.tell(NEWS, "same") for _ in range(8)))
    async with post.db.read(post.tenant) as session:
        assert await session.one(NOTICES) == 1


async def test_wechats_own_report_is_kept_with_the_notice(post, settle):
    await allow_push(post)
    await post.map()
    await post.accept()
    await post.tell()
    await settle()
    async with post.db.read(post.tenant) as session:
        (msg_id,) = await session.all(MSG_ID)
    assert msg_id
    entry = {
        "TemplateId": post.templates["mini"],
        "MsgID": msg_id,
        "ErrorCode": "0",
        "ErrorStatus": "success",
    }
    await pushed(post, SENT, [entry])
    assert await post.states() == [("sent", None)]
    await pushed(post, SENT, [entry | {"ErrorCode": "43101", "ErrorStatus": "user block"}])
    (seen,) = await post.seen()
    assert (seen.state, seen.reason, seen.errcode) == ("failed", "not_delivered", 43101)


async def test_a_message_whose_answer_was_lost_is_not_sent_again_once_wechat_reports_it(post, settle):
    await allow_push(post)
    await post.map()
    await post.accept(times=2)
    await post.world.fault("answer_lost", path_prefix="/cgi-bin/message/subscribe/send")
    await post.tell()
    await settle()
    assert (await post.seen())[0].state == "queued"
    assert len(await post.arrived()) == 1
    entry = {"TemplateId": post.templates["mini"], "MsgID": "4000000000000000001", "ErrorCode": "0"}
    await pushed(post, SENT, [entry], spelling="xml")
    assert await post.states() == [("sent", None)]
    await post.world.advance(timedelta(minutes=5))
    await settle()
    assert len(await post.arrived()) == 1
    assert await post.counts() == [[2, 0, 1]]


async def test_a_person_who_leaves_takes_everything_along(post, settle):
    await post.map()
    await post.accept(times=2)
    await post.tell()
    await settle()
    async with post.db.write(post.tenant) as session:
        await actions.set_switches(session, post.shopper, {"test_soon": False})
    async with post.db.read(post.tenant) as session:
        assert await session.one(LEFT) == 4
    async with post.db.write(post.tenant) as session:
        await session.emit(PersonDeleted(post.person, None))
    while await relay.relay_once(post.db):
        pass
    async with post.db.read(post.tenant) as session:
        assert await session.one(LEFT) == 0


async def test_two_records_of_one_person_become_one_with_the_richer_consents(post, settle):
    await post.map()
    await post.accept(times=5)
    await post.tell(NEWS, "one")
    await settle()
    into = PersonId(new_id())
    async with post.db.write(post.tenant) as session:
        await session.run(PERSON, id=into, nickname="林晓")
        await actions.take_answers(
            session, Shopper(post.tenant, into, SessionId(new_id())), AppKind.MINI,
            {post.templates["mini"]: Answer.ACCEPT},
        )  # fmt: skip
        await actions.set_switches(session, post.shopper, {"test_soon": False})
        await session.emit(PersonMerged(post.person, into))
    for _ in range(2):  # told twice is told once
        while await relay.relay_once(post.db):
            pass
    async with post.db.read(post.tenant) as session:
        assert await session.all(OWNERS) == [into]
        assert [one.remaining for one in await arrangement.remaining(session, into)] == [4]
        assert await arrangement.remaining(session, post.person) == []
        assert await arrangement.switched_off(session, into) == {"test_soon"}
        assert await arrangement.switched_off(session, post.person) == frozenset()
    assert await post.spent() == 1


async def test_another_shop_sees_nothing_and_takes_nothing(db, world, post, settle):
    await post.map()
    await post.accept()
    await post.tell()
    other = await open_post(db, world)
    async with db.read(post.tenant) as session:
        (notice,) = await notices.due(session, 10)
    await actions.send(db, other.tenant, notice)
    assert await post.states() == [("queued", None)]
    stranger = Shopper(other.tenant, post.person, SessionId(new_id()))
    async with db.write(other.tenant) as session:
        assert await actions.read(session, stranger, None) == 0
        assert await notices.inbox(session, stranger, before=None, limit=10) == []
        assert await notices.listed(session, kind=None, states=None, before=None, limit=10) == []
    await settle()
    assert await post.states() == [("sent", None)]


async def test_without_a_tenant_nothing_can_be_read(db, post):
    await post.tell()
    with pytest.raises(psycopg.Error):
        async with db.read(None) as session:
            await session.all(BARE)


def staff(post):
    from lianyi.identity.types import System

    return System(TenantId(post.tenant), "test")
