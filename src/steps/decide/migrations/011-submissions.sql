-- Exactly what was submitted to an authority. `number` is that of the filing which says when, to whom and under which reference.
create table case_submissions (
  org_id text not null,
  case_id text not null,
  number integer not null,
  phase text not null check (phase in ('incomplete', 'complete', 'withdraw')),
  authority text,
  channel text not null,
  language text not null,
  snapshot text not null,
  sha256 text not null,
  previous text,
  submitted_by text not null,
  recorded_at timestamptz not null,
  primary key (org_id, case_id, number),
  foreign key (org_id, case_id, number) references case_filings (org_id, case_id, number)
);

create function submissions_are_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'what was submitted is append-only';
end $$;
create trigger submissions_no_change before update or delete on case_submissions
  for each row execute function submissions_are_append_only();
create trigger submissions_no_truncate before truncate on case_submissions
  for each statement execute function submissions_are_append_only();
