"""A token is short, legal everywhere it travels, and cannot be made by anybody else."""

import re
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianyi.kit.ids import TenantId, new_id
from lianyi.social import queries, rules
from lianyi.social.errors import ShareTokenInvalid
from tests.social.conftest import Body

SCENE = re.compile(r"[0-9a-zA-Z!#$&'()*+,/:;=?@\-._~]{1,32}")
numbers = st.integers(0, 2**63 - 1)
macs = st.binary(min_size=32, max_size=32)


@given(numbers, macs)
def test_a_token_is_a_legal_scene_and_gives_its_number_back(number, mac):
    token = rules.spell(number, mac)
    assert len(token) == 19
    assert SCENE.fullmatch(token)
    assert rules.number_in(token) == number
    assert rules.is_signed(token, mac)


@given(numbers, macs, st.integers(0, 18), st.sampled_from(rules.ALPHABET))
def test_a_token_with_another_letter_is_another_number_or_not_signed(number, mac, at, letter):
    token = rules.spell(number, mac)
    changed = token[:at] + letter + token[at + 1 :]
    if changed != token:
        assert rules.number_in(changed) != number or not rules.is_signed(changed, mac)


@given(st.text(max_size=40))
def test_any_text_is_read_without_breaking(text):
    number = rules.number_in(text)
    assert number is None or 0 <= number < 2**63
    assert rules.is_signed(text, sha256(text.encode("utf-8", "replace")).digest()) in {True, False}


def test_a_token_of_one_shop_is_none_of_another_and_numbers_do_not_show_order(configured):
    one, other = TenantId(new_id()), TenantId(new_id())
    token = queries.token_of(one, 7)
    assert queries.number_of(one, token) == 7
    assert queries.number_of(other, token) is None
    assert queries.token_of(one, 8)[-8:] != token[-8:]


def forgeries(token):
    flipped = "B" if token[-1] != "B" else "C"
    return [
        "", token[:-1], token[1:], token + "0", token[:-1] + flipped, "0" * 19, "z" * 19, token.swapcase(),
        "/" + token[1:], "%" * 19, "三" * 19, " " + token, token[::-1],
    ]  # fmt: skip


async def test_forged_and_cut_tokens_are_refused_and_nothing_moves(friends):
    share = await friends.share(Body())
    before = await friends.rows()
    assert before == "1/0/0/0"
    for token in forgeries(share.token):
        with pytest.raises(ShareTokenInvalid):
            await friends.open(Body(), share, token=token or " ")
    assert await friends.rows() == before


async def test_a_number_that_is_signed_but_not_there_is_refused(friends):
    share = await friends.share(Body())
    ghost = queries.token_of(friends.tenant, 12345)
    with pytest.raises(ShareTokenInvalid):
        await friends.open(Body(), share, token=ghost)
    assert await friends.rows() == "1/0/0/0"


async def test_a_forged_token_asks_the_database_nothing(friends, monkeypatch):
    async with friends.db.read(friends.tenant) as session:
        assert await queries.share_by_token(session, "0" * 19) is None
        assert session._begun is False  # no statement was sent, so no transaction was begun
