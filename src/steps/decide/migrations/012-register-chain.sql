-- Each entry of the register is a link of its organisation's chain. What stands in an entry and the link are hashed apart, so that the content
-- can go when its time is over while the chain stays whole. Entries written before this are linked by the program, which alone can hash them.
create table register_chain (
  org_id text not null,
  seq bigint not null check (seq > 0),
  entry_id text not null,
  case_id text not null,
  number text not null,
  version integer not null,
  content_hash text not null,
  previous text not null,
  hash text not null,
  ended_at timestamptz,
  primary key (org_id, seq),
  unique (org_id, entry_id)
);
create index register_chain_case on register_chain (org_id, case_id);

create function register_chain_is_append_only() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.ended_at is null and new.ended_at is not null
    and (old.org_id, old.seq, old.entry_id, old.case_id, old.number, old.version, old.content_hash, old.previous, old.hash)
      is not distinct from
      (new.org_id, new.seq, new.entry_id, new.case_id, new.number, new.version, new.content_hash, new.previous, new.hash)
  then return new;
  end if;
  raise exception 'the register''s chain is append-only';
end $$;
create trigger register_chain_no_change before update or delete on register_chain
  for each row execute function register_chain_is_append_only();
create trigger register_chain_no_truncate before truncate on register_chain
  for each statement execute function register_chain_is_append_only();

-- An entry may go when its link says that its time is over; nothing else changes or removes one.
create or replace function register_is_append_only() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and exists (
    select from register_chain c where c.org_id = old.org_id and c.entry_id = old.id and c.ended_at is not null
  ) then return old;
  end if;
  raise exception 'the register is append-only';
end $$;

-- How long entries are kept after their case was closed, and who may read the register. No row: the defaults.
create table register_rules (
  org_id text primary key,
  keep_months integer not null check (keep_months between 24 and 1200),
  readers text not null check (readers in ('everybody', 'privacy')),
  set_by text not null,
  set_at timestamptz not null
);
