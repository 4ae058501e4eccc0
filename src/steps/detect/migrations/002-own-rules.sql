-- Sigma documents that a shop added: rules, correlations, filters. In `shadow` a rule is only tried; `on` it raises.
create table detect_rules (
  org_id text not null,
  id text not null,
  shop_id text not null,
  title text not null,
  text text not null,
  state text not null check (state in ('shadow', 'on', 'off')),
  -- The signal about which somebody said that it is normal here, when that made this filter.
  from_signal text,
  made_by text not null,
  made_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (org_id, id)
);
create index detect_rules_of_shop on detect_rules (org_id, shop_id);

-- What placeholders such as %office% stand for.
create table detect_lists (
  org_id text not null,
  shop_id text not null,
  name text not null,
  items text[] not null,
  changed_at timestamptz not null,
  primary key (org_id, shop_id, name)
);
