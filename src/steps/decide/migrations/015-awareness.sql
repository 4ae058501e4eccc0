-- Who said since when the organisation was aware, why, and on what it rests. Nothing is changed afterwards.
create table case_awareness (
  org_id text not null,
  case_id text not null,
  number integer not null,
  before_at timestamptz not null,
  aware_at timestamptz not null,
  reason text not null,
  evidence text not null,
  reason_for_earlier text,
  stated_by text not null,
  stated_at timestamptz not null,
  primary key (org_id, case_id, number)
);
