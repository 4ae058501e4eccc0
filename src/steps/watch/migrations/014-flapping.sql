-- Since when a check comes and goes, and by how many changes within how many minutes that was noticed.
alter table watch_checks add column flapping_since timestamptz;
alter table watch_checks add column flapping_changes integer not null default 0;
alter table watch_checks add column flapping_minutes integer not null default 0;
