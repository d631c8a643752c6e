"""What a rule is: who wrote it, since when it holds, what it looks at, what it does, and how it is checked.

A rule is judged over frozen facts and answers with breaches in words; nothing here reads or writes anything.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Generic, TypeVar

Facts = TypeVar("Facts")


class Severity(StrEnum):
    """What a rule does when it is broken.

    refuse: what was to be saved or published is not. warn: it is, and whoever did it is told. stop: what runs is
    switched off. report: it is written down for the people who answer for the shop.
    """

    REFUSE = "refuse"
    WARN = "warn"
    STOP = "stop"
    REPORT = "report"


class Area(StrEnum):
    """What a rule looks at."""

    PLAN = "plan"
    JOIN = "join"
    CAMPAIGN = "campaign"
    CONTENT = "content"
    GRAPH = "graph"
    PAYOUT = "payout"
    SHOP = "shop"


class Mark(StrEnum):
    """How well a source is known: read in the law, in a reprint, in WeChat's community, or not verified."""

    LAW = "V"
    REPRINT = "P"
    COMMUNITY = "C"
    UNVERIFIED = "U"


@dataclass(frozen=True, slots=True)
class Source:
    """A law's or a platform's text by its Chinese name, which is the one that binds."""

    text: str
    article: str
    mark: Mark = Mark.LAW

    def __str__(self) -> str:
        return f"《{self.text}》{self.article}"


@dataclass(frozen=True, slots=True)
class Breach:
    """One thing in the facts that a rule forbids, in whole sentences.

    `subject` names what it is about in the facts (a field's path, an opaque id); `phrase` the words of a text as found.
    """

    zh: str
    en: str
    subject: str = ""
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class Rule(Generic[Facts]):
    """One rule as code. A changed rule is a new `version` with its own `effective_from`, never a patched one."""

    id: str
    version: int
    area: Area
    severity: Severity
    zh: str
    en: str
    does_zh: str
    does_en: str
    sources: tuple[Source, ...]
    effective_from: date
    check: Callable[[Facts], Iterable[Breach]] = field(repr=False)

    @property
    def code(self) -> str:
        """Id and version, as findings and reports name it."""
        return f"{self.id}@{self.version}"


@dataclass(frozen=True, slots=True)
class Finding:
    """A breach with the rule that found it; `source` names the texts, so that a refusal can be looked up."""

    rule: str
    version: int
    area: Area
    severity: Severity
    zh: str
    en: str
    source: str
    subject: str = ""
    phrase: str = ""

    @property
    def code(self) -> str:
        """The rule's id and version."""
        return f"{self.rule}@{self.version}"


def judge(rules: Sequence[Rule[Any]], facts: Any, on: date) -> tuple[Finding, ...]:
    """What the rules in force on a day find in the facts, in the order of the rules."""
    return tuple(
        Finding(
            rule.id, rule.version, rule.area, rule.severity, breach.zh, breach.en,
            "; ".join(map(str, rule.sources)), breach.subject, breach.phrase,
        )
        for rule in in_force(rules, on)
        for breach in rule.check(facts)
    )  # fmt: skip


def in_force(rules: Sequence[Rule[Any]], on: date) -> tuple[Rule[Any], ...]:
    """Of each rule the newest version that holds on a day, in the order they are written in."""
    newest: dict[str, Rule[Any]] = {}
    for rule in rules:
        if rule.effective_from <= on and (rule.id not in newest or newest[rule.id].version < rule.version):
            newest[rule.id] = rule
    return tuple(newest.values())


def refused(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that forbid to save or publish; a text that must not run may not be begun either."""
    return tuple(one for one in findings if one.severity in {Severity.REFUSE, Severity.STOP})


def warned(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that are told and let through."""
    return tuple(one for one in findings if one.severity is Severity.WARN)


def told(findings: Sequence[Finding]) -> tuple[str, str]:
    """All findings as one text in Chinese and English, for a refusal's words."""
    return ";".join(one.zh for one in findings), "; ".join(one.en for one in findings)
