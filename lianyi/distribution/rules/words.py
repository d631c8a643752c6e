"""What a line of the log says to people: the decision in a sentence, for the dispute page and for appeals. Pure."""

from collections.abc import Mapping

from lianyi.distribution.types.bindings import Result, Touch, Why

TOUCHES: Mapping[Touch, tuple[str, str]] = {
    Touch.CLICK: ("点开了分享", "opened a share"),
    Touch.SCAN: ("扫了码", "scanned a code"),
    Touch.INVITATION: ("接受了邀请", "accepted an invitation"),
    Touch.MERGED: ("两个账号合并为一人", "two accounts turned out to be one person"),
    Touch.STAFF: ("由商家指定", "was assigned by the staff"),
}
RESULTS: Mapping[Result, tuple[str, str]] = {
    Result.BOUND: ("归属生效", "became the shopkeeper's"),
    Result.TAKEN: ("改为归属", "became the shopkeeper's, from another"),
    Result.RENEWED: ("有效期延长", "is the shopkeeper's for longer"),
    Result.KEPT: ("保持不变", "stays as it was"),
    Result.RELEASED: ("解除归属", "is nobody's any more"),
    Result.REFUSED: ("未归属", "did not become the shopkeeper's"),
}
WHYS: Mapping[Why, tuple[str, str]] = {
    Why.FIRST: ("此前不属于任何店主", "was nobody's before"),
    Why.EXPIRED: ("原归属已过有效期", "the earlier binding had expired"),
    Why.HOLDER_LEFT: ("原店主已退出", "the earlier shopkeeper had left"),
    Why.UNPROTECTED: ("原归属的保护期已过", "the protection of the earlier binding was over"),
    Why.SAME_OWNER: ("本来就是这位店主的顾客", "was this shopkeeper's already"),
    Why.BY_STAFF: ("商家填写了原因", "the staff gave a reason"),
    Why.SELF: ("不能成为自己的顾客", "nobody is their own customer"),
    Why.SAME_DEVICE: (
        "顾客用过的设备,店主本人或其上家也用过",
        "a device of theirs had been used by the shopkeeper or by somebody above them",
    ),
    Why.LOOP: ("会形成互为顾客的循环", "the two would be each other's customers, directly or by others"),
    Why.NOT_SELLING: ("当时店主未在营业", "the shopkeeper was not selling then"),
    Why.NOT_NEW: (
        "规则只计新顾客,这位顾客已有付款订单",
        "the rule is for new customers, and this one had paid before",
    ),
    Why.TOO_OLD: ("点开距登录已超过有效期", "the opening was older than the validity when they signed in"),
    Why.PROTECTED: ("在另一位店主的保护期内", "was in the protection of another shopkeeper"),
    Why.NOTHING: ("另一个账号没有归属", "the other record was nobody's"),
    Why.FIRST_TOUCH: (
        "规则以首次触达为准,原归属仍有效",
        "the rule is first touch, and the earlier binding still held",
    ),
}


def sentence(touch: Touch, result: Result, why: Why) -> tuple[str, str]:
    """One line of the log in Chinese and English."""
    zh = f"{TOUCHES[touch][0]},{RESULTS[result][0]}:{WHYS[why][0]}"
    en = f"{TOUCHES[touch][1]}, {RESULTS[result][1]}: {WHYS[why][1]}"
    return zh, en
