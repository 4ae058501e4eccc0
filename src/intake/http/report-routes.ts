import type { Context, Hono } from 'hono';
import type { House } from '#engines/house.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { MINUTE } from '#kernel/time.ts';
import { registryTables } from '#registry/tables.ts';
import { noteBatch } from '../health/note-batch.ts';
import type { RejectedLine } from '../read-request-lines.ts';
import { readSourceToken } from '../source-token.ts';
import { makeReportRows } from './make-report-rows.ts';
import { readLimited } from './read-limited.ts';
import { type ReportItem, readReports } from './read-reports.ts';

interface Options {
  readonly house: House;
  readonly checkDisk?: () => Promise<void>;
}

/** A browser's batch is a few kB; a policy that breaks on every page must not fill the disk. */
const LARGEST = 128 * 1024;
const MOST_A_MINUTE = 1200;
/** Of those that were left out, so many are counted at once. */
const MOST_TOLD = 10_000;
const CORS = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Methods': 'POST', 'Access-Control-Allow-Headers': 'content-type' };

/**
 * `POST /reports/{token}`: what browsers of customers report, by Content-Security-Policy and the Reporting API. 204 when it was taken, or
 * left out because there were too many; those are counted. 404 for an address that nobody made.
 */
export function addReportRoutes(app: Hono, { house, checkDisk }: Options): void {
  const budget = makeBudget(house);
  app.options('/reports/:token', (c) => c.body(null, 204, { ...CORS, 'Access-Control-Max-Age': '86400' }));
  app.post('/reports/:token', async (c) => {
    const known = readSourceToken(house.secrets, 'intake.reports', c.req.param('token'));
    const source = known === null ? null : await sourceOf(house, known);
    if (known === null || source === null) throw new ShopbellError('NOT_FOUND', { what: 'reports address' });
    const body = await readLimited(c.req.raw, LARGEST);
    await checkDisk?.();
    const items = parse(body);
    const { taken, left } = budget(known.source, items);
    // In a flood nothing more is written, not even how much of it there was: that is told with the next report that is taken.
    if (taken.length > 0) await store(house, { ...known, shop: source.shop }, taken, left, { bytes: body.length, agent: agentOf(c) });
    return c.body(null, 204, CORS);
  });
}

function agentOf(c: Context): string {
  return c.req.header('user-agent') ?? '';
}

function parse(body: Buffer): (ReportItem | string)[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch {
    return ['not JSON'];
  }
  return readReports(parsed) ?? ['neither a violation nor a list of reports'];
}

async function sourceOf(house: House, known: { readonly org: Parameters<House['state']['inOrg']>[0]; readonly source: string }) {
  const row = await house.state.inOrg(known.org, (db) =>
    registryTables(db).selectFrom('sources').select(['shop_id', 'kind']).where('source_id', '=', known.source).executeTakeFirst(),
  );
  return row?.kind === 'reports' ? { shop: row.shop_id } : null;
}

interface Sender {
  readonly org: Parameters<House['state']['inOrg']>[0];
  readonly source: string;
  readonly shop: string;
}

async function store(
  house: House,
  sender: Sender,
  items: readonly (ReportItem | string)[],
  left: readonly RejectedLine[],
  sent: { readonly bytes: number; readonly agent: string },
): Promise<void> {
  const now = house.clock.now();
  const { rows, rejected } = makeReportRows({ shop: sender.shop, source: sender.source, now, agent: sent.agent }, items);
  if (rows.length > 0) await house.telemetry.insert(sender.org, 'reports', rows);
  const note = { ...sender, now, stored: rows.length, rejected: [...rejected, ...left], bytes: sent.bytes, lagBytes: 0 };
  await house.state.inOrg(sender.org, (db) => noteBatch(db, { ...note, lastLineAt: rows.length > 0 ? now : null }));
}

interface Taken {
  readonly taken: readonly (ReportItem | string)[];
  readonly left: readonly RejectedLine[];
}

/** What of a source's reports may be taken in this minute, and what was left out since the last that was. */
function makeBudget(house: House): (source: string, items: readonly (ReportItem | string)[]) => Taken {
  const used = new Map<string, number>();
  const waiting = new Map<string, number>();
  let minute = 0;
  return (source, items) => {
    const now = Math.floor(house.clock.now().getTime() / MINUTE);
    if (now !== minute) used.clear();
    minute = now;
    const before = used.get(source) ?? 0;
    const taken = items.slice(0, Math.max(0, MOST_A_MINUTE - before));
    used.set(source, before + taken.length);
    const over = (waiting.get(source) ?? 0) + items.length - taken.length;
    waiting.set(source, taken.length > 0 ? Math.max(0, over - MOST_TOLD) : over);
    const told = taken.length > 0 ? Math.min(over, MOST_TOLD) : 0;
    return {
      taken,
      left: Array.from({ length: told }, (_, nth) => ({ offset: taken.length + nth, reason: 'too many reports a minute', sample: '' })),
    };
  };
}
