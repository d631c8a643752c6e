"""The verbs of reconciliation: fetch the bills, hold them against the books, settle what differs."""

from lianyi.reconciliation.actions.catch_up import catch_up
from lianyi.reconciliation.actions.fetch import fetch_due, plan, retry
from lianyi.reconciliation.actions.match import match_day, match_due
from lianyi.reconciliation.actions.settle import settle

__all__ = ["catch_up", "fetch_due", "match_day", "match_due", "plan", "retry", "settle"]
