"""Chinese text cut into words for search.

Uses the word list of jieba (349,000 words with frequencies) and the most probable path through a sentence, but not its
program: importing that costs 80 MB and a cache file in a shared folder, where one table of the words that matter costs
15 MB. The table is read at the first use (about 0.2 s) and kept.
"""

from __future__ import annotations

import functools
import importlib.util
import math
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

# Rarer words are left out: index and query are cut by the same table, so an unknown word is found by its characters.
FREQUENCY_MIN = 10
WORD_LENGTH_MAX = 5
TEXT_LENGTH_MAX = 20_000

_RUN = re.compile(r"(?P<han>[㐀-鿿豈-﫿]+)|(?P<latin>[a-z0-9]+(?:[-_.][a-z0-9]+)*)")


def normal(text: str) -> str:
    """Fold width, case and compatibility forms, so that `Ａ４` and `a4` are the same word."""
    return unicodedata.normalize("NFKC", text[:TEXT_LENGTH_MAX]).lower()


def words(text: str) -> list[str]:
    """Cut text into words in order: Chinese by the table, Latin letters and digits by runs."""
    found: list[str] = []
    for kind, run in runs(text):
        found.extend(_cut(run) if kind == "han" else [run])
    return found


def index_words(text: str) -> set[str]:
    """All words under which a text is found: its words, the shorter words in them, each character, parts of codes."""
    found: set[str] = set()
    for kind, run in runs(text):
        found.add(run[:40])
        if kind == "han":
            found.update(run)
            found.update(word for word in _inner(run))
            found.update(_cut(run))
        else:
            found.update(part for part in re.split(r"[-_.]", run) if part)
    return found


def runs(text: str) -> Iterator[tuple[str, str]]:
    """Stretches of one script, as (`han` or `latin`, text), in order; everything else separates."""
    for match in _RUN.finditer(normal(text)):
        yield str(match.lastgroup), match.group()


def _inner(run: str) -> Iterator[str]:
    weights = _weights()
    for size in range(2, WORD_LENGTH_MAX + 1):
        for start in range(len(run) - size + 1):
            if weights.get(run[start : start + size], -math.inf) > -math.inf:
                yield run[start : start + size]


def _cut(run: str) -> list[str]:
    """The most probable cut: best[i] is the weight of the best path from i to the end."""
    weights = _weights()
    rare = _rare()
    size = len(run)
    best = [0.0] * (size + 1)
    step = [1] * size
    for start in range(size - 1, -1, -1):
        choices = [
            (weights.get(run[start:end], rare if end == start + 1 else -math.inf) + best[end], end - start)
            for end in range(start + 1, min(size, start + WORD_LENGTH_MAX) + 1)
        ]
        best[start], step[start] = max(choices)
    cut: list[str] = []
    at = 0
    while at < size:
        cut.append(run[at : at + step[at]])
        at += step[at]
    return cut


@functools.cache
def _weights() -> dict[str, float]:
    counts: dict[str, int] = {}
    spec = importlib.util.find_spec("jieba")
    assert spec is not None
    assert spec.submodule_search_locations
    with (Path(spec.submodule_search_locations[0]) / "dict.txt").open(encoding="utf-8") as lines:
        for line in lines:
            word, count, _ = line.split(" ", 2)
            if len(word) <= WORD_LENGTH_MAX and (len(word) == 1 or int(count) >= FREQUENCY_MIN):
                counts[word] = int(count)
    total = math.log(sum(counts.values()))
    return {word: math.log(count or 1) - total for word, count in counts.items()}


@functools.cache
def _rare() -> float:
    return min(_weights().values())
