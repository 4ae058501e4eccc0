create table inspect_runs (
  org_id text not null,
  run_id text not null,
  shop_id text not null,
  url text not null,
  depth text not null check (depth in ('visitor', 'owner')),
  started_at timestamptz not null,
  finished_at timestamptz,
  elapsed_ms integer,
  ok integer,
  found integer,
  unknown integer,
  results jsonb,
  artifact text,
  primary key (org_id, run_id)
);
create index inspect_runs_by_shop on inspect_runs (org_id, shop_id, started_at desc);

create table inspect_findings (
  org_id text not null,
  finding_id text not null,
  shop_id text not null,
  check_id text not null,
  key text not null,
  severity text not null,
  title text not null,
  url text not null,
  remedy text not null,
  evidence jsonb not null,
  status text not null check (status in ('open', 'gone')),
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  gone_at timestamptz,
  primary key (org_id, finding_id)
);
create unique index inspect_findings_by_key on inspect_findings (org_id, shop_id, check_id, key);

create table inspect_scripts (
  org_id text not null,
  shop_id text not null,
  key text not null,
  url text not null,
  party text not null,
  hash text not null,
  bytes integer not null,
  parent text,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  present boolean not null,
  authorised_hash text,
  authorised_by text,
  authorised_at timestamptz,
  reason text,
  primary key (org_id, shop_id, key)
);

create table inspect_hosts (
  org_id text not null,
  shop_id text not null,
  host text not null,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  authorised_by text,
  authorised_at timestamptz,
  primary key (org_id, shop_id, host)
);

create table inspect_settings (
  org_id text not null,
  shop_id text not null,
  payment_page text,
  control_token text,
  controlled_at timestamptz,
  primary key (org_id, shop_id)
);
