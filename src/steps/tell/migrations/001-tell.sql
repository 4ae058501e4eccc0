create table notices (
  org_id text not null,
  id text not null,
  case_id text not null,
  incident_id text not null,
  shop_id text not null,
  number text not null,
  state text not null check (state in ('draft', 'released', 'finished')),
  version integer not null,
  languages jsonb not null,
  decided_at timestamptz not null,
  drafted_at timestamptz not null,
  released_version integer,
  released_by text,
  released_at timestamptz,
  finished_at timestamptz,
  primary key (org_id, id),
  unique (org_id, case_id)
);

create table notice_versions (
  org_id text not null,
  notice_id text not null,
  version integer not null,
  content jsonb not null,
  hash text not null,
  written_by text not null,
  at timestamptz not null,
  primary key (org_id, notice_id, version)
);

create table letters (
  org_id text not null,
  id text not null,
  notice_id text not null,
  shop_id text not null,
  version integer not null,
  person_id text not null,
  card text not null,
  language text not null,
  categories jsonb not null,
  code_hash text not null,
  state text not null check (state in ('queued', 'sending', 'sent', 'failed', 'unknown', 'no-address')),
  attempts integer not null default 0,
  interruptions integer not null default 0,
  due_at timestamptz not null,
  leased_until timestamptz,
  response text,
  queued_at timestamptz not null,
  at timestamptz,
  primary key (org_id, id),
  unique (org_id, notice_id, person_id)
);
create index letters_due on letters (due_at) where state in ('queued', 'sending', 'unknown');
create index letters_by_notice on letters (org_id, notice_id, state);
create index letters_by_code on letters (org_id, code_hash);

create table public_pages (
  org_id text not null,
  notice_id text not null,
  version integer not null,
  shop_id text not null,
  number text not null,
  content jsonb not null,
  note text not null,
  next_update_by timestamptz,
  published_by text not null,
  at timestamptz not null,
  primary key (org_id, notice_id, version)
);
create index public_pages_by_number on public_pages (org_id, shop_id, number);
