-- A beat names its check by the hash of its token.
create index watch_checks_by_beat on watch_checks (org_id, beat_hash) where beat_hash is not null;
