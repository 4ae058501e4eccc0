create table ledger_heads (
  org_id text primary key,
  seq bigint not null,
  hash text not null
);

create table ledger (
  org_id text not null,
  seq bigint not null,
  id text not null unique,
  kind text not null,
  at timestamptz not null,
  actor jsonb not null,
  subject text,
  cause text,
  payload jsonb not null,
  previous text not null,
  hash text not null,
  primary key (org_id, seq)
);
create index ledger_by_subject on ledger (org_id, subject, seq);
create index ledger_by_kind on ledger (org_id, kind, seq);

create table ledger_cursors (
  org_id text not null,
  consumer text not null,
  seq bigint not null,
  attempts integer not null default 0,
  last_error text,
  retry_at timestamptz,
  primary key (org_id, consumer)
);

create function ledger_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is append-only';
end $$;
create trigger ledger_no_change before update or delete on ledger
  for each row execute function ledger_is_append_only();
create trigger ledger_no_truncate before truncate on ledger
  for each statement execute function ledger_is_append_only();
