import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { productFiles } from '#engines/files/product-files.ts';
import type { House } from '#engines/house.ts';
import { makeId, type OrgId } from '#kernel/ids.ts';
import { DAY, MINUTE } from '#kernel/time.ts';
import { createOrganisation, registerShop } from '#registry/index.ts';
import { addCheck } from '#steps/watch/index.ts';
import { routes } from '#steps/watch/routes.tsx';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { readConfig } from '../src/app/config.ts';
import { openHouse } from '../src/app/open-house.ts';
import type { BenchRow } from './bench-row.ts';

const CHECKS = 1_000;
const TIMES = 9;

/** The page of everything that is watched, with a day of looks of a thousand checks every minute, rendered whole. */
export async function benchDashboard(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-bench-dashboard-'));
  const { house, close } = await openHouse(readConfig({ SHOPBELL_DATA: folder, SHOPBELL_LOG: 'error' }, folder), () => 'http://localhost');
  try {
    const org = makeId('org', Date.now(), house.random.bytes(16));
    const tenth = await timeOf(house, org, CHECKS / 10);
    const whole = await timeOf(house, org, CHECKS - CHECKS / 10);
    return [
      {
        what: `the page of ${CHECKS.toLocaleString('en')} checks with a day of looks, rendered whole (median of ${TIMES})`,
        value: whole.seconds,
        unit: 's',
        against: { what: 'limit', value: 1 },
        tenfold: whole.seconds / tenth.seconds,
      },
      { what: 'its size', value: whole.bytes / 1_000, unit: 'kB', against: { what: 'limit of a page', value: 100 } },
    ];
  } finally {
    await close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Adds so many checks with a day of looks, and asks for the page again and again. */
async function timeOf(house: House, org: OrgId, count: number): Promise<{ readonly seconds: number; readonly bytes: number }> {
  const scope = { house, org, actor: { kind: 'system', id: 'bench', role: 'system' } } as const;
  await addChecks(scope, count);
  const rooms = serveRooms(productFiles, () => scope, { '/watch': routes() });
  const times: number[] = [];
  let bytes = 0;
  for (let nth = 0; nth < TIMES; nth++) {
    const begun = performance.now();
    const answer = await rooms.request('http://localhost/watch');
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`the page answered ${answer.status}`);
    times.push((performance.now() - begun) / 1_000);
    bytes = Buffer.byteLength(text);
  }
  return { seconds: times.sort((a, b) => a - b)[Math.floor(TIMES / 2)] ?? 0, bytes };
}

async function addChecks(scope: Parameters<typeof addCheck>[0], count: number): Promise<void> {
  const { house, org } = scope;
  if (count === CHECKS / 10) await createOrganisation(scope, { name: 'Bench' });
  const { shop } = await registerShop(scope, {
    ...{
      name: `Bench ${count}`,
      url: `https://bench-${count}.example`,
      platform: 'practice',
      allowPrivate: false,
      timeZone: 'UTC',
      country: 'PL',
    },
    contact: { name: 'Bench', address: 'bench@practice-shop.test', phone: '' },
    privacyContact: { name: 'Bench', address: 'bench@practice-shop.test' },
  });
  const now = house.clock.now().getTime();
  let rows: {
    shop_id: string;
    check_id: string;
    at: Date;
    received_at: Date;
    state: string;
    ms: number;
    phases: string;
    reason: string;
  }[] = [];
  for (let nth = 0; nth < count; nth++) {
    const { check } = await addCheck(scope, {
      shop,
      name: `check ${nth}`,
      target: { kind: 'http', url: `https://bench.example/${nth}` },
      everyMs: 60_000,
    });
    for (let at = now - DAY; at < now; at += MINUTE) {
      const when = new Date(at);
      rows.push({ shop_id: shop, check_id: check, at: when, received_at: when, state: 'up', ms: 20 + (at % 50), phases: '{}', reason: '' });
    }
    if (rows.length < 100_000 && nth < count - 1) continue;
    await house.telemetry.insert(org, 'measurements', rows);
    rows = [];
  }
}
