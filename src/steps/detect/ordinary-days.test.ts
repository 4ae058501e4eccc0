import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestTelemetry, type TestTelemetry } from '#engines/telemetry/testing/open-test-telemetry.ts';
import type { RequestRow } from '#engines/telemetry/types.ts';
import { makeId, type OrgId } from '#kernel/ids.ts';
import { HOUR, MINUTE, SECOND } from '#kernel/time.ts';
import { detectInArea } from './detect-in-area.ts';
import { type Finding, nothingUsual } from './finding.ts';
import { nothingKnown } from './knowledge.ts';
import { whereSelected } from './select-rows.ts';
import { makeCustomers, makeRequest, readOrder } from './testing/make-request.ts';

// Days on which much happens that is no attack. Nobody knows yet what is usual here, which is the worst case; the same day with a thief in it
// must ring all the same, with exactly what was taken.

const T = Date.UTC(2026, 4, 4, 10);
let telemetry: TestTelemetry;
let serial = 1;
beforeAll(async () => {
  telemetry = await openTestTelemetry();
});
afterAll(() => telemetry[Symbol.asyncDispose]());

async function look(rows: readonly RequestRow[]): Promise<{ readonly findings: Finding[]; readonly org: OrgId }> {
  const org = makeId('org', serial++, new Uint8Array(16));
  await telemetry.insert(org, 'requests', rows);
  const span = { from: new Date(T - HOUR), to: new Date(T + 6 * HOUR) };
  const area = { telemetry, org, shop: 's', span, usual: nothingUsual, knowledge: nothingKnown };
  return { findings: await detectInArea(area), org };
}

async function recordsOf(org: OrgId, finding: Finding | undefined): Promise<string[]> {
  if (finding === undefined) return [];
  const { where, params } = whereSelected('s', finding.reads ?? finding.selection);
  const rows = await telemetry.query<{ ref: string }>(org, `select distinct object_ref as ref from @reads where ${where}`, params);
  return rows.map((row) => row.ref).sort();
}

const each = <Row>(count: number, make: (nth: number) => readonly Row[]): Row[] =>
  Array.from({ length: count }, (_, nth) => make(nth)).flat();
/** As good as random, and the same each time: an even stride would make a sequence of what has none. */
const mixed = (nth: number, of: number): number => createHash('sha256').update(`${nth} ${of}`).digest().readUInt32BE() % of;
/** The number of one of a customer's orders: they were placed over years, so they lie apart. */
const orderOf = (customer: number, nth: number): number => 100_000 + mixed(customer * 10 + nth, 900_000);
const page = (at: number, who: Partial<RequestRow>, path: string, query = '') =>
  makeRequest('s', at, { ...who, path, query, route: path, route_kind: 'page' });
const asset = (at: number, who: Partial<RequestRow>) => makeRequest('s', at, { ...who, path: '/assets/shop.css', route_kind: 'asset' });
const signIn = (at: number, who: Partial<RequestRow>, got: boolean, tried: string) =>
  makeRequest('s', at, {
    ...who,
    ...{ method: 'POST', path: '/account/sign-in', route: '/account/sign-in', route_kind: 'sign-in', tried },
    ...(got ? { status: 303, auth: 'sign-in-ok' } : { status: 401, auth: 'sign-in-failed' }),
  });
const phone = (nth: number): string => `Mozilla/5.0 (Linux; Android ${10 + (nth % 5)}; Phone ${nth % 40}) Mobile Safari/537.36`;

/** A newsletter goes out: within twenty minutes two thousand people come, half of them want to see their orders and have forgotten passwords. */
const newsletter = (): RequestRow[] =>
  each(2000, (nth) => {
    const at = T + mixed(nth, 20 * 60) * SECOND;
    const who = { address: `198.51.${100 + (nth % 50)}.${nth % 250}`, agent: phone(nth), session: `news-${nth}` };
    const landing = page(at, who, '/products/spring', 'utm_source=newsletter&utm_campaign=may');
    const looks = [landing, asset(at + 200, who)];
    if (nth % 2 === 0) return looks;
    const name = `customer-${nth}`;
    const mistakes = each(nth % 3, (time) => [signIn(at + (20 + time * 15) * SECOND, who, false, name)]);
    const own = each(1 + (nth % 4), (order) => [
      readOrder('s', at + (90 + order * 12) * SECOND, orderOf(nth, order), { ...who, account: name }),
    ]);
    return [...looks, ...mistakes, signIn(at + 80 * SECOND, who, true, name), ...own];
  });

/** Mails about parcels: what guards the recipients' mailboxes opens each link once, from few addresses, before they do. */
const parcels = (): RequestRow[] =>
  each(400, (nth) => {
    const at = T + nth * 15 * SECOND;
    const guard = { address: `203.0.113.${nth % 8}`, agent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0' };
    const who = { address: `198.51.${100 + (nth % 50)}.${nth % 250}`, agent: phone(nth), session: `parcel-${nth}` };
    return [page(at, guard, '/track', `k=${nth}`), page(at + 40 * SECOND, who, '/track', `k=${nth}`), asset(at + 41 * SECOND, who)];
  });

/** A new version of the app: everybody is signed out and in again, a carrier puts hundreds behind one address, and no app loads style sheets. */
const rollOut = (): RequestRow[] =>
  each(900, (nth) => {
    const at = T + mixed(nth, 3 * 60) * MINUTE;
    const carrier = nth % 3 === 0 ? `203.0.113.${200 + (nth % 4)}` : `198.51.${100 + (nth % 50)}.${nth % 250}`;
    const who = { address: carrier, agent: `ShopApp/5.0.0 (Android ${10 + (nth % 5)})`, session: `app-${nth}`, account: `customer-${nth}` };
    const old = { ...who, agent: 'ShopApp/4.9.1 (Android 12)', session: `old-${nth}`, account: '' };
    const api = (path: string, status: number, ms: number, by: Partial<RequestRow> = who) =>
      makeRequest('s', at + ms, { ...by, path, route: path, route_kind: 'api', status });
    return [
      api('/api/me', 401, 0, old),
      signIn(at + 5000, { ...who, account: '' }, true, `customer-${nth}`),
      api('/api/me', 200, 6000),
      api('/api/cart', 200, 6500),
      ...each(1 + (nth % 5), (order) => [
        readOrder('s', at + 8000 + order * 400, orderOf(nth, order), {
          ...{ ...who, path: '/api/orders/{order}', route: '/api/orders/{order}', route_kind: 'api' },
        }),
      ]),
    ];
  });

/** A sale: ten times as many people, orders and mistakes, in bursts at the full hour, and bots that look at every product. */
const sale = (): RequestRow[] => [
  ...makeCustomers('s', T, 2500, 4 * SECOND),
  ...each(1500, (nth) => {
    const at = T + HOUR + mixed(nth, 300) * SECOND;
    const who = { address: `198.51.${200 + (nth % 50)}.${nth % 250}`, agent: phone(nth), session: `sale-${nth}`, account: `buyer-${nth}` };
    return [
      page(at, who, '/products/shoe'),
      asset(at + 100, who),
      readOrder('s', at + 60 * SECOND, 60_000 + nth, { ...who, path: '/checkout/done/{order}', route: '/checkout/done/{order}' }),
    ];
  }),
  ...each(3000, (nth) => [page(T + nth * SECOND, { address: '203.0.113.77', agent: 'PriceBot/2.0' }, `/products/p${nth}`)]),
];

const THIEF = { address: '192.0.2.66', agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0', session: 'thief' };
const theft = (): RequestRow[] => each(120, (nth) => [readOrder('s', T + 30 * MINUTE + nth * 900, 90_000 + nth, THIEF)]);
const stolen = each(120, (nth) => [`ref-${90_000 + nth}`]).sort();

describe.each<[string, () => RequestRow[]]>([
  ['a newsletter', newsletter],
  ['mails with links that are opened by machines first', parcels],
  ['the roll-out of an app', rollOut],
  ['a sale', sale],
])('%s', (_, day) => {
  it('rings nothing', async () => {
    const { findings } = await look(day());
    expect(findings.map(({ rule, subject, level, count, actor, facts }) => ({ rule, subject, level, count, actor, facts }))).toEqual([]);
  });

  it('hides no thief, and nobody else is counted in', async () => {
    const { findings, org } = await look([...day(), ...theft()]);
    const rings = findings.filter(({ rule }) => rule === 'enumeration');
    expect(rings).toMatchObject([{ succeeded: 'yes', actor: { address: THIEF.address } }]);
    expect(await recordsOf(org, rings[0])).toEqual(stolen);
    expect(findings).toHaveLength(1);
  });
});
