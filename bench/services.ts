import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { productFiles } from '#engines/files/product-files.ts';
import type { House } from '#engines/house.ts';
import { makeId, type OrgId } from '#kernel/ids.ts';
import { DAY } from '#kernel/time.ts';
import { createOrganisation, registerShop } from '#registry/index.ts';
import { setSlo } from '#steps/watch/index.ts';
import { routes } from '#steps/watch/routes.tsx';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { readConfig } from '../src/app/config.ts';
import { openHouse } from '../src/app/open-house.ts';
import { followServices } from '../src/steps/watch/services/start-following-services.ts';
import type { BenchRow } from './bench-row.ts';

const SPANS = 10_000_000;
const SERVICES = 20;
const BATCH = 100_000;
const TIMES = 5;

/** A look at a shop's systems, and their pages, over ten million spans of seven days, beside asking those spans themselves. */
export async function benchServices(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-bench-services-'));
  const { house, close } = await openHouse(readConfig({ SHOPBELL_DATA: folder, SHOPBELL_LOG: 'error' }, folder), () => 'http://localhost');
  try {
    const org = makeId('org', Date.now(), house.random.bytes(16));
    const scope = { house, org, actor: { kind: 'system', id: 'bench', role: 'system' } } as const;
    await createOrganisation(scope, { name: 'Bench' });
    const { shop } = await registerShop(scope, {
      ...{ name: 'Bench', url: 'https://bench.example', platform: 'practice', allowPrivate: false, timeZone: 'UTC', country: 'PL' },
      contact: { name: 'Bench', address: 'bench@practice-shop.test', phone: '' },
      privacyContact: { name: 'Bench', address: 'bench@practice-shop.test' },
    });
    await storeSpans(house, org, shop);
    for (let nth = 0; nth < 10; nth++) await setSlo(scope, { shop, service: `service-${nth}`, kind: 'availability', target: 99.9 });
    await followServices(house, org, shop, 'bench');
    const rooms = serveRooms(productFiles, () => scope, { '/watch': routes() });
    const page = async (path: string): Promise<void> => {
      const answer = await rooms.request(`http://localhost/watch/systems${path}`);
      await answer.text();
      if (answer.status !== 200) throw new Error(`the page answered ${answer.status}`);
    };
    const raw = await median(() => groupSpans(house, org, shop));
    const against = { what: 'one GROUP BY of the spans themselves', value: raw };
    return [
      {
        what: `a look at ${SERVICES} services with ten goals, ${SPANS.toLocaleString('en')} spans in 7 days`,
        ...(await timed(() => followServices(house, org, shop, 'bench'))),
        against,
      },
      { what: 'the page of the map', ...(await timed(() => page(`?shop=${shop}`))), against },
      {
        what: 'the page of one service: its day, the same day a week ago, its goal of 28 days',
        ...(await timed(() => page(`/one?shop=${shop}&name=service-3`))),
        against,
      },
    ];
  } finally {
    await close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function timed(work: () => Promise<unknown>): Promise<Pick<BenchRow, 'value' | 'unit'>> {
  return { value: await median(work), unit: 's' };
}

async function median(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let nth = 0; nth < TIMES; nth++) {
    const begun = performance.now();
    await work();
    times.push((performance.now() - begun) / 1_000);
  }
  return times.sort((a, b) => a - b)[Math.floor(TIMES / 2)] ?? 0;
}

function groupSpans(house: House, org: OrgId, shop: string): Promise<unknown> {
  return house.telemetry.query(
    org,
    `select service, kind, far, count() as n, countIf(status = 'error') as failed, quantiles(0.5, 0.95, 0.99)(duration_ms) as took
     from @spans where shop_id = {shop:String} and at >= {from:DateTime64(3)} group by service, kind, far`,
    { shop, from: new Date(house.clock.now().getTime() - 7 * DAY) },
  );
}

/** Chains of two spans: a service calls the next, which serves; each calls a database too. */
async function storeSpans(house: House, org: OrgId, shop: string): Promise<void> {
  const now = house.clock.now().getTime();
  for (let done = 0; done < SPANS; done += BATCH) {
    const rows = Array.from({ length: BATCH }, (_, one) => {
      const nth = done + one;
      const at = new Date(now - 7 * DAY + (7 * DAY * nth) / SPANS);
      const call = Math.floor(nth / 2);
      const [from, to] = [call % SERVICES, (call * 7 + 1) % SERVICES];
      const isServing = nth % 2 === 1;
      const far = call % 3 === 0 ? 'db' : `service-${to}.internal`;
      return {
        ...{ shop_id: shop, source_id: 'src', at, received_at: at, trace_id: `trace-${call}`, name: 'GET /things/{id}' },
        ...{ span_id: `${call}-${isServing ? 's' : 'c'}`, parent_id: isServing ? `${call}-c` : 'p' },
        ...{
          service: `service-${isServing ? to : from}`,
          kind: isServing ? 'server' : 'client',
          status: nth % 211 === 0 ? 'error' : 'unset',
        },
        ...{
          duration_ms: 5 + ((nth * 7919) % 400),
          far: isServing ? '' : far,
          far_kind: isServing ? '' : 'host',
          version: '1.0',
          place: `host-${from}`,
        },
        attributes: '{"http.route":"/things/{id}"}',
      };
    });
    await house.telemetry.insert(org, 'spans', rows);
  }
}
