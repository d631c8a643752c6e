\set run 1
select uuidv7() as person \gset
begin;
update floor.run set taken = taken + 1 where id = :run and taken < need;
insert into floor.help select :run, :person::uuid, taken from floor.run where id = :run;
insert into floor.fact (run_id, person_id) values (:run, :person::uuid);
commit;
