"""What a shopper sees of goods: the home, lists and search, a product's page, favourites and footprints."""

from lianyi.storefront.shop.goods import crowded as crowded_router
from lianyi.storefront.shop.goods import router as goods_router
from lianyi.storefront.shop.home import router as home_router

__all__ = ["crowded_router", "goods_router", "home_router"]
