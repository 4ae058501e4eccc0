-- Senders by syslog that were turned away, one row a sender and reason; see syslog/refused-senders.ts for how many are kept.
create table intake_refused_senders (
  org_id text not null,
  remote text not null,
  -- SHA-256 of the certificate that it showed, or ''.
  fingerprint text not null,
  reason text not null check (reason in ('no-mark', 'certificate', 'token', 'other-certificate', 'no-tls', 'too-many', 'bad-frame')),
  -- The source that its token named, or ''.
  source_id text not null,
  times bigint not null,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  primary key (org_id, remote, fingerprint, reason, source_id)
);
