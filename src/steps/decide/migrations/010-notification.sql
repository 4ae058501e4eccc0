-- What the organisation says of itself to authorities, once; sealed, since it names its people.
create table organisation_profiles (
  org_id text not null primary key,
  profile text not null,
  changed_by text not null,
  changed_at timestamptz not null
);

-- How the notification of a case is being prepared.
create table case_notification_drafts (
  org_id text not null,
  case_id text not null,
  phase text not null check (phase in ('incomplete', 'complete', 'withdraw')),
  authority text,
  language text not null,
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (org_id, case_id)
);

-- What a person wrote into one field, sealed with the case's key.
create table case_notification_answers (
  org_id text not null,
  case_id text not null,
  field text not null,
  answer text not null,
  answered_by text not null,
  answered_at timestamptz not null,
  primary key (org_id, case_id, field)
);
