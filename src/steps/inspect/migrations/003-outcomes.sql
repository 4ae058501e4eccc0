-- How a check came out is told in the words of the contract: pass, fail, warn, unknown, notApplicable.
update inspect_runs
set results = (
  select jsonb_agg(
    (item - 'verdict') || jsonb_build_object(
      'outcome',
      case item ->> 'verdict' when 'ok' then 'pass' when 'found' then 'fail' when 'not-run' then 'notApplicable' else 'unknown' end
    )
    order by place
  )
  from jsonb_array_elements(results) with ordinality as items (item, place)
)
where jsonb_typeof(results) = 'array' and jsonb_array_length(results) > 0;
