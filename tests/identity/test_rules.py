"""The decisions of identity, by properties."""

import string
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianyi.identity import rules
from lianyi.identity.errors import (
    GuaranteeTooLong,
    LoginStateInvalid,
    PhoneInvalid,
    ReturnAddressInvalid,
    SettingsOutOfRange,
)
from lianyi.identity.types import Role, ShopSettings, check_phone
from lianyi.kit.ids import TenantId

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
HOME = "https://shop.example/s/qinghe/"
tenants = st.uuids().map(TenantId)
random_bytes = st.binary(min_size=rules.RANDOM_BYTES, max_size=rules.RANDOM_BYTES)


@given(tenants, random_bytes)
def test_a_token_names_its_tenant_and_its_kind(tenant, randomness):
    token = rules.mint(rules.SHOPPER_MARK, tenant, randomness)
    assert rules.tenant_of(rules.SHOPPER_MARK, token) == tenant
    assert rules.tenant_of(rules.STAFF_MARK, token) is None
    assert len(rules.token_hash(token)) == 32


@given(st.text(max_size=200))
def test_any_text_may_be_asked_for_its_tenant(text):
    rules.tenant_of(rules.SHOPPER_MARK, text)
    rules.tenant_of(rules.SHOPPER_MARK, f"lys_{text}")


@given(st.integers(0, 10_000))
def test_pauses_only_grow_up_to_a_quarter_of_an_hour(failures):
    now, next_one = rules.pause_after(failures), rules.pause_after(failures + 1)
    assert timedelta(0) <= now <= next_one <= timedelta(minutes=15)


def test_pauses_begin_with_the_fifth_failure():
    assert [int(rules.pause_after(n).total_seconds()) for n in (1, 4, 5, 6, 7, 9, 10, 99)] == [
        0, 0, 30, 60, 120, 480, 900, 900,
    ]  # fmt: skip


@given(st.datetimes(min_value=datetime(2024, 1, 1), max_value=datetime(2099, 1, 1)), st.integers(-5, 5))  # noqa: DTZ001  made aware below
def test_a_totp_code_counts_one_step_early_or_late(at, shift):
    now = at.replace(tzinfo=UTC)
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    step = int(now.timestamp()) // 30 + shift
    found = rules.totp_step(secret, pyotp.TOTP(secret).generate_otp(step), now)
    if abs(shift) <= 1:
        assert found is not None
        assert abs(found - int(now.timestamp()) // 30) <= 1
    else:
        assert found is None or found != step


def test_the_vector_of_the_totp_rfc():
    """RFC 6238, appendix B (SHA-1), the last six of its eight digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for seconds, digits in (
        (59, "287082"),
        (1111111109, "081804"),
        (1234567890, "005924"),
        (20000000000, "353130"),
    ):
        assert rules.totp_step(secret, digits, datetime.fromtimestamp(seconds, UTC)) == seconds // 30


@given(st.text(max_size=60), st.binary(min_size=8, max_size=8))
def test_any_name_gets_a_possible_slug(name, randomness):
    assert rules.check_slug(rules.slug_from(name, randomness))


@given(st.text(max_size=600))
def test_a_return_address_never_leaves_the_shop(return_to):
    try:
        target = rules.return_address(HOME, return_to)
    except ReturnAddressInvalid:
        return
    parts = urlsplit(target)
    assert (parts.scheme, parts.netloc) == ("https", "shop.example")
    assert parts.path.startswith("/s/qinghe/")
    assert ".." not in parts.path.split("/")


@given(tenants, st.text(alphabet=string.hexdigits.lower()[:16], min_size=1, max_size=32), st.integers(0, 40))
def test_a_state_is_good_for_its_tenant_browser_and_ten_minutes(tenant, browser, minutes):
    state = rules.sign_state(b"key", tenant=tenant, browser=browser, nonce="0f", now=NOW)
    assert state.isalnum()
    assert len(state) <= 128

    def check(key=b"key", state=state, tenant=tenant, browser=browser, later=timedelta(0)):
        rules.check_state(key, state, tenant=tenant, browser=browser, now=NOW + later)

    check()
    for wrong in (
        {"key": b"other"}, {"tenant": TenantId(type(tenant)(int=tenant.int ^ 1))}, {"browser": browser + "0"},
        {"browser": ""}, {"state": state[:-1] + ("0" if state[-1] != "0" else "1")}, {"state": ""}, {"state": "x"},
        {"later": timedelta(minutes=10)},
    ):  # fmt: skip
        with pytest.raises(LoginStateInvalid):
            check(**wrong)
    if minutes < 10:
        check(later=timedelta(minutes=minutes))


@given(st.text(max_size=64))
def test_any_state_is_checked_without_breaking(state):
    with pytest.raises(LoginStateInvalid):
        rules.check_state(b"key", state, tenant=TenantId(rules.UUID(int=1)), browser="b", now=NOW)


@given(st.from_regex(r"\A1[3-9][0-9]{9}\Z"))
def test_a_mobile_number_is_itself_in_every_spelling(phone):
    for spelling in (
        phone,
        f"+86{phone}",
        f"+86 {phone[:3]} {phone[3:7]} {phone[7:]}",
        f"{phone[:3]}-{phone[3:]}",
    ):
        assert check_phone(spelling) == phone


@pytest.mark.parametrize(
    "phone", ["1380013800٣", "１3800138000", "13800138000\n1", "213800138000", "+8713800138000"]
)
def test_digits_of_other_scripts_make_no_number(phone):
    with pytest.raises(PhoneInvalid):
        check_phone(phone)


@given(st.text(max_size=20))
def test_any_other_text_is_no_mobile_number(text):
    try:
        phone = check_phone(text)
    except PhoneInvalid:
        return
    assert phone.isascii()
    assert len(phone) == 11


@given(st.integers(-10, 10_100), st.sampled_from(sorted(rules.SETTINGS_RANGES)))
def test_settings_keep_their_ranges(value, name):
    low, high = rules.SETTINGS_RANGES[name]
    settings = rules.settings_from({name: value, "a_word_of_a_newer_version": 1})
    if low <= value <= high:
        assert rules.check_settings(settings) == settings
    else:
        with pytest.raises(SettingsOutOfRange):
            rules.check_settings(settings)


def test_the_defaults_are_in_range():
    assert rules.check_settings(ShopSettings()) == ShopSettings()


def test_the_owner_may_everything_and_only_the_owner_may_staff_and_keys():
    assert rules.PERMISSIONS[Role.OWNER] == rules.PERMISSION_WORDS
    for word in ("shop.staff", "keys.write"):
        assert [role for role in Role if word in rules.PERMISSIONS[role]] == [Role.OWNER]
    assert set(rules.PERMISSIONS) == set(Role)
    assert rules.GUARDED_BY_TOTP <= rules.PERMISSION_WORDS


@pytest.mark.parametrize(("receive_days", "complete_days", "days"), [(15, 14, 31), (7, 20, 29), (19, 8, 29)])
def test_a_guarantee_that_cannot_last_is_refused_with_the_arithmetic(receive_days, complete_days, days):
    settings = ShopSettings(auto_receive_days=receive_days, complete_after_days=complete_days, guarantee=True)
    with pytest.raises(GuaranteeTooLong) as refused:
        rules.check_settings(settings)
    sums = f"2 天 + 自动收货 {receive_days} 天 + 收货后完成 {complete_days} 天 = {days} 天 > 28 天"
    assert sums in refused.value.words("zh")
    assert f"{receive_days} to receive + {complete_days} to complete = {days} > 28" in refused.value.words(
        "en"
    )
    assert refused.value.field == "guarantee"
    without = replace(settings, guarantee=False)
    assert rules.check_settings(without) == without


def test_a_guarantee_of_28_days_may_be():
    settings = ShopSettings(auto_receive_days=15, complete_after_days=11, guarantee=True)
    assert rules.check_settings(settings) == settings
