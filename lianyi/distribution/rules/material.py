"""Words to post about a product, made of what is true of it: no superlative, no income, no pressure. Pure."""

from lianyi.catalog.types import ProductCard
from lianyi.kit.money import format_yuan

LINES_MAX = 4


def lines(card: ProductCard, own: str) -> list[str]:
    """Ways to say it, the shopkeeper's own first; all of them say the price and what it is, and nothing else."""
    price = f"¥{format_yuan(card.price_fen)}{' 起' if card.price_max_fen > card.price_fen else ''}"
    about = card.subtitle.strip()
    made = [
        f"{card.title},{price}。" + (f"{about}。" if about else ""),
        f"{card.title}:{about or price}。{price},规格和详情点开就能看到。",
        f"给家里添一件:{card.title}({price})。规格、运费和退换说明都在商品页里。",
    ]
    return list(dict.fromkeys(text for text in (own.strip(), *made) if text))[:LINES_MAX]
