"""Every no that identity says."""

from __future__ import annotations

from typing import ClassVar

from lianyi.kit.errors import Forbidden, Invalid, NotFound, Refusal, TooMany, Unauthenticated


class SignInRefused(Unauthenticated):
    """The login does not exist or the password is wrong: one answer for both, so that logins cannot be guessed."""

    code: ClassVar[str] = "sign_in_refused"
    zh: ClassVar[str] = "账号或密码不正确"
    en: ClassVar[str] = "The login or the password is not right"


class SignInPaused(TooMany):
    """Too many failed attempts on this login, known or not."""

    code: ClassVar[str] = "sign_in_paused"
    zh: ClassVar[str] = "尝试次数过多,请在 {retry_after_seconds} 秒后再试"
    en: ClassVar[str] = "Too many attempts. Please try again in {retry_after_seconds} seconds"


class TotpRequired(Unauthenticated):
    """The password is right; the account has a second factor and its code is missing."""

    code: ClassVar[str] = "totp_required"
    zh: ClassVar[str] = "请输入验证器中的 6 位动态码"
    en: ClassVar[str] = "Please enter the 6-digit code of your authenticator"


class TotpWrong(Unauthenticated):
    """The code is wrong or was used already."""

    code: ClassVar[str] = "totp_wrong"
    zh: ClassVar[str] = "动态码不正确或已使用过,请等下一个"
    en: ClassVar[str] = "The code is wrong or was used already. Please wait for the next one"


class TotpNotBegun(Refusal):
    code: ClassVar[str] = "totp_not_begun"
    zh: ClassVar[str] = "请先扫描二维码"
    en: ClassVar[str] = "Please scan the code first"


class SecondFactorNeeded(Forbidden):
    """Owner and finance need TOTP before acts on money and keys."""

    code: ClassVar[str] = "second_factor_needed"
    zh: ClassVar[str] = "涉及资金和密钥的操作需要两步验证:请在「我的账号」开启,或重新登录并输入动态码"
    en: ClassVar[str] = (
        "Acts on money and keys need two-step sign-in: turn it on under My account, or sign in again with a code"
    )


class ChooseShop(Refusal):
    """The login opens several shops: ask again with one of `data.shops`."""

    code: ClassVar[str] = "choose_shop"
    zh: ClassVar[str] = "请选择要进入的店铺"
    en: ClassVar[str] = "Please choose the shop to enter"


class PasswordTooWeak(Invalid):
    code: ClassVar[str] = "password_too_weak"
    zh: ClassVar[str] = "密码至少 10 位,且不能是常见密码或包含登录名"
    en: ClassVar[str] = (
        "The password needs at least 10 characters and must not be a common one or contain the login"
    )


class PasswordWrong(Forbidden):
    code: ClassVar[str] = "password_wrong"
    zh: ClassVar[str] = "当前密码不正确"
    en: ClassVar[str] = "The current password is not right"


class LoginTaken(Refusal):
    code: ClassVar[str] = "login_taken"
    zh: ClassVar[str] = "这个登录名已被使用,请换一个"
    en: ClassVar[str] = "This login is taken. Please choose another one"


class SlugTaken(Refusal):
    code: ClassVar[str] = "slug_taken"
    zh: ClassVar[str] = "店铺网址「{slug}」已被使用,请换一个"
    en: ClassVar[str] = "The shop address “{slug}” is taken. Please choose another one"


class SlugInvalid(Invalid):
    code: ClassVar[str] = "slug_invalid"
    zh: ClassVar[str] = "店铺网址用 3 到 32 位小写字母、数字和连字符,以字母或数字开头和结尾"
    en: ClassVar[str] = (
        "A shop address has 3 to 32 lower-case letters, digits and hyphens, with no hyphen at either end"
    )


class TermsNotAccepted(Invalid):
    code: ClassVar[str] = "terms_not_accepted"
    zh: ClassVar[str] = "请先阅读并同意服务条款"
    en: ClassVar[str] = "Please read and accept the terms first"


class SignedOut(Unauthenticated):
    """No token, an unknown one, or one that ended."""

    code: ClassVar[str] = "signed_out"
    zh: ClassVar[str] = "请先登录"
    en: ClassVar[str] = "Please sign in first"


class ConsoleHeaderMissing(Forbidden):
    """A browser of another site cannot set this header; without it a cookie alone proves nothing (CSRF)."""

    code: ClassVar[str] = "console_header_missing"
    zh: ClassVar[str] = "请求缺少 Lianyi-Console 标头"
    en: ClassVar[str] = "The Lianyi-Console header is missing"


class NotPermitted(Forbidden):
    code: ClassVar[str] = "not_permitted"
    zh: ClassVar[str] = "你的角色没有这项权限"
    en: ClassVar[str] = "Your role does not allow this"


class LastOwner(Refusal):
    code: ClassVar[str] = "last_owner"
    zh: ClassVar[str] = "店铺至少要有一位店主"
    en: ClassVar[str] = "A shop needs at least one owner"


class StaffUnknown(NotFound):
    code: ClassVar[str] = "staff_unknown"
    zh: ClassVar[str] = "没有找到这位员工"
    en: ClassVar[str] = "This member of the staff was not found"


class StaffFull(Refusal):
    code: ClassVar[str] = "staff_full"
    zh: ClassVar[str] = "一家店铺最多 {limit} 位员工"
    en: ClassVar[str] = "A shop has at most {limit} members of staff"


class AccountShared(Refusal):
    """The login opens other shops too, so only its owner may reset it."""

    code: ClassVar[str] = "account_shared"
    zh: ClassVar[str] = "该账号还管理其他店铺,只能由本人修改密码"
    en: ClassVar[str] = "This login opens other shops too; only its owner can change the password"


class SessionUnknown(NotFound):
    code: ClassVar[str] = "session_unknown"
    zh: ClassVar[str] = "没有找到这次登录"
    en: ClassVar[str] = "This sign-in was not found"


class PersonUnknown(NotFound):
    code: ClassVar[str] = "person_unknown"
    zh: ClassVar[str] = "没有找到这位顾客"
    en: ClassVar[str] = "This person was not found"


class AddressUnknown(NotFound):
    code: ClassVar[str] = "address_unknown"
    zh: ClassVar[str] = "没有找到这个地址"
    en: ClassVar[str] = "This address was not found"


class AddressesFull(Refusal):
    code: ClassVar[str] = "addresses_full"
    zh: ClassVar[str] = "最多保存 {limit} 个地址,请先删除不用的"
    en: ClassVar[str] = "At most {limit} addresses can be kept. Please delete one you no longer use"


class PhoneInvalid(Invalid):
    code: ClassVar[str] = "phone_invalid"
    zh: ClassVar[str] = "请输入 11 位中国大陆手机号"
    en: ClassVar[str] = "Please enter an 11-digit mainland China mobile number"


class WeChatAppMissing(Refusal):
    code: ClassVar[str] = "wechat_app_missing"
    zh: ClassVar[str] = "店铺还没有配置微信{kind_zh}"
    en: ClassVar[str] = "The shop has no WeChat {kind_en} configured yet"


class SnapshotVisitor(Forbidden):
    """WeChat's snapshot page gives a virtual openid; it is never bound to a person (OAuth documentation)."""

    code: ClassVar[str] = "snapshot_visitor"
    zh: ClassVar[str] = "当前是微信快照页,请点右下角「使用完整服务」后再登录"
    en: ClassVar[str] = (
        "This is WeChat's snapshot page. Please tap “use the full service” at the bottom right, then sign in"
    )


class LoginStateInvalid(Refusal):
    """The OAuth state is forged, used, older than ten minutes, or from another browser."""

    status: ClassVar[int] = 422
    code: ClassVar[str] = "login_state_invalid"
    zh: ClassVar[str] = "登录已过期,请重新发起"
    en: ClassVar[str] = "This sign-in has expired. Please start again"


class ReturnAddressInvalid(Invalid):
    code: ClassVar[str] = "return_address_invalid"
    zh: ClassVar[str] = "登录后只能回到本店页面"
    en: ClassVar[str] = "After sign-in you can only return to a page of this shop"


class ConsentElsewhere(Refusal):
    code = "consent_elsewhere"
    zh = "实名信息的同意请在「提现 › 实名信息」中给出或撤回"
    en = "Consent to the use of your real name is given and withdrawn where the real name is"


class ConsentVersionUnknown(Invalid):
    code: ClassVar[str] = "consent_version_unknown"
    zh: ClassVar[str] = "文本已更新,请重新阅读第 {current} 版"
    en: ClassVar[str] = "The text has changed. Please read version {current}"


class DeletionNotConfirmed(Invalid):
    code: ClassVar[str] = "deletion_not_confirmed"
    zh: ClassVar[str] = "请输入 DELETE 确认注销"
    en: ClassVar[str] = "Please type DELETE to confirm"


class SettingsOutOfRange(Invalid):
    code: ClassVar[str] = "settings_out_of_range"
    zh: ClassVar[str] = "{name} 应在 {low} 到 {high} 之间"
    en: ClassVar[str] = "{name} must be between {low} and {high}"


class GuaranteeTooLong(Invalid):
    """WeChat would let go of the money before the order can be completed."""

    code: ClassVar[str] = "guarantee_too_long"
    zh: ClassVar[str] = (
        "担保交易最长 {days_max} 天(微信支付 30 天后自动解冻):发货 {ship_days} 天 + 自动收货 {receive_days} 天"
        " + 收货后完成 {complete_days} 天 = {days} 天 > {days_max} 天。请缩短天数,或关闭担保交易"
    )
    en: ClassVar[str] = (
        "The guarantee lasts {days_max} days at most (WeChat Pay lets go after 30): {ship_days} days to ship"
        " + {receive_days} to receive + {complete_days} to complete = {days} > {days_max}. Shorten them, or turn it off"
    )


class PushRefused(Forbidden):
    """A push that does not prove itself with the shop's own token and key, or for an app without push."""

    code: ClassVar[str] = "push_refused"
    zh: ClassVar[str] = "消息推送校验失败"
    en: ClassVar[str] = "The pushed message does not prove itself"


class KeysInvalid(Invalid):
    code: ClassVar[str] = "keys_invalid"
    zh: ClassVar[str] = "格式不正确:{expected_zh}"
    en: ClassVar[str] = "The format is not right: {expected_en}"


class FreshCodeNeeded(Forbidden):
    """An act that leaves the house, in a shop where nobody else could decide: a code of this moment in `Lianyi-Code`."""

    code: ClassVar[str] = "fresh_code_needed"
    zh: ClassVar[str] = "请输入验证器中此刻的 6 位动态码"
    en: ClassVar[str] = "Please enter the 6-digit code your authenticator shows now"


class ApprovalUnknown(NotFound):
    code: ClassVar[str] = "approval_unknown"
    zh: ClassVar[str] = "没有找到这项申请"
    en: ClassVar[str] = "This request was not found"


class ApprovalSettled(Refusal):
    """Somebody decided, it was withdrawn, or its time is over."""

    code: ClassVar[str] = "approval_settled"
    zh: ClassVar[str] = "这项申请已有结果,或已过期"
    en: ClassVar[str] = "This request has been settled, or its time is over"


class OwnApproval(Forbidden):
    code: ClassVar[str] = "own_approval"
    zh: ClassVar[str] = "不能复核自己发起的申请,请另一位同事处理"
    en: ClassVar[str] = "Nobody decides on what they asked for. Please leave it to another colleague"


class ApprovalAboutYou(Forbidden):
    code: ClassVar[str] = "approval_about_you"
    zh: ClassVar[str] = "这项申请与你本人有关,请另一位同事处理"
    en: ClassVar[str] = "This request is about you. Please leave it to another colleague"


class AlreadyAsked(Refusal):
    code: ClassVar[str] = "already_asked"
    zh: ClassVar[str] = "已有同样的申请在等待复核,请先处理或撤回它"
    en: ClassVar[str] = "The same is waiting for a decision already. Please settle or withdraw it first"


class ApprovalsFull(Refusal):
    code: ClassVar[str] = "approvals_full"
    zh: ClassVar[str] = "最多同时有 {limit} 项申请等待复核"
    en: ClassVar[str] = "At most {limit} requests can wait at the same time"


class StillSettling(Forbidden):
    """Whose login was reset, or who was just named: whoever did that might still know the way in."""

    code: ClassVar[str] = "still_settling"
    zh: ClassVar[str] = "账号刚被添加或重置,{until} 起才能发起或复核这类操作"
    en: ClassVar[str] = (
        "This login was just added or reset: it may ask for or decide on such acts from {until}"
    )


class NobodyDecides(Refusal):
    """The second person has just left or was reset; until things have settled, one person alone is not enough."""

    code: ClassVar[str] = "nobody_decides"
    zh: ClassVar[str] = "可以复核的同事刚被移除、降级或重置,{until} 起才能由一人办理"
    en: ClassVar[str] = (
        "The colleague who could decide was just removed, lowered or reset; one person alone may do this from {until}"
    )


class AskerGone(Refusal):
    code: ClassVar[str] = "asker_gone"
    zh: ClassVar[str] = "发起人已不在本店,或已没有这项权限"
    en: ClassVar[str] = "Whoever asked has left or may not do this any more"
