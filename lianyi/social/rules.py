"""Decisions of social, pure: how a token is spelled, who is a robot, where a node may hang."""

import hmac
import string
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from lianyi.social.types import Target

# -- tokens ------------------------------------------------------------------------------------------------

ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
NUMBER_BITS = 63  # of a signed bigint
NUMBER_CHARS = 11  # 62 ** 11 > 2 ** 63
MAC_CHARS = 8  # 47 bits: guessing one at the rate an address is allowed takes longer than any campaign
TOKEN_CHARS = NUMBER_CHARS + MAC_CHARS
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}


def spell(number: int, mac: bytes) -> str:
    """Spell a share's number and the first letters of its keyed hash: 19 letters and digits, legal in a QR scene.

    getwxacodeunlimit takes at most 32 of 0-9a-zA-Z and some signs (mini-program documentation).
    """
    return _base62(number, NUMBER_CHARS) + _mac_letters(mac)


def number_in(token: str) -> int | None:
    """Read the number out of a token; None when it cannot be one of ours. Proves nothing yet."""
    if len(token) != TOKEN_CHARS:
        return None
    number = 0
    for letter in token[:NUMBER_CHARS]:
        value = _VALUES.get(letter)
        if value is None:
            return None
        number = number * 62 + value
    return number if number >> NUMBER_BITS == 0 else None


def is_signed(token: str, mac: bytes) -> bool:
    """Tell whether a token's last letters are those of the keyed hash, in constant time."""
    return hmac.compare_digest(token[NUMBER_CHARS:].encode(), _mac_letters(mac).encode())


def _mac_letters(mac: bytes) -> str:
    return _base62(int.from_bytes(mac[:8], "big") % 62**MAC_CHARS, MAC_CHARS)


def _base62(number: int, length: int) -> str:
    letters = []
    for _ in range(length):
        number, value = divmod(number, 62)
        letters.append(ALPHABET[value])
    return "".join(reversed(letters))


# -- robots ------------------------------------------------------------------------------------------------

# Words in the user agents of crawlers and preview fetchers that say what they are. WeChat's own crawler opens
# mini programs with scene 1129 (mini-program documentation, scene values) and says mpcrawler.
ROBOT_WORDS = (
    "bot", "crawler", "spider", "slurp", "mediapartners", "facebookexternalhit", "whatsapp", "embedly", "preview",
    "pinterest", "vkshare", "monitor", "lighthouse", "curl/", "wget/", "scrapy", "qq-url-manager",
)  # fmt: skip
CRAWLER_SCENE = 1129
OPENS_A_MINUTE_MAX = 20  # nobody taps faster; what does is a program
ROBOT_NAMES = 64  # rows a day that robots without a device number may take on one share


def is_robot(agent: str, scene: int | None) -> bool:
    """Tell whether an opening comes from a program that says so itself; an empty user agent is one, too."""
    words = agent[:400].casefold()
    return scene == CRAWLER_SCENE or not words.strip() or any(word in words for word in ROBOT_WORDS)


def robot_visitor(agent: str) -> UUID:
    """Number a robot by its name, among few numbers: whatever names it invents, a share grows few rows."""
    number = uuid5(NAMESPACE_URL, agent[:400].casefold()).int % ROBOT_NAMES
    return uuid5(NAMESPACE_URL, f"lianyi:robot:{number}")


# -- where a node hangs ------------------------------------------------------------------------------------

DEPTH_MAX = 255  # ten times the depth of cascades that were ever measured
CAME_KEPT = timedelta(days=30)  # for how long having come by anything else makes a share hang below it


@dataclass(frozen=True, slots=True)
class Step:
    """A node on the way up from where somebody came from; the nearest first."""

    id: UUID
    parent_id: UUID | None
    root_id: UUID
    depth: int
    target_kind: str
    target_id: UUID | None
    campaign_id: UUID | None
    own: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node goes: `same` is an own node above that it already is; else below `parent_id`, or a new root."""

    same: UUID | None = None
    parent_id: UUID | None = None
    root_id: UUID | None = None
    depth: int = 0


def place(way_up: Sequence[Step], target: Target, campaign_id: UUID | None) -> Place:
    """Decide where a share hangs, given the nodes from the one its sharer came by up to the root.

    Nobody hangs below themself: whoever stands above already is found again (the same target and campaign), or
    begins a tree of their own. At the limit of depth a node hangs beside the one it came from.
    """
    mine = [step for step in way_up if step.own]
    for step in mine:
        if (step.target_kind, step.target_id, step.campaign_id) == (target.kind, target.id, campaign_id):
            return Place(same=step.id)
    if mine or not way_up:
        return Place()
    came = way_up[0]
    if came.depth >= DEPTH_MAX:
        return Place(parent_id=came.parent_id, root_id=came.root_id, depth=came.depth)
    return Place(parent_id=came.id, root_id=came.root_id, depth=came.depth + 1)


# -- how long things are kept ------------------------------------------------------------------------------

VISITS_KEPT = timedelta(days=400)  # a year and a month: this campaign beside last year's
UNOPENED_KEPT = timedelta(days=90)  # a share that nobody opened and nobody shared on
TREE_DEPTH_DEFAULT, TREE_NODES_MAX, TREE_FIGURES_NODES_MAX = 3, 5000, 100_000
FIGURES_DAYS_MAX = 92
