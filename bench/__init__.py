"""Figures beside the floor: `make bench NAME=order`.

Every run starts the programs that `make run` starts (two servers, a worker, the sandbox, PostgreSQL with its durable
settings) on an empty folder of its own, fills a shop through the product's own actions, and then knows it by HTTP alone.
`frame/` is what all share, and there is one folder a hot path: `run.py` with the load, `floor.sql` with the least SQL that
records the same facts, which pgbench runs on the same server between the rounds.
"""
