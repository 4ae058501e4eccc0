import type { Answer } from 'dns-packet';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemRandom } from '#engines/clock/system-clock.ts';
import { openResolver } from '#engines/dns/open-resolver.ts';
import { startDns, type TestDns } from '#engines/testing/start-dns.ts';
import { goldenInspection } from '../checks/golden-inspection.ts';
import { judgeOne, keysOf } from '../checks/judge-one.ts';
import type { Inspection } from '../inspection.ts';
import { collectMail } from './collect-mail.ts';
import { collectNames } from './collect-names.ts';
import { collectOwnDomains } from './collect-own-domains.ts';
import type { Fetch } from './fetch-page.ts';

let dns: TestDns;
beforeAll(async () => {
  dns = await startDns();
});
afterAll(() => dns[Symbol.asyncDispose]());

const txt = (name: string, ...texts: string[]): void => {
  dns.zone[`TXT ${name}`] = texts.map((data): Answer => ({ type: 'TXT', name, ttl: 60, data: [data] }));
};

async function look(host: string): Promise<Inspection> {
  const outside = { resolver: openResolver({ servers: [dns.server], timeoutMs: 400, tries: 1 }), random: systemRandom };
  const names = await collectNames(outside, host);
  const away: Fetch = async () => ({ kind: 'unknown', reason: 'the policy file is not asked for in this test' });
  const mail = names === null ? null : await collectMail(outside, away, names, host);
  return goldenInspection({ target: `https://${host}`, names, mail });
}

it('follows includes and redirects over a real name server, and asks each name once', async () => {
  dns.zone['MX zofia.example.com'] = [];
  txt('example.com', 'v=spf1 include:_spf.example.com mx a:gone.example.com ~all', 'other=1');
  txt('_spf.example.com', 'v=spf1 include:_a.example.com include:_b.example.com -all');
  txt('_a.example.com', 'v=spf1 redirect=_b.example.com');
  txt('_b.example.com', 'v=spf1 ip4:192.0.2.0/24 -all');
  txt('_dmarc.example.com', 'v=DMARC1; p=quarantine; rua=mailto:a@reports.example.net,mailto:b@example.com');
  txt('_dmarc.shop.example.com', 'v=DMARC1; p=none');
  txt('default._domainkey.example.com', 'v=DKIM1; p=');
  const { mail } = await look('shop.example.com');
  expect(Object.keys(mail?.spf ?? {}).sort()).toEqual([
    'A gone.example.com',
    'MX example.com',
    'TXT _a.example.com',
    'TXT _b.example.com',
    'TXT _spf.example.com',
  ]);
  expect(mail?.spf['A gone.example.com']).toEqual({ kind: 'none' });
  expect(mail).toMatchObject({
    ...{ hostDmarc: { kind: 'records' }, reportTo: { 'reports.example.net': { kind: 'none' } }, mtaStsPolicy: null },
    dkim: [{ selector: 'default' }],
  });
  const inspection = await look('shop.example.com');
  expect(judgeOne('mail-spf', inspection)).toBe('pass');
  expect(judgeOne('mail-dmarc', inspection)).toBe('fail low medium');
});

it('ends with records that include one another, and with one that includes hundreds', async () => {
  txt('example.org', 'v=spf1 include:a.example.org -all');
  txt('a.example.org', 'v=spf1 include:example.org include:a.example.org -all');
  expect(judgeOne('mail-spf', await look('example.org'))).toBe('fail medium');
  txt('example.net', `v=spf1 ${Array.from({ length: 60 }, (_, at) => `include:n${at}.example.net`).join(' ')} -all`.slice(0, 250));
  expect(judgeOne('mail-spf', await look('example.net'))).toBe('fail medium');
});

it('announced policies are fetched, and a server that is silent makes nothing fine', async () => {
  txt('_mta-sts.example.com', 'v=STSv1; id=1');
  expect((await look('example.com')).mail?.mtaStsPolicy).toMatchObject({ kind: 'unknown' });
  dns.isSilent = true;
  const inspection = await look('example.com');
  for (const check of ['mail-spf', 'mail-dmarc', 'mail-dkim', 'mail-mta-sts', 'mail-tls-rpt', 'mail-bimi', 'mail-mx'])
    expect(judgeOne(check, inspection), check).toBe('unknown');
  dns.isSilent = false;
});

it('asks for the owner’s other domains over a real name server: a closed one passes, an open one and one that nobody holds are told by name', async () => {
  txt('closed.example', 'v=spf1 -all');
  txt('_dmarc.closed.example', 'v=DMARC1; p=reject');
  dns.zone['MX closed.example'] = [{ type: 'MX', name: 'closed.example', ttl: 60, data: { preference: 0, exchange: '.' } }];
  dns.zone['NS open.example'] = [{ type: 'NS', name: 'open.example', ttl: 60, data: 'ns1.example' }];
  const resolver = openResolver({ servers: [dns.server], timeoutMs: 400, tries: 1 });
  const asked = async (...domains: string[]) => goldenInspection({ ownDomains: await collectOwnDomains({ resolver }, domains) });
  expect(judgeOne('mail-own-domains', await asked('closed.example'))).toBe('pass');
  const mixed = keysOf('mail-own-domains', await asked('closed.example', 'open.example', 'lapsed.example'));
  expect(mixed).toEqual(['open.example dmarc', 'open.example spf', 'open.example mx', 'lapsed.example gone']);
});
