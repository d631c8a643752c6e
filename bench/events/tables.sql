-- The least that telling facts takes: rows written by somebody, claimed in order and deleted by the hundred.
create table floor.outbox (id bigint generated always as identity primary key, subject uuid not null, payload jsonb not null);
