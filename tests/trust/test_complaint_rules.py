"""The clocks of complaints, and what may be done: pure, so all of it at once."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianyi.trust.rules import complaints as rules
from lianyi.wechat.complaints import Said, Told

BEGAN = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
KINDS = (
    "USER_CREATE_COMPLAINT", "USER_CONTINUE_COMPLAINT", "USER_RESPONSE", "MERCHANT_RESPONSE", "MERCHANT_APPROVE_REFUND",
    "MERCHANT_REFUSE_RERUND", "MERCHANT_CONFIRM_COMPLETE", "USER_REVOKE_COMPLAINT", "PLATFORM_RESPONSE",
    "COMPLAINT_REFUND_RECEIVED_SYSTEM_MESSAGE", "USER_CREATE_COMPLAINT_SYSTEM_MESSAGE",
)  # fmt: skip


def told(state="PENDING", *, user_waits=True, expires_after=None):
    return Told(
        wechat_id="1", state=state, created_at=BEGAN, detail="", problem_type="REFUND", problem="", transaction_id="",
        out_trade_no="", amount_fen=1, apply_refund_fen=1, openid="", phone="", pictures=(), user_waits=user_waits,
        times=1, full_refunded=False, expires_at=BEGAN + expires_after if expires_after else None,
    )  # fmt: skip


def said(*entries):
    return [
        Said(str(place), BEGAN + hours * HOUR, kind, "", ()) for place, (hours, kind) in enumerate(entries)
    ]


CREATED, REPLIED, ENDED = (
    (0, "USER_CREATE_COMPLAINT"),
    (3, "MERCHANT_RESPONSE"),
    (5, "MERCHANT_CONFIRM_COMPLETE"),
)
AGAIN = (100, "USER_CONTINUE_COMPLAINT")


@pytest.mark.parametrize(
    ("state", "user_waits", "history", "expected"),
    [
        ("PENDING", True, [CREATED], ("open", "reply", 24)),
        ("PROCESSING", False, [CREATED, REPLIED], ("waiting", "finish", 72)),
        ("PROCESSING", True, [CREATED, REPLIED, (4, "USER_RESPONSE")], ("open", "finish", 72)),
        # saying more in what is under way moves no clock
        ("PROCESSING", True, [CREATED, REPLIED, (4, "USER_CONTINUE_COMPLAINT")], ("open", "finish", 72)),
        ("PROCESSED", False, [CREATED, REPLIED, ENDED], ("finished", None, None)),
        ("PENDING", True, [CREATED, REPLIED, ENDED, AGAIN], ("open", "reply", 124)),
        ("PROCESSING", False, [CREATED, REPLIED, ENDED, AGAIN, (101, "MERCHANT_RESPONSE")], ("waiting", "finish", 172)),
        # a verdict is a first word too
        ("PROCESSING", False, [CREATED, (1, "MERCHANT_APPROVE_REFUND")], ("waiting", "finish", 72)),
        # what the platform says for us is no word of ours
        ("PENDING", True, [CREATED, (1, "PLATFORM_RESPONSE")], ("open", "reply", 24)),
        ("PENDING", True, [], ("open", "reply", 24)),
    ],
)  # fmt: skip
def test_what_we_owe_at_wechat_pay(state, user_waits, history, expected):
    stands = rules.standing("pay", told(state, user_waits=user_waits), said(*history))
    hours = None if stands.due_at is None else (stands.due_at - BEGAN) / HOUR
    assert (stands.state, stands.due_for, hours) == expected


@pytest.mark.parametrize(
    ("state", "expires_after", "expected"),
    [
        ("201", 48 * HOUR, ("open", "step", 48)),
        ("201", 30 * HOUR, ("open", "step", 30)),  # WeChat's own end wins
        ("201", None, ("open", "step", 50)),  # 48 hours after the last word
        ("206", 96 * HOUR, ("open", "step", 96)),
        ("312", None, ("finished", None, None)),
        ("312", 96 * HOUR, ("finished", None, None)),
        (
            "203",
            60 * HOUR,
            ("waiting", None, None),
        ),  # not documented: somebody else's turn while it has an end
        ("999", None, ("finished", None, None)),
    ],
)
def test_what_we_owe_in_the_mini_program(state, expires_after, expected):
    stands = rules.standing("mini", told(state, expires_after=expires_after), said((0, "1"), (2, "3")))
    hours = None if stands.due_at is None else (stands.due_at - BEGAN) / HOUR
    assert (stands.state, stands.due_for, hours) == expected


histories = st.lists(st.tuples(st.integers(0, 500), st.sampled_from(KINDS)), max_size=12).map(sorted)


@given(st.sampled_from(["PENDING", "PROCESSING", "PROCESSED"]), st.booleans(), histories)
def test_a_clock_is_never_later_than_72_hours_after_a_beginning_and_ends_only_with_wechat(
    state, user_waits, history
):
    stands = rules.standing("pay", told(state, user_waits=user_waits), said(*history))
    assert (stands.state == "finished") == (state == "PROCESSED") == (stands.due_at is None)
    assert stands.finish_due_at == stands.begun_at + 72 * HOUR
    beginnings = {BEGAN} | {
        BEGAN + hours * HOUR for hours, kind in history if kind == "USER_CONTINUE_COMPLAINT"
    }
    assert stands.begun_at in beginnings
    if stands.due_at is not None:
        assert stands.begun_at + 24 * HOUR <= stands.due_at <= stands.finish_due_at
    if stands.replied_at is None and stands.due_at is not None:
        assert stands.due_for == "reply"


@given(st.integers(0, 1000))
def test_waiting_grows_and_has_an_end(tries):
    assert timedelta(minutes=1) <= rules.try_again_in(tries) <= rules.try_again_in(tries + 1) <= HOUR
