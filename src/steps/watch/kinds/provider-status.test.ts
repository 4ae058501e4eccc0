import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '#engines/clock/system-clock.ts';
import { openResolver } from '#engines/dns/open-resolver.ts';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { noJourneys } from '#engines/journeys/no-journeys.ts';
import { openSqlReader } from '#engines/sql/open-sql-reader.ts';
import { openWire } from '#engines/wire/open-wire.ts';
import { probe } from '../probe.ts';
import { statusPages } from '../provider-status/status-pages.ts';
import { destinationOf, isHint, targetShape } from './kinds.ts';

const now = new Date('2026-11-30T12:00:00Z');
const clock = { ...systemClock, now: () => now };
const outside = { http: openHttpClient(), resolver: openResolver(), wire: openWire(), sql: openSqlReader(), journeys: noJourneys, clock };
const pages: Record<string, string> = {};
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const body = pages[request.url ?? ''];
    response.writeHead(body === undefined ? 404 : 200).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://localhost:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

async function sees(path: string, body: unknown, more: object = {}) {
  for (const known of Object.keys(pages)) delete pages[known];
  pages[path] = typeof body === 'string' ? body : JSON.stringify(body);
  const target = { kind: 'provider-status', provider: 'stripe', url, ...more };
  const looked = await probe(outside, targetShape.parse(target), { allowPrivate: true, secrets: {}, controlled: false, beats: null });
  return looked.judged;
}

describe('Statuspage', () => {
  const summary = (indicator: string, description: string, incidents: object[] = [], components: object[] = []) => ({
    page: { id: 'x', name: 'Stripe', url, updated_at: '2026-11-30T11:00:00Z' },
    status: { indicator, description },
    components: components.map((one, nth) => ({ id: String(nth), group: false, only_show_if_degraded: false, ...one })),
    incidents,
    scheduled_maintenances: [],
  });
  const incident = {
    ...{ id: 'i', name: 'Elevated API errors', status: 'investigating', impact: 'minor', created_at: '2026-11-30T03:12:44.000Z' },
    ...{ started_at: '2026-11-30T03:10:00.000Z', incident_updates: [{ body: 'We see…' }], components: [{ name: 'API' }] },
  };
  const path = '/api/v2/summary.json';

  it('says in its own words what is wrong, and since when', async () => {
    expect(await sees(path, summary('none', 'All Systems Operational'))).toEqual({ saw: 'up', reason: 'Stripe says: everything works' });
    expect(await sees(path, summary('minor', 'Partially Degraded Service', [incident]))).toEqual({
      saw: 'down',
      reason: 'Stripe says: Partially Degraded Service, since 2026-11-30 03:10 UTC: Elevated API errors',
    });
    expect(await sees(path, summary('maintenance', 'Service Under Maintenance'))).toEqual({
      saw: 'up',
      reason: 'Stripe says: planned work',
    });
  });

  it('says it of the parts that count', async () => {
    const components = [
      { name: 'API', status: 'partial_outage' },
      { name: 'Dashboard', status: 'operational' },
      { name: 'Reports', status: 'under_maintenance' },
    ];
    const whole = summary('major', 'Partial System Outage', [incident], components);
    const of = async (...names: string[]) => (await sees(path, whole, { components: names })).reason;
    expect(await of('dashboard')).toBe('Stripe says: everything works');
    expect(await of('Dashboard', 'api')).toBe('Stripe says: API: partial outage, since 2026-11-30 03:10 UTC: Elevated API errors');
    expect(await of('Reports')).toBe('Stripe says: planned work');
    expect(await sees(path, whole, { components: ['Checkout'] })).toEqual({
      saw: 'unknown',
      reason: 'the status page of Stripe knows no part “Checkout”',
    });
  });

  it('cannot smuggle lines into what is told', async () => {
    const long = { ...incident, name: `one\n\u202etwo ${'x'.repeat(500)}` };
    const { reason } = await sees(path, summary('minor', 'Trouble', [long]));
    expect(reason).toMatch(/^[^\n\u202e]{20,200}$/);
  });
});

it('Instatus', async () => {
  const page = (status: string, activeIncidents: object[] = []) => ({ page: { name: 'Mollie', url, status }, activeIncidents });
  const format = { provider: 'mollie', format: 'instatus' };
  expect(await sees('/summary.json', page('UP'), format)).toEqual({ saw: 'up', reason: 'Mollie says: everything works' });
  const incident = { name: 'iDEAL is slow', started: '2026-11-30T09:00:00Z', status: 'IDENTIFIED', impact: 'PARTIALOUTAGE', url };
  expect(await sees('/summary.json', page('HASISSUES', [incident]), format)).toEqual({
    saw: 'down',
    reason: 'Mollie says: trouble, since 2026-11-30 09:00 UTC: iDEAL is slow',
  });
  expect(await sees('/summary.json', page('UNDERMAINTENANCE'), format)).toMatchObject({ saw: 'up' });
  expect(await sees('/summary.json', page('SOMETHINGNEW'), format)).toMatchObject({ saw: 'unknown' });
});

it('Status.io', async () => {
  const page = (status_code: number, status: string) => ({
    result: {
      status_overall: { updated: '2026-11-30T10:00:00Z', status, status_code },
      status: [{ id: '1', name: 'API', status, status_code, containers: [] }],
      incidents: status_code > 200 ? [{ _id: '2', name: 'Slow', datetime_open: '2026-11-30T10:00:00Z' }] : [],
      maintenance: { active: [], upcoming: [] },
    },
  });
  const own = { provider: 'other', format: 'statusio', url: `${url}/1.0/status/abc`, components: ['API'] };
  expect(await sees('/1.0/status/abc', page(100, 'Operational'), own)).toEqual({ saw: 'up', reason: 'localhost says: everything works' });
  expect(await sees('/1.0/status/abc', page(300, 'Degraded Performance'), own)).toEqual({
    saw: 'down',
    reason: 'localhost says: API: Degraded Performance, since 2026-11-30 10:00 UTC: Slow',
  });
  expect(await sees('/1.0/status/abc', page(200, 'Planned Maintenance'), own)).toMatchObject({ saw: 'up' });
});

describe('feeds', () => {
  const own = { provider: 'other', format: 'feed' };
  const rss = (...items: string[]) =>
    `<?xml version="1.0"?><rss version="2.0"><channel><title>Status</title>${items.join('')}</channel></rss>`;
  const item = (at: string, text: string) =>
    `<item><title>Payments fail</title><pubDate>${at}</pubDate><description>${text}</description></item>`;
  const TODAY = 'Mon, 30 Nov 2026 10:00:00 +0000';

  it.each([
    ['nothing', rss(), 'up', /everything works/],
    [
      'what is open',
      rss(item(TODAY, '&lt;strong&gt;Investigating&lt;/strong&gt; - we look')),
      'down',
      /since 2026-11-30 10:00 UTC: Payments fail$/,
    ],
    ['what is over', rss(item(TODAY, '<![CDATA[<b>Resolved</b> - done.<br><b>Investigating</b> - we look]]>')), 'up', /everything works/],
    ['what is old', rss(item('Mon, 23 Nov 2026 10:00:00 +0000', 'Investigating')), 'up', /everything works/],
    ['what does not say', rss(item(TODAY, 'We are aware of something.')), 'unknown', /cannot be understood/],
    ['planned work', rss(item(TODAY, 'Scheduled - a new machine')), 'up', /planned work/],
    ['a page', '<!doctype html><html><body>All fine</body></html>', 'unknown', /cannot be understood/],
    [
      'Atom',
      '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="text">Cards</title><updated>2026-11-30T08:00:00Z</updated><content type="html">Monitoring - a fix</content></entry></feed>',
      'down',
      /since 2026-11-30 08:00 UTC: Cards$/,
    ],
  ])('%s', async (_what, feed, saw, reason) => {
    const judged = await sees('/feed', feed, { ...own, url: `${url}/feed` });
    expect(judged).toMatchObject({ saw });
    expect(judged.reason).toMatch(reason);
  });
});

it('a page that is gone, or is none, says nothing about the provider', async () => {
  expect(await sees('/nowhere', '')).toEqual({ saw: 'unknown', reason: 'the status page of Stripe answered 404' });
  expect(await sees('/api/v2/summary.json', '<html>')).toEqual({
    saw: 'unknown',
    reason: 'the status page of Stripe cannot be understood',
  });
  expect(await sees('/', '', { url: 'http://127.0.0.1:1' })).toMatchObject({ saw: 'unknown' });
});

it('known pages have names of their own, and another needs its address', () => {
  expect(new Set(statusPages.map(({ name }) => name)).size).toBe(statusPages.length);
  expect(statusPages.every((page) => page.url.startsWith('https://') && page.name !== 'other')).toBe(true);
  const target = targetShape.parse({ kind: 'provider-status', provider: 'shopify' });
  expect(destinationOf(target)).toBe('https://www.shopifystatus.com');
  expect(isHint(target)).toBe(true);
  expect(isHint(targetShape.parse({ kind: 'tcp', host: 'a', port: 1 }))).toBe(false);
  expect(targetShape.safeParse({ kind: 'provider-status', provider: 'other' }).success).toBe(false);
});
