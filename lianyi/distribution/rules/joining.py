"""Becoming, being and ceasing to be a shopkeeper: which move is possible from where. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from lianyi.distribution.errors.shopkeepers import (
    GradeUnknown,
    JoiningClosed,
    SuspensionEndsBefore,
)
from lianyi.distribution.types.shopkeepers import Grade, JoinSettings, JoinWay, KeeperState
from lianyi.rulebook.content import Place, check_text
from lianyi.rulebook.refusal import obey

INVITES_MAX, INVITE_DAYS, OWN_INVITES_MAX, OWN_INVITE_USES = 200, 30, 5, 20
CODE_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # no letter that is taken for another when read aloud
CODE_CHARS = 8
GRADES_MAX = 9
SALES_LOOKED_AT = timedelta(days=90)
NAME_CHARS_MAX, WORDS_CHARS_MAX, PICK_CHARS_MAX = 20, 200, 200


class Move(StrEnum):
    APPROVE = "approve"
    REFUSE = "refuse"
    CONFIRM = "confirm"  # probation is over
    SUSPEND = "suspend"
    RESUME = "resume"
    WITHDRAW = "withdraw"  # an application is taken back before anybody decided
    LEAVE = "leave"


_S = KeeperState
FROM: Mapping[Move, tuple[KeeperState, ...]] = {
    Move.APPROVE: (_S.APPLIED,),
    Move.REFUSE: (_S.APPLIED,),
    Move.CONFIRM: (_S.PROBATION,),
    Move.SUSPEND: (_S.PROBATION, _S.ACTIVE),
    Move.RESUME: (_S.SUSPENDED,),
    Move.WITHDRAW: (_S.APPLIED,),
    Move.LEAVE: (_S.APPLIED, _S.REFUSED, _S.PROBATION, _S.ACTIVE, _S.SUSPENDED),
}
STATE_WORDS: Mapping[KeeperState, tuple[str, str]] = {
    _S.APPLIED: ("待审核", "waiting for review"),
    _S.REFUSED: ("未通过", "declined"),
    _S.PROBATION: ("试用中", "on probation"),
    _S.ACTIVE: ("已开通", "active"),
    _S.SUSPENDED: ("已暂停", "suspended"),
    _S.LEFT: ("已退出", "left"),
}


def way_of(settings: JoinSettings, *, invited: bool) -> JoinWay:
    """By which of the shop's ways somebody comes in: an invitation first, then the door that needs no review.

    Raises:
        JoiningClosed: the shop has none of them open.
    """
    if invited and JoinWay.INVITATION in settings.ways:
        return JoinWay.INVITATION
    for way in (JoinWay.EVERYONE, JoinWay.APPLICATION):
        if way in settings.ways:
            return way
    raise JoiningClosed


def first_state(way: JoinWay, probation_days: int) -> KeeperState:
    """What somebody is right after joining."""
    return KeeperState.APPLIED if way is JoinWay.APPLICATION else taken_on(probation_days)


def taken_on(probation_days: int) -> KeeperState:
    """What somebody is once they were taken on."""
    return KeeperState.PROBATION if probation_days else KeeperState.ACTIVE


def probation_end(now: datetime, state: KeeperState, probation_days: int) -> datetime | None:
    """Until when a probation that begins now lasts."""
    return now + timedelta(days=probation_days) if state is KeeperState.PROBATION else None


def resumed(now: datetime, probation_until: datetime | None) -> KeeperState:
    """What a suspended shopkeeper goes back to: a probation is not shortened by a suspension, nor lengthened."""
    on_probation = probation_until is not None and probation_until > now
    return KeeperState.PROBATION if on_probation else KeeperState.ACTIVE


def check_until(now: datetime, until: datetime | None) -> None:
    """A suspension ends later than now, or by hand. Raises SuspensionEndsBefore."""
    if until is not None and until <= now:
        raise SuspensionEndsBefore(field="until")


def check_grade(settings: JoinSettings, grade: int) -> None:
    """Raises GradeUnknown."""
    if not 1 <= grade <= len(settings.grades):
        raise GradeUnknown(field="grade")


def grade_reached(grades: Sequence[Grade], now_at: int, own_sales_fen: int) -> int:
    """The grade that own sales of the last 90 days reach; never lower than the present one, never by anybody's recruits."""
    reached = [
        number
        for number, grade in enumerate(grades, 1)
        if grade.own_sales_fen is not None and own_sales_fen >= grade.own_sales_fen
    ]
    return max([now_at, *reached])


def check_words(texts: Mapping[str, str | None], place: Place, on: date) -> None:
    """Refuse words that may not be published, by field. Raises AgainstTheRules, which names field and phrase."""
    obey(finding for field, text in texts.items() if text for finding in check_text(text, place, on, field))


def state_word(state: KeeperState) -> str:
    """A state as a refusal says it."""
    return STATE_WORDS[state][0]
