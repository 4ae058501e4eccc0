create table cases (
  org_id text not null,
  id text not null,
  number text not null,
  incident_id text not null,
  shop_id text not null,
  title text not null,
  state text not null check (state in ('open', 'closed')),
  aware_at timestamptz not null,
  deadline timestamptz not null,
  wrapped_key text,
  version integer not null,
  unknown_records integer not null default 0,
  collected_at timestamptz,
  opened_at timestamptz not null,
  closed_at timestamptz,
  shred_at timestamptz,
  primary key (org_id, id),
  unique (org_id, incident_id),
  unique (org_id, number)
);

create table case_versions (
  org_id text not null,
  case_id text not null,
  version integer not null,
  facts jsonb not null,
  changed jsonb not null,
  outcome jsonb not null,
  stated_by text not null,
  at timestamptz not null,
  primary key (org_id, case_id, version)
);

create table case_decisions (
  org_id text not null,
  case_id text not null,
  number integer not null,
  facts_version integer not null,
  register text not null,
  authority text not null,
  people text not null,
  deviates jsonb not null,
  reason text not null,
  decided_by text not null,
  at timestamptz not null,
  primary key (org_id, case_id, number)
);

create table case_people (
  org_id text not null,
  case_id text not null,
  id text not null,
  customer_hash text not null,
  card text not null,
  language text not null,
  country text not null,
  flags jsonb not null,
  categories jsonb not null,
  records integer not null,
  first_read timestamptz not null,
  last_read timestamptz not null,
  primary key (org_id, case_id, id),
  unique (org_id, case_id, customer_hash)
);

create table case_records (
  org_id text not null,
  case_id text not null,
  kind text not null,
  ref text not null,
  person_id text,
  categories jsonb not null,
  primary key (org_id, case_id, kind, ref)
);
create index case_records_unknown on case_records (org_id, case_id) where person_id is null;

create table register_entries (
  org_id text not null,
  id text not null,
  case_id text not null,
  number text not null,
  version integer not null,
  entry jsonb not null,
  written_by text not null,
  at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, case_id, version)
);

create function register_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the register is append-only';
end $$;
create trigger register_no_change before update or delete on register_entries
  for each row execute function register_is_append_only();
create trigger register_no_truncate before truncate on register_entries
  for each statement execute function register_is_append_only();
