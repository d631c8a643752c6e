"""Rules on a campaign, checked when it is published, by what its play declares and never by its name (1.1, 1.2, 3)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from lianyi.kit.money import format_yuan
from lianyi.rulebook import sources, verdicts
from lianyi.rulebook.constants import PRIZE_MAX_FEN, WINNERS_PUBLISHED_OVER_FEN
from lianyi.rulebook.rule import Area, Breach, Finding, Rule, Severity, judge

WHOLE_BP = 10_000


@dataclass(frozen=True, slots=True)
class Prize:
    """One prize of a draw: worth in fen, and either how many there are or how likely it is (basis points)."""

    name: str
    worth_fen: int
    quantity: int | None = None
    probability_bp: int | None = None


@dataclass(frozen=True, slots=True)
class CampaignFacts:
    """What a campaign says of itself.

    `places`: where it runs, as `verdicts.Place`. `rules_lines`: the whole rules as people read them. `lowest_fen`: the
    lowest price somebody can come to by the help of others; None where there is no such price. `draw`: chance decides.
    `probabilities_bp`: of all prizes and of none together, for a draw by probability. `winners_published`: names (masked)
    are shown. `virtual`: goods that are not shipped. `invitee_gains`: who is invited is rewarded, too.
    """

    rewarded_act: verdicts.Act
    outcome_known: bool
    places: frozenset[verdicts.Place]
    rules_lines: tuple[str, ...]
    lowest_fen: int | None = None
    draw: bool = False
    prizes: tuple[Prize, ...] = ()
    no_prize_bp: int = 0
    winners_published: bool = False
    virtual: bool = False
    invitee_gains: bool = False
    organiser: str = field(default="")


def allowed_there(facts: CampaignFacts) -> Iterator[Breach]:
    """WeChat's verdict for what is rewarded, in each place it runs."""
    for place in sorted(facts.places):
        ruling = verdicts.ruling(facts.rewarded_act, place, outcome_known=facts.outcome_known)
        if not ruling.allowed:
            yield Breach(ruling.zh, ruling.en, f"channels.{place}")


def told_beforehand(facts: CampaignFacts) -> Iterator[Breach]:
    """The whole set of rules stands there before it begins (S5, L2)."""
    if not facts.rules_lines:
        yield Breach(
            "活动规则是空的,开始前要告知全部规则",
            "The rules are empty; all of them are told beforehand",
            "rules",
        )


def no_price_of_nothing(facts: CampaignFacts) -> Iterator[Breach]:
    """Nothing is free for the help of others: what they cut has a floor above zero (S5)."""
    if facts.rewarded_act == "confirmed_help" and facts.lowest_fen is not None and facts.lowest_fen <= 0:
        yield Breach("不能砍到 0 元", "Help may not bring a price down to nothing", "settings")


def prize_told(facts: CampaignFacts) -> Iterator[Breach]:
    """A draw says what can be won, how much it is worth, how many or how likely, and who holds it (L2)."""
    if not facts.draw:
        return
    if not facts.prizes:
        yield Breach("抽奖没有写奖品", "A draw without prizes", "prizes")
    if not facts.organiser:
        yield Breach("没有写主办方", "The organiser is not named", "organiser")
    for prize in facts.prizes:
        if not prize.name.strip() or (prize.quantity is None and prize.probability_bp is None):
            yield Breach(
                f"奖品「{prize.name}」没有写数量或中奖概率",
                f"“{prize.name}” has neither a number nor a probability",
                "prizes",
            )


def prize_within_limit(facts: CampaignFacts) -> Iterator[Breach]:
    """The top prize of a draw is worth 50,000 yuan at most (L3)."""
    for prize in facts.prizes if facts.draw else ():
        if prize.worth_fen > PRIZE_MAX_FEN:
            yield Breach(
                f"奖品「{prize.name}」价值 ¥{format_yuan(prize.worth_fen)},超过 ¥{format_yuan(PRIZE_MAX_FEN)}",
                f"“{prize.name}” is worth ¥{format_yuan(prize.worth_fen)}, above ¥{format_yuan(PRIZE_MAX_FEN)}",
                "prizes",
            )


def probabilities_whole(facts: CampaignFacts) -> Iterator[Breach]:
    """All probabilities and that of no prize make one whole."""
    given = [prize.probability_bp for prize in facts.prizes if prize.probability_bp is not None]
    if facts.draw and given and (sum(given) + facts.no_prize_bp != WHOLE_BP or min(given) < 0):
        yield Breach("各奖项与不中奖的概率之和应为 100%", "All probabilities must make 100%", "prizes")


def winners_told(facts: CampaignFacts) -> Iterator[Breach]:
    """Prizes above 500 yuan: the winners are published (L5)."""
    if facts.draw and not facts.winners_published:
        for prize in facts.prizes:
            if prize.worth_fen > WINNERS_PUBLISHED_OVER_FEN:
                yield Breach(
                    f"奖品「{prize.name}」超过 ¥{format_yuan(WINNERS_PUBLISHED_OVER_FEN)},要公示中奖者(可隐去部分信息)",
                    f"“{prize.name}” is above ¥{format_yuan(WINNERS_PUBLISHED_OVER_FEN)}: publish the winners, masked",
                    "prizes",
                )


def invited_to_nothing_virtual(facts: CampaignFacts) -> Iterator[Breach]:
    """Virtual goods: whoever is invited gains nothing (S7)."""
    if facts.virtual and facts.invitee_gains:
        yield Breach("虚拟商品不能奖励被邀请的人", "Virtual goods may not reward those invited", "settings")


_NOT = ("活动不能发布", "The campaign is not published")
_WARNED = ("可以发布,提醒补上", "It is published, with a word on what is missing")

RULES: tuple[Rule[CampaignFacts], ...] = (
    Rule("allowed_there", 1, Area.CAMPAIGN, Severity.REFUSE, "微信允许的玩法和场所", "A play where WeChat lets it run",
         *_NOT, (sources.MINI_SHARING, sources.SHARING_2020, sources.LINKS_2019), date(2019, 10, 28), allowed_there),
    Rule("told_beforehand", 1, Area.CAMPAIGN, Severity.REFUSE, "规则事先说全", "The whole rules beforehand", *_NOT,
         (sources.SHARING_2020, sources.PROMOTIONS), date(2020, 12, 1), told_beforehand),
    Rule("no_price_of_nothing", 1, Area.CAMPAIGN, Severity.REFUSE, "不做 0 元砍价", "No price cut to zero", *_NOT,
         (sources.SHARING_2020,), date(2020, 5, 1), no_price_of_nothing),
    Rule("prize_told", 1, Area.CAMPAIGN, Severity.REFUSE, "奖品信息写全", "Prizes told in full", *_NOT,
         (sources.PROMOTIONS, sources.COMPETITION), date(2020, 12, 1), prize_told),
    Rule("prize_within_limit", 1, Area.CAMPAIGN, Severity.REFUSE, "抽奖最高奖不超过 5 万元", "Top prize at most 50,000",
         *_NOT, (sources.COMPETITION, sources.PROMOTIONS), date(2020, 12, 1), prize_within_limit),
    Rule("probabilities_whole", 1, Area.CAMPAIGN, Severity.REFUSE, "概率之和为 100%", "Probabilities make a whole", *_NOT,
         (sources.PROMOTIONS,), date(2020, 12, 1), probabilities_whole),
    Rule("winners_told", 1, Area.CAMPAIGN, Severity.WARN, "超过 500 元的奖公示中奖者", "Winners above 500 yuan", *_WARNED,
         (sources.PROMOTIONS_WINNERS,), date(2020, 12, 1), winners_told),
    Rule("invited_to_nothing_virtual", 1, Area.CAMPAIGN, Severity.REFUSE, "虚拟商品不奖励被邀请人",
         "No reward for those invited to virtual goods", *_NOT, (sources.MINI_SHARING,), date(2020, 5, 1),
         invited_to_nothing_virtual),
)  # fmt: skip


def check_campaign(facts: CampaignFacts, on: date) -> tuple[Finding, ...]:
    """What the rules find in a campaign about to be published; `rule.refused(...)` of it forbids that."""
    return judge(RULES, facts, on)
