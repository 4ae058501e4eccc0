create table watch_order_settings (
  org_id text not null,
  shop_id text not null,
  ship_days integer not null check (ship_days between 0 and 60),
  deliver_days integer not null check (deliver_days between 1 and 120),
  export_minutes integer not null check (export_minutes between 1 and 10080),
  cut_off integer not null check (cut_off between 0 and 1440),
  workdays jsonb not null,
  closed jsonb not null,
  primary key (org_id, shop_id)
);

create table watch_order_looks (
  org_id text not null,
  shop_id text not null,
  looked_at timestamptz,
  took_ms integer,
  result jsonb,
  lease_by text,
  lease_until timestamptz,
  primary key (org_id, shop_id)
);

create table watch_order_troubles (
  org_id text not null,
  shop_id text not null,
  trouble text not null,
  subject text not null,
  orders integer not null,
  amounts jsonb not null,
  since timestamptz not null,
  severity text not null,
  told_orders integer not null,
  noticed_at timestamptz not null,
  primary key (org_id, shop_id, trouble, subject)
);
