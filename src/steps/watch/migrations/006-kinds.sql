-- Values of {{name}} in a check's target, sealed as one document.
alter table watch_checks add column secrets text;
-- Keyed hash of them: whether files still give the same.
alter table watch_checks add column secrets_hash text not null default '';
-- Failures in a row until a check is down.
alter table watch_checks add column failures integer not null default 2 check (failures between 1 and 10);
-- Checks without which this one cannot be up: when one of them is down, this one is behind it and wakes nobody.
alter table watch_checks add column depends_on text[] not null default '{}';
alter table watch_checks add column behind text;
alter table watch_checks add column beat_started_at timestamptz;
alter table watch_checks add column beat_failed_at timestamptz;
-- Which set of files a check comes from, its key there, and what the files said when they were applied last.
alter table watch_checks add column file_set text;
alter table watch_checks add column file_key text;
alter table watch_checks add column file_state jsonb;
create unique index watch_checks_by_file on watch_checks (org_id, file_set, file_key) where removed_at is null and file_set is not null;
-- `name` is the check's own.
update watch_checks set target = (target - 'name') || jsonb_build_object('domain', target -> 'name') where target ->> 'kind' = 'dns' and target ? 'name';
