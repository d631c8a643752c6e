"""Who may help a run, and which helps look made up. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from itertools import pairwise
from uuid import UUID

from lianyi.kit.errors import Refusal
from lianyi.promotions.errors import (
    HelpDeviceUsed,
    HelpedAlready,
    HelpForNew,
    HelpLimitReached,
    HelpRunInReview,
    HelpRunMoved,
    HelpRunOver,
    HelpYourself,
)
from lianyi.promotions.types import Help, HelpPhase, HelpRun

# A family shares a phone or a network, a group chat answers within seconds: one sign alone says little, so each reason
# below needs several helps, and all but the first need accounts that were made for it.
SHARED_PHONES_MIN = 2
TOGETHER_MIN = 4
BURST_GAP = timedelta(seconds=5)
SAME_NETWORK_BP = 8000
# Half a year after the campaign, as operation logs are kept (网络安全法, article 21): an appeal can still be looked into.
MARKS_KEPT = timedelta(days=190)
REASON_WORDS: Mapping[str, tuple[str, str]] = {
    "phones": (
        "多个帮忙的人用的手机之前用别的账号帮过忙",
        "Several helpers used phones on which other accounts had helped before",
    ),
    "burst": (
        "一批刚注册的账号在几秒内接连帮忙",
        "Accounts made within the hour helped seconds after one another",
    ),
    "network": (
        "大部分帮忙的人刚注册,而且来自同一个网络",
        "Most helpers had just registered and came from one network",
    ),
}
_OVER_WORDS: Mapping[HelpPhase, tuple[str, str]] = {
    "full": ("人数已经够了", "has everybody it needs"),
    "ordered": ("已经下单了", "has been ordered"),
    "used": ("已经完成了", "is complete"),
    "over": ("时间已经到了", "is over"),
    "refused": ("没有通过商家核对", "was refused by the shop"),
}


def run_phase(run: HelpRun, now: datetime) -> HelpPhase:
    """`open` while somebody can help, else why not: `full`, `ordered`, `used`, `over`, `refused`."""
    if run.state != "open":
        return run.state
    if not run.missing:
        return "full"
    return "open" if now < run.closes_at else "over"


def run_over(phase: HelpPhase) -> HelpRunOver:
    """The refusal of whoever comes too late."""
    zh, en = _OVER_WORDS[phase]
    return HelpRunOver(state=phase, state_zh=zh, state_en=en)


def assert_usable(run: HelpRun, person_id: UUID, now: datetime) -> None:
    """Whether its owner may order by a run now. Raises HelpRunInReview, HelpRunOver, HelpRunMoved."""
    if run.review == "waiting":
        raise HelpRunInReview
    if run.state != "open":
        raise run_over(run.state)
    if now >= run.ends_at:
        raise run_over("over")
    if run.person_id != person_id or not (run.early or not run.missing):
        raise HelpRunMoved


def refusal(  # noqa: PLR0911  one line a reason
    run: HelpRun,
    now: datetime,
    person_id: UUID,
    *,
    is_new: bool,
    by_person: bool,
    by_phone: bool,
    owners_phone: bool,
    given: int,
    given_today: int,
) -> Refusal:
    """Why a help was not counted, by what was read under the run's lock; HelpRunMoved when it has passed meanwhile."""
    if by_person:
        return HelpedAlready()
    phase = run_phase(run, now)
    if phase != "open":
        return run_over(phase)
    if run.person_id == person_id or owners_phone:
        return HelpYourself()
    if by_phone:
        return HelpDeviceUsed()
    if run.only_new and not is_new:
        return HelpForNew()
    if given >= run.per_person_max or given_today >= run.per_day_max:
        return HelpLimitReached(per_person_max=run.per_person_max, per_day_max=run.per_day_max)
    return HelpRunMoved()


def suspicions(helps: Sequence[Help]) -> list[str]:
    """Why helps look made up: words of REASON_WORDS, none when they do not. In the order in which they were given."""
    found = []
    if sum(one.others > 0 for one in helps) >= SHARED_PHONES_MIN:
        found.append("phones")
    made = [one for one in helps if one.fresh and one.is_new]
    if _longest_burst([one.at for one in made]) >= TOGETHER_MIN:
        found.append("burst")
    counts: dict[str, int] = {}
    for one in made:
        if one.network:
            counts[one.network] = counts.get(one.network, 0) + 1
    most = max(counts.values(), default=0)
    if most >= TOGETHER_MIN and most * 10_000 >= len(helps) * SAME_NETWORK_BP:
        found.append("network")
    return found


def _longest_burst(instants: Sequence[datetime]) -> int:
    """How many followed one another within BURST_GAP, at most."""
    longest = length = min(len(instants), 1)
    for before, after in pairwise(sorted(instants)):
        length = length + 1 if after - before <= BURST_GAP else 1
        longest = max(longest, length)
    return longest


def network_of(host: str) -> str:
    """The network an address belongs to (256 addresses of IPv4, a site of IPv6), empty when it says nothing.

    Addresses of the own machine or of a private network are those of a proxy, and say nothing of who is behind it.
    """
    try:
        address = ip_address(host)
    except ValueError:
        return ""
    if not address.is_global:
        return ""
    return str(ip_network((address, 24 if address.version == 4 else 48), strict=False))


def mask_name(nickname: str) -> str:
    """What others may read of a name, on whatever page of a play: its first character and two stars."""
    return f"{nickname[:1]}**"
