create table watch_service_looks (
  org_id text not null,
  shop_id text not null,
  looked_at timestamptz,
  took_ms integer,
  result jsonb,
  lease_by text,
  lease_until timestamptz,
  primary key (org_id, shop_id)
);

-- Which service answers behind a name that another one calls, seen in traces.
create table watch_service_links (
  org_id text not null,
  shop_id text not null,
  caller text not null,
  far text not null,
  callee text not null,
  seen_at timestamptz not null,
  primary key (org_id, shop_id, caller, far, callee)
);

-- What people say about a system: of a service its own name, of one that tells nothing itself the name by which it is called.
create table watch_service_notes (
  org_id text not null,
  shop_id text not null,
  system text not null,
  outside boolean not null,
  name text not null,
  owner_id text,
  owner text not null,
  place text not null,
  criticality text not null check (criticality in ('', 'critical', 'high', 'medium', 'low')),
  described_at timestamptz not null,
  primary key (org_id, shop_id, system, outside)
);

create table watch_slos (
  org_id text not null,
  slo_id text not null,
  shop_id text not null,
  service text not null,
  -- Empty: what the service itself serves; else what it calls.
  far text not null,
  kind text not null check (kind in ('availability', 'latency')),
  within_ms integer,
  -- Share that should be good, in hundred-thousandths: 99900 is 99.9 %.
  target integer not null check (target between 80000 and 99999),
  added_at timestamptz not null,
  severity text check (severity in ('low', 'medium', 'high')),
  burning_since timestamptz,
  burned_at timestamptz,
  primary key (org_id, slo_id),
  check ((kind = 'latency') = (within_ms is not null))
);
create index watch_slos_by_shop on watch_slos (org_id, shop_id);
