-- What was decided about the duties of laws other than the one the three answers are of: duty id -> yes or no.
alter table case_decisions add column others jsonb not null default '{}';
