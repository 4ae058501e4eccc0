-- Of times in its lines that name no zone; null: UTC.
alter table sources add column time_zone text;
