"""What needs attention, most urgent first. Pure."""

from collections.abc import Mapping

from lianyi.insight.types import AttentionKind, Wait

# urgent first: money and promises, then what blocks selling, then what only slows it
LINKS: Mapping[AttentionKind, str] = {
    "approvals_waiting": "/approvals",
    "complaints_overdue": "/complaints",
    "complaints_due": "/complaints",
    "compliance_open": "/compliance/findings?state=open",
    "campaigns_stopped": "/campaigns?state=stopped",
    "amount_mismatch": "/orders?attention=alarm",
    "notice_failed": "/payment-notices",
    "release_failed": "/guarantee?held=failed",
    "differences_open": "/reconciliation",
    "bills_late": "/reconciliation",
    "guarantee_ended": "/guarantee?held=unfrozen",
    "guarantee_ending": "/guarantee?held=frozen",
    "payouts_stuck": "/payouts?tab=confirming",
    "prizes_stuck": "/prizes?tab=under_way",
    "tax_due": "/withheld-tax",
    "refund_failed": "/refunds?state=failed",
    "refund_requested": "/refunds?state=requested",
    "aftersales_due": "/aftersales?due=true",
    "aftersales_open": "/aftersales?state=open",
    "return_freight": "/aftersales?freight=true",
    "appeals_open": "/disputes?state=open",
    "applications_waiting": "/shopkeepers?state=applied",
    "payouts_review": "/payouts?tab=review",
    "payouts_ready": "/payouts?tab=ready",
    "helps_held": "/help-runs?which=waiting",
    "campaigns_thin": "/campaigns?state=published",
    "member_prices_thin": "/members/program",
    "ship_late": "/orders?attention=late",
    "to_ship": "/shipping",
    "wechat_upload_failed": "/orders?attention=upload",
    "keys_missing": "/settings/pay",
    "licence_missing": "/settings",
    "messages_failed": "/notices?state=failed",
    "low_stock": "/stock?low=true",
}


def waits(counts: Mapping[AttentionKind, int]) -> list[Wait]:
    """Only what really waits, in the order in which it should be looked at."""
    return [Wait(kind, counts[kind], link) for kind, link in LINKS.items() if counts.get(kind)]
