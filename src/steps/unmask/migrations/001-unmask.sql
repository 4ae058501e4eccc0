create table brands (
  org_id text not null,
  shop_id text not null,
  words jsonb not null,
  own jsonb not null,
  safe jsonb not null,
  set_at timestamptz not null,
  primary key (org_id, shop_id)
);

create table impostors (
  org_id text not null,
  id text not null,
  shop_id text not null,
  name text not null,
  score integer not null,
  severity text not null,
  reasons jsonb not null,
  found_by text not null check (found_by in ('list', 'customer')),
  state text not null check (state in ('open', 'confirmed', 'dismissed', 'ours')),
  note text not null default '',
  reports integer not null default 0,
  found_at timestamptz not null,
  judged_at timestamptz,
  primary key (org_id, id),
  unique (org_id, shop_id, name)
);
