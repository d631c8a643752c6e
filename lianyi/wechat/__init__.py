"""Signed clients for WeChat, nothing else: no tables, no decisions.

Owns: the wire. Words: app (a mini program or official account of the merchant), grant, ticket, push.
Always: real WeChat and the sandbox differ by base URL and keys alone; a secret is never logged.
Called by: identity (login), messages, orders (shipping information), payments (pay), trust (complaints).
"""
