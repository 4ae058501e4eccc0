create table case_filings (
  org_id text not null,
  case_id text not null,
  number integer not null,
  kind text not null check (kind in ('first', 'supplement', 'withdrawal')),
  authority text not null,
  at timestamptz not null,
  reference text not null,
  note text not null,
  reason_for_delay text,
  aware_at timestamptz not null,
  noted_by text not null,
  noted_at timestamptz not null,
  primary key (org_id, case_id, number)
);
