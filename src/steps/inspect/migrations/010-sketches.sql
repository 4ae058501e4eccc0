-- A few numbers from which the likeness of two contents is estimated; null: it was not read, or kept before this was done.
alter table inspect_script_versions add column sketch jsonb;
