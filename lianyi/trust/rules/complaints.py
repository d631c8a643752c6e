"""How a complaint stands, what may be done about it, and when WeChat is asked again. Pure.

Clocks: first reply within 24 h, finished within 72 h (WeChat Pay's rules of consumer complaints); a step of the mini
program ends when WeChat says, else after 48 h (transaction complaints, states 201 and 206).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from lianyi.trust.types.complaints import (
    ActKind,
    Board,
    Complaint,
    Side,
    Source,
    Standing,
    State,
    Verdict,
    Word,
)
from lianyi.wechat.complaints import ACCEPT, DISPUTE, Said, Told

REPLY_WITHIN, FINISH_WITHIN, STEP_WITHIN = timedelta(hours=24), timedelta(hours=72), timedelta(hours=48)
SOON, NEAR = timedelta(hours=24), timedelta(hours=12)
LIST_EVERY, LOOK_BACK_DAYS = timedelta(minutes=5), 7
ASK_OPEN_EVERY = timedelta(minutes=30)
TRIES_MAX = 8
TRY_FIRST = timedelta(minutes=1)
SAME_ACT = timedelta(seconds=2)  # WeChat tells instants in whole seconds
PROCESSED = "PROCESSED"
MERCHANTS_TURN = frozenset({"201", "206"})  # of the mini program: answer, prove
LIABLE = "206"
PLATFORM_REFUNDS = "312"
_ENDS = frozenset({"MERCHANT_CONFIRM_COMPLETE", "USER_REVOKE_COMPLAINT", "USER_COMFIRM_COMPLAINT"})
_VERDICTS: Mapping[str, Verdict] = {
    "MERCHANT_APPROVE_REFUND": "approved",
    "MERCHANT_REFUSE_RERUND": "rejected",  # spelt so in WeChat's documentation
    "MERCHANT_REFUSE_REFUND": "rejected",
    "MERCHANT_REJECT_REFUND": "rejected",
}
_MINI_SIDES: Mapping[str, Side] = {"1": "shopper", "2": "merchant"}
ACT_WORDS: Mapping[ActKind, tuple[str, str]] = {
    "reply": ("回复", "reply"),
    "approve": ("同意退款", "agree to the refund"),
    "reject": ("拒绝退款", "reject the refund"),
    "complete": ("标记完结", "mark it finished"),
    "accept": ("认可投诉", "accept the complaint"),
    "dispute": ("不认可投诉", "dispute the complaint"),
    "proof": ("补充凭证", "add proof"),
    "refund_proof": ("提交处理凭证", "prove what was done"),
    "appeal": ("申诉", "appeal"),
}
WORDLESS: frozenset[ActKind] = frozenset({"complete", "approve"})
# kind → path, bussiHandle
MINI_CALLS: Mapping[ActKind, tuple[str, int | None]] = {
    "accept": ("bussiRespondComplaint", ACCEPT),
    "dispute": ("bussiRespondComplaint", DISPUTE),
    "proof": ("bussiSupplyProof", None),
    "refund_proof": ("bussiSupplyRefund", None),
    "appeal": ("busiAppeal", None),
}
MINI_REFUSALS: Mapping[int, str] = {
    -1: "投诉单不存在,或微信繁忙",
    1: "投诉单不存在",
    2: "内容或凭证不合要求",
    1002: "投诉单的状态不允许这样处理",
    10001: "参数有误",
}


# -- how it stands -------------------------------------------------------------------------------------------


def side_of(source: Source, kind: str) -> Side:
    """Who said an entry of the history."""
    if source == "mini":
        return _MINI_SIDES.get(kind, "wechat")
    if kind.endswith("_SYSTEM_MESSAGE"):
        return "wechat"
    if kind.startswith("USER_"):
        return "shopper"
    return "merchant" if kind.startswith("MERCHANT_") else "wechat"


def standing(source: Source, told: Told, said: Sequence[Said]) -> Standing:
    """What we owe about this complaint and until when."""
    return _mini_standing(told, said) if source == "mini" else _pay_standing(told, said)


def _pay_standing(told: Told, said: Sequence[Said]) -> Standing:
    """The clocks begin anew only when what had ended is complained about again: a later deadline is never invented."""
    begun_at, replied_at, verdict, ended = told.created_at, None, None, False
    for one in said:
        if one.kind == "USER_CONTINUE_COMPLAINT" and ended:
            begun_at, replied_at, verdict, ended = one.at, None, None, False
        elif one.kind.startswith("MERCHANT_"):
            replied_at = replied_at or one.at
            verdict = _VERDICTS.get(one.kind, verdict)
        ended = ended or one.kind in _ENDS
    finish_due_at = begun_at + FINISH_WITHIN
    if told.state == PROCESSED:
        return Standing("finished", begun_at, replied_at, None, None, finish_due_at, verdict)
    if replied_at is None:
        due_at = begun_at + REPLY_WITHIN
        return Standing("open", begun_at, None, due_at, "reply", finish_due_at, verdict)
    state: State = "open" if told.user_waits else "waiting"
    return Standing(state, begun_at, replied_at, finish_due_at, "finish", finish_due_at, verdict)


def _mini_standing(told: Told, said: Sequence[Said]) -> Standing:
    """States beyond the documented ones: one that has an end waits for somebody else, one without has ended."""
    replied_at = next((one.at for one in said if side_of("mini", one.kind) == "merchant"), None)
    if told.state in MERCHANTS_TURN:
        since_at = max((one.at for one in said), default=told.created_at)
        due_at = told.expires_at or since_at + STEP_WITHIN
        return Standing("open", told.created_at, replied_at, due_at, "step", None, None)
    waits = told.state != PLATFORM_REFUNDS and told.expires_at is not None
    return Standing("waiting" if waits else "finished", told.created_at, replied_at, None, None, None, None)


def column_of(complaint: Complaint, now: datetime) -> Board:
    """Where it stands on the board."""
    if complaint.state == "finished":
        return "finished"
    if complaint.due_at is not None and complaint.due_at <= now:
        return "overdue"
    soon = complaint.due_at is not None and complaint.due_at <= now + SOON
    return "due" if soon or complaint.state == "open" else "waiting"


# -- what may be done ----------------------------------------------------------------------------------------


def acts_of(complaint: Complaint) -> list[ActKind]:
    """What the staff may tell WeChat now."""
    if complaint.state == "finished":
        return []
    if complaint.source == "pay":
        acts: list[ActKind] = ["reply"]
        if complaint.problem_type == "REFUND" and complaint.verdict is None:
            acts += ["approve", "reject"]
        return [*acts, "complete"] if complaint.replied_at is not None else acts
    if complaint.wechat_state == LIABLE:
        return ["refund_proof", "appeal"]
    return ["accept", "dispute", "proof"] if complaint.state == "open" else ["proof", "refund_proof"]


def is_done(
    kind: ActKind, words: str, asked_at: datetime, complaint: Complaint, said: Sequence[Word]
) -> bool:
    """Whether WeChat has an act already whose answer was lost: then it must not be said twice."""
    if kind == "complete":
        return complaint.state == "finished"
    if kind in ("approve", "reject"):
        return complaint.verdict is not None
    return any(
        one.side == "merchant" and one.words == words and one.at >= asked_at - SAME_ACT for one in said
    )


# -- when WeChat is asked again ------------------------------------------------------------------------------


def try_again_in(tries: int) -> timedelta:
    """One minute, doubled up to an hour."""
    return min(TRY_FIRST * (1 << min(tries, 6)), timedelta(hours=1))
