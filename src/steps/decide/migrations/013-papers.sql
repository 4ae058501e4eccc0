create function papers_are_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'what was noted of a case is append-only';
end $$;

-- Another person does not agree with a decision.
create table case_dissents (
  org_id text not null,
  case_id text not null,
  number integer not null,
  decision integer not null,
  reason text not null,
  noted_by text not null,
  at timestamptz not null,
  primary key (org_id, case_id, number)
);
create trigger case_dissents_no_change before update or delete on case_dissents
  for each row execute function papers_are_append_only();

-- What the data protection officer advised; null: said nothing about this duty.
create table case_advice (
  org_id text not null,
  case_id text not null,
  number integer not null,
  given_by text not null,
  asked_at timestamptz not null,
  given_at timestamptz not null,
  advice text not null,
  register text check (register in ('yes', 'no')),
  authority text check (authority in ('yes', 'no')),
  people text check (people in ('yes', 'no')),
  noted_by text not null,
  noted_at timestamptz not null,
  primary key (org_id, case_id, number)
);
create trigger case_advice_no_change before update or delete on case_advice
  for each row execute function papers_are_append_only();

-- Released memos, frozen.
create table case_memos (
  org_id text not null,
  case_id text not null,
  number integer not null,
  decision integer not null,
  content jsonb not null,
  hash text not null,
  released_by text not null,
  released_at timestamptz not null,
  primary key (org_id, case_id, number)
);
create trigger case_memos_no_change before update or delete on case_memos
  for each row execute function papers_are_append_only();

-- Whose data a shop's is, where the organisation processes it for another.
create table shop_controllers (
  org_id text not null,
  shop_id text not null,
  name text not null,
  contact text not null,
  language text not null check (language in ('en', 'pl', 'de', 'ja')),
  stated_by text not null,
  stated_at timestamptz not null,
  primary key (org_id, shop_id)
);

-- A processor told a controller: the very text, when, by which way.
create table controller_notices (
  org_id text not null,
  case_id text not null,
  number integer not null,
  controller text not null,
  contact text not null,
  shops jsonb not null,
  content jsonb not null,
  hash text not null,
  way text not null,
  sent_at timestamptz not null,
  noted_by text not null,
  noted_at timestamptz not null,
  primary key (org_id, case_id, number)
);
create trigger controller_notices_no_change before update or delete on controller_notices
  for each row execute function papers_are_append_only();
