"""Boards, chopsticks and wooden plates, seen from above."""

from PIL import Image, ImageChops

from lianyi.app.demo.packshots import labels, paint, slabs
from lianyi.app.demo.packshots.palette import colour, mix

Words = dict[str, str]


def board(picture: Image.Image, *, tone: str = "oak", angle: float = -14.0) -> None:
    """A chopping board with a handle and a hole."""
    size = picture.size
    body = slabs.slanted_box(size, (500, 560), 470, 560, 46, 0)
    neck = slabs.slanted_box(size, (500, 215), 110, 220, 50, 0)
    hole = paint.ellipse(size, (500, 160), (22, 22))
    mask = ImageChops.subtract(
        ImageChops.lighter(
            paint.soft(ImageChops.lighter(body, neck), 9).point([0 if v < 128 else 255 for v in range(256)]),
            body,
        ),
        hole,
    )
    middle = (paint.px(500), paint.px(500))
    mask = mask.rotate(angle, Image.Resampling.BICUBIC, center=middle)
    grain = slabs.wood(size, tone, "board" + tone, upright=True).rotate(
        angle, Image.Resampling.BICUBIC, center=middle
    )
    slabs.lay(picture, mask, grain, thick=20, edge=4, bulge=1.2)


def chopsticks(picture: Image.Image, *, tones: list[str], angle: float = 22.0) -> None:
    """Pairs of chopsticks, side by side, tapering."""
    size = picture.size
    middle = (paint.px(500), paint.px(500))
    for place, tone in enumerate(tones):
        for pair in (0, 1):
            x = 500 + (place - (len(tones) - 1) / 2) * 92 + (pair - 0.5) * 34
            points = [(x - 8.5, 130), (x + 8.5, 130), (x + 4.2, 868), (x - 4.2, 868)]
            mask = paint.polygon(size, points).rotate(angle, Image.Resampling.BICUBIC, center=middle)
            skin = slabs.wood(size, tone, f"stick{place}{pair}", upright=True).rotate(
                angle, Image.Resampling.BICUBIC, center=middle
            )
            slabs.lay(picture, mask, skin, thick=11, edge=4, bulge=2.4)
            cap = paint.polygon(size, [(x - 8.6, 130), (x + 8.6, 130), (x + 8.2, 176), (x - 8.2, 176)])
            cap = cap.rotate(angle, Image.Resampling.BICUBIC, center=middle)
            light = paint.relief(paint.soft(mask, 4), 3, 2.4)
            picture.paste(
                paint.shaded(paint.flat(size, colour("brass" if tone != "bamboo" else "walnut")), light),
                (0, 0),
                cap,
            )


def plaque(picture: Image.Image, words: Words, *, tone: str = "walnut", angle: float = -6.0) -> None:
    """A small wooden plate with a name burnt in and a cord through its hole."""
    size = picture.size
    middle = (paint.px(500), paint.px(500))
    cord = paint.line(
        size, paint.curve([(500, 372), (440, 250), (470, 150), (540, 150), (566, 250), (500, 372)]), 7
    )
    plate = slabs.slanted_box(size, (500, 520), 560, 350, 34, 0)
    hole = paint.ellipse(size, (500, 382), (11, 11))
    mask = ImageChops.subtract(plate, hole).rotate(angle, Image.Resampling.BICUBIC, center=middle)
    grain = slabs.wood(size, tone, "plaque").rotate(angle, Image.Resampling.BICUBIC, center=middle)
    slabs.lay(picture, mask, grain, thick=18, edge=5, bulge=1.2)
    sheet = labels.Sheet(440, 200, (0, 0, 0), (255, 255, 255))
    sheet.across(words["name"], 92, 84, "song", spread=0.12)
    sheet.across(words["small"], 168, 22, "hei", spread=0.3)
    burnt = paint.empty(size)
    drawn = sheet.done().convert("L").rotate(angle, Image.Resampling.BICUBIC, expand=True)
    burnt.paste(drawn, (paint.px(502) - drawn.width // 2, paint.px(530) - drawn.height // 2))
    paint.stain(picture, mix(colour(tone), (24, 12, 6), 0.82), paint.dim(burnt, 0.9))
    slabs.lay(picture, cord, paint.flat(size, colour("bone")), thick=5, edge=2)


def cake(picture: Image.Image, words: Words, *, tone: str = "rice") -> None:
    """A pressed cake of tea in its pleated paper."""
    size = picture.size
    centre = (500.0, 500.0)
    mask = paint.ellipse(size, centre, (352, 352))
    pleats = Image.new("L", size, 128)
    rng = paint.dice(words["name"])
    for place in range(46):
        angle = place * 360 / 46 + rng.uniform(-3, 3)
        reach = rng.uniform(0.52, 0.66)
        inner = paint.round_points(centre, (352 * reach, 352 * reach), angle, angle + 1, 1)[0]
        outer = paint.round_points(centre, (356, 356), angle + rng.uniform(-5, 5), angle + 6, 1)[0]
        fold = paint.soft(paint.line(size, [inner, outer], 5), 4)
        pleats.paste(Image.new("L", size, 180 if place % 2 else 84), (0, 0), paint.dim(fold, 0.5))
    paper = paint.mottled(paint.flat(size, colour(tone)), paint.noise(size, "paper", 3, 4), 0.08)
    paper = paint.shaded(paper, paint.relief(pleats, 2.4, 1.0))
    slabs.lay(picture, mask, paper, thick=30, edge=30, bulge=1.1)
    disc = labels.Sheet(400, 400, tone, words["ink"])
    second = colour(words["accent"])
    g = disc.grow
    for inset, weight in ((14, 2.2), (22, 0.9)):
        disc.draw.ellipse(
            (inset * g, inset * g, (400 - inset) * g, (400 - inset) * g),
            outline=(*second, 255),
            width=round(weight * g),
        )
    disc.motif(words["motif"], 200, 105, 120, second)
    disc.across(words["name"], 205, min(58, 300 / len(words["name"])), "song", spread=0.1)
    disc.across(words["small"], 268, 19, "hei", spread=0.25)
    disc.seal(200, 325, 46, second)
    sheet = disc.done()
    ring = paint.ellipse(sheet.size, (200, 200), (194, 194))
    sheet.putalpha(ring)
    slabs.print_on(picture, sheet, centre, pressed=True)
