"""Decisions of supply, pure: what carrying costs, and what the rows of a file mean."""

from lianyi.supply.rules.carrying import (
    FEE_FEN_MAX,
    FIRST_MAX,
    REGIONS_MAX,
    RULES_MAX,
    Templates,
    check_template,
    freight,
    rule_for,
)

__all__ = [
    "FEE_FEN_MAX", "FIRST_MAX", "REGIONS_MAX", "RULES_MAX", "Templates", "check_template", "freight",
    "rule_for",
]  # fmt: skip
