-- Which shop is inspected when in a night, and what became of it: a night that was too short tells which shops it did not reach.
create table inspect_nights (
  org_id text not null,
  night date not null,
  shop_id text not null,
  due_at timestamptz not null,
  run_id text,
  finished_at timestamptz,
  missed_at timestamptz,
  reason text,
  primary key (org_id, night, shop_id)
);

-- Pictures of the payment page as a browser showed it, for whoever has to sign: where, which artifact. Taken once a week.
alter table inspect_runs add column pictures jsonb;
