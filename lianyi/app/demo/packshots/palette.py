"""Colours of the demo shop's goods: muted, warm, and few, so that a page of them looks like one shop."""

Colour = tuple[int, int, int]


def colour(code: str) -> Colour:
    """`#D9482B` or a name of `NAMES` as three bytes."""
    text = NAMES.get(code, code).lstrip("#")
    return int(text[0:2], 16), int(text[2:4], 16), int(text[4:6], 16)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`one` with `share` (0 to 1) of `other` stirred in."""
    return (
        round(one[0] + (other[0] - one[0]) * share),
        round(one[1] + (other[1] - one[1]) * share),
        round(one[2] + (other[2] - one[2]) * share),
    )


NAMES = {
    # pigments
    "ink": "#2A2C2B",
    "persimmon": "#CE4F31",
    "water": "#1F6F78",
    "celadon": "#A8BFB0",
    "tea": "#6B7A4B",
    "moss": "#4C5B43",
    "matcha": "#94A56B",
    "indigo": "#33496B",
    "mist": "#9FB2BC",
    "ochre": "#C8973D",
    "straw": "#E0C58A",
    "clay": "#B3694A",
    "brick": "#94432F",
    "blush": "#DDB0A0",
    "plum": "#74465A",
    "lilac": "#B9AEC2",
    "rice": "#F5F0E4",
    "bone": "#EAE1D0",
    "kraft": "#C39E6E",
    "charcoal": "#3B3A38",
    "white": "#FBFAF6",
    "honey": "#D98E1F",
    "soy": "#3A1B12",
    "chili": "#A62B1B",
    "steel": "#B9BDBF",
    "brass": "#C7A560",
    "oak": "#C79A64",
    "walnut": "#7A5034",
    "bamboo": "#D8B679",
    # grounds
    "oat": "#EDE6DA",
    "sand": "#E7DCC9",
    "sage": "#DFE4D8",
    "sky": "#DCE4E5",
    "petal": "#EEDFD6",
    "fog": "#E6E5E1",
    "dusk": "#D9CFC3",
}
