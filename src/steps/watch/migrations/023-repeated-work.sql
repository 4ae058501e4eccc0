-- Work that comes again: every day or every week, by the clock on the shop's wall.
alter table watch_planned_work
  add column repeats text check (repeats in ('day', 'week')),
  add column wall_minutes integer check (wall_minutes between 0 and 1439);
