-- Ordinary customers that the owner made for inspections: one sealed text with addresses and passwords.
alter table inspect_settings add column test_accounts text;
-- Whether several wrong passwords may be tried, which can lock the first one for a while.
alter table inspect_settings add column may_lock_test_account boolean not null default false;
-- What an inspection sent that was no plain page view: purpose, path, how many times.
alter table inspect_runs add column sent jsonb;
