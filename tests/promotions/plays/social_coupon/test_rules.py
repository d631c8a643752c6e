"""When an order may pass on and until when, as properties; the rules tell every term."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from lianyi.promotions.plays.social_coupon import rules
from lianyi.promotions.types import Campaign

NOW = datetime(2026, 3, 8, 4, 0, tzinfo=UTC)
CAMPAIGN = Campaign(
    id=UUID(int=1), play="social_coupon", title="好券送朋友", state="published", starts_at=NOW - timedelta(days=3),
    ends_at=NOW + timedelta(days=3), channels=(), settings={"pays_in": "cmp_x", "order_from_fen": 5000}, skus=(),
    orders_per_person_max=None, pieces_per_person_max=None, budget_fen=None, spent_fen=0, rules_zh=(), rules_en=(),
    version=1,
)  # fmt: skip


def order(payable_fen, granted_fen, paid_hours_ago, state="to_ship"):
    paid_at = None if paid_hours_ago is None else NOW - timedelta(hours=paid_hours_ago)
    return SimpleNamespace(state=state, payable_fen=payable_fen, granted_fen=granted_fen, paid_at=paid_at)


@given(
    st.integers(1, 20_000),
    st.integers(0, 20_000),
    st.none() | st.integers(0, 240),
    st.sampled_from(["awaiting_payment", "to_ship", "shipped", "completed", "closed"]),
)
def test_an_order_passes_on_when_enough_is_paid_and_kept_and_not_long_ago(payable, granted, hours, state):
    one = order(payable, min(granted, payable), hours, state)
    expected = (
        hours is not None and state in {"to_ship", "shipped", "completed"} and one.payable_fen - one.granted_fen >= 5000
        and hours <= 72
    )  # fmt: skip
    assert rules.may_open(CAMPAIGN, one, NOW) == expected


@given(st.integers(1, 720), st.integers(1, 200))
def test_a_pack_never_outlives_its_campaign(hours, left):
    one = replace(
        CAMPAIGN, settings=CAMPAIGN.settings | {"hours": hours}, ends_at=NOW + timedelta(hours=left)
    )
    assert rules.expires_at(one, NOW) == NOW + timedelta(hours=min(hours, left))


@given(st.integers(1, 20), st.integers(1, 100_000), st.integers(1, 720), st.booleans())
def test_the_rules_tell_every_term_in_both_languages(pieces, face, hours, for_new):
    terms = {"pieces": pieces, "face_fen": face, "hours": hours, "for_new": for_new}
    zh, en = rules.rules_text(replace(CAMPAIGN, settings=CAMPAIGN.settings | terms))
    told = "".join(zh)
    assert f"{pieces} 份" in told
    assert f"{face // 100}.{face % 100:02} 元" in told
    assert f"{hours} 小时" in told
    assert ("没在本店买过" in told) == for_new
    assert len(zh) == len(en)
    assert "没有奖励" in told
