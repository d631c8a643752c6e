"""Carriers, search and history in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianyi.kit.ids import new_id
from lianyi.kit.secrets import Vault, new_master_key
from lianyi.orders.errors import CarrierUnknown, TrackingNumberInvalid
from lianyi.orders.rules import carriers, search, words
from lianyi.orders.types import STATES, OpenLine, Receiver


@pytest.mark.parametrize(
    ("word", "code"),
    [("SF", "SF"), ("sf", "SF"), ("顺丰", "SF"), (" 顺丰 速运 ", "SF"), ("ZTO Express", "ZTO"), ("极兔", "JTSD"),
     ("京东物流", "JD"), ("ems", "EMS"), ("德邦", "DBL"), ("韵达快递", "YD"), ("申通", "STO"), ("圆通速递", "YTO")],
)  # fmt: skip
def test_a_carrier_is_known_by_code_and_by_its_usual_names(word, code):
    assert carriers.carrier_of(word).code == code


def test_an_unknown_carrier_is_refused():
    with pytest.raises(CarrierUnknown):
        carriers.carrier_of("飞毛腿")


@pytest.mark.parametrize(
    ("text", "number"), [(" sf 1234567890 ", "SF1234567890"), ("JD-0001-2", "JD-0001-2")]
)
def test_a_tracking_number_is_tidied(text, number):
    assert carriers.tracking_number(text) == number


@pytest.mark.parametrize(
    "text", ["", "12345", "SF12345!", "=1+1+1+1", "-SF12345", "一二三四五六七", "A" * 41]
)
def test_what_is_no_tracking_number_is_refused(text):
    with pytest.raises(TrackingNumberInvalid):
        carriers.tracking_number(text)


def test_a_query_is_read_in_every_way_it_may_be_meant():
    assert search.meant("  ") is None
    assert search.meant("0001").phone_last4 == "0001"
    assert search.meant("13800000001").phone == "13800000001"
    assert search.meant("26030212345678").number == "26030212345678"
    assert search.meant("sf1234567890").tracking_no == "SF1234567890"
    assert search.meant("王小明").name == "王小明"
    assert search.meant("龙井茶").words == ("井茶", "龙井")
    assert search.meant("茶").words == ("茶",)


def _line(title):
    return OpenLine(new_id(), new_id(), "S1", title, "", None, 100, 1, "yes", "0" * 64)


@given(st.text(alphabet="龙井绿茶礼盒装新春特级", min_size=2, max_size=12), st.data())
def test_any_part_of_a_title_finds_it(title, data):
    start = data.draw(st.integers(0, len(title) - 1))
    end = data.draw(st.integers(start + 1, len(title)))
    assert set(search.meant(title[start:end]).words) <= set(search.words_of_lines([_line(title)]))


def test_a_receiver_leaves_only_masks_and_blind_indexes():
    vault = Vault((new_master_key(),))
    traces = search.traces_of(
        Receiver("王小明", "13800001234", "浙江省", "杭州市", "西湖区", "330106", "文三路1号"), vault
    )
    assert (traces.receiver_masked, traces.phone_masked, traces.phone_last4) == (
        "王**",
        "138****1234",
        "1234",
    )
    assert traces.name_blind == search.name_blind(" 王小明 ", vault)
    assert "小明".encode() not in traces.name_blind + traces.phone_blind


def test_every_state_and_step_has_words_in_both_languages():
    assert set(words.STATE_WORDS) == set(STATES)
    data = {
        "amount_fen": 1234, "new_fen": 5, "carrier_code": "SF", "tracking_no": "SF1", "reason": "deadline",
    }  # fmt: skip
    for kind in words.HISTORY_WORDS:
        for language in ("zh", "en"):
            assert "{" not in words.history_text(kind, data, language)
    assert words.history_text("refund_succeeded", data, "zh") == "已退款 12.34 元"
    assert words.history_text("shipped", data, "en") == "SF Express SF1 has left"
    assert words.history_text("closed", data, "zh") == "订单关闭:超时未付款"
