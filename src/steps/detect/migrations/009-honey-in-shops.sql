-- How honey customers are put into a shop through its own interface: an access that may write, of the owner, used for nothing else.
create table detect_shop_writers (
  org_id text not null,
  shop_id text not null,
  api text not null,
  settings jsonb not null,
  -- Sealed.
  secrets text not null,
  added_by text not null,
  added_at timestamptz not null,
  primary key (org_id, shop_id)
);

-- What was done with a honey customer in the shop itself.
create table detect_honey_copies (
  org_id text not null,
  honey_id text not null,
  api text not null,
  -- putting, placed, half, failed, removing, removed, left
  state text not null,
  -- The numbers that the shop gave, sealed.
  numbers text not null,
  done jsonb not null,
  reason text not null,
  begun_at timestamptz not null,
  ended_at timestamptz,
  primary key (org_id, honey_id)
);
