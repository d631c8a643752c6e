from hypothesis import given
from hypothesis import strategies as st

from lianyi.kit import chinese


def test_a_sentence_is_cut_into_its_words():
    assert chinese.words("明前龙井特级绿茶 TEA-001") == ["明", "前", "龙井", "特级", "绿茶", "tea-001"]


def test_width_and_case_do_not_matter():
    assert chinese.words("ＴＥＡ 绿茶") == chinese.words("tea 绿茶")


def test_a_text_is_found_by_words_inside_words_by_characters_and_by_parts_of_codes():
    assert {"连衣裙", "连衣", "裙", "雪", "tea-001", "tea", "001"} <= chinese.index_words(
        "雪纺连衣裙 TEA-001"
    )


@given(st.text(alphabet="春茶龙井绿红新款裙子abc12- .", max_size=30))
def test_cutting_loses_no_character(text):
    joined = "".join(run for _, run in chinese.runs(text))
    assert "".join(chinese.words(text)) == joined


@given(st.text(alphabet="春茶龙井绿红新款裙子", min_size=1, max_size=12))
def test_every_word_of_a_query_is_among_the_words_of_the_same_text(text):
    assert set(chinese.words(text)) <= chinese.index_words(text)
