-- Journeys that were kept: what was done, what the pages asked for; and their pictures and traces.
create table watch_journey_runs (
  org_id text not null,
  run_id text not null,
  check_id text not null,
  at timestamptz not null,
  outcome text not null check (outcome in ('passed', 'failed', 'unknown')),
  reason text not null,
  failed text,
  ms integer not null,
  -- Steps, requests, complaints, what it told.
  told jsonb not null,
  primary key (org_id, run_id)
);
create index watch_journey_runs_of on watch_journey_runs (org_id, check_id, at desc);

create table watch_journey_files (
  org_id text not null,
  run_id text not null,
  nth integer not null,
  title text not null,
  media text not null,
  bytes bytea not null,
  primary key (org_id, run_id, nth),
  foreign key (org_id, run_id) references watch_journey_runs (org_id, run_id) on delete cascade
);

-- Orders that journeys placed: tests, never business. What must be told of each is proven while the check looks.
create table watch_journey_orders (
  org_id text not null,
  check_id text not null,
  order_ref text not null,
  placed_at timestamptz not null,
  primary key (org_id, check_id, order_ref)
);
