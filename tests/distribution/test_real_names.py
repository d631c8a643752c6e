"""Real names: whose they are, what a page shows of them, and how long they are kept."""

from datetime import date, timedelta

import pytest
import pytest_asyncio

from lianyi.distribution.actions import real_names
from lianyi.distribution.errors.payouts import ConsentMissing, RealNameTaken, RealNameWrong, TooYoung
from lianyi.distribution.jobs.payouts import forget_kept_names
from lianyi.distribution.queries import tax as reads
from lianyi.distribution.rules import tax as rules
from lianyi.identity import queries as identity
from lianyi.identity.events import PersonDeleted
from lianyi.kit.db import Statement
from tests.payout_world import ID_NUMBER, NAME, OTHER_ID, check_digit, keeper_with_wechat, open_payouts

ROWS = Statement(
    """
    select name_masked || ' ' || id_masked || ' ' || coalesce(keep_until::text, '-') from distribution_real_name
    where tenant_id = %(tenant)s order by id
    """,
    str,
)
BYTES = Statement(
    """
    select string_agg(n::text, ' ') from distribution_real_name n where tenant_id = %(tenant)s
    """,
    str,
)
TODAY = date(2026, 3, 2)


@pytest_asyncio.fixture(loop_scope="session")
async def paying(shop):
    return await open_payouts(shop)


async def rows(paying):
    async with paying.db.read(paying.tenant) as session:
        return await session.all(ROWS)


@pytest.mark.parametrize("number", [ID_NUMBER, OTHER_ID, ID_NUMBER.lower()])
def test_a_number_with_its_check_digit_is_one(number):
    assert rules.check_real_name(NAME, number, TODAY) == (NAME, number.upper())


@pytest.mark.parametrize("digit", [one for one in "0123456789" if one != ID_NUMBER[16]])
def test_one_digit_wrong_is_found(digit):
    wrong = ID_NUMBER[:16] + digit + ID_NUMBER[17]
    with pytest.raises(RealNameWrong):
        rules.check_real_name(NAME, wrong, TODAY)


@pytest.mark.parametrize(
    "number", ["", "1" * 18, "11010519491331002X", "110105194912310020", "11010520990101" + "0012"]
)
def test_what_is_no_number_is_refused(number):
    with pytest.raises(RealNameWrong):
        rules.check_real_name(NAME, number, TODAY)


@pytest.mark.parametrize("name", ["", "张", "=SUM(1)", "张三<b>", "1234"])
def test_what_is_no_name_is_refused(name):
    with pytest.raises(RealNameWrong):
        rules.check_real_name(name, ID_NUMBER, TODAY)


@pytest.mark.parametrize("name", ["买买提·吐尔逊", "欧阳 娜娜", "O'Neil Jr."])
def test_names_of_many_peoples_are_names(name):
    assert rules.check_real_name(name, ID_NUMBER, TODAY)[0] == name


def test_seventeen_is_too_young_to_the_day():
    born = "11010520080302001"
    number = born + check_digit(born)
    assert rules.check_real_name(NAME, number, TODAY)
    with pytest.raises(TooYoung):
        rules.check_real_name(NAME, number, TODAY - timedelta(days=1))


async def test_it_is_sealed_masked_and_agreed_to(paying):
    found = await paying.read(reads.real_name, paying.payee.person_id)
    assert (found.name_masked, found.id_masked) == ("**雨", "1****************X")
    async with paying.db.read(paying.tenant) as session:
        stored = await session.one(BYTES)
    assert NAME not in stored
    assert ID_NUMBER not in stored
    consents = await paying.read(identity.consents_of, paying.payee.person_id)
    assert [(one.kind.value, one.version, one.granted) for one in consents] == [
        ("real_name", rules.CONSENT_VERSION, True)
    ]


async def test_without_the_consent_of_today_nothing_is_taken(paying):
    _, payee, _ = await keeper_with_wechat(paying.shop, "另一位")
    with pytest.raises(ConsentMissing):
        await paying.write(
            real_names.give_real_name, payee.person_id, "李晓晓", OTHER_ID, rules.CONSENT_VERSION - 1, "mini"
        )
    assert await paying.read(reads.real_name, payee.person_id) is None


async def test_a_number_belongs_to_one_account(paying):
    _, payee, _ = await keeper_with_wechat(paying.shop, "另一位")
    with pytest.raises(RealNameTaken):
        await paying.name(NAME, ID_NUMBER, payee)


async def test_withdrawn_before_it_taxed_anybody_it_is_gone(paying):
    await paying.write(real_names.withdraw_real_name, paying.payee.person_id, "mini")
    assert await rows(paying) == []
    await paying.write(real_names.withdraw_real_name, paying.payee.person_id, "mini")
    consents = await paying.read(identity.consents_of, paying.payee.person_id)
    assert [one.granted for one in consents] == [False]


async def test_withdrawn_after_it_taxed_somebody_it_is_sealed_away_for_ten_years(paying):
    await paying.grant(300_000)
    await paying.paid(300_000)
    await paying.write(real_names.withdraw_real_name, paying.payee.person_id, "mini")
    assert await paying.read(reads.real_name, paying.payee.person_id) is None
    assert await rows(paying) == ["**雨 1****************X 2037-01-01"]
    _, payee, _ = await keeper_with_wechat(paying.shop, "回来的人")
    await paying.name(NAME, ID_NUMBER, payee)
    assert len(await rows(paying)) == 2
    paying.db.clock.advance(timedelta(days=366 * 11))
    await forget_kept_names(paying.db, paying.tenant)
    assert await rows(paying) == ["**雨 1****************X -"]


async def test_the_same_person_under_another_account_is_the_same_taxpayer(paying):
    await paying.grant(300_000)
    await paying.paid(300_000)
    await paying.write(real_names.withdraw_real_name, paying.payee.person_id, "mini")
    _, payee, wechat = await keeper_with_wechat(paying.shop, "回来的人")
    await paying.name(NAME, ID_NUMBER, payee)
    await paying.grant(100_000, payee)
    payout_id = await paying.paid(100_000, payee, wechat)
    assert (await paying.payout(payout_id)).tax_fen == 64_000 - 44_000


async def test_a_deleted_account_takes_its_name_along(paying):
    async with paying.db.write(paying.tenant) as session:
        await session.emit(PersonDeleted(paying.payee.person_id, None))
    await paying.settle()
    assert await rows(paying) == []


async def test_a_correction_replaces_what_was_there(paying):
    await paying.name("王五")
    assert await rows(paying) == ["*五 1****************X -"]
