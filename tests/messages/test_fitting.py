"""Whatever a notice says, it leaves in the form WeChat takes under its key."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianyi.messages.errors import TemplateUnfit
from lianyi.messages.queries.kinds import fitting_keys
from lianyi.messages.rules.fitting import FITS, fit, fits, text_of, texts
from lianyi.messages.rules.templates import check_use, template_keys
from lianyi.messages.rules.words import notice_text
from lianyi.messages.types import NoticeKind, TemplateKey, TemplateUse
from tests.messages.conftest import NEWS, VALUES

# WeChat's limits, written down here apart from the code that keeps them (mini-program documentation, data values)
_CLOCK = r"([01]\d|2[0-3]):[0-5]\d"
LIMITS = {
    "thing": re.compile(r"[^\n\r\t\x00]{1,20}"),
    "number": re.compile(r"-?\d+(\.\d+)?"),
    "character_string": re.compile(r"[\x20-\x7e]{1,32}"),
    "time": re.compile(rf"\d{{4}}-\d\d-\d\d {_CLOCK}"),
    "date": re.compile(rf"\d{{4}}-\d\d-\d\d {_CLOCK}"),
    "amount": re.compile(r"[¥￥]?\d{1,10}(\.\d+)?元?"),
    "phrase": re.compile(r"[\u4e00-\u9fff]{1,5}"),
}
INSTANTS = st.datetimes(
    min_value=datetime(2000, 1, 2, tzinfo=UTC).replace(tzinfo=None),
    max_value=datetime(2999, 12, 30, tzinfo=UTC).replace(tzinfo=None),
    timezones=st.just(UTC),
)
VALUES_OF = {
    "thing": st.text(max_size=400),
    "character_string": st.text(max_size=400),
    "phrase": st.text(max_size=400),
    "amount": st.integers(0, 10**12 - 1),
    "number": st.integers(-(10**18), 10**18),
    "time": INSTANTS,
}
PAIRS = [(field, key) for field, keys in FITS.items() for key in keys]


@pytest.mark.parametrize(("field", "key"), PAIRS)
def test_every_value_of_a_field_fits_every_key_that_may_carry_it(field, key):
    @given(VALUES_OF[field])
    def holds(value):
        text = fit(f"{key}1", text_of(field, value))
        assert LIMITS[key].fullmatch(text), (key, text)
        assert len(text.encode("utf-16-le")) // 2 <= 32

    holds()


@given(st.text(min_size=1, max_size=60))
def test_a_thing_keeps_its_beginning_and_says_when_it_is_cut(text):
    plain = " ".join(text_of("thing", text).split())
    cut = fit("thing1", text)
    assert cut == "无" or cut == fit("thing1", cut)
    if cut.endswith("…") and not plain.endswith("…"):
        assert cut[:1] == fit("thing1", plain)[:1]


@pytest.mark.parametrize(
    ("key", "text", "wanted"),
    [
        ("thing1", "明前龙井礼盒二百五十克精装版限量供应一号仓", "明前龙井礼盒二百五十克精装版限量供应一…"),
        ("thing1", "明前龙井礼盒二百五十克精装版限量供应一号", "明前龙井礼盒二百五十克精装版限量供应一号"),
        ("thing1", "两行\n标题\t", "两行 标题"),
        ("thing1", "😀" * 10, "😀" * 10),
        ("thing1", "😀" * 11, "😀" * 9 + "…"),
        ("thing1", "  ", "无"),
        ("character_string2", "订单SO-1 号", "SO-1"),
        ("character_string2", "订单", "-"),
        ("character_string2", "A" * 40, "A" * 32),
        ("phrase3", "已发货ok请查收啦", "已发货请查"),
        ("phrase3", "shipped", "无"),
        ("number4", "¥99.00", "99.00"),
        ("amount5", "¥99.00", "¥99.00"),
    ],
)
def test_texts_are_cut_and_cleaned(key, text, wanted):
    assert fit(key, text) == wanted


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("amount", -1), ("amount", 10**12), ("amount", "谢谢"), ("amount", "1,200.00"), ("amount", datetime(2026, 1, 1, tzinfo=UTC)),
        ("time", "明天"), ("time", 5), ("time", "2026-03-02 25:00"), ("number", "many"),
    ],
)  # fmt: skip
def test_what_is_no_value_of_its_kind_is_a_mistake_of_ours(kind, value):
    with pytest.raises(ValueError, match=r"no |amount"):
        text_of(kind, value)


def test_an_instant_is_told_in_the_shops_time():
    late = datetime(2026, 3, 1, 16, 30, tzinfo=UTC)
    assert text_of("time", late) == "2026-03-02 00:30"
    assert text_of("time", late + timedelta(hours=8)) == "2026-03-02 08:30"


def test_the_fields_must_be_those_of_the_kind():
    assert texts(NEWS, VALUES) == {"title": "明前龙井", "amount": "¥99.00", "at": "2026-03-02 10:00"}
    with pytest.raises(ValueError, match="has the fields"):
        texts(NEWS, {"title": "龙井"})
    with pytest.raises(ValueError, match="has the fields"):
        texts(NEWS, {**VALUES, "more": "x"})


def test_a_template_is_read_and_checked():
    content = "商品名称:{{thing1.DATA}}\n付款金额：{{amount2.DATA}}\n时间:{{time3.DATA}}\n"
    assert template_keys(content) == (
        TemplateKey("thing1", "商品名称"), TemplateKey("amount2", "付款金额"), TemplateKey("time3", "时间"),
    )  # fmt: skip
    check_use(NEWS, TemplateUse("T", {"title": "thing1", "amount": "amount2", "at": "date9"}), "mini")
    for keys, field in (
        ({"title": "amount1"}, "mini.keys.title"),
        ({"title": "thing1", "at": "thing1"}, "mini.keys.at"),
        ({"nothing": "thing1"}, "mini.keys.nothing"),
        ({"title": "Thing1"}, "mini.keys.title"),
    ):
        with pytest.raises(TemplateUnfit) as caught:
            check_use(NEWS, TemplateUse("T", keys), "mini")
        assert caught.value.field == field
    assert fits("time", "time12") and not fits("thing", "phrase2")  # noqa: PT018  one fact
    assert fitting_keys("thing") == ("thing",)


def test_the_inbox_says_a_sentence_or_lists_the_fields():
    data = texts(NEWS, VALUES)
    assert notice_text(NEWS, data, "zh") == "商品:明前龙井,金额:¥99.00,时间:2026-03-02 10:00"
    assert notice_text(NEWS, data, "en") == "Item: 明前龙井, Amount: ¥99.00, Time: 2026-03-02 10:00"
    said = NoticeKind(
        "x", "x", "x", False, "send", NEWS.fields, "test", "{title}退 {amount}", "{amount} back"
    )
    assert notice_text(said, data, "zh") == "明前龙井退 ¥99.00"
    assert notice_text(said, data, "en") == "¥99.00 back"
    assert (
        notice_text(said, {"title": "{amount}"}, "zh") == "{amount}退 "
    )  # a field came later; a title is no template
