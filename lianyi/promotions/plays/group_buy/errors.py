"""Every "no" of group buy."""

from lianyi.kit.errors import Invalid, NotFound, Refusal


class TeamUnknown(NotFound):
    code = "team_unknown"
    zh = "没有找到这个团"
    en = "This team was not found"


class NoGroupBuy(NotFound):
    code = "no_group_buy"
    zh = "这件商品现在没有拼团"
    en = "There is no group buy for this product now"


class TeamFull(Refusal):
    code = "team_full"
    zh = "这个团的名额已满,可以加入别的团或自己开团"
    en = "This team has no seat left; join another one or open your own"


class TeamOver(Refusal):
    code = "team_over"
    zh = "这个团已经结束,可以加入别的团或自己开团"
    en = "This team has ended; join another one or open your own"


class AlreadyInTeam(Refusal):
    code = "already_in_team"
    zh = "你已经在这个团里"
    en = "You are in this team already"


class SeatHeld(Refusal):
    code = "seat_held"
    zh = "你还有一个待付款的名额,请先付款或取消那个订单"
    en = "You hold a seat that is not paid yet; pay for it or cancel that order first"


class TooLateToOpen(Refusal):
    code = "too_late_to_open"
    zh = "活动快结束了,来不及开新团"
    en = "The campaign ends too soon to open a team"


class OneSkuATeam(Invalid):
    code = "one_sku_a_team"
    zh = "拼团一次只能买一种规格"
    en = "A team buys one kind of goods at a time"


class OtherSkuInTeam(Invalid):
    code = "other_sku_in_team"
    zh = "这个团买的是另一种规格"
    en = "This team buys another kind of goods"


class TooManyPieces(Invalid):
    code = "too_many_pieces"
    zh = "拼团每单最多买 {quantity_max} 件"
    en = "At most {quantity_max} pieces an order in a group buy"


class NotInTeam(Refusal):
    code = "not_in_team"
    zh = "你不在这个团里"
    en = "You are not in this team"


class LeavingTooLate(Refusal):
    code = "leaving_too_late"
    zh = "这个团已经有结果,不能再退出"
    en = "This team has its result; it cannot be left any more"


class TeamPriceTooHigh(Invalid):
    code = "team_price_too_high"
    zh = "「{title}」的拼团价须低于单买价"
    en = "The team price of “{title}” must be below its own price"


class LeaderPriceTooHigh(Invalid):
    code = "leader_price_too_high"
    zh = "「{title}」的团长价不能高于拼团价"
    en = "The leader's price of “{title}” must not be above the team price"


class LadderUneven(Invalid):
    code = "ladder_uneven"
    zh = "「{title}」的阶梯须人数递增、价格递减"
    en = "The ladder of “{title}” must rise in people and fall in price"


class TopUpNotInRules(Refusal):
    code = "top_up_not_in_rules"
    zh = "开团时的规则没有商家补位,不能补"
    en = "The team's rules know no top-up by the shop"


class TopUpTooEarly(Refusal):
    code = "top_up_too_early"
    zh = "真实成员达到 {people_min} 人后才能补位"
    en = "The shop may top up once {people_min} real members are in"


class TopUpTooMany(Refusal):
    code = "top_up_too_many"
    zh = "最多还能补 {people_max} 个名额"
    en = "At most {people_max} seats can be topped up"
