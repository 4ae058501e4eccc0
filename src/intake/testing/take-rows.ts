import type { RequestRow } from '#engines/telemetry/types.ts';
import { requestRows } from '../make-rows.ts';
import type { ParsedBatch, RequestReader } from '../read-request-lines.ts';

/** What a reader has, its requests one by one. */
export function takeRows(reader: RequestReader): ParsedBatch & { readonly rows: RequestRow[] } {
  const batch = reader.take();
  return { ...batch, rows: requestRows(batch.requests) };
}
