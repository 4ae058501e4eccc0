import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '#engines/clock/system-clock.ts';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { goldenHost, goldenPayment } from '../../checks/payment/golden-payment.ts';
import { judgeThieves } from '../../checks/payment/judge-thieves.ts';
import { collectAges } from './collect-ages.ts';

const NOW = '2026-11-30T12:00:00.000Z';
const asked: string[] = [];
const registered: Readonly<Record<string, string>> = { 'fresh.com': '2026-11-25T00:00:00Z', 'old.com': '2011-01-01T00:00:00Z' };
const server = createServer((request, response) => {
  const name = (request.url ?? '').split('/').at(-1) ?? '';
  asked.push(name);
  const since = registered[name];
  if (name === 'odd.com') return void response.end('<html>');
  if (since === undefined) return void response.writeHead(404).end();
  response.end(JSON.stringify({ status: ['active'], events: [{ eventAction: 'registration', eventDate: since }] }));
});
let registry: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  registry = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const outside = { http: openHttpClient({ lookup: async () => ['127.0.0.1'] }), clock: systemClock };
const pageWith = (...hosts: string[]) => goldenPayment({ hosts: hosts.map((host) => goldenHost(host)) });
const wish = (change: object = {}) => ({ authorised: null, allowPrivate: true, registry, ...change });

describe('how old the names of strangers are', () => {
  it('is asked of their registry, once a name, and not of the shop, of payment providers, of who is authorised or of who is known', async () => {
    asked.length = 0;
    const page = pageWith('a.fresh.com', 'b.fresh.com', 'js.stripe.com', 'cdn.shop.example.com', 'known.net', 'mine.org', 'localhost:4000');
    const known = new Map([['known.net', { domain: 'known.net', registeredAt: NOW, certificateAt: null, reason: null }]]);
    const ages = await collectAges(outside, page, wish({ known, authorised: { scripts: [], hosts: ['mine.org'] } }));
    expect(ages.map(({ domain, registeredAt }) => [domain, registeredAt])).toEqual([
      ['fresh.com', '2026-11-25T00:00:00.000Z'],
      ['known.net', NOW],
    ]);
    expect(asked).toEqual(['fresh.com']);
  });

  it('is unknown, with the reason, when the registry is gone, knows nothing or talks nonsense', async () => {
    const page = pageWith('free.com:1', 'odd.com:1');
    const ages = await collectAges(outside, page, wish());
    expect(ages).toMatchObject([
      { domain: 'free.com', registeredAt: null, certificateAt: null, reason: 'the registry knows no such name' },
      { domain: 'odd.com', registeredAt: null, reason: 'the registry’s answer makes no sense' },
    ]);
    const [gone] = await collectAges(outside, pageWith('old.com:1'), wish({ registry: 'http://127.0.0.1:1/' }));
    expect(gone).toMatchObject({ domain: 'old.com', registeredAt: null, reason: expect.stringMatching(/.+/) });
  });

  it('speaks against a thief when they are days old, and for nothing when they are old', async () => {
    const reasons = async (host: string) => {
      const page = { ...pageWith(host), lookedAt: NOW, ages: await collectAges(outside, pageWith(host), wish()) };
      const leak = { field: 'card', host, where: 'body', encoding: 'plain', channel: 'fetch', script: null, recording: false } as const;
      return judgeThieves({ ...page, leaks: [leak] }, null)[0]?.reasons.join('; ');
    };
    expect(await reasons('x.fresh.com')).toContain('fresh.com was registered 5 days before');
    expect(await reasons('x.old.com')).not.toContain('registered');
  });
});
