-- Certificates that a check has seen, so that a new one is told once: several servers behind one name may each show their own.
create table watch_certificates (
  org_id text not null,
  check_id text not null,
  fingerprint text not null,
  serial text not null,
  issuer text not null,
  valid_to timestamptz not null,
  seen_at timestamptz not null,
  primary key (org_id, check_id, fingerprint)
);
