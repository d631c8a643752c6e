"""From a recipe to a picture: which shape, on which ground, how close the camera stands."""

from collections.abc import Callable
from typing import Any

from PIL import Image

from lianyi.app.demo.packshots import (
    bathroom,
    cartons,
    ceramics,
    heaps,
    kitchen,
    paint,
    produce,
    stage,
    stationery,
    textiles,
    vessels,
)

SIDE = 1000  # pixels of a finished picture
CANVAS = (SIDE * paint.SCALE, SIDE * paint.SCALE)
QUALITY = 82

Painter = Callable[..., None]
Recipe = dict[str, Any]

# Each shape with the square the camera sees: its centre and its side.
STANDING: dict[str, tuple[Painter, tuple[int, int, int]]] = {
    "tin": (vessels.tin, (520, 590, 730)),
    "jar": (vessels.jar, (520, 622, 660)),
    "bottle": (vessels.bottle, (520, 548, 780)),
    "pump": (vessels.pump, (510, 568, 740)),
    "tube": (vessels.tube, (520, 560, 760)),
    "candle": (vessels.candle, (520, 600, 700)),
    "box": (cartons.box, (510, 590, 720)),
    "pouch": (cartons.pouch, (515, 560, 760)),
    "sack": (cartons.sack, (515, 595, 720)),
    "mug": (ceramics.mug, (515, 655, 600)),
    "bowl": (ceramics.bowl, (512, 660, 670)),
    "bowls": (ceramics.bowls, (525, 630, 740)),
    "cups": (ceramics.cups, (512, 640, 720)),
    "teapot": (ceramics.teapot, (500, 640, 700)),
    "tumbler": (ceramics.tumbler, (520, 565, 740)),
    "stack": (textiles.stack, (512, 630, 720)),
    "cushion": (textiles.cushion, (510, 540, 780)),
    "group": (produce.group, (512, 640, 720)),
}
FLAT: dict[str, tuple[Painter, tuple[int, int, int]]] = {
    "plaque": (kitchen.plaque, (500, 450, 860)),
    "board": (kitchen.board, (500, 500, 930)),
    "chopsticks": (kitchen.chopsticks, (500, 500, 800)),
    "notebook": (stationery.notebook, (505, 505, 800)),
    "pens": (stationery.pens, (500, 505, 820)),
    "cards": (stationery.cards, (505, 530, 800)),
    "soap": (bathroom.soap, (500, 500, 820)),
    "brushes": (bathroom.brushes, (500, 505, 780)),
    "comb": (bathroom.comb, (500, 495, 780)),
    "cake": (kitchen.cake, (505, 505, 860)),
    "membership": (stationery.membership, (505, 500, 820)),
    "present": (stationery.present, (505, 510, 820)),
    "plate": (ceramics.plate, (505, 505, 860)),
    "pan": (ceramics.pan, (510, 490, 860)),
    "cloth": (textiles.cloth, (505, 505, 860)),
    "apron": (textiles.apron, (500, 480, 940)),
    "crate": (produce.crate, (505, 508, 880)),
    "dish": (heaps.dish, (510, 500, 850)),
}
DETAIL_KEYS = {"shape", "ground", "label", "beside", "close"}


def draw(recipe: Recipe) -> Image.Image:
    """A finished square picture of one recipe: `shape`, `ground`, the shape's own words, things `beside`."""
    shape = recipe["shape"]
    standing = shape in STANDING
    picture = (stage.table if standing else stage.flatlay)(CANVAS, recipe["ground"])
    for other in recipe.get("beside", ()):
        paint_one(picture, other)
    paint_one(picture, recipe)
    usual = (500, 560, 860) if "beside" in recipe else (STANDING if standing else FLAT)[shape][1]
    x, y, side = recipe.get("close", usual)
    half = side / 2
    frame = tuple(round(v * paint.SCALE) for v in (x - half, y - half, x + half, y + half))
    return picture.crop(_inside(frame)).resize((SIDE, SIDE), Image.Resampling.LANCZOS)


def _inside(frame: tuple[int, ...]) -> tuple[int, int, int, int]:
    """The frame moved back onto the canvas where it looks past its edge."""
    left, top, right, bottom = frame
    side = min(right - left, CANVAS[0])
    left = min(max(left, 0), CANVAS[0] - side)
    top = min(max(top, 0), CANVAS[1] - side)
    del right, bottom
    return left, top, left + side, top + side


def paint_one(picture: Image.Image, recipe: Recipe) -> None:
    painter, _ = (STANDING | FLAT)[recipe["shape"]]
    own = {key: value for key, value in recipe.items() if key not in DETAIL_KEYS}
    if "label" in recipe:
        own["words"] = {"tone": "rice", "ink": "ink", "net": "", "small": ""} | recipe["label"]
    painter(picture, **own)
