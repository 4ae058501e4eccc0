-- What the directory told of the people behind a signal's records when somebody last asked: numbers only, nobody's name.
create table detect_people_counts (
  org_id text not null,
  signal_id text not null,
  asked_at timestamptz not null,
  -- A PeopleCount.
  result jsonb not null,
  primary key (org_id, signal_id)
);
