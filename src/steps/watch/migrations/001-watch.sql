create table watch_checks (
  org_id text not null,
  check_id text not null,
  shop_id text not null,
  name text not null,
  target jsonb not null,
  every_ms integer not null check (every_ms >= 1000),
  allow_private boolean not null,
  paused boolean not null default false,
  state text not null default 'unknown' check (state in ('up', 'down', 'unknown')),
  since timestamptz not null,
  reason text not null default '',
  last_at timestamptz,
  last_ms double precision,
  beat_hash text,
  beat_at timestamptz,
  lease_by text,
  lease_until timestamptz,
  added_at timestamptz not null,
  removed_at timestamptz,
  primary key (org_id, check_id)
);
create index watch_checks_by_shop on watch_checks (org_id, shop_id);
create index watch_checks_by_lease on watch_checks (lease_until) where removed_at is null;
