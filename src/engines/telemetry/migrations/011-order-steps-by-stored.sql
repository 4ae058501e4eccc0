-- What was stored since the last look, without reading ninety days.
alter table order_steps add index if not exists by_stored stored_at type minmax granularity 1;
alter table order_steps materialize index by_stored;
