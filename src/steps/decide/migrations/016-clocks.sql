-- One row for each deadline of a duty, derived from the judgement whenever facts change.
create table case_clocks (
  org_id text not null,
  case_id text not null,
  duty text not null,
  stage text not null,
  regime text not null,
  owed_to text not null,
  does text not null,
  answer text not null check (answer in ('yes', 'no', 'unknown')),
  anchor text not null,
  anchor_at timestamptz not null,
  due_at timestamptz not null,
  state text not null check (state in ('running', 'met', 'late', 'dropped')),
  met_at timestamptz,
  met_by text,
  evidence text,
  reason_for_delay text,
  dropped_because text,
  changed_at timestamptz not null,
  primary key (org_id, case_id, duty, stage)
);

create table case_reminders (
  org_id text not null,
  case_id text not null,
  duty text not null,
  stage text not null,
  share integer not null check (share in (50, 75, 90, 100)),
  due_at timestamptz not null,
  remind_at timestamptz not null,
  state text not null check (state in ('pending', 'sent', 'dropped')),
  sent_at timestamptz,
  primary key (org_id, case_id, duty, stage, share)
);
create index case_reminders_due on case_reminders (remind_at) where state = 'pending';

-- Null until the clocks of a case were derived once: cases from before are caught up.
alter table cases add column clocks_at timestamptz;
create index cases_without_clocks on cases (opened_at) where clocks_at is null and state = 'open';
