"""Refusals about becoming, being and managing shopkeepers."""

from lianyi.kit.errors import Forbidden, Invalid, NotFound, Refusal


class NotAShopkeeper(Forbidden):
    code = "not_a_shopkeeper"
    zh = "你还不是本店的店主"
    en = "You are not a shopkeeper of this shop"


class ShopkeeperUnknown(NotFound):
    code = "shopkeeper_not_found"
    zh = "没有这位店主"
    en = "There is no such shopkeeper"


class JoiningClosed(Refusal):
    code = "joining_closed"
    zh = "本店目前没有开放这种加入方式"
    en = "The shop does not take on shopkeepers this way at present"


class AlreadyShopkeeper(Refusal):
    code = "already_shopkeeper"
    zh = "你已经申请过或已是店主:{state}"
    en = "You have applied or are a shopkeeper already: {state}"


class AdultOnly(Invalid):
    code = "adult_only"
    zh = "店主须年满 18 周岁,请确认"
    en = "A shopkeeper must be at least 18; please confirm"


class AgreementOutdated(Refusal):
    code = "agreement_outdated"
    zh = "请阅读并同意最新的店主协议"
    en = "Please read and agree to the latest shopkeeper agreement"


class AgreementMissing(Refusal):
    code = "agreement_missing"
    zh = "请先发布店主协议,再开放加入"
    en = "Publish a shopkeeper agreement before letting people join"


class InviteInvalid(Invalid):
    code = "invite_invalid"
    zh = "邀请码无效、已用完或已过期"
    en = "This invitation code is not valid, used up or expired"


class InviteUnknown(NotFound):
    code = "invite_not_found"
    zh = "没有这个邀请码"
    en = "There is no such invitation code"


class NotAnApplicant(NotFound):
    code = "not_an_applicant"
    zh = "你没有待审核的店主申请"
    en = "There is no application of yours"


class InvitesTooMany(Refusal):
    code = "invites_too_many"
    zh = "同时有效的邀请码最多 {invites_max} 个"
    en = "At most {invites_max} invitation codes at once"


class StepImpossible(Refusal):
    code = "shopkeeper_in_other_state"
    zh = "店主目前是「{state}」,不能这样做"
    en = "The shopkeeper is “{state}”; this cannot be done now"


class GradeUnknown(Invalid):
    code = "grade_unknown"
    zh = "没有这个店主等级"
    en = "There is no such grade of shopkeepers"


class SettingsChanged(Refusal):
    code = "settings_changed"
    zh = "设置刚被别人修改,请刷新后再改"
    en = "Somebody changed the settings meanwhile; load them anew"


class SuspensionEndsBefore(Invalid):
    code = "suspension_ends_before"
    zh = "暂停的结束时间须晚于现在"
    en = "A suspension must end after now"


class PicksTooMany(Invalid):
    code = "picks_too_many"
    zh = "小店最多选 {picks_max} 件商品"
    en = "A micro-shop holds at most {picks_max} products"


class NotInPool(Invalid):
    code = "not_in_pool"
    zh = "有商品不在可选范围内,或已下架"
    en = "Some products are not in the pool or not on the shelf"


class PickedTwice(Invalid):
    code = "picked_twice"
    zh = "同一件商品只能选一次"
    en = "A product can be picked only once"


class MicroShopClosed(NotFound):
    code = "micro_shop_closed"
    zh = "这家小店已打烊,可以去逛逛商城"
    en = "This micro-shop is closed; the shop itself is open"
