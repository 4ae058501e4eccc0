import { ShopbellError } from '#kernel/errors.ts';
import type { TelemetryRow, TelemetryTable } from '../types.ts';

/** How a value is written: `time` is a Date, `list` an array of texts, `numbers` an array of numbers or nulls. */
export type ColumnKind = 'text' | 'time' | 'number' | 'list' | 'numbers';

const requests: readonly (readonly [string, ColumnKind])[] = [
  ['shop_id', 'text'],
  ['source_id', 'text'],
  ['at', 'time'],
  ['received_at', 'time'],
  ['address', 'text'],
  ['session', 'text'],
  ['account', 'text'],
  ['agent', 'text'],
  ['method', 'text'],
  ['host', 'text'],
  ['path', 'text'],
  ['query', 'text'],
  ['status', 'number'],
  ['bytes', 'number'],
  ['referrer', 'text'],
  ['duration_ms', 'number'],
  ['route', 'text'],
  ['route_kind', 'text'],
  ['object_kind', 'text'],
  ['object_ref', 'text'],
  ['object_position', 'number'],
  ['categories', 'list'],
  ['auth', 'text'],
  ['tried', 'text'],
  ['file_id', 'text'],
  ['file_offset', 'number'],
  ['tls', 'text'],
];

const measurements: readonly (readonly [string, ColumnKind])[] = [
  ['shop_id', 'text'],
  ['check_id', 'text'],
  ['at', 'time'],
  ['received_at', 'time'],
  ['state', 'text'],
  ['ms', 'number'],
  ['phases', 'text'],
  ['reason', 'text'],
];

const applicationEvents: readonly (readonly [string, ColumnKind])[] = [
  ['shop_id', 'text'],
  ['source_id', 'text'],
  ['at', 'time'],
  ['received_at', 'time'],
  ['name', 'text'],
  ['severity', 'text'],
  ['service', 'text'],
  ['trace_id', 'text'],
  ['address', 'text'],
  ['session', 'text'],
  ['account', 'text'],
  ['object_kind', 'text'],
  ['object_ref', 'text'],
  ['attributes', 'text'],
  ['body', 'text'],
  ['agent', 'text'],
  ['tls', 'text'],
  ['outcome', 'text'],
  ['records', 'number'],
  ['bytes', 'number'],
  ['categories', 'list'],
  ['object_position', 'number'],
  ['object_refs', 'list'],
  ['object_positions', 'numbers'],
];

const spans: readonly (readonly [string, ColumnKind])[] = [
  ['shop_id', 'text'],
  ['source_id', 'text'],
  ['at', 'time'],
  ['received_at', 'time'],
  ['trace_id', 'text'],
  ['span_id', 'text'],
  ['parent_id', 'text'],
  ['service', 'text'],
  ['name', 'text'],
  ['kind', 'text'],
  ['status', 'text'],
  ['duration_ms', 'number'],
  ['peer', 'text'],
  ['method', 'text'],
  ['http_status', 'number'],
  ['bytes_sent', 'number'],
  ['bytes_received', 'number'],
  ['db_system', 'text'],
  ['far', 'text'],
  ['far_kind', 'text'],
  ['version', 'text'],
  ['place', 'text'],
  ['criticality', 'text'],
  ['attributes', 'text'],
];

const metricPoints: readonly (readonly [string, ColumnKind])[] = [
  ['shop_id', 'text'],
  ['source_id', 'text'],
  ['at', 'time'],
  ['received_at', 'time'],
  ['service', 'text'],
  ['host', 'text'],
  ['name', 'text'],
  ['unit', 'text'],
  ['kind', 'text'],
  ['value', 'number'],
  ['count', 'number'],
  ['attributes', 'text'],
];

const reports: readonly (readonly [string, ColumnKind])[] = [
  ['shop_id', 'text'],
  ['source_id', 'text'],
  ['at', 'time'],
  ['received_at', 'time'],
  ['kind', 'text'],
  ['page', 'text'],
  ['blocked', 'text'],
  ['directive', 'text'],
  ['source_file', 'text'],
  ['line', 'number'],
  ['disposition', 'text'],
  ['address', 'text'],
  ['agent', 'text'],
  ['body', 'text'],
];

const sightings: readonly (readonly [string, ColumnKind])[] = [
  ['shop_id', 'text'],
  ['source_id', 'text'],
  ['at', 'time'],
  ['received_at', 'time'],
  ['kind', 'text'],
  ['field', 'text'],
  ['route', 'text'],
  ['value_hash', 'text'],
  ['confidence', 'number'],
  ['times', 'number'],
  ['file_id', 'text'],
  ['file_offset', 'number'],
];

const orderSteps: readonly (readonly [string, ColumnKind])[] = [
  ['shop_id', 'text'],
  ['source_id', 'text'],
  ['at', 'time'],
  ['received_at', 'time'],
  ['told_by', 'text'],
  ['step', 'text'],
  ['order_ref', 'text'],
  ['their_ref', 'text'],
  ['amount', 'number'],
  ['currency', 'text'],
  ['method', 'text'],
  ['carrier', 'text'],
  ['country', 'text'],
  ['device', 'text'],
  ['delivery', 'text'],
  ['part', 'text'],
  ['not_before', 'time'],
  ['test', 'number'],
];

const saturationDays: readonly (readonly [string, ColumnKind])[] = [
  ['shop_id', 'text'],
  ['day', 'time'],
  ['service', 'text'],
  ['host', 'text'],
  ['what', 'text'],
  ['part', 'text'],
  ['peak', 'number'],
  ['looks', 'number'],
  ['last', 'time'],
  ['received_at', 'time'],
];

/** The columns a caller may fill, in the order they are written. What a row leaves out takes the table's default. */
export const telemetryColumns: Readonly<Record<TelemetryTable, readonly (readonly [string, ColumnKind])[]>> = {
  requests,
  measurements,
  application_events: applicationEvents,
  spans,
  metric_points: metricPoints,
  reports,
  sightings,
  order_steps: orderSteps,
  saturation_days: saturationDays,
};

/** Throws INPUT_INVALID when a row, the first of many alike, has a column that the table has not. */
export function refuseUnknown(table: TelemetryTable, row: TelemetryRow | undefined): void {
  if (row === undefined) return;
  const known = new Set(telemetryColumns[table].map(([name]) => name));
  const stranger = Object.keys(row).find((name) => !known.has(name));
  if (stranger !== undefined) throw new ShopbellError('INPUT_INVALID', { reason: `the table ${table} has no column ${stranger}` });
}
