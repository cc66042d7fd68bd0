"""What Nordlys Gifts makes and sells."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Product:
    """`popularity` is its weight when a line is drawn; `wholesale` the same for wholesalers.

    `advent` multiplies the weight from October to 24 December. `launched` counts days back from the
    last day: before that the product did not exist.
    """

    key: str
    category: str
    cents: int
    popularity: float
    wholesale: float
    advent: float = 1.0
    launched: int | None = None


PRODUCTS = (
    Product("beeswax_candles", "candles", 14_90, 9, 10, advent=1.5),
    Product("pillar_candle", "candles", 11_50, 6, 8, advent=1.4),
    Product("tealights_in_tin", "candles", 8_90, 7, 9),
    Product("birthday_candles", "candles", 6_50, 6, 4),
    Product("candle_holder", "ceramics", 24_00, 6, 5, advent=1.3),
    Product("stoneware_cup", "ceramics", 19_50, 5, 6),
    Product("serving_bowl", "ceramics", 48_00, 3, 2),
    Product("bud_vase", "ceramics", 27_50, 4, 3),
    Product("linen_napkins", "textiles", 32_00, 4, 4),
    Product("wool_throw", "textiles", 89_00, 2, 1, advent=1.6),
    Product("tea_towel", "textiles", 15_90, 5, 6),
    Product("wrapping_cloth", "textiles", 12_90, 6, 7, advent=1.8),
    Product("returnable_box_small", "boxes", 18_50, 5, 5),
    Product("returnable_box_large", "boxes", 34_50, 3, 4),
    Product("celebration_box", "boxes", 59_00, 6, 3, launched=60),
    Product("seed_paper_cards", "cards", 9_90, 8, 9),
    Product("pressed_flower_card", "cards", 5_50, 7, 6),
    Product("thank_you_cards", "cards", 11_90, 4, 4),
    Product("advent_star", "season", 22_50, 1, 2, advent=7.0),
    Product("advent_calendar_cloth", "season", 39_00, 1, 2, advent=7.0),
    Product("paper_garland", "season", 16_50, 3, 3, advent=2.0),
    Product("gift_voucher", "voucher", 50_00, 2, 0, advent=1.5),
)
KEYS = tuple(product.key for product in PRODUCTS)
CATEGORIES = tuple(product.category for product in PRODUCTS)


def index_of(*, key: str) -> int:
    """Return the place of a product in `PRODUCTS`. Raises ValueError for an unknown key."""
    return KEYS.index(key)
