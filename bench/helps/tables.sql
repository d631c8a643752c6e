-- The least that a help leaves: the run one step further, who helped, once each, and the fact of it.
create table floor.run (id int primary key, taken bigint not null, need bigint not null, check (taken <= need));
insert into floor.run select n, 0, 1000000000 from generate_series(1, 1000) as n;
create table floor.help (run_id int not null, person_id uuid not null, first bigint not null, primary key (run_id, person_id));
create table floor.fact (id bigint generated always as identity primary key, run_id int not null, person_id uuid not null);
