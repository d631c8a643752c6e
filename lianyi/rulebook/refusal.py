"""The one refusal that every domain raises when a rule forbids to save, publish or send."""

from collections.abc import Iterable

from lianyi.kit.errors import Invalid
from lianyi.rulebook.rule import Finding, refused, told


class AgainstTheRules(Invalid):
    """data: findings, each {rule, source, subject, phrase}; `field` is the first one's subject, when it names a field."""

    code = "against_the_rules"
    zh = "{reason_zh}"
    en = "{reason_en}"

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        zh, en = told(findings)
        super().__init__(
            field=findings[0].subject or None, reason_zh=zh, reason_en=en,
            findings=[
                {"rule": one.code, "source": one.source, "subject": one.subject, "phrase": one.phrase}
                for one in findings
            ],
        )  # fmt: skip


def obey(findings: Iterable[Finding]) -> None:
    """Raises AgainstTheRules with everything that forbids it; what is only warned of or reported passes."""
    if against := refused(findings):
        raise AgainstTheRules(against)
