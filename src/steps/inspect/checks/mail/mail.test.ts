import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { DnsFact, Inspection, Names } from '../../inspection.ts';
import type { MailFacts } from '../../mail.ts';
import { exchange, goldenInspection, goldenMail, got } from '../golden-inspection.ts';
import { judgeOne, keysOf } from '../judge-one.ts';

const records = (...list: string[]): DnsFact => ({ kind: 'records', records: list });
const none: DnsFact = { kind: 'none' };
const silent: DnsFact = { kind: 'unknown', reason: 'no answer in time' };
const golden = goldenInspection().names;
const shop = (names: Partial<Names>, mail: Partial<MailFacts> = {}): Inspection =>
  goldenInspection({ names: golden === null ? null : { ...golden, ...names }, mail: goldenMail(mail) });
const spf = (record: string, answers: Record<string, DnsFact> = {}) => shop({ txt: records(record) }, { spf: answers });
const many = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`TXT i${at}.example`, records('v=spf1 ip4:192.0.2.1 -all')]));
const including = (count: number) => `v=spf1 ${Array.from({ length: count }, (_, at) => `include:i${at}.example`).join(' ')} -all`;
const key = (bits: number) =>
  generateKeyPairSync('rsa', { modulusLength: bits }).publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
const dkim = (record: string) => shop({}, { dkim: [{ selector: 's1', fact: records(record) }] });
const dmarc = (record: string, mail: Partial<MailFacts> = {}) => shop({ dmarc: records(record) }, mail);
const own = (facts: { readonly txt?: DnsFact; readonly mx?: DnsFact; readonly dmarc?: DnsFact; readonly ns?: DnsFact }): Inspection =>
  goldenInspection({ ownDomains: [{ domain: 'shop-example.net', txt: none, mx: none, dmarc: none, ...facts }] });
const closed = { txt: records('v=spf1 -all'), mx: records('0 .'), dmarc: records('v=DMARC1; p=reject') };
const rua = 'rua=mailto:d@example.com';

describe.each<[string, string, Inspection, string]>([
  ['mail-own-domains', 'none named', goldenInspection({ ownDomains: [] }), 'notApplicable'],
  ['mail-own-domains', 'a closed one', own(closed), 'pass'],
  ['mail-own-domains', 'one that nobody holds', own({ ns: none }), 'fail high'],
  ['mail-own-domains', 'an open one that somebody holds', own({ ns: records('ns1.example') }), 'fail medium low info'],
  [
    'mail-own-domains',
    'an open one, name servers not known',
    own({ ns: { kind: 'unknown', reason: 'no answer' } }),
    'fail medium low info',
  ],
  ['mail-own-domains', 'an open one', own({}), 'fail medium low info'],
  ['mail-own-domains', 'one that only reports', own({ ...closed, dmarc: records('v=DMARC1; p=none') }), 'fail medium'],
  ['mail-own-domains', 'open subdomains', own({ ...closed, dmarc: records('v=DMARC1; p=reject; sp=none') }), 'fail medium'],
  ['mail-own-domains', 'one without mail that quarantines', own({ ...closed, dmarc: records('v=DMARC1; p=quarantine') }), 'warn low'],
  [
    'mail-own-domains',
    'one with mail that quarantines',
    own({ txt: records('v=spf1 mx -all'), mx: records('10 mx.example'), dmarc: records('v=DMARC1; p=quarantine') }),
    'pass',
  ],
  ['mail-own-domains', 'one without mail and a soft record', own({ ...closed, txt: records('v=spf1 ~all') }), 'warn low'],
  ['mail-own-domains', 'everybody', own({ ...closed, txt: records('v=spf1 +all') }), 'fail medium'],
  ['mail-own-domains', 'no MX record', own({ ...closed, mx: none }), 'warn info'],
  ['mail-own-domains', 'no answer', own({ txt: silent, mx: silent, dmarc: silent }), 'unknown'],
  ['mail-own-domains', 'closed, but no answer for MX', own({ ...closed, mx: silent }), 'unknown'],
  ['mail-spf', 'exactly ten look-ups', spf(including(10), many(10)), 'pass'],
  ['mail-spf', 'eleven look-ups', spf(including(11), many(11)), 'fail medium'],
  [
    'mail-spf',
    'eleven in a chain',
    spf(
      'v=spf1 include:c0.example -all',
      Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`TXT c${at}.example`, records(`v=spf1 include:c${at + 1}.example -all`)])),
    ),
    'fail medium',
  ],
  [
    'mail-spf',
    'a circle',
    spf('v=spf1 include:a.example -all', {
      'TXT a.example': records('v=spf1 include:b.example -all'),
      'TXT b.example': records('v=spf1 include:a.example -all'),
    }),
    'fail medium',
  ],
  [
    'mail-spf',
    'three look-ups that find nothing',
    spf('v=spf1 a:x.example a:y.example mx:z.example -all', { 'A x.example': none, 'A y.example': none, 'MX z.example': none }),
    'fail medium',
  ],
  ['mail-spf', 'an include without a record', spf('v=spf1 include:gone.example -all', { 'TXT gone.example': none }), 'fail medium'],
  ['mail-spf', 'an include that could not be asked', spf('v=spf1 include:a.example -all', { 'TXT a.example': silent }), 'unknown'],
  [
    'mail-spf',
    'an include that lets all send',
    spf('v=spf1 include:a.example -all', { 'TXT a.example': records('v=spf1 +all') }),
    'fail high',
  ],
  ['mail-spf', 'a redirect', spf('v=spf1 redirect=r.example', { 'TXT r.example': records('v=spf1 ip4:192.0.2.1 -all') }), 'pass'],
  ['mail-spf', 'a redirect to a soft one', spf('v=spf1 redirect=r.example', { 'TXT r.example': records('v=spf1 ?all') }), 'warn low'],
  ['mail-spf', 'a redirect that all makes void', spf('v=spf1 -all redirect=r.example'), 'pass'],
  ['mail-spf', 'a word that does not exist', spf('v=spf1 ipv4:192.0.2.1 -all'), 'fail medium'],
  ['mail-spf', 'macros', spf('v=spf1 exists:%{i}._spf.example.com include:%{d}.x.example ~all'), 'pass'],
  ['mail-spf', 'ptr', spf('v=spf1 ptr -all'), 'warn info'],
  ['mail-dkim', 'a long key', dkim(`v=DKIM1; k=rsa; p=${key(2048)}`), 'pass'],
  ['mail-dkim', 'a short key', dkim(`v=DKIM1; p=${key(1024)};`), 'warn info'],
  ['mail-dkim', 'a broken key', dkim('v=DKIM1; p=MIGfMA0'), 'warn low'],
  ['mail-dkim', 'a far too short key', dkim(`v=DKIM1; p=${key(512)}`), 'fail medium'],
  ['mail-dkim', 'a key for tests', dkim(`v=DKIM1; t=y:s; p=${key(2048)}`), 'warn low'],
  ['mail-dkim', 'a revoked key alone', dkim('v=DKIM1; p='), 'unknown'],
  ['mail-dkim', 'none known', shop({}, { dkim: [] }), 'unknown'],
  ['mail-dkim', 'a domain that sends none', shop({ txt: records('v=spf1 -all') }, { dkim: [] }), 'notApplicable'],
  ['mail-dmarc', 'refusal', dmarc(`v=DMARC1; p=reject; ${rua}`), 'pass'],
  ['mail-dmarc', 'no reports', dmarc('v=DMARC1; p=quarantine'), 'warn info'],
  ['mail-dmarc', 'half of all mail', dmarc(`v=DMARC1; p=reject; pct=50; ${rua}`), 'warn low'],
  ['mail-dmarc', 'open subdomains', dmarc(`v=DMARC1; p=reject; sp=none; ${rua}`), 'fail medium'],
  ['mail-dmarc', 'no policy', dmarc(`v=DMARC1; ${rua}`), 'fail high'],
  ['mail-dmarc', 'no grammar', dmarc('v=DMARC1; reject'), 'fail high'],
  ['mail-dmarc', 'two records', shop({ dmarc: records('v=DMARC1; p=reject', 'v=DMARC1; p=none') }), 'fail high'],
  ['mail-dmarc', 'reports to nobody', dmarc('v=DMARC1; p=reject; rua=dmarc@example.com'), 'warn low'],
  [
    'mail-dmarc',
    'reports to who never agreed',
    dmarc('v=DMARC1; p=reject; rua=mailto:a@reports.example', { reportTo: { 'reports.example': none } }),
    'warn low',
  ],
  [
    'mail-dmarc',
    'reports to who agreed',
    dmarc('v=DMARC1; p=reject; rua=mailto:a@reports.example', { reportTo: { 'reports.example': records('v=DMARC1') } }),
    'pass',
  ],
  [
    'mail-dmarc',
    'a host of its own that only reports',
    dmarc(`v=DMARC1; p=reject; ${rua}`, { hostDmarc: records('v=DMARC1; p=none') }),
    'fail medium',
  ],
  [
    'mail-mx',
    'a parked domain, closed',
    shop({ mx: records('0 '), txt: records('v=spf1 -all'), dmarc: records('v=DMARC1; p=reject') }),
    'pass',
  ],
  ['mail-mx', 'a parked domain, open', shop({ mx: records('0 ') }), 'warn low'],
  ['mail-mta-sts', 'all as it should be', shop({}), 'pass'],
  ['mail-mta-sts', 'none', shop({}, { mtaSts: none, mtaStsPolicy: null }), 'warn info'],
  ['mail-mta-sts', 'a policy that lacks a server', shop({ mx: records('10 mx.example.com', '20 backup.example.net') }), 'fail medium'],
  [
    'mail-mta-sts',
    'a policy with a star',
    shop({}, { mtaStsPolicy: got(exchange({ body: 'version: STSv1\r\nmode: enforce\r\nmx: *.example.com\r\n' })) }),
    'pass',
  ],
  [
    'mail-mta-sts',
    'a policy for testing',
    shop({}, { mtaStsPolicy: got(exchange({ body: 'version: STSv1\nmode: testing\nmx: mx.example.com' })) }),
    'warn info',
  ],
  ['mail-mta-sts', 'a policy that is not there', shop({}, { mtaStsPolicy: got(exchange({ status: 404 })) }), 'warn low'],
  [
    'mail-mta-sts',
    'a policy behind a bad certificate',
    shop({}, { mtaStsPolicy: got(exchange({ body: 'version: STSv1\nmode: enforce\nmx: mx.example.com', trusted: 'it has expired' })) }),
    'warn low',
  ],
  ['mail-mta-sts', 'a policy that could not be fetched', shop({}, { mtaStsPolicy: { kind: 'unknown', reason: 'no answer' } }), 'unknown'],
  ['mail-tls-rpt', 'none', shop({}, { tlsRpt: none }), 'warn info'],
  ['mail-tls-rpt', 'an address that is none', shop({}, { tlsRpt: records('v=TLSRPTv1; rua=tls@example.com') }), 'warn low'],
  ['mail-tls-rpt', 'a domain without mail', shop({ mx: none }, { tlsRpt: none }), 'notApplicable'],
  ['mail-bimi', 'none', shop({}), 'notApplicable'],
  ['mail-bimi', 'one that is shown', shop({}, { bimi: records('v=BIMI1; l=https://example.com/mark.svg;') }), 'pass'],
  [
    'mail-bimi',
    'one that is not',
    dmarc(`v=DMARC1; p=none; ${rua}`, { bimi: records('v=BIMI1; l=http://example.com/mark.png') }),
    'warn low',
  ],
])('%s', (check, what, inspection, expected) => {
  it(`${what}: ${expected}`, () => expect(judgeOne(check, inspection)).toBe(expected));
});

it('says what is wrong by keys that stay', () => {
  expect(keysOf('mail-spf', spf('v=spf1 include:a.example +all', { 'TXT a.example': records('v=spf1 +all') }))).toEqual([
    'example.com',
    'open a.example',
  ]);
});
