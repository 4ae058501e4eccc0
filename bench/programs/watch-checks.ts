// Looks at COUNT checks of one address every EVERY ms. Says `watching MS` when each was looked at once since the program's start, and when it
// is ended (SIGTERM) as JSON how many looks there were and how late they came. Run again on the same folder it goes on with what is there.
import { readConfig } from '../../src/app/config.ts';
import { openHouse } from '../../src/app/open-house.ts';
import { makeId, type OrgId } from '../../src/kernel/ids.ts';
import { createOrganisation, registerShop } from '../../src/registry/index.ts';
import { addCheck, startWatching } from '../../src/steps/watch/index.ts';
import { watchTables } from '../../src/steps/watch/store.ts';

const [folder = '', url = '', count = '0', every = '20000'] = process.argv.slice(2);
const begun = performance.timeOrigin;
const { house, close } = await openHouse(readConfig({ SHOPBELL_DATA: folder, SHOPBELL_LOG: 'error' }, folder), () => 'http://localhost');
const org = (await knownOrg()) ?? (await setUp());
const started = house.clock.now();
const stop = await startWatching(house);
let ended = false;
process.once('SIGTERM', () => {
  ended = true;
});
let watching = false;
while (!ended) {
  await house.clock.sleep(250);
  if (watching || (await countLooked()) < Number(count)) continue;
  watching = true;
  process.stdout.write(`watching ${Math.round(Date.now() - begun)}\n`);
}
await stop();
process.stdout.write(`${JSON.stringify(await readLateness())}\n`);
await close();
process.exit(0);

async function knownOrg(): Promise<OrgId | null> {
  const row = await house.state.everywhere((db) => watchTables(db).selectFrom('watch_checks').select('org_id').executeTakeFirst());
  return row?.org_id ?? null;
}

async function setUp(): Promise<OrgId> {
  const made = makeId('org', Date.now(), house.random.bytes(16));
  const scope = { house, org: made, actor: { kind: 'system', id: 'bench', role: 'system' } } as const;
  await createOrganisation(scope, { name: 'Bench' });
  const { shop } = await registerShop(scope, {
    ...{ name: 'Bench', url, platform: 'practice', allowPrivate: true, timeZone: 'UTC', country: 'PL' },
    contact: { name: 'Bench', address: 'bench@practice-shop.test', phone: '' },
    privacyContact: { name: 'Bench', address: 'bench@practice-shop.test' },
  });
  for (let nth = 0; nth < Number(count); nth++) {
    const target = { kind: 'http', url: `${url}/${nth}` } as const;
    await addCheck(scope, { shop, name: `check ${nth}`, target, everyMs: Number(every) });
  }
  return made;
}

async function countLooked(): Promise<number> {
  const [row] = await house.telemetry.query<{ n: number }>(
    org,
    'select uniqExact(check_id) as n from @measurements where at >= {started:DateTime64(3)}',
    { started },
  );
  return row?.n ?? 0;
}

/** How much longer than the interval, with its twentieth of jitter, it took from one look at a check to the next. */
async function readLateness() {
  const [row] = await house.telemetry.query<{ looks: number; p99: number; most: number; up: number }>(
    org,
    `select sum(n) as looks, quantileExact(0.99)(late) as p99, max(late) as most, sum(fine) as up from (
       select count() as n, countIf(state = 'up') as fine, greatest(0, arrayMax(arrayDifference(arraySort(groupArray(toUnixTimestamp64Milli(at))))) - {every:Float64} * 1.025) as late
       from @measurements where at >= {started:DateTime64(3)} group by check_id)`,
    { started, every: Number(every) },
  );
  return { ...row, seconds: (house.clock.now().getTime() - started.getTime()) / 1_000 };
}
