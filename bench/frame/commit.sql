insert into floor.written values (now());
