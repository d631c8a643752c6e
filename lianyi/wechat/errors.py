"""WeChat said no, or did not answer."""

from __future__ import annotations

from typing import ClassVar

from lianyi.kit.errors import Refusal

# errcode -> (Chinese, English); texts say what to do, not what the wire said
WORDS: dict[int, tuple[str, str]] = {
    -1: ("微信繁忙,请稍后再试", "WeChat is busy, try again in a moment"),
    40001: (
        "AppSecret 不正确,或访问凭证已失效",
        "the AppSecret is wrong, or the access token is no longer valid",
    ),
    40002: ("请求类型不正确", "the grant type is not right"),
    40003: ("openid 不属于这个应用", "the openid does not belong to this app"),
    40013: ("AppID 不正确", "the AppID is not right"),
    40014: ("访问凭证无效", "the access token is not valid"),
    40029: ("登录凭证无效,请重新登录", "the login code is not valid, please sign in again"),
    40037: ("消息模板不存在", "the message template does not exist"),
    40125: ("AppSecret 不正确", "the AppSecret is not right"),
    40163: ("登录凭证已使用过,请重新登录", "the login code was used already, please sign in again"),
    40164: ("服务器 IP 不在微信后台的白名单中", "the server's IP address is not on the whitelist at WeChat"),
    40226: (
        "微信判定该账号风险较高,暂不能登录",
        "WeChat holds this account to be risky and blocks the sign-in",
    ),
    41030: ("页面不存在或尚未发布", "the page does not exist or is not published yet"),
    42001: ("访问凭证已过期", "the access token has expired"),
    42003: ("登录凭证已过期,请重新登录", "the login code has expired, please sign in again"),
    43101: ("用户没有订阅这条消息", "the person did not subscribe to this message"),
    45009: ("今天的调用次数已用完", "the quota of calls is used up"),
    45011: ("操作太频繁,请稍后再试", "too many calls, try again in a moment"),
    47001: ("数据格式不正确", "the data format is not right"),
    47003: ("消息内容不符合模板要求", "a value does not fit the message template"),
    48001: ("微信后台尚未开通这项能力", "this capability is not enabled at WeChat"),
    50002: ("账号被微信限制", "the account is restricted by WeChat"),
    89503: (
        "需要管理员在微信上确认服务器 IP",
        "the administrator has to confirm the server's IP address in WeChat",
    ),
    10060001: ("微信还没有收到这笔支付单", "WeChat does not know this payment yet"),
    10060002: ("这笔订单已经发货完成", "this order is already shipped in full"),
    10060003: ("重新发货的机会已用完", "the one chance to ship again is used"),
    10060004: ("订单状态不允许发货", "the order's state does not allow shipping"),
    10060031: ("支付单不属于这个用户", "the payment does not belong to this person"),
}
UNKNOWN = ("微信拒绝了请求", "WeChat refused the request")

CODE_ERRORS = frozenset({40029, 40163, 42003})
TOKEN_ERRORS = frozenset({40001, 40014, 41001, 42001})


class WeChatRefused(Refusal):
    """WeChat answered with an errcode; `errcode` and WeChat's own text are kept for the console."""

    status: ClassVar[int] = 502
    code: ClassVar[str] = "wechat_refused"
    zh: ClassVar[str] = "{words_zh}(微信错误码 {errcode})"
    en: ClassVar[str] = "{words_en} (WeChat error {errcode})"

    def __init__(self, errcode: int, errmsg: str) -> None:
        words_zh, words_en = WORDS.get(errcode, UNKNOWN)
        super().__init__(errcode=errcode, errmsg=errmsg[:200], words_zh=words_zh, words_en=words_en)
        self.errcode = errcode
        self.errmsg = errmsg


class WeChatCodeSpent(WeChatRefused):
    """The login, phone or OAuth code is wrong, used or older than five minutes: the person signs in again."""

    status: ClassVar[int] = 422
    code: ClassVar[str] = "wechat_code_spent"


class WeChatUnreachable(Refusal):
    """No answer, or an answer that is not WeChat's."""

    status: ClassVar[int] = 503
    code: ClassVar[str] = "wechat_unreachable"
    zh: ClassVar[str] = "暂时连不上微信,请稍后再试"
    en: ClassVar[str] = "WeChat cannot be reached right now, please try again in a moment"


def refused(errcode: int, errmsg: str) -> WeChatRefused:
    """Pick the class that tells the caller what to do."""
    if errcode in CODE_ERRORS:
        return WeChatCodeSpent(errcode, errmsg)
    return WeChatRefused(errcode, errmsg)
