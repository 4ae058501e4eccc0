-- What people expect of a shop's next peak; NULL: nothing said.
create table watch_peak_expectations (
  org_id text not null,
  shop_id text not null,
  -- This year's peak as a multiple of last year's.
  growth double precision check (growth > 0),
  -- The peak as a multiple of a usual day, for when there is no last year.
  factor double precision check (factor > 0),
  set_at timestamptz not null,
  primary key (org_id, shop_id)
);
