"""The home page's wide pictures, 1500 × 640: words at the left, a still life at the right."""

from dataclasses import dataclass
from typing import Any

from PIL import Image

from lianyi.app.demo.packshots import labels, paint, scenes, stage
from lianyi.app.demo.packshots.palette import colour, mix

WIDE, HIGH = 1500, 640


@dataclass(frozen=True)
class Scene:
    ground: str
    title: str
    line: str
    accent: str
    things: tuple[dict[str, Any], ...]


def _label(name: str, small: str, net: str, accent: str, motif: str) -> dict[str, str]:
    return {"name": name, "small": small, "net": net, "accent": accent, "motif": motif}


SCENES = {
    "banner-autumn.webp": Scene(
        "petal",
        "秋冬鲜果",
        "从果园到家,现摘现发",
        "persimmon",
        (
            {"shape": "group", "kind": "pear", "spots": [(900, 448, 176)]},
            {"shape": "group", "kind": "persimmon", "spots": [(1240, 452, 178)]},
            {"shape": "group", "kind": "apple", "spots": [(1072, 478, 204)]},
            {"shape": "group", "kind": "mandarin", "spots": [(962, 548, 176), (1178, 566, 184)]},
            {
                "shape": "group",
                "kind": "chestnut",
                "spots": [(1328, 556, 92), (1386, 528, 84), (838, 566, 88)],
            },
        ),
    ),
    "banner-tea.webp": Scene(
        "sage",
        "一盏好茶",
        "春采的绿,秋焙的香",
        "moss",
        (
            {
                "shape": "tin",
                "tone": "moss",
                "x": 880,
                "base": 520,
                "r": 104,
                "high": 330,
                "label": _label("明前龙井", "手工扁炒", "100 g", "tea", "leaf"),
            },
            {
                "shape": "tin",
                "tone": "ink",
                "x": 1345,
                "base": 500,
                "r": 90,
                "high": 280,
                "label": _label("铁观音", "炭焙", "125 g", "ochre", "moon"),
            },
            {"shape": "teapot", "tone": "brick", "x": 1130, "base": 556, "grow": 0.62},
        ),
    ),
    "banner-table.webp": Scene(
        "oat",
        "好好吃饭",
        "一只趁手的碗,从清早用到夜里",
        "indigo",
        (
            {
                "shape": "bowl",
                "tone": "indigo",
                "x": 930,
                "base": 500,
                "r": 150,
                "high": 132,
                "rim": "walnut",
            },
            {"shape": "mug", "tone": "mist", "x": 1300, "base": 476, "r": 96, "high": 196, "tea": "#8C4F20"},
            {"shape": "bowl", "tone": "celadon", "x": 1120, "base": 570, "r": 122, "high": 104},
        ),
    ),
}


def draw(name: str) -> Image.Image:
    """One banner with its words."""
    scene = SCENES[name]
    size = (WIDE * paint.SCALE, HIGH * paint.SCALE)
    picture = stage.table(size, scene.ground, horizon=600)
    for thing in scene.things:
        scenes.paint_one(picture, thing)
    tone = mix(colour(scene.ground), paint.SHADE, 0.02)
    words = labels.Sheet(640, 300, tone, "ink")
    print_mask = labels.Sheet(640, 300, (0, 0, 0), (255, 255, 255))
    for sheet, first, second in (
        (words, words.ink, colour(scene.accent)),
        (print_mask, (255, 255, 255), (255, 255, 255)),
    ):
        sheet.across(scene.title, 96, 96, "song", spread=0.10, x=255, tone=first)
        sheet.across(
            scene.line,
            190,
            34,
            "hei",
            spread=0.10,
            x=255,
            tone=mix(first, tone, 0.25) if sheet is words else first,
        )
        sheet.rule(225, 246, 285, 246, weight=4, tone=second)
    picture.paste(words.done().convert("RGB"), (paint.px(120), paint.px(185)), print_mask.done().convert("L"))
    return picture.resize((WIDE, HIGH), Image.Resampling.LANCZOS)
