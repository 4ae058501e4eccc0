-- A page may be about a deadline of a case instead of an incident.
alter table pages alter column incident_id drop not null;
alter table pages add column case_id text;
-- The ledger entry of the reminder: pages of one reminder are answered and escalated together.
alter table pages add column reminder text;
alter table pages add column deadline jsonb;
alter table pages drop constraint pages_reason_check;
alter table pages add constraint pages_reason_check check (reason in ('opened', 'worse', 'escalated', 'deadline'));
alter table pages add constraint pages_about_check check (incident_id is not null or (case_id is not null and reminder is not null and deadline is not null));
create index pages_by_reminder on pages (org_id, reminder) where reminder is not null;
