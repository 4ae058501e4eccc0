-- Browsers of customers report what the shop's pages did: a source that needs no key, only an address that cannot be guessed.
alter table sources drop constraint sources_kind_check;
alter table sources add constraint sources_kind_check check (kind in ('file', 'http', 'otlp', 'reports'));
