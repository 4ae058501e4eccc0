import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Session } from 'chdb';
import { telemetryColumns } from '#engines/telemetry/blocks/known-columns.ts';
import { turnRows } from '#engines/telemetry/blocks/rows-by-column.ts';
import { writeBlock } from '#engines/telemetry/blocks/write-block.ts';
import { writeText } from '#engines/telemetry/blocks/write-text.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import type { RequestRow } from '#engines/telemetry/types.ts';
import { loadDataMap, localKeys, readRequestLines, requestRows } from '#intake/index.ts';
import { makeId } from '#kernel/ids.ts';
import { writeLog } from '#practice-shop/write-log.ts';
import type { BenchRow } from './bench-row.ts';

const LINES = 150_000;
const BATCH = 16_384;
/** As src/engines/telemetry/driver.ts writes. */
const SETTINGS = { async_insert: 0, insert_deduplicate: 0, input_format_parallel_parsing: 0, max_insert_block_size: '1048576' };
const ORG = makeId('org', 0, new Uint8Array(16).fill(1));
const columns = ['org_id', ...telemetryColumns.requests.map(([name]) => name)];

type TextFormat = 'TSV' | 'JSONEachRow' | 'JSONCompactEachRow';
type Store = (rows: readonly RequestRow[]) => Promise<unknown>;

/** What storing costs by the format that carries the rows, written and read: the in-process connection takes these texts, and files of blocks. */
export async function benchTelemetry(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-bench-telemetry-'));
  try {
    const path = join(folder, 'access.log');
    await writeLog({ path, lines: LINES, seed: 5, from: new Date('2026-05-01T00:00:00Z'), spanMs: 86_400_000 });
    const batches = await readBatches(path);
    const place = join(folder, 'telemetry');
    const telemetry = await openTelemetry({ path: place, retentionDays: null, partition: 'none' });
    const session = new Session(place);
    const text = (format: TextFormat, write: (rows: readonly RequestRow[]) => string): Store => {
      return (rows) => session.insert({ table: 'requests', columns, format, settings: SETTINGS, values: Buffer.from(write(rows)) });
    };
    const costs: Record<string, number> = {};
    try {
      const stores: Record<string, Store> = {
        TSV: text('TSV', (rows) => writeText(ORG, 'requests', rows)),
        JSONEachRow: text('JSONEachRow', (rows) => rows.map((row) => JSON.stringify(named(row))).join('\n')),
        JSONCompactEachRow: text('JSONCompactEachRow', (rows) => rows.map((row) => JSON.stringify(Object.values(named(row)))).join('\n')),
        'a file of Native blocks': (rows) => telemetry.insert(ORG, 'requests', rows),
      };
      for (const [name, store] of Object.entries(stores)) costs[name] = await cpuFor(batches, store);
    } finally {
      session.close();
      await telemetry.close();
    }
    const against = { what: 'TSV, as a running Shopbell inserts', value: perMillion(costs.TSV ?? 0) };
    const written = await cpuFor(batches, async (rows) => writeText(ORG, 'requests', rows));
    const blocks = await cpuFor(batches, async (rows) => writeBlock(ORG, turnRows('requests', rows)));
    return [
      ...Object.entries(costs).map(([name, cost]) => rowOf(`a million rows stored through ${name}`, cost, against)),
      rowOf('of this, TSV written', written, against),
      rowOf('of this, Native blocks written', blocks, against),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function rowOf(what: string, cost: number, against: BenchRow['against']): BenchRow {
  return { what, value: perMillion(cost), unit: 'CPU-s', against };
}

function perMillion(seconds: number): number {
  return (seconds / LINES) * 1e6;
}

function named(row: RequestRow): Record<string, unknown> {
  return { org_id: ORG, ...row, at: (row.at.getTime() / 1000).toFixed(3), received_at: (row.received_at.getTime() / 1000).toFixed(3) };
}

async function cpuFor(batches: readonly (readonly RequestRow[])[], store: Store): Promise<number> {
  const [warm] = batches;
  if (warm !== undefined) await store(warm.slice(0, 2_000));
  const begun = process.cpuUsage();
  for (const rows of batches) await store(rows);
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1e6;
}

async function readBatches(path: string): Promise<RequestRow[][]> {
  const keys = localKeys(new Uint8Array(32).fill(7));
  const options = { shop: 'shop', source: 'bench', map: await loadDataMap('practice'), keys, now: () => new Date(), batchLines: BATCH };
  const batches: RequestRow[][] = [];
  for await (const batch of readRequestLines(createReadStream(path), options)) batches.push(requestRows(batch.requests));
  return batches;
}
