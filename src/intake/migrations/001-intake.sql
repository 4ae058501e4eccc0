-- One row a file that a source's follower has seen: what of it is stored (committed), and what is just being stored (planned).
create table intake_files (
  org_id text not null,
  source_id text not null,
  file_id text not null,
  nth bigint generated always as identity,
  path text not null,
  device text not null,
  inode text not null,
  head text not null,
  head_bytes integer not null,
  committed bigint not null default 0,
  planned bigint,
  done boolean not null default false,
  first_seen timestamptz not null,
  updated_at timestamptz not null,
  primary key (org_id, source_id, file_id)
);

-- How each source stands. Samples are redacted before they come here.
create table intake_health (
  org_id text not null,
  source_id text not null,
  shop_id text not null,
  state text not null check (state in ('following', 'waiting', 'stalled', 'missing', 'unreadable')),
  reason text not null default '',
  lines_read bigint not null default 0,
  lines_stored bigint not null default 0,
  bytes_read bigint not null default 0,
  rejected jsonb not null default '{}',
  samples jsonb not null default '[]',
  lag_bytes bigint not null default 0,
  last_line_at timestamptz,
  first_seen timestamptz not null,
  updated_at timestamptz not null,
  primary key (org_id, source_id)
);
