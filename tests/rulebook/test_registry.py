"""Every rule is complete, found by its id, and dated; every number has its source."""

from datetime import date

from lianyi.rulebook.constants import CONSTANTS
from lianyi.rulebook.registry import AREAS, RULES, rule_of, rules_on
from lianyi.rulebook.rule import Area, Breach, Rule, Severity, Source, judge
from lianyi.rulebook.shop import ShopFacts, check_shop

TODAY = date(2026, 6, 1)


def test_every_rule_says_who_wrote_it_since_when_and_what_it_does():
    for rule in RULES:
        assert rule.sources, rule.id
        assert all((rule.zh, rule.en, rule.does_zh, rule.does_en))
        assert rule.effective_from <= TODAY
        assert rule.area in AREAS
    assert len({rule.code for rule in RULES}) == len(RULES)


def test_what_the_product_page_asks_for_is_there():
    wanted = {
        "one_paid_level", "no_entry_fee", "no_forced_purchase", "no_pay_for_heads", "no_rank_by_indirect_recruits",
        "no_pay_on_others_sales", "sold_to_consumers", "prize_within_limit", "told_beforehand", "seven_day_returns",
        "superlatives", "medical_claims", "income_promises", "induced_sharing", "adults_only", "agreed_apart",
        "tax_withheld", "records_three_years", "depth_and_people", "criminal_line",
    }  # fmt: skip
    assert wanted <= {rule.id for rule in rules_on(TODAY)}


def test_every_number_has_its_key_once_and_its_source():
    assert len({one.key for one in CONSTANTS}) == len(CONSTANTS)
    assert all(one.source for one in CONSTANTS)


def test_the_rules_page_names_no_number_that_is_not_here():
    """The keys of its section 13; rates are kept in 1/100 of a percent and say so."""
    keys = {one.key for one in CONSTANTS}
    wanted = {
        "distribution.max_levels", "distribution.alarm_depth", "distribution.alarm_people", "distribution.max_rate_bp",
        "lottery.max_prize_fen", "lottery.winner_publish_over_fen", "price.base_window_days", "return.window_days",
        "return.refund_days", "return.hard_limit_days", "prepaid.cooling_off_days", "terms.notice_days",
        "renewal.notice_days", "retention.trade_years", "retention.live_years", "minor.consent_age",
        "minor.streamer_min_age", "wechat.refund_window_days", "wechat.max_partial_refunds",
        "wechat.profit_share_max_ratio_bp", "share.fix_deadline_days", "complaint.first_reply_hours",
        "complaint.finish_hours", "complaint.mini_step_hours", "shipping.default_hours", "shipping.agreed_max_days",
        "shipping.special_max_days",
    }  # fmt: skip
    assert wanted <= keys
    assert sum(key.startswith("tax.labor.once.") for key in keys) == 3 * 3 - 1
    assert sum(key.startswith("tax.labor.cumulative.") for key in keys) == 3 * 7 - 1


def test_of_a_rule_the_newest_version_that_holds_is_asked():
    def says(word):
        return lambda _facts: iter([Breach(word, word)])

    source = Source("某法", "第一条")
    versions = [
        Rule(
            "same",
            number,
            Area.SHOP,
            Severity.WARN,
            "规则",
            "rule",
            "做",
            "does",
            (source,),
            since,
            says(word),
        )
        for number, since, word in ((1, date(2020, 1, 1), "old"), (2, date(2026, 7, 1), "new"))
    ]

    assert [one.zh for one in judge(versions, None, date(2026, 6, 30))] == ["old"]
    assert [one.zh for one in judge(versions, None, date(2026, 7, 1))] == ["new"]
    assert judge(versions, None, date(2019, 1, 1)) == ()


def test_a_rule_is_found_by_id_and_version():
    assert rule_of("one_paid_level").version == 1
    assert rule_of("one_paid_level", 9) is None
    assert rule_of("nothing") is None


def test_a_shop_in_order_has_no_finding_and_each_disorder_one():
    assert check_shop(ShopFacts(7), TODAY) == ()
    disorder = ShopFacts(
        6, ("ledger_transfer",), without_agreement=1, paid_without_tax=1, paid_unverified=1, evidence_broken=4
    )
    assert [one.rule for one in check_shop(disorder, TODAY)] == [
        "seven_day_returns", "records_three_years", "privacy_agreed", "withholding", "withholding", "evidence_whole",
    ]  # fmt: skip
