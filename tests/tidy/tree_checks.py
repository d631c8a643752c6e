"""What the tree as a whole must be: names of files, who imports whom, cards, what never enters the repository."""

import ast
import re
from collections.abc import Iterable, Iterator

from tests.tidy.sources import Source

PUBLIC = {"types", "events", "errors", "queries", "actions"}
VOCABULARY = PUBLIC | {
    "__init__", "rules", "store", "models", "shop", "console", "ops", "partner", "callbacks", "reactions", "jobs",
}  # fmt: skip
# Files beyond the vocabulary, each because something stands between us and the outside that has no other place.
BEYOND = {
    "identity": {"edges"},  # the FastAPI dependencies that every edge gets its principal from
    "media": {"storage"},  # where pictures physically lie
    # the protocol of plays, the one list of them, and the phone of a helper, which several plays' edges ask for
    "promotions": {"play", "registry", "edges"},
}
PLAYS = ("lianyi", "promotions", "plays")  # each folder below is a domain of its own: a play
BEYOND_IN_PLAYS = {"play"}  # the play's declaration
BANNED = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "base", "misc"}
NOT_DOMAINS = {"app", "kit", "rulebook", "wechat"}
OUTSIDE_HOSTS = re.compile(
    r"registry\.npm(js|mirror)|\bpypi\.(org|python)|pythonhosted|pypi\.tuna|//mirrors?\.|deb\.debian\.org|"
    r"(^|[\s\"'=:(])/(root|work|home)/\w",
    re.IGNORECASE,
)


def play_of(source: Source) -> str | None:
    """The play a file belongs to, None for what stands outside its folder."""
    return source.parts[3] if source.parts[:3] == PLAYS and len(source.parts) > 4 else None


def domain_of(source: Source) -> str | None:
    """The domain a file of lianyi belongs to; None for the root, kit, app, clients and the rulebook."""
    if source.parts[0] != "lianyi" or len(source.parts) < 3 or source.parts[1] in NOT_DOMAINS:
        return None
    return f"promotions.plays.{play}" if (play := play_of(source)) else source.parts[1]


def layer_of(source: Source) -> str:
    """`queries` for lianyi/orders/queries.py, orders/queries/lists.py and promotions/plays/lucky_wheel/queries.py."""
    return source.parts[4 if play_of(source) else 2].removesuffix(".py")


def strange_file(source: Source) -> Iterator[str]:
    domain = domain_of(source)
    if domain is None or source.parts[2:] == ("plays", "__init__.py"):
        return
    beyond = BEYOND_IN_PLAYS if play_of(source) else BEYOND.get(domain, set())
    if layer_of(source) not in VOCABULARY | beyond:
        yield source.at(
            1,
            f"`{layer_of(source)}` is not in the file vocabulary (ARCHITECTURE.md); put it into one of its files",
        )


def banned_name(source: Source) -> Iterator[str]:
    for part in source.parts:
        if part.removesuffix(".py").removesuffix(".ts") in BANNED:
            yield source.at(1, f"`{part}` says nothing about what is inside; name the file after its noun")


def missing_card(source: Source) -> Iterator[str]:
    own = source.parts[4:] if play_of(source) else source.parts[2:]
    if domain_of(source) is None or own != ("__init__.py",):
        return
    card = ast.get_docstring(source.tree) or ""
    for word in ("Owns", "Called by"):
        if word not in card:
            yield source.at(
                1,
                f"the domain's card lacks `{word}:`; say what it owns, its words, invariants, hot statements and callers",
            )


def enters_by_the_window(source: Source) -> Iterator[str]:
    """A domain is entered by its P files only; app composes and may take edges, jobs and models."""
    here = source.parts[1] if len(source.parts) > 2 else ""
    if here == "app":
        return
    play = play_of(source)
    for node in source.nodes:
        for name in _imported(node):
            parts = name.split(".")
            if parts[0] != "lianyi" or len(parts) < 3 or parts[1] in NOT_DOMAINS:
                continue
            if parts[1] == here and (play is None or parts[2:4] == ["plays", play]):
                continue
            protocol = {"play"} if play and parts[1] == "promotions" else set()
            if parts[2] not in PUBLIC | {"edges"} | protocol:
                public = ", ".join(sorted(PUBLIC))
                yield source.at(node, f"{name} is {parts[1]}'s own; other domains import only its {public}")


def _imported(node: ast.AST) -> Iterable[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


# Where a play's name may stand outside its own folders: its line, history, what is written about it or made from it.
TELLS_OF_PLAYS = (
    "bench/", "docs/", "lianyi/app/demo/", "lianyi/promotions/registry.py", "migrations/versions/", "tests/", "web/client/",
    "web/shop/src/pages.json", "web/shop/src/slots/", "web/shop/tests/", "web/console/tests/",
)  # fmt: skip
# A play whose name is a word of the house beside it: the phase of a quote, and what WeChat takes off a payment. Outside its
# folders only what points at them is told.
ALSO_A_WORD = {"coupon"}
FOLDERS_OF_PLAYS = ("lianyi/promotions/plays", "web/shop/src/plays", "web/console/src/plays")


def plays_of(sources: Iterable[Source]) -> set[str]:
    """The plays of the tree, by their folders."""
    return {name for source in sources if (name := play_of(source))}


def _naming(play: str) -> re.Pattern[str]:
    if play in ALSO_A_WORD:
        return re.compile(rf"plays[./]{play}\b|/{play}/|\bplay\w*\b.{{0,12}}[\"']{play}[\"']")
    play, kebab, camel, began_small = _spelled(play)
    return re.compile(rf"\b({play}|{kebab})\b|{camel}|\b{began_small}")


def _spelled(play: str) -> tuple[str, str, str, str]:
    """group_buy, group-buy, GroupBuy, groupBuy."""
    camel = "".join(word.title() for word in play.split("_"))
    return play, play.replace("_", "-"), camel, camel[0].lower() + camel[1:]


def names_a_play(source: Source, plays: Iterable[str]) -> Iterator[str]:
    """A play is named in its own folders alone, so that deleting them and its line deletes it."""
    if source.path.startswith(TELLS_OF_PLAYS) or "/" not in source.path:
        return
    for play in plays:
        if source.path.startswith(tuple(f"{folder}/{play}/" for folder in FOLDERS_OF_PLAYS)):
            continue
        if not any(word in source.text for word in _spelled(play)):  # nearly always all there is to do
            continue
        named = _naming(play)
        for number, line in enumerate(source.lines, 1):
            if named.search(line):
                yield source.at(
                    number,
                    f"names the play {play}; give the frame or the page a place that any play can fill (docs/decisions/0015)",
                )


def app_in_migration(source: Source) -> Iterator[str]:
    for node in source.nodes:
        if any(name.split(".")[0] == "lianyi" for name in _imported(node)):
            yield source.at(
                node, "a migration is history and imports no code of the app; write the statement out"
            )


def migration_chain(sources: Iterable[Source]) -> Iterator[str]:
    """Numbered without gaps, each following the one before, the domain in the name."""
    previous: str | None = None
    for number, source in enumerate(sorted(sources, key=lambda one: one.path), 1):
        given = {
            target.id: node.value.value
            for node in source.tree.body
            if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Constant)
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            if isinstance(target, ast.Name)
        }
        if not re.fullmatch(rf"{number:04d}_[a-z_]+", source.stem):
            yield source.at(1, f"the next migration is {number:04d}_<domain>_<what>.py")
        if given.get("down_revision") != previous:
            yield source.at(
                1, f"down_revision is {given.get('down_revision')!r}, the migration before is {previous!r}"
            )
        previous = str(given.get("revision"))


def outside_address(source: Source) -> Iterator[str]:
    if not OUTSIDE_HOSTS.search(source.text):
        return
    for number, line in enumerate(source.lines, 1):
        if OUTSIDE_HOSTS.search(line):
            yield source.at(
                number,
                "a package registry or a path of one machine; the environment says those, the tree never does",
            )


def refusal_without_words(source: Source) -> Iterator[str]:
    """An error of a domain has its code and its sentence in both languages."""
    for node in source.tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            given = {
                target.id
                for line in node.body
                if isinstance(line, ast.Assign)
                for target in line.targets
                if isinstance(target, ast.Name)
            }
            given |= {
                line.target.id
                for line in node.body
                if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)
            }
            for missing in sorted({"code", "zh", "en"} - given):
                yield source.at(
                    node,
                    f"{node.name} has no `{missing}`; a refusal has a stable code and a sentence in both languages",
                )
