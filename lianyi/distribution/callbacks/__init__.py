"""HTTP from WeChat: what became of transfers."""
