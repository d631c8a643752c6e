"""Who exists: merchants with their keys, apps with their secrets, people with wallets and openids."""
