"""Pure decisions of reconciliation, split by what they are about."""
