"""Refusals of storefront."""

from lianyi.kit.errors import Invalid, Refusal


class HomeInvalid(Invalid):
    code = "home_invalid"
    zh = "首页内容有误:{reason}"
    en = "The home page is wrong: {reason}"


class HomeStale(Refusal):
    code = "stale_version"
    zh = "首页刚被别人改过,请刷新后再改"
    en = "Somebody changed the home page meanwhile; reload before you change it"


class FavouritesFull(Refusal):
    code = "favourites_full"
    zh = "收藏夹最多放 {count_max} 件商品"
    en = "There is room for {count_max} favourites"
