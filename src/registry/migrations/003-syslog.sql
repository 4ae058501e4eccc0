-- Syslog: a sender is known by the certificate it shows, by the token in its messages, or by both. A certificate belongs to one source of one organisation.
alter table sources drop constraint sources_kind_check;
alter table sources add constraint sources_kind_check check (kind in ('file', 'http', 'otlp', 'reports', 'syslog'));
alter table sources add column certificate text check (certificate ~ '^[0-9a-f]{64}$');
create unique index sources_by_certificate on sources (certificate) where certificate is not null;
