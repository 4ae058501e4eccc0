create table organisations (
  org_id text primary key,
  name text not null,
  created_at timestamptz not null
);

create table shops (
  org_id text not null,
  shop_id text not null,
  name text not null,
  url text not null,
  platform text not null,
  allow_private boolean not null,
  time_zone text not null,
  country text not null,
  contact jsonb not null,
  privacy_contact jsonb not null,
  directory_url text,
  directory_key text,
  registered_at timestamptz not null,
  primary key (org_id, shop_id)
);
create unique index shops_by_url on shops (org_id, url);

create table sources (
  org_id text not null,
  source_id text not null,
  shop_id text not null,
  kind text not null check (kind in ('file', 'http', 'otlp')),
  name text not null,
  path text,
  added_at timestamptz not null,
  primary key (org_id, source_id)
);
create unique index sources_by_path on sources (org_id, shop_id, path) where path is not null;

create table api_keys (
  org_id text not null,
  key_id text not null,
  name text not null,
  hash text not null,
  permissions text[] not null,
  shop_id text,
  source_id text,
  made_by text not null,
  made_at timestamptz not null,
  revoked_at timestamptz,
  primary key (org_id, key_id)
);

create table memberships (
  org_id text not null,
  person_id text not null,
  role text not null check (role in ('owner', 'engineer', 'privacy', 'communicator', 'viewer')),
  joined_at timestamptz not null,
  primary key (org_id, person_id)
);
create index memberships_by_person on memberships (person_id);

create table invitations (
  org_id text not null,
  invitation_id text not null,
  email text not null,
  role text not null check (role in ('owner', 'engineer', 'privacy', 'communicator', 'viewer')),
  hash text not null,
  invited_by text not null,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  primary key (org_id, invitation_id)
);

-- People of a shop without a directory, imported from a file: each card sealed, found by the record's sealed reference.
create table imported_people (
  org_id text not null,
  shop_id text not null,
  kind text not null,
  ref text not null,
  card text not null,
  imported_at timestamptz not null,
  primary key (org_id, shop_id, kind, ref)
);
