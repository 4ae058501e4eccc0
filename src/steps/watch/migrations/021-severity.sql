-- How grave it is when a check is down: by that people are woken, or not.
alter table watch_checks add column severity text not null default 'high' check (severity in ('critical', 'high', 'medium', 'low'));
