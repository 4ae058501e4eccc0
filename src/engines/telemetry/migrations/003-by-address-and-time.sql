-- Where a few addresses asked, without reading the whole day.
alter table requests add index if not exists by_address address type bloom_filter(0.01) granularity 4;
-- What was read in the last minutes, without reading everybody's days: the same rows a second time, ordered by time.
alter table reads add projection if not exists by_time (select * order by org_id, shop_id, at);
