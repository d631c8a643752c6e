"""A notice is written once, takes a consent, and goes out once; what WeChat says is kept."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest

from lianyi.identity.types import System
from lianyi.kit import jobs
from lianyi.kit.config import config
from lianyi.kit.db import Statement
from lianyi.messages import actions
from lianyi.messages.queries import kinds
from lianyi.messages.rules import hours
from lianyi.messages.types import NoticeSettings
from tests.messages.conftest import MONEY, NEWS, SOON, open_post

STOPPED = Statement(
    "update messages_notice set state = 'sending', tries = 1, try_at = %(try_at)s where tenant_id = %(tenant)s"
)


async def test_a_notice_goes_out_with_its_values_cut_to_the_template(post, settle):
    await post.map()
    await post.accept()
    assert await post.tell() is True
    await settle()
    (message,) = await post.arrived()
    assert message["template_id"] == post.templates["mini"]
    assert message["page"] == "pages/order/index?id=1"
    assert message["data"] == {"thing1": "明前龙井", "amount2": "¥99.00", "time3": "2026-03-02 10:00"}
    (seen,) = await post.seen()
    assert (seen.state, seen.reason, seen.errcode, seen.app, seen.tries, seen.try_at) == (
        "sent", None, None, "mini", 1, None,
    )  # fmt: skip
    assert await post.counts() == [[1, 0, 1]]
    assert await post.spent() == 1


async def test_a_fact_told_twice_is_one_notice(post, settle):
    await post.map()
    await post.accept(times=2)
    assert await post.tell(NEWS, "team_filled:1") is True
    assert await post.tell(NEWS, "team_filled:1") is False
    await settle()
    assert await post.states() == [("sent", None)]
    assert len(await post.arrived()) == 1
    assert await post.counts() == [[2, 0, 1]]


async def test_without_a_template_a_consent_or_an_openid_it_is_skipped_and_says_why(post, settle):
    await post.tell(NEWS, "no template")
    await settle()
    await post.map()
    await post.tell(NEWS, "no consent")
    await settle()
    assert await post.states() == [("skipped", "no_template"), ("skipped", "no_consent")]
    assert await post.arrived() == []
    assert await post.spent() == 0


async def test_switched_off_by_the_shop_or_by_the_person(post, settle):
    await post.map(is_on=False)
    await post.accept(times=2)
    await post.tell(NEWS, "shop")
    await settle()
    await post.map()
    async with post.db.write(post.tenant) as session:
        await actions.set_switches(session, post.shopper, {"test_news": False})
    await post.tell(NEWS, "person")
    await settle()
    assert await post.states() == [("skipped", "kind_off"), ("skipped", "switched_off")]
    async with post.db.write(post.tenant) as session:
        await actions.set_switches(session, post.shopper, {"test_news": True})
    await post.tell(NEWS, "again")
    await settle()
    assert (await post.states())[-1] == ("sent", None)
    assert await post.counts() == [[2, 0, 1]]


async def test_somebody_who_came_by_phone_alone_has_no_openid(db, world, settle):
    post = await open_post(db, world, bound=())
    await post.map(official=True)
    await post.tell()
    await settle()
    assert await post.states() == [("skipped", "no_openid")]


async def test_the_official_account_carries_it_where_the_mini_program_may_not(post, settle):
    await post.map(official=True)
    await post.accept(app="official")
    await post.tell()
    await settle()
    (message,) = await post.arrived("official")
    assert await post.arrived("mini") == []
    assert message["page"] == f"{config().public_url}/s/{post.tenant.hex[-12:]}/#/pages/order/index?id=1"
    (seen,) = await post.seen()
    assert (seen.state, seen.app) == ("sent", "official")


async def test_43101_says_that_our_count_was_wrong_so_nothing_of_it_is_left(post, settle):
    await post.map()
    await post.believe(times=3)
    await post.tell(NEWS, "one")
    await settle()
    (seen,) = await post.seen()
    assert (seen.state, seen.reason, seen.errcode) == ("failed", "refused", 43101)
    assert await post.counts() == [[3, 0, 3]]
    assert await post.spent() == 0
    await post.tell(NEWS, "two")
    await settle()
    assert (await post.states())[-1] == ("skipped", "no_consent")
    await post.accept()
    await post.tell(NEWS, "three")
    await settle()
    assert (await post.states())[-1] == ("sent", None)


async def test_a_value_wechat_refuses_is_recorded_and_never_sent_again(post, settle):
    await post.map(keys={"title": "thing1", "amount": "amount2"})  # the template has a third key
    await post.accept()
    await post.tell()
    await settle()
    (seen,) = await post.seen()
    assert (seen.state, seen.reason, seen.errcode, seen.tries) == ("failed", "refused", 47003, 1)
    assert await post.counts() == [[1, 0, 0]]  # WeChat used nothing up
    assert await post.spent() == 0
    await post.world.advance(timedelta(days=1))
    await settle()
    assert (await post.seen())[0].tries == 1
    assert await post.arrived() == []


async def test_silence_is_tried_again_with_longer_and_longer_waits_and_ends(post, settle):
    await post.map()
    await post.accept()
    await post.world.fault("http_5xx", times=None, path_prefix="/cgi-bin/message/subscribe/send")
    await post.tell()
    waits = []
    for _ in range(5):
        await settle()
        (seen,) = await post.seen()
        assert seen.state == "queued"
        waits.append(seen.try_at - post.world.clock.now())
        assert await post.counts() == [[1, 0, 1]]  # held: a lost answer may have used it
        await post.world.advance(waits[-1] - timedelta(seconds=1))
        await settle()
        assert (await post.seen())[0].tries == len(waits)
        await post.world.advance(timedelta(seconds=1))
    await settle()
    assert waits == [timedelta(seconds=one) for one in (30, 120, 480, 1920, 7680)]
    (seen,) = await post.seen()
    assert (seen.state, seen.reason, seen.errcode, seen.tries) == ("failed", "unreachable", None, 6)
    assert await post.counts() == [[1, 0, 0]]
    assert await post.spent() == 0
    await post.world.ask("DELETE", "/faults")
    await post.world.advance(timedelta(days=2))
    await settle()
    assert await post.arrived() == []


async def test_silence_that_ends_lets_the_message_through_once(post, settle):
    await post.map()
    await post.accept(times=3)
    await post.world.fault("http_5xx", times=2, path_prefix="/cgi-bin/message/subscribe/send")
    await post.tell()
    await settle()
    await post.world.advance(timedelta(seconds=30))
    await settle()
    await post.world.advance(timedelta(seconds=120))
    await settle()
    (seen,) = await post.seen()
    assert (seen.state, seen.tries) == ("sent", 3)
    assert len(await post.arrived()) == 1
    assert await post.counts() == [[3, 0, 1]]


async def test_busy_days_of_wechat_pass(post, settle):
    await post.map()
    await post.accept()
    await post.world.fault("rate_limited", path_prefix="/cgi-bin/message/subscribe/send")  # 45009
    await post.tell()
    await settle()
    assert (await post.seen())[0].state == "queued"
    await post.world.advance(timedelta(seconds=30))
    await settle()
    assert (await post.seen())[0].state == "sent"


async def test_a_sender_that_stopped_in_the_middle_is_relieved(post):
    await post.map()
    await post.accept()
    await post.tell()
    async with post.db.write(post.tenant) as session:
        await session.run(STOPPED, try_at=session.now + hours.LEASE)
    (sweep,) = [item for item in jobs.sweeps() if item.name == "lianyi.messages.jobs.send_due"]
    await jobs.run_sweep(post.db, sweep, [post.tenant])
    assert (await post.seen())[0].state == "sending"
    await post.world.advance(hours.LEASE)
    await jobs.run_sweep(post.db, sweep, [post.tenant])
    (seen,) = await post.seen()
    assert (seen.state, seen.tries) == ("sent", 2)


async def test_at_night_what_can_wait_waits_and_the_rest_goes(evening, settle):
    post = evening
    for kind in (NEWS, SOON, MONEY):
        await post.map(kind)
    await post.accept(times=3)
    await post.tell(NEWS)
    await post.tell(SOON)
    await post.tell(MONEY)
    await settle()
    assert await post.states() == [("waiting", None), ("sent", None), ("sent", None)]
    (waiting, *_) = await post.seen()
    assert waiting.try_at == datetime(2026, 3, 3, 0, 0, tzinfo=UTC)  # eight in Shanghai
    assert waiting.tries == 0
    await post.world.advance(timedelta(hours=10) - timedelta(seconds=1))
    await settle()
    assert (await post.states())[0] == ("waiting", None)
    await post.world.advance(timedelta(seconds=1))
    await settle()
    assert await post.states() == [("sent", None)] * 3


async def test_a_shop_moves_its_quiet_hours(evening, settle):
    post = evening
    await post.map()
    await post.accept(times=2)
    async with post.db.write(post.tenant) as session:
        await actions.set_settings(session, System(post.tenant, "test"), NoticeSettings(0, 0, 3))
    await post.tell()
    await settle()
    assert await post.states() == [("sent", None)]


async def test_what_is_no_longer_true_in_the_morning_is_not_sent(evening, settle):
    post = evening
    await post.map()
    await post.accept()
    await post.tell(NEWS, "late", until=post.world.clock.now() + timedelta(hours=1))
    await settle()
    await post.world.advance(timedelta(hours=11))
    await settle()
    assert await post.states() == [("skipped", "outdated")]
    assert await post.counts() == [[1, 0, 0]]


async def test_what_is_taken_back_is_not_sent_and_gives_its_consent_back(post, settle):
    await post.map()
    await post.accept()
    await post.world.fault("http_5xx", times=None, path_prefix="/cgi-bin/message/subscribe/send")
    await post.tell(NEWS, "one")
    await settle()
    assert await post.counts() == [[1, 0, 1]]
    async with post.db.write(post.tenant) as session:
        await actions.withdraw(session, NEWS, "one")
    await settle()
    assert await post.states() == [("skipped", "outdated")]
    assert await post.counts() == [[1, 0, 0]]
    assert await post.spent() == 0


async def test_three_a_day_over_all_senders_and_the_exempt_pass(post, settle):
    for kind in (NEWS, SOON, MONEY):
        await post.map(kind)
    await post.accept(times=9)
    for number, kind in enumerate((NEWS, SOON, NEWS, SOON, MONEY, NEWS)):
        await post.tell(kind, f"n{number}")
        await settle()
    assert [reason for _, reason in await post.states()] == [
        None,
        None,
        None,
        "over_budget",
        None,
        "over_budget",
    ]
    assert await post.spent() == 3
    assert await post.counts() == [[9, 0, 4]]
    await post.world.advance(timedelta(hours=14))  # midnight in Shanghai: a new day, still night
    await post.tell(SOON, "next day")
    await settle()
    assert (await post.states())[-1] == ("sent", None)


async def test_a_shop_that_allows_none_a_day_still_sends_the_exempt(post, settle):
    for kind in (SOON, MONEY):
        await post.map(kind)
    await post.accept(times=2)
    async with post.db.write(post.tenant) as session:
        await actions.set_settings(session, System(post.tenant, "test"), NoticeSettings(daily_budget=0))
    await post.tell(SOON)
    await post.tell(MONEY)
    await settle()
    assert await post.states() == [("skipped", "over_budget"), ("sent", None)]


async def test_a_kind_that_is_gone_is_said_so(post, settle):
    await post.map()
    await post.accept()
    await post.tell()
    kept = kinds.DECLARED.pop("test_news")
    try:
        await settle()
        assert await post.states() == [("skipped", "kind_gone")]
    finally:
        actions.declare(kept)


def test_a_kind_has_one_meaning():
    assert actions.declare(NEWS) is NEWS
    with pytest.raises(ValueError, match="two kinds"):
        actions.declare(dataclasses.replace(NEWS, zh="别的"))


async def test_no_log_line_holds_a_name_a_value_or_an_openid(post, settle, capfd):
    await post.map()
    await post.believe()
    await post.tell()
    await settle()
    logged = "".join(capfd.readouterr())
    assert "notice.refused" in logged
    for secret in ("明前龙井", "林晓", post.buyer["openids"][post.appid()]):
        assert secret not in logged
