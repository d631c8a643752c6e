"""WeChat Pay API v3: orders, refunds, certificates and the callbacks that follow (pay-v3)."""
