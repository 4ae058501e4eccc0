create table watch_planned_work (
  org_id text not null,
  work_id text not null,
  shop_id text not null,
  begins_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > begins_at),
  why text not null,
  closed_at timestamptz,
  primary key (org_id, work_id)
);
create index watch_planned_work_open on watch_planned_work (ends_at) where closed_at is null;
