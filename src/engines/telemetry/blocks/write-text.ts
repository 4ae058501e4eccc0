import { ShopbellError } from '#kernel/errors.ts';
import type { TelemetryRow, TelemetryTable, TelemetryValue } from '../types.ts';
import { refuseUnknown, telemetryColumns } from './known-columns.ts';

const NEEDS_ESCAPE = /[\t\n\r\0\\]/;
const ESCAPES: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r', '\0': '\\0', '\\': '\\\\' };

/**
 * Rows as tab-separated text, first column the organisation: what both engines take. Many rows at once go into the engine
 * of this process as blocks instead, at a third of the cost (bench/telemetry.ts measures the formats side by side).
 */
export function writeText(org: string, table: TelemetryTable, rows: readonly TelemetryRow[]): string {
  const columns = telemetryColumns[table];
  refuseUnknown(table, rows[0]);
  const tenant = escapeText(org);
  const names = columns.map(([name]) => name);
  // Neighbouring rows repeat most of their values: what a column held last is written again without looking at it.
  const last: unknown[] = names.map(() => undefined);
  const texts: string[] = names.map(() => '\\N');
  let out = '';
  for (const row of rows) {
    out += tenant;
    for (let i = 0; i < names.length; i++) {
      const value = row[names[i] ?? ''];
      if (value !== last[i]) {
        last[i] = value;
        texts[i] = writeValue(value);
      }
      out += '\t';
      out += texts[i];
    }
    out += '\n';
  }
  return out;
}

function writeValue(value: TelemetryValue | undefined): string {
  if (typeof value === 'string') return NEEDS_ESCAPE.test(value) ? escapeText(value) : value;
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '\\N';
  if (value === null || value === undefined) return '\\N';
  if (value instanceof Date) return writeTime(value);
  if (typeof value === 'boolean') return value ? '1' : '0';
  return value.length === 0 ? '[]' : `[${value.map(writeItem).join(',')}]`;
}

function writeTime(at: Date): string {
  const ms = at.getTime();
  if (Number.isNaN(ms)) throw new ShopbellError('INPUT_INVALID', { reason: 'a telemetry row has a time that is not one' });
  // The engine takes ten digits for seconds since 1970, but fewer for a date or a year.
  if (ms < 1e12 || ms >= 1e13) return at.toISOString().replace('T', ' ').replace('Z', '');
  if (ms % 1000 === 0) return String(ms / 1000);
  return (ms / 1000).toFixed(3);
}

function writeItem(item: string | number | null): string {
  if (item === null) return 'NULL';
  if (typeof item === 'number') return String(item);
  return escapeText(`'${item.replace(/[\\']/g, '\\$&')}'`).replaceAll('\\\\', '\\');
}

function escapeText(text: string): string {
  return text.replace(/[\t\n\r\0\\]/g, (character) => ESCAPES[character] ?? character);
}
