-- A job's mail names its check, and nobody's organisation.
create index watch_checks_by_id on watch_checks (check_id);
