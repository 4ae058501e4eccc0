-- A record that the shop says its staff read is measured like a page of the back office.
alter table reads_of_events modify query
select org_id, shop_id, source_id, at, received_at, actor, address, session, account, agent, tls, 'event' as via, '' as method, name as path, '' as query,
  toUInt16(0) as status, bytes, name as route, if(JSONExtractString(attributes, 'shop.actor.kind') = 'staff', 'admin', 'event') as route_kind,
  object_kind, object.1 as object_ref, object.2 as object_position, categories, '' as file_id, toUInt64(0) as file_offset, stored_at
from application_events
array join if(notEmpty(object_refs), arrayZip(object_refs, arrayResize(object_positions, length(object_refs), null)), [(object_ref, object_position)]) as object
where name = 'shop.record.read' and outcome != 'failure' and object.1 != '';
