import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { z } from 'zod';
import { systemClock, systemRandom } from '../src/engines/clock/system-clock.ts';
import { appendEntry } from '../src/engines/ledger/append-entry.ts';
import { verifyLedger } from '../src/engines/ledger/verify-ledger.ts';
import { openLog } from '../src/engines/log/open-log.ts';
import { openState } from '../src/engines/state/open-state.ts';
import { defineEvent } from '../src/kernel/event.ts';
import { makeId } from '../src/kernel/ids.ts';
import type { BenchRow } from './bench-row.ts';

const ENTRIES = 2_000;
const counted = defineEvent('bench.counted', z.object({ n: z.int() }));

/** Ledger entries a second, one transaction each, beside plain inserts of one row a transaction into the same database; and verifying them. */
export async function benchLedger(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-bench-'));
  const state = await openState({ folder, log: openLog('silent') });
  const house = { clock: systemClock, random: systemRandom };
  const org = makeId('org', Date.now(), systemRandom.bytes(16));
  const actor = { kind: 'system', id: 'bench', role: 'system' } as const;
  try {
    await state.everywhere((db) => sql`create table plain (n int)`.execute(db));
    const plain = await time(() => state.inOrg(org, (db) => sql`insert into plain values (1)`.execute(db)));
    const ledger = await time((n) =>
      state.inOrg(org, (db) => appendEntry(db, { house, org, actor, kind: counted, payload: { n }, subject: null, cause: null })),
    );
    const begun = performance.now();
    const verified = await verifyLedger(state, org);
    const verify = (performance.now() - begun) / 1_000;
    return [
      {
        what: 'ledger entries a second, one organisation',
        value: ENTRIES / ledger,
        unit: '/s',
        against: { what: 'plain inserts, one a transaction', value: ENTRIES / plain },
      },
      {
        what: 'entries verified a second',
        value: verified / verify,
        unit: '/s',
        against: { what: 'entries written a second', value: ENTRIES / ledger },
      },
    ];
  } finally {
    await state.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function time(work: (n: number) => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  for (let n = 0; n < ENTRIES; n++) await work(n);
  return (performance.now() - begun) / 1_000;
}
