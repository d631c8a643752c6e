"""Freight arithmetic, pure. Integers only: grams, pieces, fen; a started step counts whole (carriers charge so)."""

from collections.abc import Iterable, Mapping, Sequence

from lianyi.supply.errors import FreightTemplateInvalid
from lianyi.supply.types import (
    FreightKind,
    FreightLine,
    FreightQuote,
    FreightRule,
    FreightTemplate,
    FreightTemplateId,
)

EVERYWHERE = "*"
RULES_MAX = 40
REGIONS_MAX = 400
FIRST_MAX = 1_000_000
FEE_FEN_MAX = 1_000_000

Templates = Mapping[FreightTemplateId, FreightTemplate]


def freight(templates: Templates, lines: Iterable[FreightLine], region_code: str | None) -> FreightQuote:
    """What carrying the lines to a region costs.

    Lines of one template are weighed (or counted) together, each template by its own rule, the sums added. A line
    without a template takes the default one; without any template it travels free. Without a region the rule for
    everywhere else applies, so that a basket can be priced before an address is known.
    """
    default = next((template for template in templates.values() if template.is_default), None)
    groups: dict[FreightTemplateId | None, list[FreightLine]] = {}
    for line in lines:
        template = templates.get(line.template_id, default) if line.template_id else default
        groups.setdefault(template.id if template else None, []).append(line)
    total = 0
    not_deliverable: list[FreightLine] = []
    for template_id, group in groups.items():
        if template_id is None:
            continue
        cost = _template_fen(templates[template_id], group, region_code)
        if cost is None:
            not_deliverable.extend(group)
        else:
            total += cost
    return FreightQuote(total, tuple(line.sku_id for line in not_deliverable))


def rule_for(template: FreightTemplate, region_code: str | None) -> FreightRule | None:
    """The rule with the longest matching region; None: the template says nothing about that region."""
    best: FreightRule | None = None
    best_length = -1
    for rule in template.rules:
        for region in rule.regions:
            length = _match(region, region_code)
            if length > best_length:
                best, best_length = rule, length
    return best


def check_template(kind: FreightKind, rules: Sequence[FreightRule]) -> None:
    """Refuse a template that could not price every region. Raises FreightTemplateInvalid with the rule's number."""
    if len(rules) > RULES_MAX:
        raise FreightTemplateInvalid(
            field="rules", reason=f"最多 {RULES_MAX} 条规则 (at most {RULES_MAX} rules)"
        )
    seen: set[str] = set()
    for number, rule in enumerate(rules):
        _check_rule(number, rule)
        for region in rule.regions:
            if region in seen:
                raise FreightTemplateInvalid(
                    field=f"rules.{number}.regions",
                    reason=f"地区 {region} 出现了两次 (region {region} stands twice)",
                )
            seen.add(region)
    if kind is not FreightKind.FREE and EVERYWHERE not in seen:
        raise FreightTemplateInvalid(
            field="rules", reason="缺少「其他地区」的规则 (there is no rule for everywhere else)"
        )


def _check_rule(number: int, rule: FreightRule) -> None:
    if not rule.regions or len(rule.regions) > REGIONS_MAX:
        raise FreightTemplateInvalid(
            field=f"rules.{number}.regions",
            reason=f"需要 1 到 {REGIONS_MAX} 个地区 (1 to {REGIONS_MAX} regions)",
        )
    for region in rule.regions:
        if region != EVERYWHERE and not (
            len(region) == 6 and region.isascii() and region.isdigit() and region[:2] != "00"
        ):
            raise FreightTemplateInvalid(
                field=f"rules.{number}.regions",
                reason=f"「{region}」不是六位行政区划代码 (not a six-digit region code)",
            )
    if not (1 <= rule.first <= FIRST_MAX and 1 <= rule.step <= FIRST_MAX):
        raise FreightTemplateInvalid(
            field=f"rules.{number}.first",
            reason="首重(首件)和续重(续件)应当大于 0 (first and step must be above 0)",
        )
    if not (0 <= rule.first_fen <= FEE_FEN_MAX and 0 <= rule.step_fen <= FEE_FEN_MAX):
        raise FreightTemplateInvalid(
            field=f"rules.{number}.first_fen",
            reason="运费应当在 0 到 10,000 元之间 (a fee lies in 0 to 10,000 yuan)",
        )
    if rule.free_from_fen is not None and rule.free_from_fen < 0:
        raise FreightTemplateInvalid(
            field=f"rules.{number}.free_from_fen", reason="包邮金额不能是负数 (the free amount is negative)"
        )


def _match(region: str, region_code: str | None) -> int:
    """How many digits of the region match; 0 for everywhere else, -1 for none."""
    if region == EVERYWHERE:
        return 0
    if region_code is None:
        return -1
    # 330000 is a province, 330100 a city: the pairs of zeros at the end say nothing.
    digits = region[:2] if region.endswith("0000") else region[:4] if region.endswith("00") else region
    return len(digits) if region_code.startswith(digits) else -1


def _template_fen(
    template: FreightTemplate, lines: Sequence[FreightLine], region_code: str | None
) -> int | None:
    rule = rule_for(template, region_code)
    if rule is not None and rule.excluded:
        return None
    if template.kind is FreightKind.FREE:
        return 0
    if rule is None:
        return None
    if rule.free_from_fen is not None and sum(line.amount_fen for line in lines) >= rule.free_from_fen:
        return 0
    if template.kind is FreightKind.BY_WEIGHT:
        load = sum(line.weight_g * line.quantity for line in lines)
    else:
        load = sum(line.quantity for line in lines)
    beyond = max(0, load - rule.first)
    steps = -(-beyond // rule.step)
    return rule.first_fen + steps * rule.step_fen
