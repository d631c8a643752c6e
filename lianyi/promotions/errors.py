"""Every "no" of a campaign. Nothing has moved when one of these is raised."""

from lianyi.kit.errors import Invalid, NotFound, Refusal


class CampaignUnknown(NotFound):
    code = "campaign_unknown"
    zh = "没有找到这个活动"
    en = "This campaign was not found"


class PlayUnknown(NotFound):
    code = "play_unknown"
    zh = "这里没有「{play}」这种玩法"
    en = "There is no play called “{play}” here"


class CampaignNotRunning(Refusal):
    """data: state, when (`before`, `after`, or the state's own word)."""

    code = "campaign_not_running"
    zh = "这个活动{state_zh}"
    en = "This campaign {state_en}"


class PlayNotHere(Refusal):
    """data: channel, channels, reason, open_mini {appid, path} or null: where it may run instead. Platform rules 1.6."""

    code = "play_not_here"
    zh = "这个活动不能在{channel_zh}参加:{reason_zh}"
    en = "This campaign cannot be joined {channel_en}: {reason_en}"


class GoodsNotInCampaign(Refusal):
    """data: sku_ids (prefixed), titles."""

    code = "goods_not_in_campaign"
    zh = "「{titles}」不在这个活动里"
    en = "“{titles}” is not part of this campaign"


class NotForYou(Refusal):
    """data: audience."""

    code = "not_for_you"
    zh = "这个活动只给{audience_zh}"
    en = "This campaign is for {audience_en} only"


class PlaysDoNotStack(Refusal):
    """data: plays (the codes of both)."""

    code = "plays_do_not_stack"
    zh = "「{one_zh}」和「{other_zh}」不能同时使用"
    en = "“{one_en}” and “{other_en}” cannot be used together"


class GrantNotPossible(Refusal):
    """A campaign cannot pay what another one gives: its play has nothing to give, or it does not run. data: play."""

    code = "grant_not_possible"
    zh = "发奖励的活动须已发布、面额够大、不早于本活动结束"
    en = "The campaign that pays must be published, give as much, and not end before this one"


class LimitReached(Refusal):
    """data: orders_max, pieces_max (either may be null), orders, pieces: what this person has used."""

    code = "limit_reached"
    zh = "你在这个活动里的购买数量已到上限({limit_zh})"
    en = "You have reached this campaign's limit ({limit_en})"


class BudgetSpent(Refusal):
    code = "budget_spent"
    zh = "活动的优惠已经用完,可以按原价购买"
    en = "The campaign's budget is used up; you can still buy at the usual price"


class QuotaSpent(Refusal):
    """data: sku_id (prefixed), title, left."""

    code = "quota_spent"
    zh = "「{title}」的活动名额还剩 {left} 件,不够这次购买"
    en = "Only {left} of “{title}” are left in this campaign"


class CampaignInvalid(Invalid):
    """data: reason_zh, reason_en; `field` is the path of the field."""

    code = "campaign_invalid"
    zh = "{reason_zh}"
    en = "{reason_en}"

    def __init__(self, field: str, zh: str, en: str) -> None:
        super().__init__(field=field, reason_zh=zh, reason_en=en)


class CampaignInOtherState(Refusal):
    """data: state."""

    code = "campaign_in_other_state"
    zh = "活动现在是「{state_zh}」,不能这样做"
    en = "The campaign is {state_en}; this cannot be done now"


class CampaignLocked(Refusal):
    """A campaign that has been published may only get better for shoppers (platform rules 3, L2). data: name."""

    code = "campaign_locked"
    zh = "活动发布后不能改「{name_zh}」;只能放宽限制、增加名额或预算"
    en = "“{name_en}” cannot change after publishing; limits, quotas and the budget may only grow"


class StaleCampaign(Refusal):
    code = "stale_version"
    zh = "活动刚被别人改过,请刷新后再改"
    en = "Somebody changed the campaign meanwhile; reload before you change it"


class CashLimitReached(Refusal):
    code = "cash_limit_reached"
    zh = "今天的现金奖金已发完,明天再来"
    en = "Today's prizes in money have all been given; come again tomorrow"


class CashLimitWrong(Invalid):
    code = "cash_limit_wrong"
    zh = "每日额度应在 0 到 100 万元之间"
    en = "The daily limit is from 0 to 1,000,000 yuan"


class CashNotReady(Refusal):
    code = "cash_not_ready"
    zh = "发现金前,先配置微信支付商户号,并由两个人在「活动 → 现金奖金」里设定每日额度"
    en = "Before prizes in money: set up WeChat Pay, and let two persons set the daily limit under Campaigns → Cash prizes"


class LiveUnknown(NotFound):
    code = "live_unknown"
    zh = "没有这一局或这个活动"
    en = "There is no such run or campaign"


class HelpRunUnknown(NotFound):
    code = "help_run_unknown"
    zh = "没有找到这个助力"
    en = "This run was not found"


class DeviceUnknown(Invalid):
    code = "device_unknown"
    zh = "没有收到设备编号,请重新打开页面再试"
    en = "The device has no number; open the page again"


class HelpYourself(Refusal):
    code = "help_yourself"
    zh = "自己发起的不能自己帮,同一台手机、同一个微信也不行"
    en = "You cannot help your own run, nor on the same phone or account"


class HelpedAlready(Refusal):
    code = "helped_already"
    zh = "你已经帮过这一次了,每人一次"
    en = "You have helped this run already; once each"


class HelpDeviceUsed(Refusal):
    code = "help_device_used"
    zh = "这台手机或这个微信已经帮过这一次了"
    en = "This phone or account has helped this run already"


class HelpLimitReached(Refusal):
    """data: per_person_max, per_day_max."""

    code = "help_limit_reached"
    zh = "你帮忙的次数用完了:每天最多 {per_day_max} 次,整个活动最多 {per_person_max} 次"
    en = "You have no helps left: {per_day_max} a day, {per_person_max} in the campaign"


class HelpForNew(Refusal):
    code = "help_for_new"
    zh = "这个活动只有还没在本店买过东西的人能帮"
    en = "Only people who have never bought here can help"


class HelpRunOver(Refusal):
    """data: state (`full`, `ordered`, `used`, `over`, `refused`)."""

    code = "help_run_over"
    zh = "这一次{state_zh}"
    en = "This run {state_en}"


class HelpRunsUsedUp(Refusal):
    """data: runs_max."""

    code = "help_runs_used_up"
    zh = "每人最多发起 {runs_max} 次,同一件商品同时只能发起一次"
    en = "At most {runs_max} runs each, one at a time for the same goods"


class HelpRunInReview(Refusal):
    code = "help_run_in_review"
    zh = "商家正在核对这一次的帮忙记录,核对完就能继续"
    en = "The shop is looking into this run; it goes on when that is done"


class HelpRunMoved(Refusal):
    code = "help_run_moved"
    zh = "刚刚有变化,请刷新后再试"
    en = "It has just changed; reload and try again"


class ReviewDecided(Refusal):
    code = "review_decided"
    zh = "这条已经处理过了"
    en = "This has been decided already"
