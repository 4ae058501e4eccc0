-- Who else is responsible in one case, as a person stated it: controllers whose data a processor holds, joint controllers. Each statement is a
-- version that stays; `shops`: the part that the shops' own signals tell of, which it makes more exact.
create table case_parties (
  org_id text not null,
  case_id text not null,
  party integer not null,
  version integer not null,
  kind text not null check (kind in ('controller', 'joint')),
  name text not null,
  contact text not null,
  language text not null check (language in ('en', 'pl', 'de', 'ja')),
  shop_id text,
  people_at_least integer,
  people_at_most integer,
  categories jsonb not null,
  measures text not null,
  tell_within_hours integer check (tell_within_hours between 1 and 720),
  reports text not null check (reports in ('yes', 'no', 'unknown')),
  arrangement text not null,
  withdrawn boolean not null default false,
  stated_by text not null,
  stated_at timestamptz not null,
  primary key (org_id, case_id, party, version),
  check (people_at_most is null or people_at_least is null or people_at_least <= people_at_most)
);
create trigger case_parties_no_change before update or delete on case_parties
  for each row execute function papers_are_append_only();

-- The part of a case that a notice was about: its first shop, or the party that a person named.
alter table controller_notices add column part text not null default '';
