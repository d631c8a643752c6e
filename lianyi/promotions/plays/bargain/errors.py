"""Every "no" of bargaining beside the frame's."""

from lianyi.kit.errors import Invalid, NotFound, Refusal


class NoBargain(NotFound):
    code = "no_bargain"
    zh = "这件商品现在没有砍价"
    en = "There is no bargain for this product now"


class BargainUnknown(NotFound):
    code = "bargain_unknown"
    zh = "没有找到这次砍价"
    en = "This bargain was not found"


class StartFirst(Invalid):
    code = "start_first"
    zh = "先发起砍价,再按砍到的价下单"
    en = "Start a bargain first, then order at its price"


class OnePieceABargain(Invalid):
    code = "one_piece_a_bargain"
    zh = "一次砍价买一件"
    en = "A bargain is for one piece"


class BargainSoldOut(Refusal):
    code = "bargain_sold_out"
    zh = "「{title}」没有可砍的了"
    en = "“{title}” is not for bargaining any more"


class BargainPriceWrong(Invalid):
    """data: title."""

    code = "bargain_price_wrong"
    zh = "「{title}」的底价要低于起砍价,起砍价不高于售价,每一刀至少 1 分"
    en = "“{title}”: floor below start, start not above the price, and each cut at least 1 fen"


class CutsWrong(Invalid):
    code = "cuts_wrong"
    zh = "每一刀的比例要和刀数一样多,合计 100%"
    en = "As many shares as cuts, 100% in all"
