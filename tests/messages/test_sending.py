"""A notice is written once, takes a consent, and goes out once; what WeChat says is kept."""

from tests.messages.conftest import NEWS


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
