"""Kit: what every domain stands on and no domain owns.

Owns: kit_outbox, kit_idempotency and procrastinate's tables.
Words: session (one transaction of one tenant), statement (SQL text with its row type), event (a fact, told once
committed), sweep (bounded periodic work), refusal (a business "no" with a stable code).
Always: a session without a tenant cannot see a tenant's row; nothing but the edge, the relay and the job runner commits.
Hot: Session.one/all: one round trip a call; the first carries BEGIN and the tenant; `later` costs none.
"""
