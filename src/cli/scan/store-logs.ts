import type { RowsByColumn, Telemetry } from '#engines/telemetry/types.ts';
import { type DataMap, type LocalKeys, type ParsedBatch, readRequestLines } from '#intake/index.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { Span } from '#kernel/time.ts';
import { openInput } from './open-input.ts';

export interface Stored {
  readonly read: number;
  readonly parsed: number;
  readonly rejected: number;
  /** Lines outside --since and --until. */
  readonly skipped: number;
  /** How many of each reason, most first. */
  readonly reasons: ReadonlyMap<string, number>;
  /** Tables of a database that were taken whole and that the data map does not describe, and how often. */
  readonly undescribed: ReadonlyMap<string, number>;
  readonly span: Span | null;
  /** Files that could not be read to their end: what stands behind is not known. */
  readonly broken: readonly { readonly file: string; readonly reason: string }[];
}

interface Work {
  readonly files: readonly string[];
  readonly telemetry: Telemetry;
  readonly org: OrgId;
  readonly shop: string;
  readonly map: DataMap;
  readonly keys: LocalKeys;
  readonly since: Date | null;
  readonly until: Date | null;
  readonly zone?: string;
  progress(lines: number): void;
}

/** Lines that are read before they are handed on, and how many such batches become one insert. */
const BATCH = 32_768;
const BATCHES = 4;

/** Reads every file as a stream and stores its requests; memory does not grow with the files. */
export async function storeLogs(work: Work): Promise<Stored> {
  const total = { parsed: 0, rejected: 0, skipped: 0, from: Number.POSITIVE_INFINITY, to: Number.NEGATIVE_INFINITY };
  const reasons = new Map<string, number>();
  const undescribed = new Map<string, number>();
  const broken: { file: string; reason: string }[] = [];
  const requests = gatherRequests(work);
  for (const file of work.files) {
    const name = file === '-' ? 'standard input' : file;
    const batches = readRequestLines(
      openInput(file, (reason) => broken.push({ file: name, reason })),
      {
        ...{
          shop: work.shop,
          source: 'scan',
          map: work.map,
          keys: work.keys,
          zone: work.zone ?? 'UTC',
          now: () => new Date(),
          fileId: name,
          name,
          batchLines: BATCH,
        },
        ...{ isWanted: isIn(work), place: 'line' },
      },
    );
    for await (const batch of batches) {
      for (const { reason } of batch.rejected) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      for (const [table, times] of batch.undescribed) undescribed.set(table, (undescribed.get(table) ?? 0) + times);
      const events = batch.events.filter(({ at }) => isWanted(at, work));
      if (batch.span !== null) widen(total, batch.span);
      for (const { at } of events) if (at instanceof Date) widen(total, { from: at, to: at });
      total.parsed += batch.requests.length + batch.skipped + batch.statements;
      total.skipped += batch.skipped;
      total.rejected += batch.rejected.length;
      await storeBeside(work, { ...batch, events });
      await requests.add(batch.requests);
      work.progress(total.parsed + total.rejected);
    }
  }
  await requests.end();
  const span = total.to >= total.from ? { from: new Date(total.from), to: new Date(total.to) } : null;
  return {
    read: total.parsed + total.rejected,
    parsed: total.parsed,
    rejected: total.rejected,
    skipped: total.skipped,
    reasons: new Map([...reasons].sort((a, b) => b[1] - a[1])),
    undescribed,
    span,
    broken,
  };
}

function widen(total: { from: number; to: number }, { from, to }: Span): void {
  if (from.getTime() < total.from) total.from = from.getTime();
  if (to.getTime() > total.to) total.to = to.getTime();
}

/** Hands requests to the engine some batches at a time, one such insert beside the reading of the next. */
function gatherRequests({ telemetry, org }: Work): { add(rows: RowsByColumn): Promise<void>; end(): Promise<void> } {
  let gathered: RowsByColumn[] = [];
  let running = Promise.resolve();
  const flush = async (): Promise<void> => {
    await running;
    running = telemetry.insertBlocks(org, 'requests', gathered);
    // Told by whoever waits for it next.
    running.catch(() => undefined);
    gathered = [];
  };
  return {
    async add(rows) {
      gathered.push(rows);
      if (gathered.length >= BATCHES) await flush();
    },
    async end() {
      await flush();
      await running;
    },
  };
}

async function storeBeside(work: Work, { events, sightings }: ParsedBatch): Promise<void> {
  if (events.length > 0) await work.telemetry.insert(work.org, 'application_events', events);
  const wanted = sightings.filter(({ at }) => isWanted(at, work));
  if (wanted.length > 0) await work.telemetry.insert(work.org, 'sightings', wanted);
}

/** Whether a time (ms) is asked for. */
function isIn({ since, until }: Work): (at: number) => boolean {
  const from = since?.getTime() ?? Number.NEGATIVE_INFINITY;
  const to = until?.getTime() ?? Number.POSITIVE_INFINITY;
  return (at) => at >= from && at < to;
}

function isWanted(at: unknown, work: Work): boolean {
  return at instanceof Date && isIn(work)(at.getTime());
}
