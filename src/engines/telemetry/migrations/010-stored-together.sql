-- Which deliveries were stored together with others: the engine knows its own inserts again, but not what each of them was made of.
create table if not exists shopbell_stored (
  mark String,
  at DateTime default now()
) engine = MergeTree
order by at
ttl at + interval 30 day;
