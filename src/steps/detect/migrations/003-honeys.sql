-- Made-up customers, one for each copy of the shop's data: whoever uses one has been in that copy. `card` is sealed; `marks` are keyed
-- hashes and sealed references by which it is found in telemetry.
create table detect_honeys (
  org_id text not null,
  id text not null,
  shop_id text not null,
  place text not null,
  -- Of its mailbox: mail for any other is not taken.
  domain text not null,
  card text not null,
  marks jsonb not null,
  made_by text not null,
  made_at timestamptz not null,
  -- Since when it stands in its place; before that nothing rings.
  placed_at timestamptz,
  retired_at timestamptz,
  primary key (org_id, id)
);
create index detect_honeys_of_shop on detect_honeys (org_id, shop_id);
create index detect_honeys_by_domain on detect_honeys (domain) where retired_at is null;
