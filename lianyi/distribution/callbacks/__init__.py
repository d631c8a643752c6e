"""HTTP from WeChat Pay: what became of transfers. Verify → keep the notice once → act → commit → answer."""

from lianyi.distribution.callbacks.transfers import router as transfers_router

__all__ = ["transfers_router"]
