"""What every domain stands on: sessions, outbox, jobs, ids, money, clock, errors, pages, limits."""
