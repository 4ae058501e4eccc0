-- What a program calls a case that it opened: told twice, it is opened once.
alter table cases add column reference text check (length(reference) between 1 and 100);
create unique index cases_reference on cases (org_id, reference) where reference is not null;
