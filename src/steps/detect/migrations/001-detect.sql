-- How far a shop's telemetry was looked at. The lease keeps two processes from looking at once.
create table detect_passes (
  org_id text not null,
  shop_id text not null,
  watermark timestamptz not null,
  fingerprint text not null,
  lease_holder text,
  lease_until timestamptz,
  passed_at timestamptz,
  primary key (org_id, shop_id)
);

create table detect_signals (
  org_id text not null,
  id text not null,
  shop_id text not null,
  rule text not null,
  subject text not null,
  -- Equal for equal findings, so that looking twice raises once.
  key text not null,
  title text not null,
  level text not null,
  succeeded text not null,
  attack text not null,
  actor jsonb not null,
  selection jsonb not null,
  reads jsonb,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  count integer not null,
  touched jsonb not null,
  categories text[] not null,
  evidence jsonb not null,
  facts jsonb not null,
  raised_at timestamptz not null,
  grew_at timestamptz not null,
  feedback text,
  feedback_by text,
  feedback_at timestamptz,
  primary key (org_id, id),
  unique (org_id, shop_id, key)
);
create index detect_signals_recent on detect_signals (org_id, shop_id, last_seen);
